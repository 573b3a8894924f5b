"""What a law pack is: provisions, dated values and further facts of one scheme, each with its source and standing.

Reading the YAML is `law_loader`; what the law makes of facts is `casework`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import TypeVar

from simplify_content.law_facts import LawFact
from simplify_content.law_standing import Confidence, Confirmation, LegalStatus, Provenance, may_be_printed
from simplify_content.text import Text

__all__ = (
    "Act",
    "Confidence",
    "Confirmation",
    "DatedValue",
    "LawError",
    "LawPack",
    "LegalStatus",
    "Provenance",
    "Provision",
    "Source",
)

_Fact = TypeVar("_Fact", bound=LawFact)


@dataclass(frozen=True)
class Provision:
    """One section of an act, such as `PESSO65.s22.1`."""

    key: str
    act: str
    section: str
    title: Text
    summary: Text
    provenance: Provenance
    confirmation: Confirmation | None = None

    @property
    def fact(self) -> str:
        """The name a confirmation uses for this fact."""
        return self.key

    @property
    def is_printable(self) -> bool:
        """Whether a notice may print it: confirmed by a law officer, or read in the statute and in force."""
        return may_be_printed(self.provenance, self.confirmation)


@dataclass(frozen=True)
class DatedValue:
    """One value of a rate or limit for a span of days; `alternative` names its side of a dispute."""

    key: str
    value: Decimal | None
    unit: str
    from_on: date | None
    to_on: date | None
    reference: str
    title: Text
    provenance: Provenance
    alternative: str = ""
    confirmation: Confirmation | None = None

    @property
    def fact(self) -> str:
        """The name a confirmation uses for this fact: key, alternative and first day."""
        start = self.from_on.isoformat() if self.from_on else "always"
        return "@".join(part for part in (self.key, self.alternative, start) if part)

    @property
    def is_printable(self) -> bool:
        """Whether a notice may print it: confirmed by a law officer, or read in the statute and in force."""
        return may_be_printed(self.provenance, self.confirmation)

    def holds_on(self, day: date) -> bool:
        """Return whether the value holds on a day (both ends included)."""
        return (self.from_on is None or self.from_on <= day) and (self.to_on is None or day <= self.to_on)


class LawError(ValueError):
    """A law pack cannot be used or does not hold what was asked: names file or key, found, expected."""


@dataclass(frozen=True)
class Source:
    """A page or text that facts were read from."""

    key: str
    title: str
    url: str = ""
    note: str = ""


@dataclass(frozen=True)
class Act:
    """A statute: its full name and the short form that papers cite."""

    key: str
    title: Text
    short: Text


@dataclass(frozen=True)
class LawPack:
    """The law of one scheme. Values of one key and alternative never overlap in time."""

    scheme: str
    version: str
    institution: Text
    institution_short: Text
    jurisdiction: str
    acts: Mapping[str, Act]
    provisions: Mapping[str, Provision]
    values: Mapping[str, tuple[DatedValue, ...]]
    sources: Mapping[str, Source]
    facts: Mapping[str, LawFact] = field(default_factory=dict)
    """Penalties, time limits, forms, benefits and the like, by key; the kinds are those of `law_facts`."""
    unknowns: tuple[Text, ...] = ()
    confirmations: tuple[Confirmation, ...] = field(default=())

    def provision(self, key: str) -> Provision:
        """Return a provision.

        Raises:
            LawError: the pack has no such provision.
        """
        try:
            return self.provisions[key]
        except KeyError:
            raise LawError(f"law pack {self.scheme}: no provision {key!r}") from None

    def value(self, key: str, on: date, *, alternative: str = "") -> DatedValue | None:
        """Return the value of a key on a day, or None where the sources leave it unknown.

        Raises:
            LawError: the pack has no such key at all.
        """
        if key not in self.values:
            raise LawError(f"law pack {self.scheme}: no value {key!r}")
        for candidate in self.values[key]:
            if candidate.alternative == alternative and candidate.holds_on(on) and candidate.value is not None:
                return candidate
        return None

    def facts_of(self, kind: type[_Fact]) -> tuple[_Fact, ...]:
        """Return the pack's facts of a kind, such as `Benefit`, in the order of its files; may be empty."""
        return tuple(fact for fact in self.facts.values() if isinstance(fact, kind))

    def confirmable(self) -> frozenset[str]:
        """Return the names of all facts that a confirmation can name."""
        values = {value.fact for rows in self.values.values() for value in rows}
        return frozenset({*self.provisions, *values, *self.facts})

    def cite(self, key: str) -> Text:
        """Return how papers cite a provision: section and short name of the act."""
        provision = self.provision(key)
        act = self.acts[provision.act]
        return Text(en="section {section} of the {act}", ur="{act} کی دفعہ {section}").fill(
            section=provision.section, act=act.short
        )

    def confirmed_with(self, confirmations: Iterable[Confirmation]) -> LawPack:
        """Return the pack with a law officer's confirmations attached to the facts they name.

        Raises:
            LawError: a confirmation names a fact that the pack does not hold.
        """
        given = {confirmation.fact: confirmation for confirmation in confirmations}
        if stray := sorted(set(given) - self.confirmable()):
            raise LawError(f"law pack {self.scheme}: no such fact to confirm: {', '.join(stray)}")
        return replace(
            self,
            provisions={k: replace(p, confirmation=given.get(k)) for k, p in self.provisions.items()},
            values={
                k: tuple(replace(v, confirmation=given.get(v.fact)) for v in values)
                for k, values in self.values.items()
            },
            facts={k: replace(f, confirmation=given.get(k)) for k, f in self.facts.items()},
            confirmations=tuple(given.values()),
        )
