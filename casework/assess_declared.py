"""What is owed on the months that an employer declared: the declared contribution less what was paid.

Workers whom the employer did not declare are `assess_workers`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from casework import law_keys
from casework.assessed import AssessmentCase, AssessmentLine, DeclaredMonth, NotAssessed
from casework.assessment_period import Period, last_day_to_pay
from casework.law_in_month import MonthLaw, month_law
from casework.money import Money
from casework.wording import joined, month_text, sentence
from simplify_content.law_pack import LawPack
from simplify_content.text import Text

UNPAID, OVERPAID, NOTHING_DECLARED, MISSING = (
    "declared_unpaid",
    "declared_overpaid",
    "nothing_declared",
    "month_not_declared",
)


def assess_declared(
    case: AssessmentCase, period: Period, *, law: LawPack
) -> tuple[list[AssessmentLine], list[NotAssessed]]:
    """Return the lines of the declared months and what was left out of them with the reason.

    The demand follows the employer's own declaration; it is checked against the rate on the wages up to the
    limit, and a difference is told in the explanation, never charged.
    """
    lines: list[AssessmentLine] = []
    left_out: list[NotAssessed] = []
    for month in sorted(case.declared, key=lambda month: (month.month, month.challan_no, month.due)):
        result = _assess_month(month, case, period=period, law=law)
        if isinstance(result, AssessmentLine):
            lines.append(result)
        elif result is not None:
            left_out.append(result)
    left_out.extend(_missing_months(case, period, law=law))
    return lines, left_out


def _assess_month(
    month: DeclaredMonth, case: AssessmentCase, *, period: Period, law: LawPack
) -> AssessmentLine | NotAssessed | None:
    said = month_text(month.month)
    arrears = month.due - month.paid
    if period.is_too_old(month.month):
        if arrears.paisa <= 0:
            return None
        reason = sentence(
            "not_assessed.before_look_back", month=said, start=period.start, cite=law.cite(law_keys.LOOK_BACK)
        )
        return _left_out(UNPAID, month.month, reason=reason, provisions=(law_keys.LOOK_BACK,))
    if not period.is_over(month.month):
        reason = sentence("not_assessed.not_over", month=said, as_of=period.as_of)
        return _left_out(UNPAID, month.month, reason=reason, provisions=())
    if not period.is_overdue(month.month) and (arrears.paisa > 0 or not month.due):
        until = last_day_to_pay(month.month, law)
        reason = sentence("not_assessed.not_overdue", month=said, until=until, as_of=period.as_of)
        return _left_out(UNPAID, month.month, reason=reason, provisions=(law_keys.CONTRIBUTION,))
    if arrears.paisa < 0:
        reason = sentence(
            "not_assessed.overpaid",
            month=said,
            paid=month.paid,
            due=month.due,
            surplus=-arrears,
            cite=law.cite(law_keys.REFUND),
        )
        return _left_out(OVERPAID, month.month, reason=reason, provisions=(law_keys.REFUND,))
    if not month.due and month.workers > 0:
        reason = sentence(
            "not_assessed.nothing_declared", month=said, workers=month.workers, cite=law.cite(law_keys.CONTRIBUTION)
        )
        return _left_out(NOTHING_DECLARED, month.month, reason=reason, provisions=(law_keys.CONTRIBUTION,))
    if not arrears:
        return None
    rules = month_law(month.month, law)
    if isinstance(rules, str):
        reason = sentence(rules, subject=sentence("assessment.declared.subject", month=said), month=said)
        return _left_out(UNPAID, month.month, reason=reason, provisions=(law_keys.CONTRIBUTION,))
    return _line(month, case, rules=rules, period=period, law=law)


def _line(
    month: DeclaredMonth, case: AssessmentCase, *, rules: MonthLaw, period: Period, law: LawPack
) -> AssessmentLine:
    base = min(month.wages, rules.limit.times(month.workers))
    said = month_text(month.month)
    declared: dict[str, object] = {
        "workers": month.workers,
        "wages": month.wages,
        "due": month.due,
        "paid": month.paid,
        "arrears": month.due - month.paid,
        "cite": law.cite(law_keys.CONTRIBUTION),
    }
    check = _check(month, base, rules=rules)
    return AssessmentLine(
        kind=UNPAID,
        month=month.month,
        ref=f"declared:{month.month:%Y-%m}",
        subject=sentence("assessment.declared.subject", month=said),
        base=base,
        rate_percent=rules.rate,
        due=month.due,
        paid=month.paid,
        arrears=month.due - month.paid,
        explanation=joined(sentence("assessment.declared.line", month=said, **declared), check),
        grounds=joined(sentence("assessment.declared.grounds", **declared), check),
        provisions=(law_keys.CONTRIBUTION, law_keys.LOOK_BACK),
        facts=(*rules.facts, period.fact),
        evidence=(f"register:{month.month:%Y-%m}", *case.declared_evidence),
    )


def _check(month: DeclaredMonth, base: Money, *, rules: MonthLaw) -> Text:
    check = base.share(rules.rate)
    values: dict[str, object] = {"limit": rules.limit, "base": base, "rate": rules.rate_text, "check": check}
    if check == month.due:
        return sentence("assessment.declared.agrees", **values)
    if month.due < check:
        return sentence("assessment.declared.below", difference=check - month.due, **values)
    return sentence("assessment.declared.above", difference=month.due - check, **values)


def _missing_months(case: AssessmentCase, period: Period, *, law: LawPack) -> Iterable[NotAssessed]:
    declared = {month.month for month in case.declared}
    if not declared:
        return
    for month in period.months(min(declared), None):
        if month not in declared:
            reason = sentence(
                "not_assessed.month_missing", month=month_text(month), cite=law.cite(law_keys.BEST_JUDGMENT)
            )
            yield _left_out(MISSING, month, reason=reason, provisions=(law_keys.BEST_JUDGMENT,))


def _left_out(kind: str, month: date, *, reason: Text, provisions: tuple[str, ...]) -> NotAssessed:
    return NotAssessed(kind, month, f"declared:{month:%Y-%m}", reason, provisions)
