"""Amounts of rupees and counts of workers, as people and spreadsheets write them.

Amounts come out as whole paisa.
"""

from __future__ import annotations

import re
from decimal import Decimal

from simplify_content.cleaning import clean_text, western_digits
from simplify_content.table_files.errors import ValueRefused

_WORDS = re.compile(r"(?i)rs\.?|pkr|rupees?|/[-=]|روپے|روپیہ|₨|₹")
_GROUPED = re.compile(r"^\d{1,3}(,\d{2,3})*,\d{3}(\.\d+)?$")
_PLAIN = re.compile(r"^(\d+\.?\d*|\.\d+)$")
_NOTHING = {"-", "--", "nil", "صفر", "ندارد"}
_URDU_SEPARATORS = str.maketrans({"٫": ".", "٬": ",", "،": ",", "\u2212": "-", "\u2013": "-", "\u00a0": ""})
_MAX_PAISA = 10**14
_MAX_COUNT = 1_000_000
_DUST = Decimal("0.0001")
"""Binary fractions of a spreadsheet may leave this much of a paisa."""


def parse_amount(raw: str) -> int:
    """Return an amount in paisa; "Rs. 1,25,000.50/-", Urdu digits and a lone "-" for nil are understood.

    Raises:
        ValueRefused: not an amount, negative, finer than a paisa, or beyond any real amount.
    """
    if raw.isascii() and raw.isdigit() and len(raw) < 13:
        return int(raw) * 100
    text = western_digits(clean_text(raw)).translate(_URDU_SEPARATORS).replace("'", "")
    text = _WORDS.sub("", text).strip()
    if text.casefold() in _NOTHING:
        return 0
    text = text.replace(" ", "")
    if text.startswith("-") or (text.startswith("(") and text.endswith(")")):
        raise ValueRefused("amount.negative" if any(map(str.isdigit, text)) else "amount.shape")
    if _GROUPED.match(text):
        text = text.replace(",", "")
    if not _PLAIN.match(text) or not text.isascii() or len(text) > 40:
        raise ValueRefused("amount.shape")
    return _paisa(Decimal(text) * 100)


def _paisa(exact: Decimal) -> int:
    whole = round(exact)
    if abs(exact - whole) > _DUST:
        raise ValueRefused("amount.precision")
    if whole > _MAX_PAISA:
        raise ValueRefused("amount.too_large")
    return whole


def parse_count(raw: str) -> int:
    """Return a number of workers.

    Raises:
        ValueRefused: not a whole number, negative, or more than a million.
    """
    text = western_digits(clean_text(raw)).replace(" ", "")
    if text.casefold() in _NOTHING:
        return 0
    if text.startswith("-") and text[1:].isdigit():
        raise ValueRefused("count.negative")
    if _GROUPED.match(text):
        text = text.replace(",", "")
    if text.endswith(".0"):
        text = text[:-2]
    if not (text.isascii() and text.isdigit()) or len(text) > 12:
        raise ValueRefused("count.shape")
    if int(text) > _MAX_COUNT:
        raise ValueRefused("count.too_large")
    return int(text)
