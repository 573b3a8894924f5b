"""Turns a text into the words that a search compares: one form of each letter, no diacritics, no case."""

from __future__ import annotations

import re
import unicodedata

_DIGITS = {ord(sign): str(value) for signs in ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹") for value, sign in enumerate(signs)}
_LETTERS = str.maketrans(
    {
        "ي": "ی",
        "ى": "ی",
        "ئ": "ی",
        "ۓ": "ے",
        "ك": "ک",
        "ه": "ہ",
        "ة": "ہ",
        "ۃ": "ہ",
        "ۂ": "ہ",
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


def folded(text: str) -> str:
    """Return a text in one form of each letter, such as ی for ي and ک for ك; Urdu digits as Western ones."""
    unified = unicodedata.normalize("NFKC", text).translate(_DIGITS)
    unified = _UNSEEN.sub("", unified).translate(_LETTERS).casefold()
    decomposed = unicodedata.normalize("NFD", unified)
    return unicodedata.normalize("NFC", "".join(sign for sign in decomposed if not unicodedata.combining(sign)))


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text, folded, in their order."""
    return tuple(_WORD.findall(folded(text)))


def spans_of(text: str) -> tuple[tuple[str, str], ...]:
    """Return a text cut into (as written, folded word); the folded word is "" between words.

    Signs that are not seen stay with the word they stand in.
    """
    parts = []
    place = 0
    for found in re.finditer(r"(?:[^\W_]|[\u064b-\u065f\u0670\u0640\u200c\u200d])+", text):
        if found.start() > place:
            parts.append((text[place : found.start()], ""))
        parts.append((found[0], folded(found[0])))
        place = found.end()
    if place < len(text):
        parts.append((text[place:], ""))
    return tuple(parts)
