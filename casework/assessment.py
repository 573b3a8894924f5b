"""Assessment: which contributions are owed for which month, on which rate, and why.

Pure arithmetic over dated law; gathers nothing itself (`case_from_inspection` does) and decides no
procedure (`gates`).
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from casework import law_keys
from casework.assess_alternative import assess_alternatives
from casework.assess_declared import assess_declared
from casework.assess_workers import assess_workers
from casework.assessed import (
    Alternative,
    Assessment,
    AssessmentCase,
    AssessmentLine,
    DeclaredMonth,
    NotAssessed,
    WorkerFound,
)
from casework.assessment_period import period_of
from casework.money import total
from casework.wording import percent_text, sentence
from simplify_content.law_pack import LawError, LawPack
from simplify_content.text import Text

__all__ = [
    "Alternative",
    "Assessment",
    "AssessmentCase",
    "AssessmentLine",
    "DeclaredMonth",
    "NotAssessed",
    "WorkerFound",
    "assess",
    "not_printable",
]

BASIS = "wage_limit"
"""The basis charged: wages up to the notified limit."""


def assess(case: AssessmentCase, law: LawPack) -> Assessment:
    """Return what is owed under the law of the case's scheme.

    Lines stand by month, declared months before workers; the order of the case's workers decides nothing else.

    Raises:
        LawError: the pack lacks a key that the scheme's rules need, or is another scheme's.

    Source: Provincial Employees' Social Security Ordinance 1965, ss.2(8)(f), 20(1), 22(5), 23(1), 71.
    """
    if case.scheme != law.scheme:
        raise LawError(f"the case is of scheme {case.scheme!r}; the law pack is of {law.scheme!r}")
    period = period_of(case.inspected_on, case.as_of, law=law)
    declared, declared_left_out = assess_declared(case, period, law=law)
    workers, workers_left_out = assess_workers(case, period, law=law)
    lines = tuple(sorted([*declared, *workers], key=lambda line: (line.month, line.kind)))
    left_out = (*declared_left_out, *workers_left_out)
    cap_percent, cap_fact = _increase_cap(case, law)
    provisions = _names([*(name for line in lines for name in line.provisions), law_keys.INCREASE])
    facts = _names([*(name for line in lines for name in line.facts), period.fact, *cap_fact])
    return Assessment(
        scheme=law.scheme,
        as_of=case.as_of,
        basis=BASIS,
        lines=lines,
        not_assessed=left_out,
        contributions=total([line.arrears for line in lines]),
        increase=None,
        increase_note=_increase_note(cap_percent, law),
        alternatives=assess_alternatives(case, period, lines=lines, law=law),
        provisions=provisions,
        facts=facts,
        unconfirmed=not_printable([*provisions, *facts], law),
    )


def not_printable(names: Iterable[str], law: LawPack) -> tuple[str, ...]:
    """Return those provisions and facts that a notice may not print under this pack, sorted, each once."""
    values = {value.fact: value for rows in law.values.values() for value in rows}
    barred = set()
    for name in names:
        fact = law.provisions.get(name) or values.get(name)
        if fact is None or not fact.is_printable:
            barred.add(name)
    return tuple(sorted(barred))


def _increase_cap(case: AssessmentCase, law: LawPack) -> tuple[Decimal | None, tuple[str, ...]]:
    cap = law.value(law_keys.INCREASE_CAP, case.as_of)
    return (None, ()) if cap is None else (cap.value, (cap.fact,))


def _increase_note(cap_percent: Decimal | None, law: LawPack) -> Text:
    cite = law.cite(law_keys.INCREASE)
    if cap_percent is None:
        return sentence("increase.unknown_uncapped", cite=cite)
    return sentence("increase.unknown", cap=percent_text(cap_percent), cite=cite)


def _names(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(names)))
