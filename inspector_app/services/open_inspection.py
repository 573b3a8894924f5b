"""One inspection as it stands: answers, form, findings, evidence, statement, signature."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from inspector_app.catalogue import say
from inspector_app.errors import NotFound
from inspector_app.services.after_visit import after_visit
from inspector_app.services.cross_check import bring_drafts_up
from inspector_app.services.evidence_copies import thumbnail_of
from inspector_app.services.inspection_form import checklist_of, form_of, require_inspection
from inspector_app.services.inspection_parts import (
    EvidenceLine,
    SignatureRecord,
    Statement,
    evidence_lines,
    signature_of,
    statement_of,
)
from inspector_app.services.inspection_view import InspectionRecord, InspectionView
from inspector_app.services.known_inspections import day_of, state_of
from inspector_app.services.names import name_of
from inspector_app.services.ready_to_close import reasons_not_to_close
from inspector_app.services.signed_sheet import has_lapsed
from inspector_app.store import register, work
from inspector_app.store.opened import Opened

__all__ = [
    "EvidenceLine",
    "InspectionRecord",
    "InspectionView",
    "SignatureRecord",
    "Statement",
    "open_inspection",
    "read_evidence",
    "read_thumbnail",
]

Row = Mapping[str, Any]


def open_inspection(opened: Opened, inspection_id: str, *, on: date) -> InspectionView:
    """Return an inspection.

    Args:
        opened: either room.
        inspection_id: which.
        on: today; only the form of an open inspection looks at it.

    Raises:
        NotFound: no such inspection on this laptop.
    """
    bring_drafts_up(opened, inspection_id, on=on)
    return view_of(opened, require_inspection(opened, inspection_id), on=on)


def view_of(opened: Opened, inspection: Row, *, on: date) -> InspectionView:
    """Return an inspection from its row, with its findings as they are drafted."""
    view = _view(opened, inspection, on=on)
    if view.is_closed:
        return view
    view = replace(view, has_lapsed=has_lapsed(opened, view))
    return replace(view, reasons_not_to_close=reasons_not_to_close(opened, view))


def _view(opened: Opened, inspection: Row, *, on: date) -> InspectionView:
    inspection_id = inspection["id"]
    employer = register.employer(opened.register, inspection["employer_id"]) or {}
    answers = opened.forms.answers(opened.work, inspection_id)
    state, remark = state_of(opened, inspection)
    return InspectionView(
        inspection=_record(inspection),
        employer=employer,
        employer_name=name_of(employer),
        checklist=checklist_of(opened, inspection),
        answers=answers,
        form=form_of(opened, inspection, answers, on=on),
        findings=work.findings(opened.work, inspection_id),
        evidence=evidence_lines(opened, inspection_id),
        statement=statement_of(opened, inspection_id),
        signature=signature_of(opened, inspection_id),
        is_closed=bool(inspection["closed_at"]),
        state=state,
        remark=remark,
        after=after_visit(opened, inspection, state=state, remark=remark),
    )


def read_evidence(opened: Opened, inspection_id: str, evidence_id: str) -> tuple[EvidenceLine, bytes]:
    """Return a piece of evidence and its bytes as they were taken.

    Raises:
        NotFound: no such evidence of this inspection.
    """
    require_inspection(opened, inspection_id)
    for line in evidence_lines(opened, inspection_id):
        if line.evidence_id == evidence_id and (content := work.content(opened.work, line.sha256)) is not None:
            return line, content
    raise NotFound(say("core.no_evidence"))


def read_thumbnail(opened: Opened, inspection_id: str, evidence_id: str) -> bytes:
    """Return a small picture of a picture, drawn anew where it was too small to have one of its own.

    Raises:
        NotFound: no such evidence of this inspection, or it is no picture.
    """
    line, content = read_evidence(opened, inspection_id, evidence_id)
    if not line.media_type.startswith("image/"):
        raise NotFound(say("core.no_evidence"))
    kept = work.content(opened.work, line.thumbnail_sha256) if line.thumbnail_sha256 else None
    return kept or thumbnail_of(content)


def _record(inspection: Row) -> InspectionRecord:
    authorisation = json.loads(inspection["authorisation"])
    return InspectionRecord(
        id=inspection["id"],
        employer_id=inspection["employer_id"],
        visit_id=inspection["visit_id"],
        checklist=inspection["checklist"],
        checklist_version=inspection["checklist_version"],
        order_no=authorisation.get("order_no", ""),
        authorised_by=authorisation.get("authorised_by", ""),
        started_at=inspection["started_at"],
        closed_at=inspection["closed_at"],
        on=day_of(inspection),
        sheet_kept=inspection["sheet_kept"] if inspection["closed_at"] else "",
    )
