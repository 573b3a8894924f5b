"""Gates: the steps the law requires before an enforcement act; a gate is passed by facts, never by a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from casework.assessment import Assessment
from simplify_content.law_pack import LawPack
from simplify_content.text import Text


@dataclass(frozen=True)
class CaseRecord:
    """What a case has on record when an act is asked for.

    `statement` is the employer's answer to the findings; `statement_declined` that it was asked and refused.
    """

    inspection_approved: bool
    statement: str
    statement_declined: bool
    statement_recorded_on: date | None
    hearing_on: date | None
    hearing_place: str
    assessment: Assessment
    evidence_held: frozenset[str]
    """Evidence ids whose files are at the centre."""


@dataclass(frozen=True)
class Gate:
    """One gate and what it found; `missing` says what to do, in both languages, empty when passed."""

    name: str
    passed: bool
    title: Text
    missing: tuple[Text, ...]


def demand_gates(record: CaseRecord, *, law: LawPack, on: date) -> tuple[Gate, ...]:
    """Return the gates before a demand and show-cause notice, in the order a person would clear them.

    Gates: approved report; every line with evidence held; confrontation record; hearing date offered and
    in the future; nothing unconfirmed would be printed; an amount is owed.

    Source: EOBI circulars 11 and 12 of 2002-03 (demands failed for want of evidence, confrontation, hearing).
    """
    raise NotImplementedError
