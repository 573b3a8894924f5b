"""What cross-checks ask of a law pack: which provisions a difference is about, and figures that may be unknown.

Names of provisions stand in `cross_checks_law.yaml`; what they say stands in the pack.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

import yaml

from casework.cross_checks_types import Certainty
from casework.money import Money
from simplify_content.law_pack import DatedValue, LawPack

MINIMUM_WAGE = "minimum_wage.unskilled"
WAGE_LIMIT = "coverage.wage_limit"
BASE_LIMIT = "contribution.base_limit"
THRESHOLD = "coverage.threshold_persons"

_FILE = Path(__file__).with_suffix(".yaml")


class Topic(StrEnum):
    """What a provision is cited for."""

    RECORDS = "records"
    CONTRIBUTION = "contribution"
    COVERAGE = "coverage"
    APPLICATION = "application"
    MINIMUM_WAGE = "minimum_wage"


@dataclass(frozen=True)
class KnownFigure:
    """A figure of the law on a day, and whether a notice may print it."""

    value: Money
    is_confirmed: bool

    @property
    def limits(self) -> tuple[tuple[Certainty, str], ...]:
        """What an unconfirmed figure does to the certainty of a difference."""
        return () if self.is_confirmed else ((Certainty.LIKELY, "figure_unconfirmed"),)


def cite(law: LawPack, *topics: Topic) -> tuple[str, ...]:
    """Return the keys of the provisions that the pack has for the topics, each once; may be empty."""
    named = _citations().get(law.scheme, {})
    keys = [key for topic in topics for key in named.get(topic, ())]
    return tuple(dict.fromkeys(key for key in keys if key in law.provisions))


def figure_on(law: LawPack, key: str, on: date) -> KnownFigure | None:
    """Return an amount of the law on a day, or None where the pack does not know it."""
    value = _value(law, key, on)
    return _known(value) if value is not None else None


def figure_in_month(law: LawPack, key: str, month: date) -> KnownFigure | None:
    """Return the lower of the amounts on the first and the last day of a month, or None where one is not known.

    The lower one, because in a month with two amounts nobody is blamed for what was right on some of its days.
    """
    found = [figure_on(law, key, day) for day in _ends(month)]
    known = [figure for figure in found if figure is not None]
    return _lowest(known) if len(known) == len(found) else None


def lowest_in_month(law: LawPack, key: str, month: date) -> KnownFigure | None:
    """Return the lowest amount that any side of a dispute gives in a month; disputed amounts are not confirmed."""
    rows = [row for row in law.values.get(key, ()) if row.value is not None]
    by_day = [[_known(row) for row in rows if row.holds_on(day)] for day in _ends(month)]
    if not all(by_day):
        return None
    lowest = _lowest([figure for figures in by_day for figure in figures])
    return KnownFigure(lowest.value, lowest.is_confirmed and all(len(figures) == 1 for figures in by_day))


def persons_on(law: LawPack, key: str, on: date) -> tuple[int, bool] | None:
    """Return a number of persons on a day and whether a notice may print it, or None where it is not known."""
    value = _value(law, key, on)
    return (int(value.value), value.is_printable) if value is not None and value.value is not None else None


def _ends(month: date) -> tuple[date, date]:
    return month.replace(day=1), month.replace(day=monthrange(month.year, month.month)[1])


def _lowest(figures: Sequence[KnownFigure]) -> KnownFigure:
    return KnownFigure(min(figure.value for figure in figures), all(figure.is_confirmed for figure in figures))


def _value(law: LawPack, key: str, on: date) -> DatedValue | None:
    return law.value(key, on) if key in law.values else None


def _known(value: DatedValue) -> KnownFigure:
    return KnownFigure(Money.rupees(value.value or 0), value.is_printable)


@lru_cache(maxsize=1)
def _citations() -> Mapping[str, Mapping[str, list[str]]]:
    content: Mapping[str, Mapping[str, list[str]]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return content
