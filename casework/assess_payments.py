"""What payments that name no month go to, by the scheme's rule: the contribution of the oldest month first.

Payments made for a declared month stand with that month (`DeclaredMonth.paid`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from casework.assessed import AssessmentLine, NotAssessed, PaidPart, Payment
from casework.footing import Footing
from casework.money import Money
from casework.wording import LaterText, joined, sentence
from simplify_content.text import Text

LEFT_OVER, AFTER = "payment_left_over", "payment_after_the_day"


def allocate_payments(
    lines: Sequence[AssessmentLine], footing: Footing
) -> tuple[list[AssessmentLine], list[NotAssessed]]:
    """Return the lines with the case's payments set off, and what of the payments was not counted.

    A payment goes to what is open of the oldest line, then to the next; contributions only, never the increase, so
    that it stops the most growth. Earlier payments go first.
    """
    paid = list(lines)
    left: list[NotAssessed] = []
    place = 0
    for payment in sorted(footing.case.payments, key=lambda payment: (payment.on, payment.challan_no)):
        if payment.on > footing.period.as_of:
            left.append(_left(AFTER, payment, payment.amount))
            continue
        rest = payment.amount
        while rest and place < len(paid):
            part = min(rest, paid[place].arrears)
            if part:
                paid[place] = _with_payment(paid[place], payment, part=part)
                rest -= part
            if not paid[place].arrears:
                place += 1
        if rest:
            left.append(_left(LEFT_OVER, payment, rest))
    return paid, left


def _with_payment(line: AssessmentLine, payment: Payment, *, part: Money) -> AssessmentLine:
    def told(before: Text) -> Text:
        return joined(before, sentence("payment.applied", amount=part, on=payment.on))

    before = line.charge
    charge = replace(
        before,
        paid=before.paid + part,
        arrears=before.arrears - part,
        told=lambda month: told(before.told(month)),
        grounds=LaterText(told, before.grounds),
        paid_parts=(*before.paid_parts, PaidPart(part, payment.on)),
    )
    return AssessmentLine(line.month, charge)


def _left(kind: str, payment: Payment, amount: Money) -> NotAssessed:
    reason = sentence(f"not_assessed.{kind}", amount=amount, on=payment.on)
    return NotAssessed(kind, None, payment.challan_no or f"payment:{payment.on}", reason, ())
