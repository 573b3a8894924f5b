"""What cross-checks ask of a law pack: which provisions a difference is about, and figures that may be unknown.

Which facts play which role is said by the scheme's rules; what the facts say stands in the pack.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from casework.cross_checks_types import Certainty
from casework.money import Money
from simplify_content.law_pack import DatedValue, LawPack
from simplify_content.scheme_rules import Role, load_scheme_rules

THRESHOLD = "coverage.threshold_persons"


class Topic(StrEnum):
    """What a provision is cited for."""

    RECORDS = "records"
    CONTRIBUTION = "contribution"
    COVERAGE = "coverage"
    APPLICATION = "application"
    MINIMUM_WAGE = "minimum_wage"


_ROLES = {
    Topic.RECORDS: Role.RECORDS,
    Topic.CONTRIBUTION: Role.CONTRIBUTION,
    Topic.COVERAGE: Role.EMPLOYEE,
    Topic.APPLICATION: Role.APPLICATION,
    Topic.MINIMUM_WAGE: Role.MINIMUM_WAGE,
}


class Figure(StrEnum):
    """An amount a month that wages are compared with."""

    MINIMUM_WAGE = "minimum_wage"
    WAGE_LIMIT = "wage_limit"
    BASE_LIMIT = "base_limit"

    def key_in(self, law: LawPack) -> str:
        """Return the pack's value key of the amount; empty where the scheme has no such amount."""
        rules = load_scheme_rules(law.scheme)
        keys = {
            Figure.MINIMUM_WAGE: rules.minimum_wage,
            Figure.WAGE_LIMIT: rules.coverage_limit,
            Figure.BASE_LIMIT: rules.base.limit,
        }
        return keys[self]


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
    provisions = load_scheme_rules(law.scheme).provisions
    keys = (provisions.get(_ROLES[topic], "") for topic in topics)
    return tuple(dict.fromkeys(key for key in keys if key in law.provisions))


def figure_on(law: LawPack, figure: Figure, on: date) -> KnownFigure | None:
    """Return an amount of the law on a day, or None where the pack does not know it."""
    value = _value(law, figure.key_in(law), on)
    return _known(value) if value is not None else None


def figure_in_month(law: LawPack, figure: Figure, month: date) -> KnownFigure | None:
    """Return the lower of the amounts on the first and the last day of a month, or None where one is not known.

    The lower one, because in a month with two amounts nobody is blamed for what was right on some of its days.
    """
    found = [figure_on(law, figure, day) for day in _ends(month)]
    known = [figure for figure in found if figure is not None]
    return _lowest(known) if len(known) == len(found) else None


def lowest_in_month(law: LawPack, figure: Figure, month: date) -> KnownFigure | None:
    """Return the lowest amount that any side of a dispute gives in a month; disputed amounts are not confirmed."""
    rows = [row for row in law.values.get(figure.key_in(law), ()) if row.value is not None]
    by_day = [[_known(row) for row in rows if row.holds_on(day)] for day in _ends(month)]
    if not all(by_day):
        return None
    lowest = _lowest([figure for figures in by_day for figure in figures])
    return KnownFigure(lowest.value, lowest.is_confirmed and all(len(figures) == 1 for figures in by_day))


def persons_on(law: LawPack, on: date) -> tuple[int, bool] | None:
    """Return from how many persons the scheme applies, and whether a notice may print that; None where not known."""
    value = _value(law, THRESHOLD, on)
    return (int(value.value), value.is_printable) if value is not None and value.value is not None else None


def _ends(month: date) -> tuple[date, date]:
    return month.replace(day=1), month.replace(day=monthrange(month.year, month.month)[1])


def _lowest(figures: Sequence[KnownFigure]) -> KnownFigure:
    return KnownFigure(min(figure.value for figure in figures), all(figure.is_confirmed for figure in figures))


def _value(law: LawPack, key: str, on: date) -> DatedValue | None:
    return law.value(key, on) if key in law.values else None


def _known(value: DatedValue) -> KnownFigure:
    return KnownFigure(Money.rupees(value.value or 0), value.is_printable)
