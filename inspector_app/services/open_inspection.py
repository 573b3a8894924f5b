"""One inspection as it stands: answers, form, findings, evidence, statement, signature."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from casework.finding import Finding
from checklists.form_state import Answers, FormState
from inspector_app.store.opened import Opened
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


@dataclass(frozen=True)
class EvidenceLine:
    """One piece of evidence."""

    evidence_id: str
    item: str
    key: str
    sha256: str
    size_bytes: int
    media_type: str
    kind: str
    caption: str
    captured_at: str
    is_at_centre: bool


@dataclass(frozen=True)
class Statement:
    """The employer's answer to the findings, or that it was asked for and declined."""

    text: str
    declined: bool
    by_name: str
    by_role: str
    recorded_at: str


@dataclass(frozen=True)
class SignatureRecord:
    """The representative's signature, or the refusal with reason and witness."""

    refused: bool
    image_sha256: str
    signer_name: str
    signer_role: str
    witness_name: str
    refusal_reason: str
    signed_at: str


@dataclass(frozen=True)
class InspectionView:
    """An inspection with everything a page shows.

    `state`: open, closed (waiting to be sent), sent (the centre holds it), then the centre's word:
    received, approved, returned; in the practice room only open and closed.
    """

    inspection: InspectionRecord
    employer: Row
    employer_name: Text
    checklist: Any
    """`checklists.library` definition."""
    answers: Answers
    form: FormState
    findings: tuple[Finding, ...]
    evidence: tuple[EvidenceLine, ...]
    statement: Statement | None
    signature: SignatureRecord | None
    is_closed: bool
    state: str
    remark: str
    reasons_not_to_close: tuple[Text, ...]
    """What still stands in the way of closing; empty when it may be closed or is closed."""


def open_inspection(opened: Opened, inspection_id: str, *, on: date) -> InspectionView:
    """Return an inspection.

    Args:
        opened: either room.
        inspection_id: which.
        on: today; only the form of an open inspection looks at it.

    Raises:
        NotFound: no such inspection on this laptop.
    """
    raise NotImplementedError


def read_evidence(opened: Opened, inspection_id: str, evidence_id: str) -> tuple[EvidenceLine, bytes]:
    """Return a piece of evidence and its bytes as they were taken.

    Raises:
        NotFound: no such evidence of this inspection.
    """
    raise NotImplementedError
