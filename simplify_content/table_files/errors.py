"""What can go wrong while a file of tables is read.

    TableError
    +-- BadFile        the file as a whole cannot be used; nothing of it is taken
    +-- ValueRefused   one cell cannot be used

Both carry the sentence for the person in both languages. Who reads tables of one kind may add reasons: see `texts`.
"""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from simplify_content.text import Catalogue, Text

TEXTS_FOLDER = Path(__file__).parent / "texts"


class TableError(Exception):
    """Something in a file of tables cannot be used; `code` is for programs, `text` for people."""

    texts: ClassVar[Catalogue] = Catalogue.load(TEXTS_FOLDER)
    """Where the sentence of a code stands; a subclass with further codes has a catalogue with further sentences."""

    def __init__(self, code: str, **facts: object) -> None:
        self.code = code
        self.facts = facts
        text = self.texts[code]
        self.text: Text = text.fill(**facts) if facts else text
        super().__init__(self.text.en)


class BadFile(TableError):
    """The file as a whole cannot be used: wrong encoding, no table, broken workbook."""


class ValueRefused(TableError):
    """One value cannot be used."""
