"""One way of writing a number: digits of any script, dashes, blanks and what a spreadsheet adds are made uniform.

Judges nothing; whether a number can be right is `identity`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from simplify_content.cleaning import clean_text, western_digits

_FILE = Path(__file__).parent / "identity_shapes.yaml"
_SHORTENED = re.compile(r"^\d([.,]\d+)?[eE]\+?\d+$")
_WRAPPED = re.compile(r'^="?(.*?)"?$')
_SEPARATORS = str.maketrans("", "", "-\u2010\u2011\u2012\u2013\u2014\u2212\u06d4\u00a0\u200c ._/'()")
_ABROAD = re.compile(r"^(?:\+92|0092)0?")
_TELEPHONES = frozenset({"mobile", "landline"})
_Shape = tuple[re.Pattern[str], str]


def as_typed(raw: str) -> str:
    """Return a number in western digits and single blanks, without a spreadsheet's `="..."` or leading apostrophe."""
    text = western_digits(clean_text(raw))
    while text.startswith(("=", "'", " ")):
        text = _WRAPPED.sub(r"\1", text) if text.startswith("=") else text[1:]
    return text.strip()


def is_shortened(typed: str) -> bool:
    """Return whether a spreadsheet turned the number into a power of ten, so that digits are lost."""
    return _SHORTENED.match(typed) is not None


def compact(kind: str, typed: str) -> str:
    """Return a number in capitals without any separator; a telephone number in the national form, from 0 on."""
    plain = typed.translate(_SEPARATORS).upper()
    return _national(plain) if kind in _TELEPHONES else plain


def written(kind: str, plain: str) -> str:
    """Return a compact number with its dashes where the kind has them; as it is where it fits no known shape."""
    for shape, form in _shapes().get(kind, ()):
        if found := shape.fullmatch(plain):
            return form.format(*found.groups())
    return plain


def telephone_kind(plain: str) -> str:
    """Return whether a compact national number would be a mobile or a landline."""
    return "mobile" if plain.startswith("03") else "landline"


@lru_cache(maxsize=1)
def cnic_areas() -> tuple[str, str]:
    """Return the first digits of a CNIC that a source knows, and those that were only seen."""
    areas = _content()["cnic_area"]
    return str(areas["known"]), str(areas["unsourced"])


def is_contradicted(kind: str) -> bool:
    """Return whether the source gives shapes of a kind that contradict each other."""
    return kind in _content()["contradicted"]


def _national(plain: str) -> str:
    if plain.startswith(("+92", "0092")):
        return "0" + _ABROAD.sub("", plain)
    if len(plain) == 12 and plain.startswith("923"):
        return "0" + plain[2:]
    return "0" + plain if len(plain) == 10 and plain.startswith("3") else plain  # a spreadsheet dropped the zero


@lru_cache(maxsize=1)
def _shapes() -> Mapping[str, tuple[_Shape, ...]]:
    return {
        kind: tuple((re.compile(shape["from"], re.ASCII), str(shape["to"])) for shape in shapes)
        for kind, shapes in _content()["written"].items()
    }


@lru_cache(maxsize=1)
def _content() -> Mapping[str, Any]:
    content: Mapping[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return content
