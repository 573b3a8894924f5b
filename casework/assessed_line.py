"""One line of an assessment: what is charged for one month, with everything that a person needs to check it by hand.

Only values. What is alike in many months is held once, by the `Charge` that their lines share: a large establishment
has tens of thousands of lines.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from casework.money import Money
from simplify_content.text import Text


@dataclass(frozen=True, slots=True)
class Share:
    """What one party owes of a contribution: "employer" or "worker"."""

    party: str
    rate_percent: Decimal
    due: Money


@dataclass(frozen=True, slots=True)
class PaidPart:
    """A payment towards one line; `on` is None where its day is not known, which counts as in time."""

    amount: Money
    on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """What is owed alike for each of some months: base x rate = due; due - paid = arrears.

    `rate_percent` and `due` are the shares of employer and worker together. Where a declaration sets `due`, rate and
    base are the law's check of it and may make another sum: `AssessmentLine.by_the_rate`.
    """

    kind: str
    """"declared_unpaid", "paid_late", "undeclared_worker" or "best_judgement"."""
    ref: str
    subject: Text
    base: Money
    rate_percent: Decimal
    due: Money
    paid: Money
    arrears: Money
    told: Callable[[date], Text] = field(compare=False, repr=False)
    """Puts a line into words, of its own month."""
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


@dataclass(frozen=True, slots=True)
class Late:
    """The increase on one line by the scheme's rule, zero where nothing of it was late; why, and on which law."""

    increase: Money
    told: Text
    provisions: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AssessmentLine:
    """What is charged for one month. `late` is None where the scheme's rule of increase is not known."""

    month: date
    charge: Charge
    late: Late | None = None

    @property
    def kind(self) -> str:
        """What is charged, such as "undeclared_worker"."""
        return self.charge.kind

    @property
    def ref(self) -> str:
        """The reference of the worker, the declared month or the judgement."""
        return self.charge.ref

    @property
    def subject(self) -> Text:
        """For whom or what the contribution is owed."""
        return self.charge.subject

    @property
    def base(self) -> Money:
        """What the rate is counted on."""
        return self.charge.base

    @property
    def rate_percent(self) -> Decimal:
        """The shares of employer and worker together."""
        return self.charge.rate_percent

    @property
    def due(self) -> Money:
        """What was owed before anything was paid."""
        return self.charge.due

    @property
    def by_the_rate(self) -> Money | None:
        """What the rate makes of the base, where a declaration set another sum as due; None where they agree."""
        if self.charge.shares:
            return None
        found = self.base.share(self.rate_percent)
        return None if found == self.due else found

    @property
    def paid(self) -> Money:
        """What was paid of it."""
        return self.charge.paid

    @property
    def arrears(self) -> Money:
        """What is still owed."""
        return self.charge.arrears

    @property
    def explanation(self) -> Text:
        """The line in words, of its own month; put together at each reading."""
        return self.charge.told(self.month)

    @property
    def grounds(self) -> Text:
        """The line in words without its month."""
        return self.charge.grounds

    @property
    def provisions(self) -> tuple[str, ...]:
        """The provisions that contribution and increase rest on."""
        return self.charge.provisions if self.late is None else (*self.charge.provisions, *self.late.provisions)

    @property
    def facts(self) -> tuple[str, ...]:
        """Names of the dated facts used (`DatedValue.fact`)."""
        return self.charge.facts if self.late is None else (*self.charge.facts, *self.late.facts)

    @property
    def evidence(self) -> tuple[str, ...]:
        """What shows the facts of the case."""
        return self.charge.evidence

    @property
    def workers(self) -> int:
        """How many workers it is owed for."""
        return self.charge.workers

    @property
    def wages(self) -> Money | None:
        """What the workers earned together; None where the base does not look at wages and they are not known."""
        return self.charge.wages

    @property
    def shares(self) -> tuple[Share, ...]:
        """The parties' parts of `due`; empty where a declaration, not the law, sets the sum."""
        return self.charge.shares

    @property
    def paid_parts(self) -> tuple[PaidPart, ...]:
        """The payments towards it, in the order in which they were set off."""
        return self.charge.paid_parts

    @property
    def increase(self) -> Money | None:
        """The increase; None where the scheme's rate is not known."""
        return None if self.late is None else self.late.increase

    @property
    def increase_told(self) -> Text | None:
        """How the increase was counted; None where the scheme's rate is not known."""
        return None if self.late is None else self.late.told
