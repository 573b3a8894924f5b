"""Cells that hold words: cleaned, within bounds, and no formula, error or spoiled letters of a spreadsheet."""

from __future__ import annotations

import re

from simplify_content.cleaning import clean_text
from simplify_content.table_files.errors import ValueRefused

_SPOILED = ("Ã", "Ø", "Ù", "Û", "Ú")
_MAYBE_SPOILED = re.compile(f"[\ufffd{''.join(_SPOILED)}]")
_ERRORS = frozenset({"#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"})


def is_spreadsheet_error(raw: str) -> bool:
    """Return whether a cell holds what a spreadsheet writes where a formula failed."""
    return raw.startswith("#") and raw.strip() in _ERRORS


def parse_text(raw: str, limit: int) -> str:
    """Return cleaned text of at most `limit` characters.

    Raises:
        ValueRefused: too long, begins like a formula, or spoiled by a wrong encoding.
    """
    text = clean_text(raw)
    if len(text) > limit:
        raise ValueRefused("too_long", count=f"{len(text):,}", limit=limit)
    if text[:1] in {"=", "@"} or (text[:1] in {"+", "-"} and len(text) > 1):
        raise ValueRefused("formula")
    if not text.isascii() and _is_spoiled(text):
        raise ValueRefused("garbled")
    return text


def parse_name(raw: str, limit: int) -> str:
    """Return a cleaned name; it holds at least one letter.

    Raises:
        ValueRefused: as `parse_text`, or digits and signs only.
    """
    text = parse_text(raw, limit)
    if text and not text[0].isalpha() and not any(letter.isalpha() for letter in text):
        raise ValueRefused("no_letters")
    return text


def _is_spoiled(text: str) -> bool:
    if not _MAYBE_SPOILED.search(text):
        return False
    return "\ufffd" in text or sum(text.count(letter) for letter in _SPOILED) * 4 >= max(len(text), 8)
