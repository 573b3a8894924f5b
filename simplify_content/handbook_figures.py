"""Fills the figures of the law into the handbook's lines, from the pack of a scheme for a day; nothing is typed.

A line says `{value:refund.months}`; what comes back says whether the figure is confirmed, or unknown to the sources.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from simplify_content.law_pack import DatedValue, LawPack
from simplify_content.text import Catalogue, Lang, Text, isolate

PLACEHOLDER = re.compile(r"\{value:([a-z0-9_.]+)\}")
WORDS_FOLDER = Path(__file__).parent / "handbook" / "words"
_IDENTIFIER = re.compile(r"[A-Za-z0-9](?:(?:[./\-]*|,)(?:[A-Za-z0-9]|\([0-9A-Za-z]+\)))*")


@dataclass(frozen=True)
class Figure:
    """A figure of the law in words, such as "6 months"; `reference` says where it is laid down."""

    words: Text
    reference: str
    is_known: bool
    is_confirmed: bool


@dataclass(frozen=True)
class Piece:
    """A part of a line: plain words, or words that a figure gave."""

    words: str
    figure: Figure | None = None


@cache
def handbook_words() -> Catalogue:
    """Return the words that stand around figures and facts."""
    return Catalogue.load(WORDS_FOLDER)


@cache
def unit_words() -> Mapping[str, Text]:
    """Return how a value is said, by unit; `{n}` is the number."""
    words = handbook_words()
    return {key.removeprefix("unit."): words[key] for key in words.keys() if key.startswith("unit.")}  # noqa: SIM118


def _unit(value: DatedValue) -> Text:
    single = f"one.{value.unit}"
    return handbook_words()[single] if value.value == 1 and single in handbook_words() else unit_words()[value.unit]


def pieces(line: Text, law: LawPack, *, on: date, lang: Lang) -> tuple[Piece, ...]:
    """Return a line in a language as pieces, its figures filled from a law pack for a day."""
    parts = PLACEHOLDER.split(line.in_(lang))
    made = []
    for number, part in enumerate(parts):
        if number % 2:
            figure = figure_of(law, part, on=on)
            made.append(Piece(figure.words.in_(lang), figure))
        elif part:
            made.append(Piece(isolated(part, lang)))
    return tuple(made)


def isolated(words: str, lang: Lang) -> str:
    """Return words with each Latin or numeric run isolated where the words are Urdu."""
    return _IDENTIFIER.sub(lambda found: isolate(found[0]), words) if lang == "ur" else words


def figure_of(law: LawPack, key: str, *, on: date) -> Figure:
    """Return what a pack says of a value on a day; where the law is disputed, every alternative side by side."""
    values = [value for value in law.values.get(key, ()) if value.holds_on(on) and value.value is not None]
    if not values:
        return Figure(handbook_words()["figure.unknown"], "", is_known=False, is_confirmed=False)
    said = [_said(value) for value in values]
    joint = handbook_words()["figure.or"]
    return Figure(
        Text(joint.en.join(text.en for text in said), joint.ur.join(text.ur for text in said)),
        "; ".join(dict.fromkeys(value.reference for value in values)),
        is_known=True,
        is_confirmed=all(value.is_printable for value in values),
    )


def _said(value: DatedValue) -> Text:
    number = f"{value.value:,f}"
    if "." in number:
        number = number.rstrip("0").rstrip(".")
    return _unit(value).fill(n=number)
