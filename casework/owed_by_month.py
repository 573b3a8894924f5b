"""What an assessment comes to line by line and month by month: contribution, increase and the sum of both.

Only adds up what the lines say; the increase stays None where the scheme's rate is not known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from casework.assessed import Assessment, AssessmentLine
from casework.money import ZERO, Money, total


@dataclass(frozen=True)
class Owed:
    """Contribution in arrears and the increase on it; `increase` is None where its rate is not known."""

    contribution: Money
    increase: Money | None

    @property
    def sum(self) -> Money:
        """Both together."""
        return self.contribution + (self.increase or ZERO)


@dataclass(frozen=True)
class OwedMonth(Owed):
    """What is owed for one month; `month` is its first day."""

    month: date


def owed_on(lines: Sequence[AssessmentLine]) -> Owed:
    """Return what lines come to; without an increase where that of one of them is not known."""
    increases = [line.increase for line in lines if line.increase is not None]
    known = len(increases) == len(lines)
    return Owed(total([line.arrears for line in lines]), total(increases) if known else None)


def owed_by_month(assessment: Assessment) -> tuple[OwedMonth, ...]:
    """Return what is owed by month, oldest first; the months add up to the assessment's total."""
    ordered = sorted(assessment.lines, key=lambda line: line.month)
    months = []
    for month, group in groupby(ordered, key=lambda line: line.month):
        owed = owed_on(tuple(group))
        months.append(OwedMonth(owed.contribution, owed.increase if assessment.increase is not None else None, month))
    return tuple(months)
