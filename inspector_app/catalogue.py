"""The laptop's own sentences, read once from `texts/`; knows nothing of pages."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from simplify_content.text import Catalogue, Text

FOLDER = Path(__file__).parent / "texts"


@cache
def texts() -> Catalogue:
    """Return every text of the laptop."""
    return Catalogue.load(FOLDER)


def say(key: str, **values: object) -> Text:
    """Return a text with its values filled in."""
    text = texts()[key]
    return text.fill(**values) if values else text
