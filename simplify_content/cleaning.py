"""Text as typed to text as kept: digits, letters, blanks and marks made uniform before anything is judged.

Decides nothing about what a value means.
"""

from __future__ import annotations

import re
import unicodedata

_DIGITS = {
    **{0x06F0 + n: str(n) for n in range(10)},
    **{0x0660 + n: str(n) for n in range(10)},
    **{0xFF10 + n: str(n) for n in range(10)},
}
_URDU_LETTERS = {
    "\u064a": "\u06cc",  # Arabic yeh
    "\u0649": "\u06cc",  # alef maksura
    "\u0643": "\u06a9",  # Arabic kaf
    "\u0647": "\u06c1",  # Arabic heh
    "\u0629": "\u06c3",  # teh marbuta
    "\u06d5": "\u06c1",  # ae
    "\u0640": "",  # kashida
}
_UNWANTED = (
    "\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200d-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff0-\ufffb\U000e0000-\U000e0fff\ud800-\udfff"
)
_REMOVED = re.compile(f"[{_UNWANTED}]")
_PRESENTATION = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]")
_DIRTY = re.compile(f"[{_UNWANTED}\ufb50-\ufdff\ufe70-\ufefc\u00a0\t\r\n{''.join(_URDU_LETTERS)}]|\\s\\s")
_LETTERS = str.maketrans(_URDU_LETTERS)


def clean_text(raw: str) -> str:
    """Return text trimmed, in NFC, with single blanks, without control and direction marks, letters in Urdu form.

    Arabic yeh, kaf and heh become the Urdu letters, so that a name typed on either keyboard is one name.
    A zero-width non-joiner stays: Urdu spelling uses it.
    """
    text = raw.strip()
    if text.isascii():
        return text if text.isprintable() and "  " not in text else " ".join(_REMOVED.sub("", text).split())
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    if not _DIRTY.search(text):
        return text
    text = _PRESENTATION.sub(lambda found: unicodedata.normalize("NFKC", found.group()), text)
    return " ".join(_REMOVED.sub("", text).translate(_LETTERS).split())


def western_digits(text: str) -> str:
    """Return text with Urdu, Arabic-Indic and full-width digits as 0-9."""
    return text if text.isascii() else text.translate(_DIGITS)


def comparable(text: str) -> str:
    """Return what is left of a name or heading when case, marks, blanks and punctuation do not count.

    Two texts with the same comparable form are the same heading, district or sector.
    """
    folded = unicodedata.normalize("NFKD", clean_text(western_digits(text))).casefold().replace("#", "no")
    kept = "".join(letter for letter in folded if letter.isalnum())
    return kept.translate(_LETTERS)
