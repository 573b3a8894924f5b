"""Says the facts of a law pack, such as its penalties, forms and benefits, in lines that a page can show.

A fact is shown as the pack holds it; nothing is added, and what nobody confirmed says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cache

from simplify_content.handbook_figures import figure_of, handbook_words, isolated
from simplify_content.law_facts import FACT_KINDS, Benefit, IdentityFormat, LawFact
from simplify_content.law_pack import LawPack
from simplify_content.law_standing import may_be_printed
from simplify_content.text import Text


@dataclass(frozen=True)
class FactLine:
    """One part of a fact under its label."""

    label: Text
    words: Text
    is_confirmed: bool


@dataclass(frozen=True)
class FactView:
    """One fact of a pack, ready to be read."""

    key: str
    title: Text
    lines: tuple[FactLine, ...]
    is_confirmed: bool

    @property
    def texts(self) -> tuple[Text, ...]:
        """Title and lines, for a search."""
        return (self.title, *(line.words for line in self.lines))


@cache
def fact_kinds() -> Mapping[str, type[LawFact]]:
    """Return the kinds of facts by the names that a section of the handbook uses."""
    return {kind.kind: kind for kind in FACT_KINDS}


def facts_shown(law: LawPack, kinds: Iterable[str], *, on: date) -> tuple[FactView, ...]:
    """Return the facts of a pack of the kinds named, figures filled for a day, in the pack's order; may be empty."""
    shown = (_view(fact, law, on) for kind in kinds for fact in law.facts_of(fact_kinds()[kind]))
    return tuple(view for view in shown if view is not None)


def _view(fact: LawFact, law: LawPack, on: date) -> FactView | None:
    """The fact in lines; None for a shape of numbers that only a machine can read."""
    lines = [line for field in fields(fact) if (line := _line(fact, field.name, law=law, on=on))]
    if isinstance(fact, IdentityFormat) and not lines:
        return None
    return FactView(fact.key, _isolated(fact.title), tuple(lines), fact.is_printable)


def _line(fact: LawFact, name: str, *, law: LawPack, on: date) -> FactLine | None:
    label = _label(fact.kind, name)
    held = getattr(fact, name)
    if label is None or held is None or held in ("", ()):
        return None
    if isinstance(held, str) and held in law.values:
        figure = figure_of(law, held, on=on)
        return FactLine(label, figure.words, figure.is_confirmed or not figure.is_known)
    return FactLine(label, _words(held), _part_is_confirmed(fact, name))


def _label(kind: str, name: str) -> Text | None:
    words = handbook_words()
    for key in (f"fact.{kind}.{name}", f"fact.{name}"):
        if key in words:
            return words[key]
    return None


def _words(held: object) -> Text:
    if isinstance(held, Text):
        return _isolated(held)
    if isinstance(held, date):
        return _isolated(Text(f"{held:%d-%m-%Y}", f"{held:%d-%m-%Y}"))
    if isinstance(held, tuple):
        return Text(", ".join(held), "، ".join(isolated(str(one), "ur") for one in held))
    return _isolated(Text(str(held), str(held)))


def _isolated(text: Text) -> Text:
    return Text(text.en, isolated(text.ur, "ur"))


def _part_is_confirmed(fact: LawFact, name: str) -> bool:
    if isinstance(fact, Benefit) and name == "rate" and fact.rate_provenance is not None:
        return may_be_printed(fact.rate_provenance, fact.confirmation)
    return True
