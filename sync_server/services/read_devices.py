"""How each laptop stands, in words: what troubles it, worst first, and what a page shows of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from simplify_content.text import Text
from sync_protocol.entities import OperationKind
from sync_protocol.errors import Code
from sync_protocol.versions import PROTOCOL_VERSION, SCHEMA_VERSION
from sync_server.local_time import local, parsed
from sync_server.models import DeviceAlarm, Employer, Inspection, LedgerEntry, User
from sync_server.queries.desk import SILENT
from sync_server.queries.devices import DeviceLine, alarms_of, beginnings_of, device_lines, unsettled_of
from sync_server.queries.names import employer_name, person_name

OLD_WORK = timedelta(days=3)
CLOCK_OFF_MS = 120_000
LEAST_DISK_BYTES = 1_000_000_000

TROUBLES = ("alarm", "rejected", "held", "silent", "old_work", "disk", "clock", "old_version", "unsent", "revoked")
"""What a laptop may have, the worst first; a laptop that was withdrawn troubles nobody and comes last."""


ALARM_KINDS = frozenset(
    ("fork", "restored", "chain", "clock_jump", "late_arrival", "diverged", "evidence", "withdrawn", "given_back")
)
"""Alarms that have words; one of a newer kind is shown by its name."""


@dataclass(frozen=True)
class DeviceView:
    """A laptop in the list; `troubles` are names of `TROUBLES`, worst first, none when all is well."""

    line: DeviceLine
    troubles: tuple[str, ...]
    oldest_unsent_at: datetime | None

    @property
    def rank(self) -> int:
        """Place in the list, by the worst trouble."""
        return TROUBLES.index(self.troubles[0]) if self.troubles else TROUBLES.index("revoked") - 1


@dataclass(frozen=True)
class Unsettled:
    """An operation that had no effect: about whom, why, and what can be done. `remedy` names a text."""

    entry: LedgerEntry
    employer: Text
    remedy: str
    parent: LedgerEntry | None
    """The operation that it waits for, where that was itself rejected or held."""

    @property
    def place(self) -> str:
        """Its incarnation and number, as addresses write them."""
        return f"{self.entry.incarnation}-{self.entry.seq}"


@dataclass(frozen=True)
class Alarm:
    """An alarm with who saw it."""

    row: DeviceAlarm
    seen_by: Text


@dataclass(frozen=True)
class DevicePage:
    """Everything one page shows of a laptop."""

    view: DeviceView
    alarms: tuple[Alarm, ...]
    unsettled: tuple[Unsettled, ...]


def device_views(session: Session, user: User, *, now: datetime) -> tuple[DeviceView, ...]:
    """Return the laptops of the reader's scope, the most troubled first."""
    views = [_view(line, now) for line in device_lines(session, user)]
    return tuple(sorted(views, key=lambda view: view.rank))


def read_device(session: Session, user: User, device_id: str, *, now: datetime) -> DevicePage:
    """Return the page of a laptop that the reader was allowed to find."""
    view = next(one for one in device_views(session, user, now=now) if one.line.id == device_id)
    entries = unsettled_of(session, device_id)
    parents = beginnings_of(session, [entry.waits_for for entry in entries if entry.waits_for])
    return DevicePage(
        view=view,
        alarms=tuple(Alarm(row, person_name(session, row.seen_by)) for row in alarms_of(session, device_id)),
        unsettled=tuple(_unsettled(session, entry, parents) for entry in entries),
    )


def _view(line: DeviceLine, now: datetime) -> DeviceView:
    oldest = parsed(str(line.report.get("oldest_unsent_at") or "")) if line.unsent else None
    if line.revoked_at is not None:
        return DeviceView(line, ("revoked",), oldest)
    has = {
        "alarm": bool(line.alarms),
        "rejected": bool(line.rejected),
        "held": bool(line.held),
        "silent": line.last_sync_at is None or local(line.last_sync_at) < local(now - SILENT),
        "old_work": oldest is not None and local(oldest) < local(now - OLD_WORK),
        **_of_report(line.report),
        "unsent": bool(line.unsent),
    }
    return DeviceView(line, tuple(name for name in TROUBLES if has.get(name)), oldest)


def _of_report(report: Mapping[str, Any]) -> dict[str, bool]:
    disk, offset = report.get("free_disk_bytes"), report.get("clock_offset_ms")
    unsure = report.get("clock_uncertainty_ms") or 0
    return {
        "disk": disk is not None and disk < LEAST_DISK_BYTES,
        "clock": offset is not None and abs(offset) - unsure > CLOCK_OFF_MS,
        "old_version": bool(report)
        and (report.get("protocol", 0) < PROTOCOL_VERSION or report.get("schema", 0) < SCHEMA_VERSION),
    }


def _unsettled(session: Session, entry: LedgerEntry, parents: Mapping[str, LedgerEntry]) -> Unsettled:
    parent = parents.get(entry.waits_for)
    return Unsettled(entry, _employer_of(session, entry, parent), _remedy(entry, parent), parent)


def _employer_of(session: Session, entry: LedgerEntry, parent: LedgerEntry | None) -> Text:
    content = entry.body.get("set", {})
    if entry.kind == OperationKind.EMPLOYER_ADD and content.get("name_en"):
        return Text(en=content["name_en"], ur=content.get("name_ur") or content["name_en"])
    employer_id = content.get("employer_id") or (parent.body["set"].get("employer_id") if parent else "")
    if entry.kind == OperationKind.EMPLOYER_CORRECT:
        employer_id = entry.row_id
    inspection = session.get(Inspection, content.get("inspection_id") or entry.row_id)
    employer_id = inspection.employer_id if inspection is not None else employer_id
    return employer_name(session.get(Employer, employer_id) if employer_id else None)


_REMEDIES: Sequence[str] = (
    Code.SCOPE, Code.PERMISSION, Code.VALIDATION, Code.IMMUTABLE, Code.PARENT, Code.UNKNOWN_KIND
)  # fmt: skip


def _remedy(entry: LedgerEntry, parent: LedgerEntry | None) -> str:
    if entry.code == Code.PARENT and parent is not None:
        return "remedy.parent_refused"
    return f"remedy.{entry.code}" if entry.code in _REMEDIES else "remedy.other"
