"""An inspection as a value, with everything that its pages and papers show; reads nothing itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from casework.finding import Finding
from checklists.form import Checklist
from checklists.form_state import Answers, FormState
from inspector_app.services.after_visit import AfterVisit
from inspector_app.services.inspection_parts import EvidenceLine, SignatureRecord, Statement
from simplify_content.text import Text

Row = Mapping[str, Any]


@dataclass(frozen=True)
class InspectionRecord:
    """The inspection itself."""

    id: str
    employer_id: str
    visit_id: str
    checklist: str
    checklist_version: str
    order_no: str
    authorised_by: str
    started_at: str
    closed_at: str
    on: date
    sheet_kept: str = ""
    """Of a closed one, what its exit sheet took from the register (`sheet_kept`); "" where that was not kept."""


@dataclass(frozen=True)
class InspectionView:
    """An inspection with everything a page shows.

    `state`: open, closed (waiting to be sent), sent (the centre holds it), then the centre's word:
    received, approved, returned, or rejected; in the practice room only open and closed.
    """

    inspection: InspectionRecord
    employer: Row
    employer_name: Text
    checklist: Checklist
    answers: Answers
    form: FormState
    findings: tuple[Finding, ...]
    evidence: tuple[EvidenceLine, ...]
    statement: Statement | None
    signature: SignatureRecord | None
    is_closed: bool
    state: str
    remark: str
    after: AfterVisit
    has_lapsed: bool = False
    """Whether the exit sheet is another by now than the one that was signed, or whose signing was refused."""
    reasons_not_to_close: tuple[Text, ...] = ()
    """What still stands in the way of closing; empty when it may be closed or is closed."""
