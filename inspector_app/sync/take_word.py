"""Writes the centre's word down in work.db: receipt, verdicts, scopes, files wanted, and what the way was like.

Each transaction is short: who records an answer meanwhile waits for none of them longer than a moment.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from inspector_app.store import files_to_send, outbox, verdicts
from inspector_app.store.device import device, set_beacon, set_protocol, set_scopes, set_verdicts_since
from inspector_app.store.driver import writing
from inspector_app.store.papers import papers, set_papers
from inspector_app.store.standing import make_contact, set_recovery_key
from inspector_app.store.way import set_beacon_reading, set_clock
from inspector_app.sync.run import SyncRun
from inspector_app.tools import ClockReading, moment
from sync_protocol.papers import believed_papers

VERDICTS_AT_ONCE, RUN_AT_ONCE = 200, 1000
"""Verdicts in one transaction, one by one and as runs; the first come with the receipt."""

BETWEEN_S = 0.005
"""Pause before each other one, in which whoever waits for the file gets it."""


@dataclass(frozen=True)
class Exchanged:
    """When a request left and its reply came, by the laptop's clock and by the one that nobody can set."""

    sent_at: datetime
    began: ClockReading
    received_at: datetime
    ended: ClockReading

    @property
    def took_ms(self) -> int:
        """Milliseconds from request to reply."""
        return max(self.ended.mono_ms - self.began.mono_ms, 0)

    def clock(self, server_time: str) -> tuple[int, int]:
        """Return how far this laptop's clock is ahead of the centre's, in milliseconds, and the uncertainty of that."""
        half_ms = self.took_ms / 2
        middle_ms = (self.received_at - datetime.fromisoformat(server_time)).total_seconds() * 1000 - half_ms
        return round(middle_ms), round(half_ms) + 1


def take_word(run: SyncRun, reply: Mapping[str, Any], *, through: int, exchanged: Exchanged | None) -> None:
    """Write down what a believed reply says beside its pages; safe to repeat."""
    receipt, work = reply["receipt"], run.work
    said = [*reply["verdicts"], *_short(reply.get("runs", ()))]
    portions = _portions(sorted(said, key=lambda one: int(one["number"])))
    with writing(work):
        run.counts.acknowledged += outbox.mark_acknowledged(work, through, receipt["server_time"])
        verdicts.put_receipt(work, receipt, taken_at=moment(run.tools.now()))
        set_beacon(work, receipt["server_time"])
        make_contact(work)
        if reply.get("recovery_key"):
            set_recovery_key(work, reply["recovery_key"])
        set_beacon_reading(work, exchanged.ended if exchanged else None)
        if exchanged is not None:
            offset_ms, uncertainty_ms = exchanged.clock(receipt["server_time"])
            set_clock(work, offset_ms=offset_ms, uncertainty_ms=uncertainty_ms)
        set_protocol(work, reply["protocol"])
        set_scopes(work, reply["scopes"])
        files_to_send.set_wanted_files(work, reply["evidence_wanted"])
        _take_papers(work, reply.get("papers"))
        _take_verdicts(work, next(portions, ()), incarnation=receipt["incarnation"])
    for some in portions:
        run.tools.sleep(BETWEEN_S)
        with writing(work):
            _take_verdicts(work, some, incarnation=receipt["incarnation"])


def _take_verdicts(work: Database, said: Sequence[Mapping[str, Any]], *, incarnation: int) -> None:
    """Write verdicts and runs down, in order, and up to where they are known."""
    for one in said:
        if "count" in one:
            verdicts.put_run(work, one, incarnation=incarnation)
        else:
            verdicts.put_verdict(work, one)
    if said:
        set_verdicts_since(work, said[-1]["number"] + said[-1].get("count", 1) - 1)


def _take_papers(work: Database, told: Mapping[str, Any] | None) -> None:
    """Keep what papers need of the centre; what the centre of enrolment did not sign changes nothing."""
    if told is None:
        return
    believed = believed_papers(told, centre_public_key=device(work).centre_public_key)
    if believed is not None and believed != papers(work):
        set_papers(work, believed)


def _short(runs: Sequence[Mapping[str, int]]) -> Iterator[dict[str, int]]:
    """Yield runs of verdicts in pieces of which each is short enough for one transaction."""
    for one in runs:
        for start in range(0, one["count"], RUN_AT_ONCE):
            count = min(RUN_AT_ONCE, one["count"] - start)
            yield {"number": one["number"] + start, "seq": one["seq"] + start, "count": count}


def _portions(said: Sequence[Mapping[str, Any]]) -> Iterator[Sequence[Mapping[str, Any]]]:
    """Yield verdicts and runs, in order, as many as are for one transaction."""
    some: list[Mapping[str, Any]] = []
    left = 1.0
    for one in said:
        share = one["count"] / RUN_AT_ONCE if "count" in one else 1 / VERDICTS_AT_ONCE
        if some and share > left:
            yield some
            some, left = [], 1.0
        some.append(one)
        left -= share
    if some:
        yield some
