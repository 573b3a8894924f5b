"""Sentences of the practice room from `texts/`."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from casework.money import Money
from casework.wording import rupees_text
from simplify_content.text import Catalogue, Text


@lru_cache(maxsize=1)
def _texts() -> Catalogue:
    return Catalogue.load(Path(__file__).parent / "texts")


def say(key: str, **values: object) -> Text:
    """Return the text of a key with its values filled in, each isolated in Urdu.

    Raises:
        TextError: there is no such key.
    """
    text = _texts()[key]
    said = {name: rupees_text(value) if isinstance(value, Money) else value for name, value in values.items()}
    return text.fill(**said) if said else text
