"""Which months of the records are checked: the latest, the one a year before, named ones, and a seeded draw.

Which workers of a month are checked is `sampling`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from casework.sampling_draw import SamplingError, draw
from casework.wording import month_text, sentence
from simplify_content.text import Text

FEWEST_DRAWN_MONTHS, MOST_DRAWN_MONTHS = 2, 4


class MonthReason(StrEnum):
    """Why a month is checked."""

    LATEST = "latest"
    YEAR_BEFORE = "year_before"
    NAMED = "named"
    """Peak season or bonus, as the caller says."""
    DRAWN = "drawn"


@dataclass(frozen=True)
class SelectedMonth:
    """One month to check (its first day) and why."""

    month: date
    reason: MonthReason

    @property
    def text(self) -> Text:
        """The month and the reason as a person reads them."""
        return sentence(f"sample.month.{self.reason}", month=month_text(self.month))


def pick_months(
    months: Iterable[date], *, seed: str, drawn: int = 3, named: Iterable[date] = ()
) -> tuple[SelectedMonth, ...]:
    """Return the months to check, oldest first: the latest, the same month a year before, named ones, drawn ones.

    Only months of the list are picked; where it is short, fewer come back.

    Args:
        months: first days of the months whose records there are.
        seed: as for workers; the key of a month is `YYYY-MM`.
        drawn: how many to draw from the rest, 2 to 4.
        named: peak season and bonus months.

    Raises:
        SamplingError: the seed is blank, or `drawn` is out of range.
    """
    if not FEWEST_DRAWN_MONTHS <= drawn <= MOST_DRAWN_MONTHS:
        raise SamplingError(f"{drawn} months to draw; expected {FEWEST_DRAWN_MONTHS} to {MOST_DRAWN_MONTHS}")
    known = {month.replace(day=1) for month in months}
    found: dict[date, MonthReason] = {}
    if known:
        latest = max(known)
        found[latest] = MonthReason.LATEST
        year_before = latest.replace(year=latest.year - 1)
        wanted = [(year_before, MonthReason.YEAR_BEFORE), *((day.replace(day=1), MonthReason.NAMED) for day in named)]
        for month, reason in wanted:
            if month in known:
                found.setdefault(month, reason)
    rest = {f"{month:%Y-%m}": month for month in known - found.keys()}
    for key in draw(rest, drawn, seed=seed):
        found[rest[key]] = MonthReason.DRAWN
    return tuple(SelectedMonth(month, found[month]) for month in sorted(found))
