"""What can go wrong with a register file beside what can go wrong with any file of tables.

simplify_content.table_files.errors.BadFile
+-- BadRegister    its headings are not those of a register; nothing of it is written
simplify_content.table_files.errors.ValueRefused
+-- UnfitValue     one cell cannot stand in the register; its row goes to the rejects
"""

from __future__ import annotations

from pathlib import Path

from simplify_content.table_files.errors import TEXTS_FOLDER, BadFile, ValueRefused
from simplify_content.text import Catalogue

TEXTS = Catalogue.load(TEXTS_FOLDER, Path(__file__).parent / "texts")


class BadRegister(BadFile):
    """The headings cannot be used: none found, a required one missing, unknown or doubled."""

    texts = TEXTS


class UnfitValue(ValueRefused):
    """One value cannot stand in the register."""

    texts = TEXTS
