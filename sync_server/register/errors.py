"""What can go wrong while a register file is read.

    RegisterError
    +-- BadFile        the file as a whole cannot be used; nothing of it is written
    +-- ValueRefused   one cell cannot be used; its row goes to the rejects

Both carry the sentence for the person in both languages.
"""

from __future__ import annotations

from pathlib import Path

from simplify_content.text import Catalogue, Text

TEXTS = Catalogue.load(Path(__file__).parent / "texts")


class RegisterError(Exception):
    """Something in a register file cannot be used; `code` is for programs, `text` for people."""

    def __init__(self, code: str, **facts: object) -> None:
        self.code = code
        self.facts = facts
        text = TEXTS[code]
        self.text: Text = text.fill(**facts) if facts else text
        super().__init__(self.text.en)


class BadFile(RegisterError):
    """The file as a whole cannot be used: wrong encoding, no header, unknown column, broken workbook."""


class ValueRefused(RegisterError):
    """One value cannot stand in the register."""
