"""Every sentence of the centre's pages and refusals, in English and Urdu (data beside this file)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from simplify_content.text import Catalogue


@cache
def centre_texts() -> Catalogue:
    """Return the centre's texts; every key has both languages or loading fails."""
    return Catalogue.load(Path(__file__).parent)
