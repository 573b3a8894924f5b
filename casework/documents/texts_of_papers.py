"""The catalogue of texts that papers print."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from simplify_content.text import Catalogue


@cache
def catalogue() -> Catalogue:
    """Return the texts of all papers; read once."""
    return Catalogue.load(Path(__file__).parent / "texts")
