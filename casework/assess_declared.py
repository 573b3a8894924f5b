"""What is owed on the months that an employer declared: the declared contribution less what was paid.

Workers whom the employer did not declare are `assess_workers`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from casework.assessed import AssessmentLine, Charge, DeclaredMonth, NotAssessed, PaidPart
from casework.footing import Footing
from casework.law_in_month import MonthLaw, law_begins
from casework.law_roles import Role
from casework.money import Money
from casework.wording import LaterText, joined, month_text, sentence
from simplify_content.scheme_rules import BaseKind, IncreaseKind
from simplify_content.text import Text

UNPAID, PAID_LATE, OVERPAID, NOTHING_DECLARED, MISSING = (
    "declared_unpaid",
    "paid_late",
    "declared_overpaid",
    "nothing_declared",
    "month_not_declared",
)


def assess_declared(footing: Footing) -> tuple[list[AssessmentLine], list[NotAssessed]]:
    """Return the lines of the declared months and what was left out of them with the reason.

    The demand follows the employer's own declaration; it is checked against the rate on the wages up to the
    limit, and a difference is told in the explanation, never charged. A month paid in full but late has a line
    where the scheme's increase is known.
    """
    lines: list[AssessmentLine] = []
    left_out: list[NotAssessed] = []
    for month in sorted(footing.case.declared, key=lambda month: (month.month, month.challan_no, month.due)):
        result = _assess_month(month, footing)
        if isinstance(result, AssessmentLine):
            lines.append(result)
        elif result is not None:
            left_out.append(result)
        if not isinstance(result, AssessmentLine) and _is_paid_late(month, footing):
            rules = footing.month_law(month.month)
            if isinstance(rules, MonthLaw):
                lines.append(_line(PAID_LATE, month, min(month.paid, month.due), rules=rules, footing=footing))
    left_out.extend(_missing_months(footing))
    return lines, left_out


def _is_paid_late(month: DeclaredMonth, footing: Footing) -> bool:
    if footing.rules.increase.kind is IncreaseKind.UNKNOWN or month.paid_on is None or month.paid < month.due:
        return False
    within = footing.period.is_overdue(month.month) and not footing.period.is_too_old(month.month)
    return within and bool(month.due) and month.paid_on > footing.last_day(month.month)


def _assess_month(month: DeclaredMonth, footing: Footing) -> AssessmentLine | NotAssessed | None:
    said, period, cite = month_text(month.month), footing.period, footing.cite
    arrears = month.due - month.paid
    if period.is_too_old(month.month):
        if arrears.paisa <= 0:
            return None
        reason = sentence("not_assessed.before_look_back", month=said, start=period.start, cite=cite(Role.LOOK_BACK))
        return _left_out(UNPAID, month.month, reason=reason, provisions=footing.named(Role.LOOK_BACK))
    if not period.is_over(month.month):
        reason = sentence("not_assessed.not_over", month=said, as_of=period.as_of)
        return _left_out(UNPAID, month.month, reason=reason, provisions=())
    if not period.is_overdue(month.month) and (arrears.paisa > 0 or not month.due):
        until = footing.last_day(month.month)
        reason = sentence("not_assessed.not_overdue", month=said, until=until, as_of=period.as_of)
        return _left_out(UNPAID, month.month, reason=reason, provisions=footing.named(Role.CONTRIBUTION))
    if arrears.paisa < 0:
        reason = sentence(
            "not_assessed.overpaid",
            month=said,
            paid=month.paid,
            due=month.due,
            surplus=-arrears,
            cite=cite(Role.REFUND),
        )
        return _left_out(OVERPAID, month.month, reason=reason, provisions=footing.named(Role.REFUND))
    if not month.due and month.workers > 0:
        reason = sentence(
            "not_assessed.nothing_declared", month=said, workers=month.workers, cite=cite(Role.CONTRIBUTION)
        )
        return _left_out(NOTHING_DECLARED, month.month, reason=reason, provisions=footing.named(Role.CONTRIBUTION))
    if not arrears:
        return None
    rules = footing.month_law(month.month)
    if isinstance(rules, str):
        reason = sentence(
            rules,
            subject=sentence("assessment.declared.subject", month=said),
            month=said,
            start=law_begins(footing.law),
        )
        return _left_out(UNPAID, month.month, reason=reason, provisions=footing.named(Role.CONTRIBUTION))
    return _line(UNPAID, month, month.paid, rules=rules, footing=footing)


def _line(kind: str, month: DeclaredMonth, paid: Money, *, rules: MonthLaw, footing: Footing) -> AssessmentLine:
    base = min(month.wages, rules.limit.times(month.workers))
    if rules.kind is BaseKind.NOTIFIED_AMOUNT:
        base = rules.limit.times(month.workers)
    declared: dict[str, object] = {
        "workers": month.workers,
        "wages": month.wages,
        "due": month.due,
        "paid": paid,
        "arrears": month.due - paid,
        "paid_on": month.paid_on,
        "cite": footing.cite(Role.CONTRIBUTION),
    }
    told = "assessment.paid_late" if kind == PAID_LATE else "assessment.declared"
    charge = Charge(
        kind=kind,
        ref=f"declared:{month.month:%Y-%m}",
        subject=sentence("assessment.declared.subject", month=month_text(month.month)),
        base=base,
        rate_percent=rules.rate,
        due=month.due,
        paid=paid,
        arrears=month.due - paid,
        told=lambda on: joined(
            sentence(f"{told}.line", month=month_text(on), **declared), _check(month, base, rules=rules)
        ),
        grounds=LaterText(
            lambda about: joined(sentence(f"{told}.grounds", **about), _check(month, base, rules=rules)), declared
        ),
        provisions=footing.named(Role.CONTRIBUTION, Role.LOOK_BACK),
        facts=(*rules.facts, *footing.period_facts),
        evidence=(f"register:{month.month:%Y-%m}", *footing.case.declared_evidence),
        workers=month.workers,
        wages=month.wages,
        paid_parts=(PaidPart(paid, month.paid_on),) if paid else (),
    )
    return AssessmentLine(month.month, charge)


def _check(month: DeclaredMonth, base: Money, *, rules: MonthLaw) -> Text:
    check = base.share(rules.rate)
    values: dict[str, object] = {"limit": rules.limit, "base": base, "rate": rules.rate_text, "check": check}
    if rules.kind is BaseKind.NOTIFIED_AMOUNT:
        key = "agrees" if check == month.due else "differs"
        return sentence(f"assessment.declared.notified_{key}", **values)
    if check == month.due:
        return sentence("assessment.declared.agrees", **values)
    if month.due < check:
        return sentence("assessment.declared.below", difference=check - month.due, **values)
    return sentence("assessment.declared.above", difference=month.due - check, **values)


def _missing_months(footing: Footing) -> Iterable[NotAssessed]:
    declared = {month.month for month in footing.case.declared}
    if not declared:
        return
    for month in footing.period.months(min(declared), None):
        judged = any(entry.first <= month <= entry.last for entry in footing.case.judged)
        if month not in declared and not judged:
            reason = sentence(
                "not_assessed.month_missing", month=month_text(month), cite=footing.cite(Role.BEST_JUDGMENT)
            )
            yield _left_out(MISSING, month, reason=reason, provisions=footing.named(Role.BEST_JUDGMENT))


def _left_out(kind: str, month: date, *, reason: Text, provisions: tuple[str, ...]) -> NotAssessed:
    return NotAssessed(kind, month, f"declared:{month:%Y-%m}", reason, provisions)
