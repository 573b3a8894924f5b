"""What an assessment is made of: the facts that go in, and the lines, sums and reasons that come out.

Only values; the arithmetic is `assessment`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from casework.money import Money
from simplify_content.text import Text


@dataclass(frozen=True)
class DeclaredMonth:
    """What the employer declared and paid for one month; `month` is its first day."""

    month: date
    workers: int
    wages: Money
    due: Money
    paid: Money
    paid_on: date | None = None
    challan_no: str = ""


@dataclass(frozen=True)
class WorkerFound:
    """A worker found at work whom the employer did not declare, from a record or count, never from an informant.

    `wage_at_entry` decides coverage (once covered, always covered). None means that nobody established the fact;
    such a worker is reported as not assessed, with the reason.
    """

    ref: str
    name: str
    cnic: str
    monthly_wage: Money | None
    wage_at_entry: Money | None
    employed_from: date | None
    employed_to: date | None
    record: str
    """The employer's own record that shows the worker, such as "wage register, September 2026, line 14"."""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True)
class AssessmentCase:
    """All facts of one assessment. `as_of` is the day up to which it is made; months after it are not owed."""

    scheme: str
    as_of: date
    inspected_on: date
    declared: tuple[DeclaredMonth, ...] = ()
    workers: tuple[WorkerFound, ...] = ()
    declared_evidence: tuple[str, ...] = ()


@dataclass(frozen=True)
class AssessmentLine:
    """One owed contribution that can be checked by hand: base x rate = due; due - paid = arrears."""

    kind: str
    """"declared_unpaid" or "undeclared_worker"."""
    month: date
    ref: str
    subject: Text
    base: Money
    rate_percent: Decimal
    due: Money
    paid: Money
    arrears: Money
    explanation: Text
    """The line in words, of its own month."""
    grounds: Text
    """The same without the month, so that lines alike in all but the month are explained together (`explanations`)."""
    provisions: tuple[str, ...]
    facts: tuple[str, ...]
    """Names of the dated facts used (`DatedValue.fact`)."""
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class NotAssessed:
    """Something seen but not charged, and why: outside the look-back, wage at entry unknown, above the limit."""

    kind: str
    month: date | None
    ref: str
    reason: Text
    provisions: tuple[str, ...]


@dataclass(frozen=True)
class Alternative:
    """The same case on the other side of a legal dispute, stated openly and never charged."""

    name: str
    title: Text
    legal_status: str
    contributions: Money
    facts: tuple[str, ...]


@dataclass(frozen=True)
class Assessment:
    """The result. `contributions` is the sum of the lines' arrears; `increase` is None where its rate is unknown."""

    scheme: str
    as_of: date
    basis: str
    lines: tuple[AssessmentLine, ...]
    not_assessed: tuple[NotAssessed, ...]
    contributions: Money
    increase: Money | None
    increase_note: Text
    alternatives: tuple[Alternative, ...]
    provisions: tuple[str, ...]
    """Every provision the assessment rests on."""
    facts: tuple[str, ...]
    """Every dated fact the assessment rests on."""
    unconfirmed: tuple[str, ...]
    """Those provisions and facts that a notice may not print until a law officer confirms them."""

    @property
    def total(self) -> Money:
        """Contributions and increase together."""
        return self.contributions + (self.increase or Money(0))

    def by_month(self) -> Mapping[date, Money]:
        """Return arrears by month, in the order of the months."""
        months: dict[date, Money] = {}
        for line in sorted(self.lines, key=lambda line: line.month):
            months[line.month] = months.get(line.month, Money(0)) + line.arrears
        return months
