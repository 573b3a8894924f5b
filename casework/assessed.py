"""What an assessment is made of: the facts that go in, and the lines, sums and reasons that come out.

Only values; the arithmetic is `assessment`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from enum import StrEnum

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


class WagePer(StrEnum):
    """The span for which a wage is paid."""

    MONTH = "month"
    DAY = "day"


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
    wage_per: WagePer = WagePer.MONTH
    """The span of both wages."""


@dataclass(frozen=True)
class Covered:
    """A person whom the register of coverage already holds, from and to a day (None: no end known on that side)."""

    cnic: str
    from_on: date | None = None
    to_on: date | None = None
    record: Text | None = None
    """What shows it, as papers name it; None for the register of coverage without a number."""


@dataclass(frozen=True)
class Payment:
    """A payment that names no month; the scheme's rule says what it goes to."""

    on: date
    amount: Money
    challan_no: str = ""


@dataclass(frozen=True)
class Judged:
    """Months for which records are missing, with how many workers the evidence shows in all and at what wages.

    `basis` says on what evidence; there is no best judgement without it.
    """

    ref: str
    first: date
    last: date
    workers: int
    monthly_wage: Money
    basis: Text
    evidence: tuple[str, ...] = ()


class Waived(StrEnum):
    """What an amnesty waives."""

    INCREASE = "increase"
    ALL = "all"


@dataclass(frozen=True)
class Amnesty:
    """An offer to settle past months: what it waives, for months up to which, and by when the rest is to be paid.

    Where the case does not say what it waives, the name is that of an amnesty of the law pack, whose terms hold.
    """

    name: str
    waives: Waived | None
    months_until: date | None
    pay_by: date | None
    reference: str


@dataclass(frozen=True)
class AssessmentCase:
    """All facts of one assessment. `as_of` is the day up to which it is made; months after it are not owed."""

    scheme: str
    as_of: date
    inspected_on: date
    declared: tuple[DeclaredMonth, ...] = ()
    workers: tuple[WorkerFound, ...] = ()
    declared_evidence: tuple[str, ...] = ()
    covered: tuple[Covered, ...] = ()
    payments: tuple[Payment, ...] = ()
    judged: tuple[Judged, ...] = ()
    amnesties: tuple[Amnesty, ...] = ()
    base: str = ""
    """Which side of a dispute about the base is charged; empty for the one that the scheme's rules charge."""


@dataclass(frozen=True)
class Share:
    """What one party owes of a contribution: "employer" or "worker"."""

    party: str
    rate_percent: Decimal
    due: Money


@dataclass(frozen=True)
class PaidPart:
    """A payment towards one line; `on` is None where its day is not known, which counts as in time."""

    amount: Money
    on: date | None


@dataclass(frozen=True, slots=True)
class AssessmentLine:
    """One owed contribution that can be checked by hand: base x rate = due; due - paid = arrears.

    `rate_percent` and `due` are the shares of employer and worker together.
    """

    kind: str
    """"declared_unpaid", "paid_late", "undeclared_worker" or "best_judgement"."""
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
    workers: int = 1
    wages: Money | None = None
    """What the workers earned together; None where the base does not look at wages and they are not known."""
    shares: tuple[Share, ...] = ()
    """The parties' parts of `due`; empty where a declaration, not the law, sets the sum."""
    paid_parts: tuple[PaidPart, ...] = ()
    increase: Money | None = None
    """None where the scheme's rate is not known."""
    increase_told: Text | None = None

    def in_months(self, months: Iterable[date], told: Callable[[date], Text]) -> list[AssessmentLine]:
        """Return the line as that of other months, alike in all but the explanation, which `told` puts into words.

        `replace` costs ten times as much, and a large establishment has tens of thousands of lines.
        """
        alike = [(put, get(self)) for get, put in _ALIKE]
        lines = []
        for month in months:
            line = object.__new__(AssessmentLine)
            for put, value in alike:
                put(line, value)
            _PUT_MONTH(line, month)
            _PUT_EXPLANATION(line, told(month))
            lines.append(line)
        return lines


_SLOTS = {field.name: vars(AssessmentLine)[field.name] for field in fields(AssessmentLine)}
_PUT_MONTH, _PUT_EXPLANATION = _SLOTS["month"].__set__, _SLOTS["explanation"].__set__
_ALIKE = [(slot.__get__, slot.__set__) for name, slot in _SLOTS.items() if name not in ("month", "explanation")]


@dataclass(frozen=True)
class Warned:
    """Something in the case that a person should look at; it changed no amount."""

    code: str
    ref: str
    text: Text


@dataclass(frozen=True)
class NotAssessed:
    """Something seen but not charged, and why: outside the look-back, wage at entry unknown, above the limit."""

    kind: str
    month: date | None
    ref: str
    reason: Text
    provisions: tuple[str, ...]
    set_off: Money | None = None
    """The contribution that is not charged because it is declared already; None where nothing was set off."""


@dataclass(frozen=True)
class Alternative:
    """The same case on the other side of a legal dispute, stated openly and never charged."""

    name: str
    title: Text
    legal_status: str
    contributions: Money
    facts: tuple[str, ...]


@dataclass(frozen=True)
class AmnestyOutcome:
    """The same case under an amnesty, stated beside; the assessment itself is made without it."""

    name: str
    waived: Money
    contributions: Money
    increase: Money | None
    text: Text
    facts: tuple[str, ...] = ()
    """The fact of the law pack that tells its terms, where the pack does."""

    @property
    def total(self) -> Money:
        """What remains to be paid under the amnesty."""
        return self.contributions + (self.increase or Money(0))


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
    warnings: tuple[Warned, ...] = ()
    amnesties: tuple[AmnestyOutcome, ...] = ()

    @property
    def total(self) -> Money:
        """Contributions and increase together."""
        return self.contributions + (self.increase or Money(0))

    def by_month(self) -> Mapping[date, Money]:
        """Return arrears of contribution by month, in the order of the months."""
        months: dict[date, Money] = {}
        for line in sorted(self.lines, key=lambda line: line.month):
            months[line.month] = months.get(line.month, Money(0)) + line.arrears
        return months

    def by_subject(self) -> Mapping[str, Money]:
        """Return arrears of contribution by worker, and by declared or judged month, under the lines' references."""
        subjects: dict[str, Money] = {}
        for line in self.lines:
            subjects[line.ref] = subjects.get(line.ref, Money(0)) + line.arrears
        return subjects
