"""What is owed for workers found at work whom the employer did not declare, month by month.

Months that the employer did declare are `assess_declared`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from casework.assessed import AssessmentLine, Charge, Covered, NotAssessed, Share, WorkerFound
from casework.assessment_period import month_of, next_month
from casework.coverage import UNDECLARED, Coverage, coverage_of, covered_spans, left_out, person_of, subject_of
from casework.footing import Footing
from casework.insurable_age import IN_AGE, leave_out_past_age, standing
from casework.law_in_month import MonthLaw, law_begins
from casework.law_roles import Role
from casework.money import Money, total
from casework.set_off import covering, set_off
from casework.wording import LaterText, day_text, joined, later, month_text, name_text, sentence, span_text
from simplify_content.scheme_rules import BaseKind
from simplify_content.text import Text

__all__ = ["UNDECLARED", "assess_workers"]

NOTHING = Money(0)

_Amounts = tuple[Money, Money, tuple[Share, ...]]
"""Base, what is due on it, and the parties' shares of that."""


def assess_workers(footing: Footing) -> tuple[list[AssessmentLine], list[NotAssessed]]:
    """Return the lines of the workers found and who or what was left out with the reason.

    A person is counted once, by the digits of the identity card, and not for months in which the register of
    coverage already holds the person.

    Source: Provincial Employees' Social Security Ordinance 1965, ss.2(8)(f), 20(1), 22(5).
    """
    lines: list[AssessmentLine] = []
    gaps: list[NotAssessed] = []
    counted: set[str] = set()
    spans = covered_spans(footing.case.covered)
    for worker in footing.case.workers:
        person = person_of(worker.cnic)
        if person and person in counted:
            gaps.append(left_out(worker, sentence("not_assessed.same_cnic", name=subject_of(worker), cnic=worker.cnic)))
            continue
        found = coverage_of(worker, footing)
        if isinstance(found, NotAssessed):
            gaps.append(found)
            continue
        counted.add(person)
        _Worker(worker, found, footing=footing, covered=spans.get(person, ())).assess(lines, gaps)
    return lines, gaps


