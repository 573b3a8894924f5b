"""Makes any text fit to be set: no control characters, no direction tricks, identifiers kept in one piece.

Knows nothing of fonts or pages.
"""

from __future__ import annotations

import re
import unicodedata

LRI, RLI, FSI, PDI = "\u2066", "\u2067", "\u2068", "\u2069"
ISOLATES = frozenset((LRI, RLI, FSI, PDI))
JOINERS = frozenset("\u200c\u200d")
REPLACEMENT = "\ufffd"
MOST_MARKS = 4
"""Combining marks kept on one letter; Urdu needs two, a longer pile only runs over the lines above."""

_IDENTIFIER = re.compile(
    r"Rs\.? ?\d[\d,.]*(?:/-)?"  # an amount
    r"|\+\d[\d ()-]*\d"  # an international telephone number
    r"|\d+(?:[-/.:,]\d+)+[A-Za-z]*%?"  # CNIC, telephone, date, amount, time
    r"|\d+(?:[-/][A-Za-z0-9]+)+"  # a number that ends in letters
    r"|\d+%"
)
_FORMULA = re.compile(f"{LRI}[^{LRI}{PDI}]*{PDI}(?: ?[×÷=+−] ?{LRI}[^{LRI}{PDI}]*{PDI})+")
_ONE_LINE_SPACE = re.compile(r"[^\S\n]+")


def clean(text: str) -> str:
    """Return `text` with only what can be printed.

    Kept are letters, marks, digits, signs, spaces, line breaks, joiners and the four isolates. Embeddings and
    overrides (which could turn a line around), other control characters and surplus marks are dropped.

    Source: Unicode Standard Annex 9, section 2; Unicode Technical Report 36, section 2.
    """
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    kept: list[str] = []
    marks = 0
    for char in composed:
        category = unicodedata.category(char)
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if marks > MOST_MARKS or _is_dropped(char, category):
            continue
        kept.append(REPLACEMENT if category in ("Cs", "Co", "Cn") else char)
    return _ONE_LINE_SPACE.sub(_one_space, "".join(kept))


def protect(text: str) -> str:
    """Return clean text with each bare identifier that Urdu before it would turn around put in an isolate.

    A CNIC, date, amount or telephone number typed by a person reads in its own order even where no template
    isolated it. What is isolated already, and what follows Latin letters, is left alone. Isolates joined by signs
    of arithmetic become one unit: a sum is written from left to right in Urdu too.
    """
    return _FORMULA.sub(lambda match: f"{LRI}{match[0]}{PDI}", _protect_identifiers(text))


def _protect_identifiers(text: str) -> str:
    depth = 0
    pieces: list[str] = []
    position = 0
    last_strong = ""
    for match in _IDENTIFIER.finditer(text):
        between = text[position : match.start()]
        depth += _opened(between)
        last_strong = _last_strong(between) or last_strong
        inside_word = match.start() > 0 and text[match.start() - 1].isalnum()
        bare = depth <= 0 and last_strong != "L" and not inside_word
        pieces += [between, f"{LRI}{match[0]}{PDI}" if bare else match[0]]
        if not bare:
            last_strong = _last_strong(match[0]) or last_strong
        position = match.end()
    return "".join(pieces) + text[position:]


def without_isolates(text: str) -> str:
    """Return the text without the four isolate characters, which are never drawn."""
    return "".join(char for char in text if char not in ISOLATES)


def _is_dropped(char: str, category: str) -> bool:
    if char == "\n" or char in ISOLATES or char in JOINERS:
        return False
    return category in ("Cc", "Cf")


def _one_space(match: re.Match[str]) -> str:
    return "\u00a0" if set(match[0]) == {"\u00a0"} else " "


def _opened(text: str) -> int:
    return sum(1 for char in text if char in (LRI, RLI, FSI)) - text.count(PDI)


def _last_strong(text: str) -> str:
    for char in reversed(text):
        kind = unicodedata.bidirectional(char)
        if kind in ("L", "R", "AL"):
            return kind
    return ""
