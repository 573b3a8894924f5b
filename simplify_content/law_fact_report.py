"""Lines for a terminal about one fact of a law pack: both languages, the amounts it names on a day, its provisions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import date

from simplify_content.law_fact_entries import VALUE_FIELDS
from simplify_content.law_facts import LawFact
from simplify_content.law_pack import LawPack
from simplify_content.law_standing import Provenance
from simplify_content.text import LANGS, Text

_TOLD_APART = {"key", "title", "provenance", "provisions", "confirmation"}


def fact_lines(pack: LawPack, fact: LawFact, *, on: date) -> tuple[str, ...]:
    """Return what a fact says, one statement a line; where it was read is told by the caller."""
    lines = [f"{fact.key}  ({fact.kind})", *(f"  {fact.title.in_(lang)}" for lang in LANGS)]
    for field in fields(fact):
        told = getattr(fact, field.name)
        if field.name not in _TOLD_APART and told not in (None, "", ()):
            lines += _field_lines(pack, fact, field.name, on=on)
    lines += [f"  law: {pack.cite(key).en}" for key in fact.provisions]
    return tuple(lines)


def _field_lines(pack: LawPack, fact: LawFact, name: str, *, on: date) -> Iterator[str]:
    label, told = name.replace("_", " "), getattr(fact, name)
    if isinstance(told, Text):
        yield from (f"  {label}: {told.in_(lang)}" for lang in LANGS)
    elif isinstance(told, Provenance):
        yield f"  {label}: {pack.sources[told.source].title}, confidence {told.confidence}"
    elif isinstance(told, tuple):
        yield f"  {label}: {', '.join(str(item) for item in told)}"
    elif name in VALUE_FIELDS:
        held = pack.value(str(told), on, alternative=getattr(fact, "alternative", ""))
        amount = f"{held.value:f} {held.unit}" if held is not None and held.value is not None else "unknown"
        yield f"  {label}: {amount} ({told})"
    else:
        yield f"  {label}: {told}"
