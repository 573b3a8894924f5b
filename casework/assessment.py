"""Assessment: which contributions are owed for which month, on which rate, and why.

Pure arithmetic over dated law; gathers nothing itself (`case_from_inspection` does) and decides no
procedure (`gates`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import attrgetter

from casework.assess_alternative import assess_alternatives
from casework.assess_amnesty import assess_amnesties
from casework.assess_declared import assess_declared
from casework.assess_increase import IncreaseRule
from casework.assess_judged import assess_judged
from casework.assess_payments import allocate_payments
from casework.assess_warnings import warnings_of
from casework.assess_workers import assess_workers
from casework.assessed import (
    Alternative,
    Amnesty,
    AmnestyOutcome,
    Assessment,
    AssessmentCase,
    AssessmentLine,
    Charge,
    Covered,
    DeclaredMonth,
    Judged,
    Late,
    NotAssessed,
    Payment,
    WagePer,
    Waived,
    WorkerFound,
)
from casework.footing import Footing
from casework.law_roles import Role
from casework.money import Money, total
from casework.wording import joined, percent_text, sentence
from simplify_content.law_pack import LawError, LawPack
from simplify_content.scheme_rules import IncreaseKind
from simplify_content.text import Text

__all__ = [
    "Alternative",
    "Amnesty",
    "AmnestyOutcome",
    "Assessment",
    "AssessmentCase",
    "AssessmentLine",
    "Covered",
    "DeclaredMonth",
    "Judged",
    "NotAssessed",
    "Payment",
    "WagePer",
    "Waived",
    "WorkerFound",
    "assess",
    "not_printable",
]


def assess(case: AssessmentCase, law: LawPack) -> Assessment:
    """Return what is owed under the law of the case's scheme.

    Lines stand by month, declared months before workers; the order of the case's workers decides nothing else.
    Contributions are worked out first, then payments that name no month are set off, then the increase is counted
    on what was paid late and on what is open.

    Raises:
        LawError: the pack lacks a key that the scheme's rules need, is another scheme's, or has no base of the
            name that the case asks for.

    Source: Provincial Employees' Social Security Ordinance 1965, ss.2(8)(f), 20(1), 22(3), 22(5), 23(1), 71;
        Employees' Old-Age Benefits Act 1976, ss.9, 9B, 12(3), 13(1).
    """
    if case.scheme != law.scheme:
        raise LawError(f"the case is of scheme {case.scheme!r}; the law pack is of {law.scheme!r}")
    footing = Footing(case, law)
    lines, left_out = _contributions(footing)
    lines, payments_left = allocate_payments(lines, footing)
    lines = IncreaseRule(footing).applied(lines)
    cap_fact = _cap_fact(footing)
    grounds = _grounds(lines)
    provisions = _names({ground.provisions for ground in grounds}, *footing.named(Role.INCREASE))
    facts = _names({ground.facts for ground in grounds}, *footing.period_facts, *cap_fact)
    increase = _total_increase(lines, footing)
    return Assessment(
        scheme=law.scheme,
        as_of=case.as_of,
        basis=case.base or footing.rules.base.name,
        lines=tuple(lines),
        not_assessed=(*left_out, *payments_left),
        contributions=total([line.charge.arrears for line in lines]),
        increase=increase,
        increase_note=_increase_note(increase, footing),
        alternatives=assess_alternatives(footing, lines),
        provisions=provisions,
        facts=facts,
        unconfirmed=not_printable([*provisions, *facts], law),
        warnings=warnings_of(footing),
        amnesties=assess_amnesties(footing, lines),
    )


def _contributions(footing: Footing) -> tuple[list[AssessmentLine], list[NotAssessed]]:
    declared, declared_left = assess_declared(footing)
    workers, workers_left = assess_workers(footing)
    judged, judged_left = assess_judged(footing, workers)
    lines = sorted([*declared, *workers, *judged], key=attrgetter("month"))
    return lines, [*declared_left, *workers_left, *judged_left]


def not_printable(names: Iterable[str], law: LawPack) -> tuple[str, ...]:
    """Return those provisions and facts that a notice may not print under this pack, sorted, each once."""
    values = {value.fact: value for rows in law.values.values() for value in rows}
    barred = set()
    for name in names:
        fact = law.provisions.get(name) or values.get(name)
        if fact is None or not fact.is_printable:
            barred.add(name)
    return tuple(sorted(barred))


def _cap_fact(footing: Footing) -> tuple[str, ...]:
    cap = footing.law.value(footing.rules.increase.cap, footing.case.as_of)
    return () if cap is None else (cap.fact,)


def _total_increase(lines: Sequence[AssessmentLine], footing: Footing) -> Money | None:
    """Return the increase of all lines; None where the scheme's rate, or that of one line, is not known."""
    if footing.rules.increase.kind is IncreaseKind.UNKNOWN:
        return None
    amounts = [line.late.increase for line in lines if line.late is not None]
    return total(amounts) if len(amounts) == len(lines) else None


def _increase_note(increase: Money | None, footing: Footing) -> Text:
    cap = footing.law.value(footing.rules.increase.cap, footing.case.as_of)
    cite = footing.cite(Role.INCREASE)
    key = "increase.unknown" if increase is None else f"increase.note_{footing.rules.increase.kind}"
    if cap is None or cap.value is None:
        note = sentence(f"{key}_uncapped", cite=cite)
    else:
        note = sentence(key, cap=percent_text(cap.value), cite=cite)
    return note if increase is None else joined(note, *_increase_rate(footing))


def _increase_rate(footing: Footing) -> Iterable[Text]:
    """Yield the rate of the increase in words as it holds on the day of the assessment, where it is known then."""
    rules = footing.rules.increase
    found = {name: footing.law.value(key, footing.case.as_of) for name, key in rules.rate_keys().items()}
    said: dict[str, object] = {}
    for name, value in found.items():
        if value is None or value.value is None:
            return
        said[name] = percent_text(value.value) if name != "days_until_flat" else f"{value.value:f}"
    yield sentence(f"increase.rate_{rules.kind}", **said)


def _grounds(lines: Iterable[AssessmentLine]) -> Iterable[Charge | Late]:
    """Return what the lines rest on, each once, by identity: many lines share one, and comparing all would cost."""
    charges: dict[int, Charge | Late] = {id(line.charge): line.charge for line in lines}
    return [*charges.values(), *{id(line.late): line.late for line in lines if line.late is not None}.values()]


def _names(groups: Iterable[tuple[str, ...]], *more: str) -> tuple[str, ...]:
    return tuple(sorted({name for group in groups for name in group} | set(more)))
