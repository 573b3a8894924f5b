"""What an inspector sees first: visits planned for a day, and inspections begun and not closed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from inspector_app.catalogue import say
from inspector_app.services.known_inspections import line_of, state_of
from inspector_app.services.lines import InspectionLine, VisitLine
from inspector_app.services.names import address_of, both_halves, name_of
from inspector_app.store import register, work
from inspector_app.store.opened import Opened

__all__ = ["InspectionLine", "VisitLine", "inspections_here", "todays_visits", "visit_line", "weeks_visits"]

DAYS_AHEAD = 7


def todays_visits(opened: Opened, *, on: date) -> tuple[VisitLine, ...]:
    """Return planned visits of the signed-in person up to a day, earliest first, overdue ones included."""
    planned = register.planned_visits(opened.register, opened.person.id, on.isoformat())
    employers = register.employers_by_id(opened.register, {visit["employer_id"] for visit in planned})
    return tuple(visit_line(opened, visit, employers.get(visit["employer_id"]), on=on) for visit in planned)


def weeks_visits(opened: Opened, *, on: date) -> tuple[VisitLine, ...]:
    """Return the visits of the signed-in person that are planned after a day, in the next days, earliest first."""
    until = on + timedelta(days=DAYS_AHEAD)
    planned = register.planned_visits(opened.register, opened.person.id, until.isoformat())
    ahead = [visit for visit in planned if visit["planned_on"] > on.isoformat()]
    employers = register.employers_by_id(opened.register, {visit["employer_id"] for visit in ahead})
    return tuple(visit_line(opened, visit, employers.get(visit["employer_id"]), on=on) for visit in ahead)


def inspections_here(opened: Opened, *, limit: int = 50) -> tuple[InspectionLine, ...]:
    """Return inspections made on this laptop: open ones first, then newest first."""
    found = work.inspections(opened.work, limit=limit)
    employers = register.employers_by_id(opened.register, {one["employer_id"] for one in found})
    return tuple(line_of(opened, one, employers.get(one["employer_id"])) for one in found)


def visit_line(opened: Opened, visit: Mapping[str, Any], employer: Mapping[str, Any] | None, *, on: date) -> VisitLine:
    """Return the line of one planned visit."""
    inspection = work.inspection_of_visit(opened.work, visit["id"])
    planned_on = date.fromisoformat(visit["planned_on"])
    until = date.fromisoformat(visit["valid_until"]) if visit.get("valid_until") else None
    return VisitLine(
        visit_id=visit["id"],
        employer_id=visit["employer_id"],
        employer_name=name_of(employer),
        registration_no=str(employer["registration_no"] or "") if employer else "",
        address=address_of(employer) if employer else None,
        planned_on=planned_on,
        purpose=both_halves(visit, "purpose") or say("core.visit_purpose"),
        order_no=visit["order_no"] or "",
        authorised_by=visit["authorised_by"] or "",
        inspection_id=inspection["id"] if inspection else "",
        inspection_state=state_of(opened, inspection)[0] if inspection else "",
        is_overdue=(until or planned_on) < on and inspection is None,
        valid_until=until,
        officers=visit.get("officers") or "",
        notice=visit.get("notice") or "",
        is_expired=until is not None and until < on,
    )
