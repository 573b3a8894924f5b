"""The parts of a brief that tell of earlier inspections: the last one, what was promised, and notices upon them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from casework.brief_types import Bad, BriefLine, Row, Warn, day_of, written
from casework.money import Money
from casework.wording import day_text, listed, name_text, sentence
from simplify_content.text import Text

MOST_FINDINGS, MOST_EARLIER = 6, 5
_STATES = ("started", "received", "approved", "returned")


def last_visit_lines(summaries: Sequence[Row]) -> Iterator[BriefLine]:
    """Yield what is known of the last inspection.

    Args:
        summaries: rows of entity `inspection_summary`, newest first.
    """
    if not summaries:
        yield BriefLine(sentence("brief.never_visited"))
        return
    last = summaries[0]
    found = _findings(last)
    state = written(last, "state")
    yield BriefLine(
        sentence(
            "brief.visited",
            day=day_of(last, "inspected_on") or sentence("brief.day_unknown"),
            inspector=name_text(written(last, "inspector_name") or "–"),
            count=written(last, "findings_count") or len(found),
            state=sentence(f"brief.state.{state if state in _STATES else 'here'}"),
        )
    )
    for text, mark in found[:MOST_FINDINGS]:
        yield BriefLine(sentence("brief.found", text=text), mark, is_part=True)
    if len(found) > MOST_FINDINGS:
        yield BriefLine(sentence("brief.found_more", count=len(found) - MOST_FINDINGS), is_part=True)
    if promised := written(last, "promised"):
        yield BriefLine(sentence("brief.promised", text=name_text(promised)), Warn)
    if due := day_of(last, "records_due_on"):
        yield BriefLine(sentence("brief.records_due", day=due), Warn)
    if remark := written(last, "remark"):
        yield BriefLine(sentence("brief.remark", text=name_text(remark)))
    if days := [day for one in summaries[1:] if (day := day_of(one, "inspected_on"))]:
        yield BriefLine(sentence("brief.earlier", days=listed(*(day_text(day) for day in days[:MOST_EARLIER]))))


def notice_lines(summaries: Sequence[Row], on: date) -> Iterator[BriefLine]:
    """Yield the notices that were issued upon inspections, newest inspection first."""
    issued = [one for one in summaries if written(one, "notice_no")]
    if not issued:
        yield BriefLine(sentence("brief.no_notice"))
    for one in issued:
        yield BriefLine(
            sentence(
                "brief.notice",
                number=name_text(written(one, "notice_no")),
                day=day_of(one, "notice_on") or sentence("brief.day_unknown"),
                amount=Money(int(written(one, "notice_paisa") or 0)),
            ),
            Bad,
        )
        if hearing := day_of(one, "hearing_on"):
            when = "before" if hearing < on else "ahead"
            yield BriefLine(sentence(f"brief.hearing_{when}", day=hearing), is_part=True)


def _findings(summary: Row) -> list[tuple[Text, str]]:
    """Return the findings that a summary tells, with their mark; none where it tells none or cannot be read."""
    try:
        entries: Any = json.loads(written(summary, "found") or "[]")
        told = [(Text(en=str(one["en"]), ur=str(one["ur"])), str(one["severity"])) for one in entries]
    except (ValueError, TypeError, KeyError):
        return []
    return [(text, Bad if severity == "grave" else "") for text, severity in told]
