"""What a supervisor should look at twice before approving; hints, never verdicts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from simplify_content.text import Text
from sync_server.local_time import local, parsed
from sync_server.models import EvidenceRecord, FindingRecord, Inspection
from sync_server.refusals import said

SHORT_VISIT = timedelta(minutes=30)
"""A whole checklist with interviews takes longer than this."""

LATE_ARRIVAL = timedelta(hours=48)
"""A laptop without network for longer than this is worth a word."""


@dataclass(frozen=True)
class Hint:
    """One thing to look at; `level` is "ok", "warn" or "bad" as the look names them."""

    level: str
    text: Text


def quality_hints(
    inspection: Inspection,
    *,
    findings: tuple[FindingRecord, ...],
    evidence: tuple[EvidenceRecord, ...],
    amendments: int = 0,
) -> tuple[Hint, ...]:
    """Return the hints of an inspection: time on site, when it was made and arrived, evidence, statement, signature.

    `amendments` says how many answers were put right after closing.
    """
    return (
        *((Hint("warn", said("hint.amended", count=amendments)),) if amendments else ()),
        *_time_on_site(inspection),
        *_arrival(inspection),
        *_evidence(findings, evidence),
        *_confrontation(inspection),
    )


def _time_on_site(inspection: Inspection) -> tuple[Hint, ...]:
    started, closed = parsed(inspection.started_at), parsed(inspection.closed_at)
    if started is None or closed is None:
        return (Hint("warn", said("hint.no_times")),)
    if closed < started:
        return (Hint("bad", said("hint.clock_backwards")),)
    minutes = int((closed - started).total_seconds() // 60)
    return (Hint("warn" if closed - started < SHORT_VISIT else "ok", said("hint.time_on_site", minutes=minutes)),)


def _arrival(inspection: Inspection) -> tuple[Hint, ...]:
    if inspection.received_at is None:
        return ()
    received, closed, beacon = inspection.received_at, parsed(inspection.closed_at), parsed(inspection.not_before)
    received = received if received.tzinfo else local(received)
    is_late = closed is not None and received - closed > LATE_ARRIVAL
    bracket = said("hint.arrived", received=_moment(received))
    if beacon is not None:
        bracket = said("hint.bracket", not_before=_moment(beacon), received=_moment(received))
    hints = [Hint("warn" if is_late else "ok", bracket)]
    if closed is not None and (closed > received or (beacon is not None and closed < beacon)):
        hints.append(Hint("bad", said("hint.clock_outside", closed=_moment(closed))))
    return tuple(hints)


def _evidence(findings: tuple[FindingRecord, ...], evidence: tuple[EvidenceRecord, ...]) -> tuple[Hint, ...]:
    hints = []
    bare = [finding for finding in findings if not finding.evidence]
    if bare:
        hints.append(Hint("warn", said("hint.without_evidence", count=len(bare))))
    missing = [row for row in evidence if row.held_at is None]
    if missing:
        hints.append(Hint("warn", said("hint.evidence_missing", count=len(missing))))
    return tuple(hints)


def _confrontation(inspection: Inspection) -> tuple[Hint, ...]:
    hints = []
    statement, signature = inspection.statement, inspection.signature
    if not statement.get("text") and not statement.get("declined"):
        hints.append(Hint("bad", said("hint.no_statement")))
    if not signature:
        hints.append(Hint("bad", said("hint.no_signature")))
    elif signature.get("refused"):
        hints.append(Hint("warn", said("hint.signature_refused")))
    return tuple(hints)


def _moment(at: datetime) -> str:
    return local(at).strftime("%d-%m-%Y %H:%M")
