"""What is owed for workers found at work whom the employer did not declare, month by month.

Months that the employer did declare are `assess_declared`.
"""

from __future__ import annotations

from datetime import date

from casework import law_keys
from casework.assessed import AssessmentCase, AssessmentLine, NotAssessed, WorkerFound
from casework.assessment_period import Period, last_day_to_pay, month_of, next_month
from casework.law_in_month import MonthLaw, money_on, month_law
from casework.money import Money
from casework.wording import day_text, joined, month_text, name_text, sentence
from simplify_content.law_pack import LawPack
from simplify_content.text import Text

UNDECLARED = "undeclared_worker"


def assess_workers(
    case: AssessmentCase, period: Period, *, law: LawPack
) -> tuple[list[AssessmentLine], list[NotAssessed]]:
    """Return the lines of the workers found and who or what was left out with the reason.

    Source: Provincial Employees' Social Security Ordinance 1965, ss.2(8)(f), 20(1), 22(5).
    """
    lines: list[AssessmentLine] = []
    left_out: list[NotAssessed] = []
    counted: set[str] = set()
    for worker in case.workers:
        reason = _same_person(worker, counted)
        found = Coverage.test(worker, law=law) if reason is None else reason
        if isinstance(found, Coverage):
            counted.add(worker.cnic)
            worker_lines, worker_gaps = _months(worker, found, period=period, law=law)
            lines.extend(worker_lines)
            left_out.extend(worker_gaps)
        else:
            left_out.append(found)
    return lines, left_out


class Coverage:
    """A worker who passed the coverage test at entry: once covered, always covered."""

    def __init__(self, entered: date, wage: Money, *, monthly_wage: Money, limit: Money, fact: str) -> None:
        self.entered = entered
        self.wage = wage
        self.monthly_wage = monthly_wage
        self.limit = limit
        self.fact = fact

    @classmethod
    def test(cls, worker: WorkerFound, *, law: LawPack) -> Coverage | NotAssessed:
        """Return the worker's coverage, or why the worker is not assessed.

        Source: Provincial Employees' Social Security Ordinance 1965, s.2(8)(f).
        """
        name, cite = subject_of(worker), law.cite(law_keys.EMPLOYEE)
        entered, wage = worker.employed_from, worker.wage_at_entry
        if entered is None:
            return left_out(worker, sentence("not_assessed.entry_day_unknown", name=name))
        if worker.employed_to is not None and worker.employed_to < entered:
            reason = sentence("not_assessed.dates_contradict", name=name, left=worker.employed_to, entered=entered)
            return left_out(worker, reason)
        if worker.monthly_wage is None:
            return left_out(worker, sentence("not_assessed.wage_unknown", name=name))
        if wage is None:
            reason = sentence("not_assessed.entry_wage_unknown", name=name, entered=entered, cite=cite)
            return left_out(worker, reason, law_keys.EMPLOYEE)
        limit = money_on(law_keys.ENTRY_LIMIT, entered, law=law)
        if limit is None:
            reason = sentence("not_assessed.entry_limit_unknown", name=name, entered=entered, cite=cite)
            return left_out(worker, reason, law_keys.EMPLOYEE)
        if wage > limit[0]:
            reason = sentence(
                "not_assessed.above_entry_limit",
                name=name,
                entered=entered,
                entry_wage=wage,
                entry_limit=limit[0],
                cite=cite,
            )
            return left_out(worker, reason, law_keys.EMPLOYEE)
        return cls(entered, wage, monthly_wage=worker.monthly_wage, limit=limit[0], fact=limit[1])


def subject_of(worker: WorkerFound) -> Text:
    """Return how a paper names a worker."""
    if worker.name.strip():
        return name_text(worker.name.strip())
    return sentence("assessment.worker.unnamed", ref=worker.ref)


def left_out(worker: WorkerFound, reason: Text, *provisions: str, month: date | None = None) -> NotAssessed:
    """Return that a worker, or one month of a worker, is not assessed."""
    return NotAssessed(UNDECLARED, month, worker.ref, reason, provisions)


def _same_person(worker: WorkerFound, counted: set[str]) -> NotAssessed | None:
    if not worker.cnic or worker.cnic not in counted:
        return None
    return left_out(worker, sentence("not_assessed.same_cnic", name=subject_of(worker), cnic=worker.cnic))


