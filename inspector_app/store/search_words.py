"""Turns names, numbers and what a person types into the same words, so that they meet in the index (pure)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache

from simplify_content.places import PlaceError, district

NAME_FIELDS = ("name_en", "name_ur", "trade_name", "owner_name")
NUMBER_FIELDS = ("registration_no", "owner_cnic", "ntn", "phone")
PLACE_FIELDS = ("address_en", "address_ur", "district")

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
_UNSEEN = "\u0640\u0670\ufeff" + "".join(
    chr(sign)
    for first, last in ((0x64B, 0x65F), (0x6D6, 0x6ED), (0x200B, 0x200F), (0x202A, 0x202E), (0x2066, 0x2069))
    for sign in range(first, last + 1)
)
_ONE_FORM = {**_DIGITS, **_LETTERS, **dict.fromkeys(map(ord, _UNSEEN))}
_SIGNS: dict[int, None] = {sign: None for sign in range(128) if not chr(sign).isalnum()}
"""Of ASCII; `str.translate` takes them out faster than an expression finds the rest."""

_SIGNS_IN_A_LINE = bytes(sign for sign in _SIGNS if sign != ord("\n"))

_WORD = re.compile(r"[^\W_]+")
_NUMBER_LIKE = re.compile(r"[\d\s\-/+.()]+")
_LONGEST_QUERY = 200
_MOST_WORDS = 8
_SHORTEST_NUMBER = 3
"""Fewer digits are words like any other."""


def plain(text: str) -> str:
    """Return text as it stands in the index: one form of each letter, Western digits, no unseen signs."""
    if text.isascii():
        return text.lower()
    return " ".join(map(_plain_word, text.split(" ")))


@lru_cache(maxsize=2**15)
def _plain_word(word: str) -> str:
    """Of one word, kept in mind: a register has a hundred thousand names and some ten thousand words."""
    return unicodedata.normalize("NFKC", word).translate(_ONE_FORM).casefold()


def western(text: str) -> str:
    """Return text with Urdu and Arabic digits written as Western ones."""
    return text.translate(_DIGITS)


def compact(text: str) -> str:
    """Return only the letters and digits of a number, such as a CNIC without its dashes."""
    if text.isascii():
        return text.lower().translate(_SIGNS)
    return "".join(_WORD.findall(plain(text)))


def words_of(text: str) -> str:
    """Return the words of a name with one blank between them: no signs, one form of each letter."""
    return " ".join(_WORD.findall(plain(text)))


def index_names(*names: str | None) -> str:
    """Return the words of an employer's `NAME_FIELDS` for the index."""
    return " ".join([plain(name) if name else "" for name in names])


def index_numbers(*numbers: str | None) -> str:
    """Return an employer's `NUMBER_FIELDS` for the index: as written in words, and without signs."""
    written = [plain(number) if number else "" for number in numbers]
    bare = _compacted(written)
    unlike = [number for number, as_written in zip(bare, written, strict=True) if number != as_written]
    return " ".join([*written, *unlike, _national(bare[-1])]).strip()


def _compacted(numbers: Sequence[str]) -> list[str]:
    """Return each number as `compact` does; numbers of plain letters all at once."""
    lines = "\n".join(numbers)
    if lines.isascii() and lines.count("\n") == len(numbers) - 1:
        return lines.encode("ascii").translate(None, _SIGNS_IN_A_LINE).decode("ascii").split("\n")
    return [compact(number) for number in numbers]


def index_places(address_en: str | None, address_ur: str | None, place: str | None) -> str:
    """Return the words of an employer's `PLACE_FIELDS` for the index, the district by its names in both languages."""
    return " ".join([plain(address_en or ""), plain(address_ur or ""), _district_words(place or "")])


@lru_cache(maxsize=512)
def _district_words(key: str) -> str:
    try:
        name = district(key).name
    except PlaceError:
        return plain(key)
    return plain(f"{name.en} {name.ur}")


def _national(phone: str) -> str:
    """The same phone number as people dial it at home, when it is written with the country's code."""
    if not phone.startswith("92") and phone.isdigit():
        return ""
    digits = "".join(filter(str.isdigit, phone))
    return f"0{digits[2:]}" if digits.startswith("92") and len(digits) > 10 else ""


def number_typed(query: str) -> str:
    """Return the one number that a query of only digits and signs is, without its signs; "" for any other query."""
    typed = plain(query[:_LONGEST_QUERY])
    number = compact(typed) if _NUMBER_LIKE.fullmatch(typed) else ""
    return number if len(number) >= _SHORTEST_NUMBER else ""


def typed_words(query: str) -> list[str]:
    """Return the words a person typed, in order, each in the index's form; may be empty."""
    return _WORD.findall(plain(query[:_LONGEST_QUERY]))[:_MOST_WORDS]


def match_expression(query: str) -> str:
    """Return what a person typed as an FTS5 query, every word quoted and as a beginning; "" when there is no word.

    A query that is only digits and signs is one number, whatever dashes it is written with.
    """
    if number := number_typed(query):
        return f'numbers : "{number}"*'
    return " ".join(f'"{word}"*' for word in typed_words(query))


def named_expression(words: Mapping[str, Sequence[str]]) -> str:
    """Return typed words as an FTS5 query of names alone; see `widened_expression`."""
    return f"names : ({widened_expression(words)})"


def widened_expression(words: Mapping[str, Sequence[str]]) -> str:
    """Return typed words as an FTS5 query in which, for each of them, any of its words of the index may stand.

    Whole words only: SQLite leaps through their lists, while it has to read the lists of all words with a beginning.
    """
    return " AND ".join("(" + " OR ".join(f'"{other}"' for other in others) + ")" for others in words.values())