class _Worker:
    """One covered worker's months."""

    def __init__(
        self, worker: WorkerFound, coverage: Coverage, *, footing: Footing, covered: Sequence[Covered]
    ) -> None:
        self.worker = worker
        self.coverage = coverage
        self.footing = footing
        self.covered = covered
        self.name = subject_of(worker)

    def assess(self, lines: list[AssessmentLine], gaps: list[NotAssessed]) -> None:
        """Add the worker's lines, and what of the worker is left out."""
        worker, entered, period = self.worker, self.coverage.entered, self.footing.period
        if period.is_too_old(month_of(entered)):
            gaps.append(self._before_look_back())
        runs = self.footing.runs(entered, worker.employed_to)
        months_open = self.footing.months_open(entered, worker.employed_to)
        if not runs and not months_open:
            reason = sentence("not_assessed.worker_no_month", name=self.name, as_of=period.as_of)
            gaps.append(left_out(worker, reason))
        if worker.born_on is not None:
            runs, past = leave_out_past_age(worker, runs, self.footing)
            gaps.extend(past)
        if self.covered:
            runs, held = set_off(worker, runs, covered=self.covered, monthly_wage=self.coverage.monthly_wage)
            gaps.extend(held)
        cut = self._partial_months()
        for rules, months in runs:
            if isinstance(rules, str):
                gaps.append(self._unknown(rules, months))
            else:
                lines.extend(self._lines(months, rules, cut=cut))
        gaps.extend(self._not_overdue(month) for month in months_open if self._may_be_owed(month))

    def _may_be_owed(self, month: date) -> bool:
        """Return whether a month that may still be paid would be owed: not covered, and not past the age."""
        of_age = standing(self.worker, month, self.footing) == IN_AGE
        return of_age and covering(month, self.covered) is None

    def _lines(
        self, months: Sequence[date], rules: MonthLaw, *, cut: Mapping[date, tuple[str, ...]]
    ) -> list[AssessmentLine]:
        """Return the lines of months under one law; a month at the edge of the employment says that it is one."""
        base = rules.base(self.coverage.monthly_wage)
        shares = rules.shares(base)
        amounts = base, total([share.due for share in shares]), shares
        whole = self._charge((), rules, amounts=amounts)
        if not cut:
            return [AssessmentLine(month, whole) for month in months]
        charges = {month: self._charge(said, rules, amounts=amounts) for month, said in cut.items()}
        return [AssessmentLine(month, charges.get(month, whole)) for month in months]

    def _charge(self, partial: tuple[str, ...], rules: MonthLaw, *, amounts: _Amounts) -> Charge:
        footing, coverage, worker = self.footing, self.coverage, self.worker
        base, due, shares = amounts
        roles = (Role.CONTRIBUTION, Role.EMPLOYEE, Role.LOOK_BACK)
        told = _Words(self, partial, rules, amounts)
        return Charge(
            kind=UNDECLARED,
            ref=worker.ref,
            subject=self.name,
            base=base,
            rate_percent=rules.rate,
            due=due,
            paid=NOTHING,
            arrears=due,
            told=told,
            grounds=LaterText(told, None),
            provisions=footing.named(*roles, *((Role.DAILY_WAGE,) if partial else ())),
            facts=(*rules.facts, *coverage.facts, *footing.period_facts),
            evidence=worker.evidence,
            wages=coverage.monthly_wage,
            shares=shares,
        )

    def told(self, month: date | None, partial: tuple[str, ...], *, rules: MonthLaw, amounts: _Amounts) -> Text:
        """Return the line in words; of all months alike where `month` is None."""
        worker, coverage, cite = self.worker, self.coverage, self.footing.cite
        base, due, shares = amounts
        said: dict[str, object] = {
            "name": self.name,
            "record": name_text(worker.record) if worker.record.strip() else sentence("assessment.record_unnamed"),
            "wage": coverage.monthly_wage,
            "limit": rules.limit,
            "base": base,
            "rate": rules.rate_text,
            "due": due,
            "cite": cite(Role.CONTRIBUTION),
        }
        told = "assessment.worker" if rules.kind is BaseKind.WAGE_UP_TO_LIMIT else "assessment.worker_notified"
        if month is None:
            first = sentence(f"{told}.grounds", cnic=_cnic(worker), **said)
        else:
            first = sentence(f"{told}.line", month=month_text(month), **said)
        return joined(
            first,
            *_shares_told(shares),
            *self._covered_told(),
            *(sentence(key, cite=cite(Role.DAILY_WAGE)) for key in partial),
        )

    def _covered_told(self) -> Iterable[Text]:
        if self.coverage.limit is None:
            return
        yield sentence(
            "assessment.worker.covered",
            entered=day_text(self.coverage.entered),
            entry_wage=self.coverage.wage,
            entry_limit=self.coverage.limit,
            cite=self.footing.cite(Role.EMPLOYEE),
        )

    def _partial_months(self) -> Mapping[date, tuple[str, ...]]:
        """Return the months at the edge of the employment that it does not fill, with the sentences on each."""
        edges = {month_of(self.coverage.entered), month_of(self.worker.employed_to or self.coverage.entered)}
        return {month: said for month in edges if (said := self._partial_month(month))}

    def _partial_month(self, month: date) -> tuple[str, ...]:
        """Return the sentences on a month in which the worker was not employed from its first to its last day."""
        entered, left = self.coverage.entered, self.worker.employed_to
        joined_within = month < entered and month_of(entered) == month
        left_within = left is not None and month <= left and (next_month(month) - left).days > 1
        return ("assessment.worker.first_month",) * joined_within + ("assessment.worker.last_month",) * left_within

    def _before_look_back(self) -> NotAssessed:
        reason = sentence(
            "not_assessed.worker_before_look_back",
            name=self.name,
            entered=self.coverage.entered,
            start=self.footing.period.start,
            cite=self.footing.cite(Role.LOOK_BACK),
        )
        return left_out(self.worker, reason, *self.footing.named(Role.LOOK_BACK))

    def _unknown(self, key: str, months: Sequence[date]) -> NotAssessed:
        reason = sentence(key, subject=self.name, month=span_text(months), start=law_begins(self.footing.law))
        return left_out(self.worker, reason, *self.footing.named(Role.CONTRIBUTION), month=months[0])

    def _not_overdue(self, month: date) -> NotAssessed:
        reason = later(
            "not_assessed.worker_not_overdue",
            name=self.name,
            month=month_text(month),
            until=self.footing.last_day(month),
            as_of=self.footing.period.as_of,
        )
        return left_out(self.worker, reason, *self.footing.named(Role.CONTRIBUTION), month=month)


@dataclass(frozen=True, slots=True)
class _Words:
    """Puts a charge into words, of one month or (None) of all its months."""

    worker: _Worker
    partial: tuple[str, ...]
    rules: MonthLaw
    amounts: _Amounts

    def __call__(self, month: date | None) -> Text:
        return self.worker.told(month, self.partial, rules=self.rules, amounts=self.amounts)


def _shares_told(shares: Sequence[Share]) -> Iterable[Text]:
    """Yield what each party owes, where there is more than one."""
    if len(shares) > 1:
        for share in shares:
            yield sentence(f"assessment.share.{share.party}", due=share.due)


def _cnic(worker: WorkerFound) -> Text:
    """Return a worker's identity card number as papers print it beside the name."""
    if worker.cnic.strip():
        return sentence("assessment.worker.cnic", cnic=worker.cnic.strip())
    return sentence("assessment.worker.no_cnic")
