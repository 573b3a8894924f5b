"""What is owed by best judgement for months without records: on the evidence that the case names, and only with it.

Months that the employer did declare are `assess_declared`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from casework.assessed import AssessmentLine, Charge, Judged, NotAssessed
from casework.coverage import UNDECLARED
from casework.footing import Footing
from casework.law_in_month import MonthLaw, law_begins
from casework.law_roles import Role
from casework.money import Money
from casework.wording import LaterText, joined, month_text, sentence
from simplify_content.text import Text

JUDGED = "best_judgement"


def assess_judged(
    footing: Footing, charged: Sequence[AssessmentLine]
) -> tuple[list[AssessmentLine], list[NotAssessed]]:
    """Return the lines of the months judged and what was left out.

    Workers whom the employer declared for a month, and those charged for it by name, are taken off the number that
    the evidence shows, so that nobody is charged twice.

    Source: Provincial Employees' Social Security Ordinance 1965, s.22(3).
    """
    if not footing.case.judged:
        return [], []
    declared: Counter[date] = Counter()
    for said in footing.case.declared:
        declared[said.month] += said.workers
    known = declared + Counter(line.month for line in charged if line.kind == UNDECLARED)
    lines: list[AssessmentLine] = []
    gaps: list[NotAssessed] = []
    for entry in footing.case.judged:
        gaps.extend(_outside(entry, footing))
        for month in footing.period.months(entry.first, entry.last):
            result = _assess_month(entry, month, known=known[month], footing=footing)
            if isinstance(result, AssessmentLine):
                lines.append(result)
            else:
                gaps.append(result)
    return lines, gaps


def _assess_month(entry: Judged, month: date, *, known: int, footing: Footing) -> AssessmentLine | NotAssessed:
    workers = entry.workers - known
    if workers <= 0:
        reason = sentence("not_assessed.judged_none_left", month=month_text(month), workers=entry.workers, known=known)
        return _left_out(entry, month, reason, footing=footing)
    rules = footing.month_law(month)
    if isinstance(rules, str):
        begins = law_begins(footing.law)
        reason = sentence(rules, subject=sentence("judged.subject"), month=month_text(month), start=begins)
        return _left_out(entry, month, reason, footing=footing)
    return _line(entry, month, rules=rules, workers=(workers, known), footing=footing)


def _line(entry: Judged, month: date, *, rules: MonthLaw, workers: tuple[int, int], footing: Footing) -> AssessmentLine:
    charged, known = workers
    each = rules.base(entry.monthly_wage)
    base = each.times(charged)
    shares = rules.shares(base)
    due = sum((share.due for share in shares), Money(0))
    said: dict[str, object] = {
        "basis": entry.basis,
        "workers": entry.workers,
        "known": known,
        "charged": charged,
        "wage": entry.monthly_wage,
        "each": each,
        "base": base,
        "rate": rules.rate_text,
        "due": due,
        "cite": footing.cite(Role.BEST_JUDGMENT),
    }
    grounds = LaterText(lambda about: sentence("judged.grounds", **about), said)
    charge = Charge(
        kind=JUDGED,
        ref=entry.ref,
        subject=sentence("judged.subject"),
        base=base,
        rate_percent=rules.rate,
        due=due,
        paid=Money(0),
        arrears=due,
        told=lambda on: joined(sentence("judged.month", month=month_text(on)), grounds),
        grounds=grounds,
        provisions=footing.named(Role.CONTRIBUTION, Role.BEST_JUDGMENT, Role.LOOK_BACK),
        facts=(*rules.facts, *footing.period_facts),
        evidence=entry.evidence,
        workers=charged,
        wages=entry.monthly_wage.times(charged),
        shares=shares,
    )
    return AssessmentLine(month, charge)


def _outside(entry: Judged, footing: Footing) -> Iterable[NotAssessed]:
    """Yield the months judged that lie before the look-back, once, and those that may still be paid."""
    period = footing.period
    if period.is_too_old(entry.first):
        reason = sentence(
            "not_assessed.before_look_back",
            month=month_text(entry.first),
            start=period.start,
            cite=footing.cite(Role.LOOK_BACK),
        )
        yield NotAssessed(JUDGED, entry.first, entry.ref, reason, footing.named(Role.LOOK_BACK))
    for month in period.months_open(entry.first, entry.last):
        reason = sentence(
            "not_assessed.not_overdue", month=month_text(month), until=footing.last_day(month), as_of=period.as_of
        )
        yield _left_out(entry, month, reason, footing=footing)


def _left_out(entry: Judged, month: date, reason: Text, *, footing: Footing) -> NotAssessed:
    return NotAssessed(JUDGED, month, entry.ref, reason, footing.named(Role.BEST_JUDGMENT))
