"""What is checked against what: records of one employer, the people in them, and the differences that come out.

Only values. A record that was not produced is simply not there; a figure that nobody established is None.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from casework.money import Money
from casework.wording import day_text, joined, month_text, sentence
from checklists.form_state import ItemRef, Observation
from simplify_content.text import Text


class CrossCheckError(ValueError):
    """A record that cannot be: a negative count, more above the wage limit than there are, a lone wage below zero."""


class RecordKind(StrEnum):
    """A list of workers, or a count of them."""

    HEAD_COUNT = "head_count"
    ATTENDANCE = "attendance"
    WAGE_REGISTER = "wage_register"
    BANK_LIST = "bank_list"
    SCHEDULE = "schedule"
    COVERED_LIST = "covered_list"

    @property
    def is_monthly(self) -> bool:
        """Whether it tells of a month; the others tell of a day."""
        return self in {RecordKind.WAGE_REGISTER, RecordKind.BANK_LIST, RecordKind.SCHEDULE}

    @property
    def is_declared(self) -> bool:
        """Whether it is what the employer told the institution."""
        return self in {RecordKind.SCHEDULE, RecordKind.COVERED_LIST}


class Certainty(StrEnum):
    """How much a difference proves. From the least to the most in `WEAKEST_FIRST`."""

    CERTAIN = "certain"
    """The two records contradict each other."""
    LIKELY = "likely"
    """There may be a lawful reason; it has to be asked for and noted."""
    HINT = "hint"
    """A reason to look further and nothing more."""


NEAR_DAYS = 92
"""Records further apart than this, about a quarter, only hint at a difference."""

WEAKEST_FIRST = (Certainty.HINT, Certainty.LIKELY, Certainty.CERTAIN)


@dataclass(frozen=True, order=True)
class Group:
    """A part of the workforce that a record counts by itself; empty: not divided that way."""

    section: str = ""
    shift: str = ""


@dataclass(frozen=True)
class RecordedWorker:
    """One line of a record. `monthly_wage` is what the record gives for the month; None where it gives none."""

    cnic: str = ""
    name: str = ""
    monthly_wage: Money | None = None
    whole_month: bool | None = None
    """Whether the wage is for a whole month's work; None where the record does not tell."""
    wage_at_entry: Money | None = None
    employed_from: date | None = None
    line: str = ""
    """Where it stands, such as "page 3, line 14"."""

    def __post_init__(self) -> None:
        if any(wage is not None and wage.paisa < 0 for wage in (self.monthly_wage, self.wage_at_entry)):
            raise CrossCheckError(f"a wage below zero at {self.line or self.cnic or 'a line'}")


@dataclass(frozen=True)
class StaffRecord:
    """One record that was seen. `period` is its day, or any day of its month."""

    kind: RecordKind
    period: date
    total: int | None = None
    contractor_staff: int | None = None
    """How many of the total are contractors' workers; None where the record does not tell them apart."""
    above_limit: int | None = None
    """How many of the total are paid above the wage limit and need not be declared; None where not established."""
    groups: Mapping[Group, int] = field(default_factory=dict)
    workers: tuple[RecordedWorker, ...] | None = None

    def __post_init__(self) -> None:
        counts = (self.total, self.contractor_staff, self.above_limit, *self.groups.values())
        if any(count is not None and count < 0 for count in counts):
            raise CrossCheckError(f"{self.kind}: a count below zero")
        if self.count is not None and max(self.above_limit or 0, self.contractor_staff or 0) > self.count:
            raise CrossCheckError(f"{self.kind}: a part of the workers is larger than their number, {self.count}")

    @property
    def count(self) -> int | None:
        """How many workers it shows: the total it gives, or else the number of its lines."""
        if self.total is not None or self.workers is None:
            return self.total
        return len(self.workers)

    @property
    def name(self) -> Text:
        """The record as a sentence calls it, with its day or month."""
        if self.kind.is_monthly:
            return sentence(f"cross.record.{self.kind}", month=month_text(self.period))
        return sentence(f"cross.record.{self.kind}", day=day_text(self.period))

    def time_limits(self, other: StaffRecord) -> tuple[tuple[Certainty, str], ...]:
        """Return what the times of the two records do to the certainty of a difference; nothing where they agree."""
        if not self.is_of_the_time_of(other):
            level = Certainty.LIKELY if abs((self.period - other.period).days) <= NEAR_DAYS else Certainty.HINT
            return ((level, "other_time"),)
        return ((Certainty.LIKELY, "day_in_month"),) if self.kind.is_monthly is not other.kind.is_monthly else ()

    def is_of_the_time_of(self, other: StaffRecord) -> bool:
        """Return whether both tell of the same day or month, or the one's day lies in the other's month."""
        if not self.kind.is_monthly and not other.kind.is_monthly:
            return self.period == other.period
        return (self.period.year, self.period.month) == (other.period.year, other.period.month)


@dataclass(frozen=True)
class Difference:
    """Two records that do not agree: which, by how much, and how much that proves.

    `provisions` are keys of the law pack and may be empty where the pack has none for the point.
    """

    code: str
    first: Text
    second: Text
    by: int | Money
    text: Text
    certainty: Certainty
    why: Text
    """Why it is no more certain, or that the records contradict each other."""
    provisions: tuple[str, ...]
    privacy: str
    facts: Mapping[str, str]

    @property
    def severity(self) -> str:
        """How grave it is as an observation: a mere hint is minor."""
        return "minor" if self.certainty is Certainty.HINT else "serious"

    def as_observation(self, ref: ItemRef) -> Observation:
        """Return the difference as an observation at a place of a form, with its certainty said."""
        return Observation(
            code=self.code,
            ref=ref,
            text=joined(self.text, self.why),
            provisions=self.provisions,
            severity=self.severity,
            remedy_days=None,
            privacy=self.privacy,
            facts={**self.facts, "certainty": self.certainty},
            evidence_kinds=("document",),
        )


@dataclass(frozen=True)
class NotCompared:
    """Something that could not be checked, and why; never a difference."""

    check: str
    text: Text


@dataclass(frozen=True)
class CrossChecked:
    """What came out, gravest certainty first within each check's own order."""

    differences: tuple[Difference, ...] = ()
    not_compared: tuple[NotCompared, ...] = ()

    def __add__(self, other: CrossChecked) -> CrossChecked:
        return CrossChecked(self.differences + other.differences, self.not_compared + other.not_compared)


def weigh(*limits: tuple[Certainty, str]) -> tuple[Certainty, Text]:
    """Return the weakest certainty of what limits it, with every reason in words.

    Args:
        limits: certainty at most, and the text key `cross.why.<name>`; none leaves the difference certain.
    """
    if not limits:
        return Certainty.CERTAIN, sentence("cross.why.contradict")
    weakest = next(level for level in WEAKEST_FIRST if any(limit[0] is level for limit in limits))
    reasons = [sentence(f"cross.why.{name}") for name in dict.fromkeys(name for _, name in limits)]
    return weakest, joined(sentence(f"cross.certainty.{weakest}"), *reasons)
