"""Whether this laptop is fit for the field: the machine, and one inspector's files on it.

Everything is looked at now, and tried out where that can be done; nothing is changed.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from inspector_app.catalogue import say
from inspector_app.services.check import Check, Fitness
from inspector_app.services.lease import LEASE, LeaseState, lease
from inspector_app.services.selftest_machine import machine_checks
from inspector_app.store import backup_folder, outbox, queue_lines, register
from inspector_app.store.driver import DatabaseError, writing
from inspector_app.store.opened import Opened
from inspector_app.store.standing import standing
from inspector_app.store.vault import ESCROW
from inspector_app.store.way import way
from inspector_app.store.work_copies import sound

DAY = timedelta(days=1)
OLD_REGISTER = 7 * DAY
UNSENT_LONG, UNSENT_TOO_LONG = 3 * DAY, 10 * DAY
OLD_BACKUP = 7 * DAY
CLOCK_OFF = timedelta(minutes=5)
BACK = timedelta(minutes=2)
"""A clock may be put right by so much without a word."""

_OTHERS = 0o077


def selftest(opened: Opened, *, now: datetime) -> tuple[Check, ...]:
    """Return what was found about this machine and the files of the person who is signed in."""
    checks = [*machine_checks(opened.folder), _work_file(opened)]
    if not opened.is_practice:
        checks += [*_field_checks(opened, now)]
    return tuple(checks)


def _field_checks(opened: Opened, now: datetime) -> Iterator[Check]:
    yield _key(opened)
    yield _clock(opened, now)
    yield _register(opened, now)
    yield _unsent(opened, now)
    yield _backup(opened, now)


def _work_file(opened: Opened) -> Check:
    """Check every page of the work file, and take and give back its write lock."""
    try:
        with writing(opened.work):
            is_sound = True
        is_sound = sound(opened.work)
    except DatabaseError:
        is_sound = False
    if is_sound:
        return Check("work_file", Fitness.FIT, say("selftest.work_sound"))
    return Check("work_file", Fitness.UNFIT, say("selftest.work_damaged"), say("selftest.work_restore"))


def _key(opened: Opened) -> Check:
    if os.name == "posix" and opened.folder.stat().st_mode & _OTHERS:
        return Check("key", Fitness.WARNING, say("selftest.key_open"), say("selftest.key_close"))
    if not (opened.folder / ESCROW).exists():
        return Check("key", Fitness.WARNING, say("selftest.key_alone"), say("selftest.key_sync"))
    return Check("key", Fitness.FIT, say("selftest.key_fit"))


def _clock(opened: Opened, now: datetime) -> Check:
    known = standing(opened.work)
    seen = max((moment for moment in (known.contact_at, known.latest_at) if moment), default="")
    if seen and datetime.fromisoformat(seen) - now > BACK:
        latest = datetime.fromisoformat(seen).astimezone(UTC)
        back = say("selftest.clock_back", minutes=int((latest - now).total_seconds() // 60))
        return Check("clock", Fitness.UNFIT, back, say("selftest.clock_set"))
    offset_ms = way(opened.work).clock_offset_ms
    if offset_ms is None:
        return Check("clock", Fitness.FIT, say("selftest.clock_never_compared"))
    off = timedelta(milliseconds=abs(offset_ms))
    found = say("selftest.clock_off", seconds=round(off.total_seconds()))
    if off > CLOCK_OFF:
        return Check("clock", Fitness.WARNING, found, say("selftest.clock_set"))
    return Check("clock", Fitness.FIT, found)


def _register(opened: Opened, now: datetime) -> Check:
    if not any(register.row_counts(opened.register).values()):
        return Check("register", Fitness.UNFIT, say("selftest.register_none"), say("selftest.sync_now"))
    found = lease(opened, now=now)
    age = now - found.contact_at if found.contact_at else timedelta(0)
    words = say("selftest.register_age", days=max(0, age // DAY))
    if not found.is_open:
        return Check("register", Fitness.UNFIT, words, say("selftest.sync_now"))
    if found.state is LeaseState.ENDING or age > OLD_REGISTER:
        return Check("register", Fitness.WARNING, words, say("selftest.sync_before", days=LEASE.days))
    return Check("register", Fitness.FIT, words)


def _unsent(opened: Opened, now: datetime) -> Check:
    oldest, count = queue_lines.oldest_waiting_at(opened.work), outbox.unsent(opened.work)
    if not oldest or not count:
        return Check("unsent", Fitness.FIT, say("selftest.unsent_none"))
    age = now - datetime.fromisoformat(oldest)
    words = say("selftest.unsent", count=count, days=max(0, age // DAY))
    if age > UNSENT_TOO_LONG:
        return Check("unsent", Fitness.UNFIT, words, say("selftest.send_now"))
    if age > UNSENT_LONG:
        return Check("unsent", Fitness.WARNING, words, say("selftest.send_now"))
    return Check("unsent", Fitness.FIT, words)


def _backup(opened: Opened, now: datetime) -> Check:
    made_at = backup_folder.last_made_at(opened.folder)
    if not made_at:
        fitness = Fitness.WARNING if outbox.unsent(opened.work) else Fitness.FIT
        return Check("backup", fitness, say("selftest.backup_never"), say("selftest.backup_make"))
    age = now - datetime.fromisoformat(made_at)
    words = say("selftest.backup_age", days=max(0, age // DAY))
    if age > OLD_BACKUP and outbox.unsent(opened.work):
        return Check("backup", Fitness.WARNING, words, say("selftest.backup_make"))
    return Check("backup", Fitness.FIT, words)
