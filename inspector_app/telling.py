"""How long work says how far it is: whoever does it tells, whoever waits hears, or nobody does."""

from __future__ import annotations

from collections.abc import Callable

from simplify_content.text import Text

Tell = Callable[[Text, float], None]
"""Hears what is being done and how much of it is done, from 0 to 1; 0 where that is not known."""


def untold(_: Text, __: float) -> None:
    """Tell nobody."""
