"""Kinds of facts of a law pack beside provisions and dated values: penalties, forms, benefits, formats and the like.

A fact holds no amount of its own where the pack has a dated value for it: it names the value's key. Reading the YAML is
`law_fact_entries`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import ClassVar

from simplify_content.law_standing import Confirmation, Provenance, may_be_printed
from simplify_content.text import Text


@dataclass(frozen=True, kw_only=True)
class LawFact:
    """One sourced statement of the law; `provisions` and value keys are held by the same pack."""

    kind: ClassVar[str] = ""
    key: str
    title: Text
    provenance: Provenance
    provisions: tuple[str, ...] = ()
    confirmation: Confirmation | None = None

    @property
    def fact(self) -> str:
        """The name a confirmation uses for this fact."""
        return self.key

    @property
    def is_printable(self) -> bool:
        """Whether a notice may print it: confirmed by a law officer, or read in the statute and in force."""
        return may_be_printed(self.provenance, self.confirmation)

    @property
    def statements(self) -> tuple[Text, ...]:
        """What the fact says beside its title, in the order of its fields; may be empty."""
        told = (getattr(self, field.name) for field in fields(self) if field.name != "title")
        return tuple(text for text in told if isinstance(text, Text))


@dataclass(frozen=True, kw_only=True)
class Penalty(LawFact):
    """What an offence is punished with; empty value keys: the sources name no such punishment."""

    kind: ClassVar[str] = "penalty"
    offence: Text
    imprisonment: str = ""
    """Value key of the longest imprisonment."""
    fine: str = ""
    """Value key of the highest fine."""
    fine_from: str = ""
    """Value key of the lowest fine."""


@dataclass(frozen=True, kw_only=True)
class TimeLimit(LawFact):
    """A time that the law sets: how long is a value of the pack, from when it runs is said here."""

    kind: ClassVar[str] = "time_limit"
    value: str
    runs_from: Text


@dataclass(frozen=True, kw_only=True)
class InspectionPolicy(LawFact):
    """How government or institution limits inspections for a time; None where the policy has no such figure."""

    kind: ClassVar[str] = "inspection_policy"
    rule: Text
    from_on: date | None
    to_on: date | None
    audit_percent: Decimal | None = None
    """Share of the units that is checked."""
    free_years: Decimal | None = None
    """Years without inspection after joining."""
    repeat_months: Decimal | None = None
    """Months after which the draw is repeated."""


class Forgiven(StrEnum):
    """What an amnesty writes off."""

    CONTRIBUTION = "contribution"
    INCREASE = "increase"


@dataclass(frozen=True, kw_only=True)
class Amnesty(LawFact):
    """A window in which past dues are written off on conditions; days that the sources leave open are None."""

    kind: ClassVar[str] = "amnesty"
    opens_on: date | None
    closes_on: date
    eligibility: Text
    exclusions: Text
    effect: Text
    forgives: tuple[Forgiven, ...]
    pay_principal_by: date | None = None
    """The day by which the contribution itself must be paid; None where the amnesty writes it off."""
    free_years: Decimal | None = None
    form: str = ""
    """Key of the form on which it is claimed."""

    def is_open_on(self, day: date) -> bool:
        """Return whether the window is open on a day (both ends included)."""
        return (self.opens_on is None or self.opens_on <= day) and day <= self.closes_on


@dataclass(frozen=True, kw_only=True)
class NoticeStep(LawFact):
    """One step of the ladder from the first letter to the appeal."""

    kind: ClassVar[str] = "notice_step"
    order: Decimal
    carries: Text
    """What the letter or order has to carry, or what happens at this step."""
    form: str = ""
    """Code of the form, as the institution prints it; empty where none is named or known."""


@dataclass(frozen=True, kw_only=True)
class Form(LawFact):
    """A form, certificate or card; `title` says what it is for."""

    kind: ClassVar[str] = "form"
    code: str
    due: Text | None = None
    replaces: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Benefit(LawFact):
    """What a worker or the survivors receive; parts that the sources leave unknown are None."""

    kind: ClassVar[str] = "benefit"
    condition: Text | None = None
    duration: Text | None = None
    rate: Text | None = None
    rate_provenance: Provenance | None = None
    """Where the rate was read, where that differs from the rest."""
    amount: str = ""
    """Value key of the amount."""


@dataclass(frozen=True, kw_only=True)
class IdentityFormat(LawFact):
    """The shape of a number; `pattern` is a full match, and a weak one only warns."""

    kind: ClassVar[str] = "identity_format"
    pattern: str
    rules: Text | None = None
    examples: tuple[str, ...] = ()

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The compiled pattern; ASCII digits only, as numbers are normalised before they are checked."""
        return re.compile(self.pattern, re.ASCII)

    @property
    def refuses(self) -> bool:
        """Whether a number of another shape is refused; otherwise it is only warned about."""
        return may_be_printed(self.provenance, self.confirmation)

    def matches(self, number: str) -> bool:
        """Return whether a normalised number has this shape."""
        return self.regex.fullmatch(number) is not None


@dataclass(frozen=True, kw_only=True)
class Directorate(LawFact):
    """An office of the institution; `title` is its name."""

    kind: ClassVar[str] = "directorate"


@dataclass(frozen=True, kw_only=True)
class Convention(LawFact):
    """A convention or recommendation of the ILO that a text may cite; `title` is its name."""

    kind: ClassVar[str] = "convention"
    code: str
    year: Decimal


@dataclass(frozen=True, kw_only=True)
class Ruling(LawFact):
    """A position of a court, a report or a practice on a disputed value; `alternative` names the side it takes."""

    kind: ClassVar[str] = "ruling"
    position: Text
    court: Text | None = None
    decided_on: date | None = None
    case_number: str = ""
    value: str = ""
    """Key of the disputed value; empty where the position is about something else."""
    alternative: str = ""
    areas: tuple[str, ...] = ()


FACT_KINDS: tuple[type[LawFact], ...] = (
    Penalty,
    TimeLimit,
    InspectionPolicy,
    Amnesty,
    NoticeStep,
    Form,
    Benefit,
    IdentityFormat,
    Directorate,
    Convention,
    Ruling,
)
