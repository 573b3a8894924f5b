"""Explains the lines of an assessment together where they are alike in all but the month.

What a line says of itself is `AssessmentLine`; where a paper prints it is `documents`.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from casework.assessed import AssessmentLine
from casework.assessment_period import next_month
from casework.coverage import UNDECLARED
from casework.wording import listed, month_text, name_text, sentence
from simplify_content.text import Text

Step = TypeVar("Step")


@dataclass(frozen=True)
class ExplainedLines:
    """Lines that one explanation holds for: `numbers` as the schedule counts them, ascending, from 1."""

    numbers: tuple[int, ...]
    months: tuple[date, ...]
    """The months of the lines, ascending, each once."""
    text: Text
    """What the lines rest on; names no month of the schedule."""

    @property
    def heading(self) -> Text:
        """Which lines and months these are, such as "Lines 1, 3 and 5 to 8: January 2025 to March 2025"."""
        key = "explained.line" if len(self.numbers) == 1 else "explained.lines"
        return sentence(key, numbers=_numbers(self.numbers), months=_months(self.months))


def grouped(lines: Sequence[AssessmentLine]) -> tuple[ExplainedLines, ...]:
    """Return the explanations of an assessment's lines; each line stands in exactly one, first lines first.

    Lines belong together that rest on the same person or declaration, amounts, provisions and facts.
    """
    groups: dict[Hashable, list[tuple[int, AssessmentLine]]] = {}
    for number, line in enumerate(lines, start=1):
        groups.setdefault(_alike(line), []).append((number, line))
    return tuple(_together(members, members[0][1].grounds) for members in groups.values())


def grouped_increases(lines: Sequence[AssessmentLine]) -> tuple[ExplainedLines, ...]:
    """Return how the increase of each line that has one was counted; lines counted alike are told together."""
    groups: dict[Text, list[tuple[int, AssessmentLine]]] = {}
    for number, line in enumerate(lines, start=1):
        if line.increase and line.increase_told is not None:
            groups.setdefault(line.increase_told, []).append((number, line))
    return tuple(_together(members, told) for told, members in groups.items())


def _alike(line: AssessmentLine) -> Hashable:
    amounts = line.base, line.rate_percent, line.due, line.paid
    # a worker's reference tells namesakes apart; that of a declared month is the month itself
    who = line.ref if line.kind == UNDECLARED else ""
    return line.kind, who, line.grounds, amounts, line.provisions, line.facts


def _together(members: Iterable[tuple[int, AssessmentLine]], told: Text) -> ExplainedLines:
    numbers, lines = zip(*members, strict=True)
    return ExplainedLines(numbers, tuple(sorted({line.month for line in lines})), told)


def _numbers(numbers: Sequence[int]) -> Text:
    return _listed(_runs(numbers, lambda number: number + 1), lambda number: name_text(str(number)))


def _months(months: Sequence[date]) -> Text:
    return _listed(_runs(months, next_month), month_text)


def _listed(runs: Iterable[Sequence[Step]], said: Callable[[Step], Text]) -> Text:
    """Return runs as a paper counts them up: three and more by their first and last, fewer one by one."""
    items: list[Text] = []
    for run in runs:
        if len(run) > 2:
            items.append(sentence("word.span", first=said(run[0]), last=said(run[-1])))
        else:
            items += [said(step) for step in run]
    return listed(*items)


def _runs(steps: Iterable[Step], following: Callable[[Step], Step]) -> list[list[Step]]:
    """Return ascending steps in unbroken runs."""
    runs: list[list[Step]] = []
    for step in steps:
        if runs and following(runs[-1][-1]) == step:
            runs[-1].append(step)
        else:
            runs.append([step])
    return runs