def _months(
    worker: WorkerFound, coverage: Coverage, *, period: Period, law: LawPack
) -> tuple[list[AssessmentLine], list[NotAssessed]]:
    lines: list[AssessmentLine] = []
    gaps: list[NotAssessed] = []
    name = subject_of(worker)
    if period.is_too_old(month_of(coverage.entered)):
        reason = sentence(
            "not_assessed.worker_before_look_back",
            name=name,
            entered=coverage.entered,
            start=period.start,
            cite=law.cite(law_keys.LOOK_BACK),
        )
        gaps.append(left_out(worker, reason, law_keys.LOOK_BACK))
    months = list(period.months(coverage.entered, worker.employed_to))
    months_open = list(period.months_open(coverage.entered, worker.employed_to))
    if not months and not months_open:
        gaps.append(left_out(worker, sentence("not_assessed.worker_no_month", name=name, as_of=period.as_of)))
    for month in months:
        rules = month_law(month, law)
        if isinstance(rules, str):
            reason = sentence(rules, subject=name, month=month_text(month))
            gaps.append(left_out(worker, reason, law_keys.CONTRIBUTION, month=month))
        else:
            lines.append(_line(worker, coverage, month=month, rules=rules, period=period, law=law))
    gaps.extend(_not_overdue(worker, month, period=period, law=law) for month in months_open)
    return lines, gaps


def _not_overdue(worker: WorkerFound, month: date, *, period: Period, law: LawPack) -> NotAssessed:
    reason = sentence(
        "not_assessed.worker_not_overdue",
        name=subject_of(worker),
        month=month_text(month),
        until=last_day_to_pay(month, law),
        as_of=period.as_of,
    )
    return left_out(worker, reason, law_keys.CONTRIBUTION, month=month)


def _line(
    worker: WorkerFound, coverage: Coverage, *, month: date, rules: MonthLaw, period: Period, law: LawPack
) -> AssessmentLine:
    base = min(coverage.monthly_wage, rules.limit)
    due = base.share(rules.rate)
    partial = _partial_month(worker, coverage, month=month)
    found: dict[str, object] = {
        "name": subject_of(worker),
        "wage": coverage.monthly_wage,
        "record": name_text(worker.record) if worker.record.strip() else sentence("assessment.record_unnamed"),
        "limit": rules.limit,
        "base": base,
        "rate": rules.rate_text,
        "due": due,
        "cite": law.cite(law_keys.CONTRIBUTION),
    }
    why = [
        sentence(
            "assessment.worker.covered",
            entered=day_text(coverage.entered),
            entry_wage=coverage.wage,
            entry_limit=coverage.limit,
            cite=law.cite(law_keys.EMPLOYEE),
        ),
        *(sentence(key, cite=law.cite(law_keys.DAILY_WAGE)) for key in partial),
    ]
    provisions = (law_keys.CONTRIBUTION, law_keys.EMPLOYEE, law_keys.LOOK_BACK)
    return AssessmentLine(
        kind=UNDECLARED,
        month=month,
        ref=worker.ref,
        subject=subject_of(worker),
        base=base,
        rate_percent=rules.rate,
        due=due,
        paid=Money(0),
        arrears=due,
        explanation=joined(sentence("assessment.worker.line", month=month_text(month), **found), *why),
        grounds=joined(sentence("assessment.worker.grounds", cnic=_cnic(worker), **found), *why),
        provisions=(*provisions, law_keys.DAILY_WAGE) if partial else provisions,
        facts=(*rules.facts, coverage.fact, period.fact),
        evidence=worker.evidence,
    )


def _cnic(worker: WorkerFound) -> Text:
    """Return a worker's identity card number as papers print it beside the name."""
    if worker.cnic.strip():
        return sentence("assessment.worker.cnic", cnic=worker.cnic.strip())
    return sentence("assessment.worker.no_cnic")


def _partial_month(worker: WorkerFound, coverage: Coverage, *, month: date) -> tuple[str, ...]:
    """Return the sentences on a month in which the worker was not employed from its first to its last day."""
    joined_within = month_of(coverage.entered) == month and coverage.entered > month
    left = worker.employed_to
    left_within = left is not None and month <= left and (next_month(month) - left).days > 1
    return ("assessment.worker.first_month",) * joined_within + ("assessment.worker.last_month",) * left_within
