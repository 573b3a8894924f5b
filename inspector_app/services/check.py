"""One thing that a self-test looked at, and what it found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from simplify_content.text import Text


class Fitness(StrEnum):
    """How fit for the field a thing is."""

    FIT = "fit"
    WARNING = "warning"
    """One may go; something should be done soon."""
    UNFIT = "unfit"
    """One should not go before it is mended."""
    UNKNOWN = "unknown"
    """It cannot be told from here."""


@dataclass(frozen=True)
class Check:
    """One thing: its name in texts and JSON, how fit it is, what was found, and what to do (None: nothing)."""

    name: str
    fitness: Fitness
    found: Text
    to_do: Text | None = None


def worst(checks: tuple[Check, ...]) -> Fitness:
    """Return the fitness of the whole: that of the worst thing, what cannot be told left out."""
    order = (Fitness.UNFIT, Fitness.WARNING)
    return next((one for one in order if any(check.fitness is one for check in checks)), Fitness.FIT)
