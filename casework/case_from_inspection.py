"""Turns the answers of an inspection and the register's months into an assessment case; one way for both apps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from casework.assessment import AssessmentCase
from checklists.form_state import Answers


def case_from_inspection(
    answers: Answers,
    months: Iterable[Mapping[str, object]],
    *,
    scheme: str,
    inspected_on: date,
    as_of: date,
    evidence_by_item: Mapping[str, tuple[str, ...]],
) -> AssessmentCase:
    """Return the case of one inspection.

    Args:
        answers: answers to the checklist "registration_contribution".
        months: register rows of entity `contribution_month` (fields of `sync_protocol.entities`).
        scheme: law pack name, such as "pessi".
        inspected_on: day of the visit.
        as_of: day up to which contributions are assessed.
        evidence_by_item: evidence ids by checklist item name.
    """
    raise NotImplementedError
