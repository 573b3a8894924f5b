"""Where an inspection stands, put together from this laptop's queue and the centre's word."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from checklists.library import heading_of
from inspector_app.services.lines import InspectionLine
from inspector_app.services.names import name_of
from inspector_app.store import queue_lines, register
from inspector_app.store.opened import Opened
from inspector_app.tools import local_day

Row = Mapping[str, Any]


def state_of(opened: Opened, inspection: Row) -> tuple[str, str]:
    """Return the state of an inspection made here and the supervisor's remark ("" for none).

    States: open; closed (waiting); sent (a receipt covers it); received, approved, returned (the centre's word);
    rejected (the centre did not accept it).
    """
    if not inspection["closed_at"]:
        return "open", ""
    if opened.is_practice:
        return "closed", ""
    summary = register.summary(opened.register, inspection["id"])
    if summary and int(summary["version"] or 1) >= inspection["version"]:
        return str(summary["state"]), str(summary["remark"] or "")
    line = queue_lines.line(opened.work, inspection["close_seq"])
    if line and line["outcome"] == "rejected":
        return "rejected", ""
    return ("sent" if line is None or line["acknowledged_at"] else "closed"), ""


def line_of(opened: Opened, inspection: Row, employer: Row | None) -> InspectionLine:
    """Return the line of an inspection made here."""
    state, remark = state_of(opened, inspection)
    return InspectionLine(
        inspection_id=inspection["id"],
        employer_id=inspection["employer_id"],
        employer_name=name_of(employer),
        registration_no=str(employer["registration_no"] or "") if employer else "",
        on=day_of(inspection),
        state=state,
        is_here=True,
        inspector_name=opened.person.name_en,
        findings_count=inspection["findings_count"],
        remark=remark,
        checklist=heading_of(inspection["checklist"], inspection["checklist_version"]).title,
    )


def line_from_centre(summary: Row, employer: Row | None) -> InspectionLine:
    """Return the line of an inspection that another laptop made."""
    return InspectionLine(
        inspection_id=summary["id"],
        employer_id=summary["employer_id"],
        employer_name=name_of(employer),
        registration_no=str(employer["registration_no"] or "") if employer else "",
        on=date.fromisoformat(summary["inspected_on"]),
        state=summary["state"],
        is_here=False,
        inspector_name=summary["inspector_name"],
        findings_count=summary["findings_count"] or 0,
        remark=summary["remark"] or "",
    )


def day_of(inspection: Row) -> date:
    """Return the legal day of an inspection: the local day on which it began."""
    return local_day(datetime.fromisoformat(inspection["started_at"]))
