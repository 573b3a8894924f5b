"""Turns names, numbers and what a person types into the same words, so that they meet in the index (pure)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

_DIGITS = {ord(sign): str(value) for signs in ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹") for value, sign in enumerate(signs)}
_LETTERS = str.maketrans(
    {
        "ي": "ی",
        "ى": "ی",
        "ئ": "ی",
        "ك": "ک",
        "ه": "ہ",
        "ة": "ہ",
        "ۃ": "ہ",
        "ھ": "ہ",
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ؤ": "و",
        "ں": "ن",
    }
)
_UNSEEN = re.compile("[\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_WORD = re.compile(r"[^\W_]+")
_NUMBER_LIKE = re.compile(r"[\d\s\-/+.()]+")
_LONGEST_QUERY = 200
_MOST_WORDS = 8
SHORTEST_RANKED = 3
"""Below so many letters too many rows match for ranking to be quick."""


def plain(text: str) -> str:
    """Return text as it stands in the index: one form of each letter, Western digits, no unseen signs."""
    unified = unicodedata.normalize("NFKC", text).translate(_DIGITS)
    return _UNSEEN.sub("", unified).translate(_LETTERS).casefold()


def western(text: str) -> str:
    """Return text with Urdu and Arabic digits written as Western ones."""
    return text.translate(_DIGITS)


def compact(text: str) -> str:
    """Return only the letters and digits of a number, such as a CNIC without its dashes."""
    return "".join(_WORD.findall(plain(text)))


def words_of(text: str) -> str:
    """Return the words of a name with one blank between them: no signs, one form of each letter."""
    return " ".join(_WORD.findall(plain(text)))


def index_names(employer: Mapping[str, Any]) -> str:
    """Return the words of an employer's names for the index."""
    fields = ("name_en", "name_ur", "trade_name", "owner_name")
    return plain(" ".join(str(employer[field] or "") for field in fields))


def index_numbers(employer: Mapping[str, Any]) -> str:
    """Return an employer's numbers for the index: as written in words, and without signs."""
    fields = ("registration_no", "owner_cnic", "ntn", "phone")
    written = [plain(str(employer[field] or "")) for field in fields]
    return " ".join([*written, *(compact(number) for number in written), _national(written[-1])]).strip()


def _national(phone: str) -> str:
    """The same phone number as people dial it at home, when it is written with the country's code."""
    digits = "".join(filter(str.isdigit, phone))
    return f"0{digits[2:]}" if digits.startswith("92") and len(digits) > 10 else ""


def match_expression(query: str) -> str:
    """Return what a person typed as an FTS5 query, every word quoted and as a beginning; "" when there is no word.

    A query that is only digits and signs is one number, whatever dashes it is written with.
    """
    typed = plain(query[:_LONGEST_QUERY])
    if _NUMBER_LIKE.fullmatch(typed) and len(number := compact(typed)) >= SHORTEST_RANKED:
        return f'numbers : "{number}"*'
    return " ".join(f'"{word}"*' for word in _WORD.findall(typed)[:_MOST_WORDS])


def is_ranked(query: str) -> bool:
    """Return whether a query is long enough for its hits to be ranked."""
    return any(len(word) >= SHORTEST_RANKED for word in _WORD.findall(plain(query[:_LONGEST_QUERY])))
