"""Arranges an assessment for reading: lines by month, reasons once, facts in words; computes no contribution."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from casework.assessment import AssessmentLine, NotAssessed
from casework.owed_by_month import Owed, owed_on
from inspector_app.current import current_opened
from inspector_app.web.language import current_lang
from inspector_app.web.register_words import cite
from simplify_content.law_loader import load_law_pack
from simplify_content.text import Text


@dataclass(frozen=True)
class MonthOfLines:
    """All lines of one month, and what they come to."""

    month: date
    lines: tuple[AssessmentLine, ...]
    owed: Owed


@dataclass(frozen=True)
class Uncharged:
    """One reason for not charging, and the months it holds for."""

    reason: Text
    provisions: tuple[str, ...]
    months: tuple[date, ...]


def months_of(lines: Sequence[AssessmentLine]) -> tuple[MonthOfLines, ...]:
    """Return the lines grouped by month, oldest first."""
    ordered = sorted(lines, key=lambda line: line.month)
    groups = ((month, tuple(group)) for month, group in groupby(ordered, key=lambda line: line.month))
    return tuple(MonthOfLines(month, group, owed_on(group)) for month, group in groups)


def by_reason(entries: Sequence[NotAssessed]) -> tuple[Uncharged, ...]:
    """Return the uncharged months gathered by reason, in the order the reasons first appear."""
    found: dict[tuple[Text, tuple[str, ...]], list[date]] = {}
    for entry in entries:
        months = found.setdefault((entry.reason, entry.provisions), [])
        if entry.month is not None:
            months.append(entry.month)
    return tuple(Uncharged(reason, cited, tuple(months)) for (reason, cited), months in found.items())


def fact_in_words(fact: str) -> str:
    """Return a provision's citation, or the title of a dated value, in the page's language."""
    law = load_law_pack(current_opened().scheme)
    for values in law.values.values():
        for value in values:
            if value.fact == fact:
                return value.title.in_(current_lang())
    return str(cite(fact))
