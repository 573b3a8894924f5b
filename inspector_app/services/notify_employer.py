"""The notice of a visit: the paper for the employer, and the record that it was served."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from casework.assessment_period import month_of, next_month, period_of
from casework.documents.notice_of_visit import VisitNotice, citations_of_notice, render_notice_of_visit
from casework.visit_limits import Notice
from checklists.library import Heading, load_checklist
from checklists.records import records_asked
from inspector_app.catalogue import say
from inspector_app.errors import InvalidAnswer, NotFound
from inspector_app.services.choose_checklist import checklists_on_offer
from inspector_app.services.names import address_of, both_halves, name_of
from inspector_app.services.paper_parts import letterhead_of
from inspector_app.services.prepare_visit import is_ahead
from inspector_app.services.typed_text import typed
from inspector_app.store import register
from inspector_app.store.driver import writing
from inspector_app.store.notices_served import notice_served, put_notice_served
from inspector_app.store.opened import Opened
from inspector_app.tools import local_day, moment
from simplify_content.law_loader import load_law_pack
from simplify_content.text import Lang, Text, same

Row = Mapping[str, Any]
MOST_NAME = 120


class Way(StrEnum):
    """How a notice went to the employer."""

    HAND = "hand"
    POST = "post"
    COURIER = "courier"
    ELECTRONIC = "electronic"


@dataclass(frozen=True)
class Served:
    """That a notice was served: to whom, on which day, how."""

    served_on: date
    served_to: str
    way: Way


def checklists_with_records(opened: Opened, *, status: str, on: date) -> tuple[Heading, ...]:
    """Return the checklists on offer that ask for records, so that a notice can list them."""
    offered = checklists_on_offer(opened, status)
    return tuple(one for one in offered if records_asked(load_checklist(one.name, one.version), on=on))


def visit_notice(opened: Opened, visit_id: str, lang: Lang, *, checklist: str, on: date) -> bytes:
    """Return the notice of a planned visit as PDF; the same bytes on the same day.

    Args:
        opened: the field room.
        visit_id: a visit of the signed-in person that is still ahead.
        lang: of the paper.
        checklist: name of the checklist whose records are listed.
        on: today.

    Raises:
        NotFound: no such visit, one that is ordered without notice, or no such checklist with records.
    """
    visit, employer = _visit(opened, visit_id)
    status = str(employer["status"] or "")
    chosen = next((one for one in checklists_with_records(opened, status=status, on=on) if one.name == checklist), None)
    if chosen is None:
        raise NotFound(say("core.no_checklist", name=checklist[:60] or "–"))
    law = load_law_pack(opened.scheme)
    visit_on = date.fromisoformat(str(visit["planned_on"]))
    period = period_of(visit_on, visit_on, law=law)
    until, minutes = str(visit.get("valid_until") or ""), visit.get("most_minutes")
    notice = VisitNotice(
        letterhead=letterhead_of(opened, str(employer["district"] or "")),
        order_no=str(visit["order_no"] or "-"),
        printed_on=on,
        employer_name=name_of(employer),
        registration_no=str(employer["registration_no"] or "-"),
        address=address_of(employer) or same("-"),
        visit_on=visit_on,
        authorised_by=str(visit["authorised_by"] or "-"),
        purpose=both_halves(visit, "purpose") or say("core.visit_purpose"),
        officer_name=Text(en=opened.person.name_en, ur=opened.person.name_ur or opened.person.name_en),
        officer_designation=say("core.sheet_designation"),
        records=records_asked(load_checklist(chosen.name, chosen.version), on=on),
        valid_until=date.fromisoformat(until) if until else None,
        most_minutes=int(minutes) if minutes else None,
        officers=str(visit.get("officers") or ""),
        records_from=_first_month(period.start) if period.is_limited else None,
        citations=citations_of_notice(law),
        demonstration=opened.demonstration,
        practice=opened.is_practice,
    )
    return render_notice_of_visit(notice, lang)


def served_of(opened: Opened, visit_id: str) -> Served | None:
    """Return how the notice of a visit was served, or None."""
    found = notice_served(opened.work, visit_id)
    return Served(date.fromisoformat(found["served_on"]), found["served_to"], Way(found["way"])) if found else None


def record_served(opened: Opened, visit_id: str, *, served_on: str, served_to: str, way: str, at: datetime) -> Served:
    """Keep that the notice was served; the inspection takes it along when it begins. The last word counts.

    Raises:
        NotFound: no such visit ahead, or one that is ordered without notice.
        InvalidAnswer: no day, a day to come, nobody named, or no such way.
    """
    _visit(opened, visit_id)
    name = typed(served_to, most=MOST_NAME)
    if not name or way not in set(Way):
        raise InvalidAnswer(say("notice.incomplete"))
    try:
        day = date.fromisoformat(served_on.strip())
    except ValueError:
        raise InvalidAnswer(say("visit.order_day")) from None
    if day > local_day(at):
        raise InvalidAnswer(say("notice.future", day=day.strftime("%d-%m-%Y")))
    with writing(opened.work):
        put_notice_served(
            opened.work, visit_id, served_on=day.isoformat(), served_to=name, way=way, recorded_at=moment(at)
        )
    return Served(day, name, Way(way))


def _visit(opened: Opened, visit_id: str) -> tuple[Row, Row]:
    visit = register.visit(opened.register, visit_id)
    employer = register.employer(opened.register, visit["employer_id"]) if visit else None
    if visit is None or employer is None or not is_ahead(opened, visit):
        raise NotFound(say("core.no_visit"))
    if visit.get("notice") == Notice.SURPRISE:
        raise NotFound(say("notice.surprise"))
    return visit, employer


def _first_month(start: date) -> date:
    """Return the first month that lies wholly within the look-back."""
    return start if start.day == 1 else next_month(month_of(start))
