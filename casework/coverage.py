"""Whether a worker found at work is covered: by the wages at entry on the day of entry, and then for good.

What is owed for the worker is `assess_workers`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from casework.assessed import Covered, NotAssessed, WagePer, WorkerFound
from casework.footing import Footing
from casework.law_in_month import money_on
from casework.law_roles import Role
from casework.money import Money
from casework.wording import name_text, sentence
from simplify_content.scheme_rules import BaseKind
from simplify_content.text import Text

UNDECLARED = "undeclared_worker"

_NO_DIGIT = re.compile("[^0-9]+")


@dataclass(frozen=True)
class Coverage:
    """A worker who passed the coverage test at entry: once covered, always covered.

    `limit` is None where the scheme has no wage limit; the wages are None where its base does not look at them.
    """

    entered: date
    wage: Money | None
    monthly_wage: Money | None
    limit: Money | None
    facts: tuple[str, ...]


def coverage_of(worker: WorkerFound, footing: Footing) -> Coverage | NotAssessed:
    """Return the worker's coverage, or why the worker is not assessed.

    Source: Provincial Employees' Social Security Ordinance 1965, s.2(8)(f).
    """
    if worker.pensioner:
        reason = sentence("not_assessed.pensioner", name=subject_of(worker), cite=footing.cite(Role.CONTRIBUTION))
        return left_out(worker, reason, *footing.named(Role.CONTRIBUTION))
    entered = worker.employed_from
    if entered is None:
        return left_out(worker, sentence("not_assessed.entry_day_unknown", name=subject_of(worker)))
    if worker.employed_to is not None and worker.employed_to < entered:
        reason = sentence(
            "not_assessed.dates_contradict", name=subject_of(worker), left=worker.employed_to, entered=entered
        )
        return left_out(worker, reason)
    wages = _monthly_wages(worker, entered, footing=footing)
    if isinstance(wages, Text):
        return left_out(worker, wages, *footing.named(Role.DAILY_WAGE))
    monthly, wage, facts = wages
    if monthly is None and footing.rules.base.kind is BaseKind.WAGE_UP_TO_LIMIT:
        return left_out(worker, sentence("not_assessed.wage_unknown", name=subject_of(worker)))
    if not footing.rules.coverage_limit:
        return Coverage(entered, wage, monthly, None, facts)
    about = footing.named(Role.EMPLOYEE)
    if wage is None:
        return left_out(
            worker,
            sentence(
                "not_assessed.entry_wage_unknown",
                name=subject_of(worker),
                entered=entered,
                cite=footing.cite(Role.EMPLOYEE),
            ),
            *about,
        )
    limit = money_on(footing.rules.coverage_limit, entered, law=footing.law)
    if limit is None:
        return left_out(
            worker,
            sentence(
                "not_assessed.entry_limit_unknown",
                name=subject_of(worker),
                entered=entered,
                cite=footing.cite(Role.EMPLOYEE),
            ),
            *about,
        )
    if wage > limit[0]:
        reason = sentence(
            "not_assessed.above_entry_limit",
            name=subject_of(worker),
            entered=entered,
            entry_wage=wage,
            entry_limit=limit[0],
            cite=footing.cite(Role.EMPLOYEE),
        )
        return left_out(worker, reason, *about)
    return Coverage(entered, wage, monthly, limit[0], (*facts, limit[1]))


def _monthly_wages(
    worker: WorkerFound, entered: date, *, footing: Footing
) -> tuple[Money | None, Money | None, tuple[str, ...]] | Text:
    """Return the wages by the month, those at entry, and the fact of the conversion; or why there is none."""
    if worker.wage_per is WagePer.MONTH:
        return worker.monthly_wage, worker.wage_at_entry, ()
    key = footing.rules.days_in_month
    days = footing.law.value(key, entered) if key else None
    if days is None or days.value is None:
        return sentence("not_assessed.daily_wage_unknown", name=subject_of(worker), cite=footing.cite(Role.DAILY_WAGE))
    count = int(days.value)
    month, entry = (wage.times(count) if wage else wage for wage in (worker.monthly_wage, worker.wage_at_entry))
    return month, entry, (days.fact,)


def subject_of(worker: WorkerFound) -> Text:
    """Return how a paper names a worker."""
    if worker.name.strip():
        return name_text(worker.name.strip())
    return sentence("assessment.worker.unnamed", ref=worker.ref)


def left_out(worker: WorkerFound, reason: Text, *provisions: str, month: date | None = None) -> NotAssessed:
    """Return that a worker, or some months of a worker from `month` on, are not assessed."""
    return NotAssessed(UNDECLARED, month, worker.ref, reason, provisions)


def person_of(cnic: str) -> str:
    """Return an identity card number as people compare it: its digits, in any script, without dashes or spaces."""
    if cnic.isascii():
        return _NO_DIGIT.sub("", cnic) or cnic.strip()
    digits = [str(unicodedata.digit(sign)) for sign in cnic if sign.isdigit()]
    return "".join(digits) or cnic.strip()


def covered_spans(covered: Iterable[Covered]) -> dict[str, tuple[Covered, ...]]:
    """Return the spans of the coverage register by person."""
    spans: dict[str, tuple[Covered, ...]] = {}
    for entry in covered:
        if person := person_of(entry.cnic):
            spans[person] = (*spans.get(person, ()), entry)
    return spans
