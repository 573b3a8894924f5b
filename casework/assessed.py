"""What an assessment is made of: the facts that go in, and the sums and reasons that come out.

Only values; its lines are `assessed_line`, the arithmetic is `assessment`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from casework.assessed_line import AssessmentLine, Charge, Late, PaidPart, Share
from casework.identity import Sex
from casework.money import Money
from simplify_content.text import Text

__all__ = (
    "Alternative",
    "Amnesty",
    "AmnestyOutcome",
    "Assessment",
    "AssessmentCase",
    "AssessmentLine",
    "Charge",
    "Covered",
    "DeclaredMonth",
    "Judged",
    "Late",
    "NotAssessed",
    "PaidPart",
    "Payment",
    "Sex",
    "Share",
    "WagePer",
    "Waived",
    "Warned",
    "WorkerFound",
)


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
    born_on: date | None = None
    sex: Sex | None = None
    """With the day of birth it decides, under schemes that have one, about the age past which nothing is due."""
    pensioner: bool = False
    """Whether nothing is due for the person from the first month on, as the inspector saw it."""


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
    facts: tuple[str, ...] = ()
    """Names of the dated facts that what was set off is worked out with."""


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
