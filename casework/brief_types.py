"""What a brief is made of: sections of marked sentences; and how its parts read rows of the register."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from simplify_content.text import Text

Row = Mapping[str, object]

Bad, Warn = "bad", "warn"
"""Marks of a line; a page and a paper put a word or sign beside the colour."""


@dataclass(frozen=True)
class BriefLine:
    """One sentence; `mark` is "bad", "warn" or "" for an ordinary one. `is_part` hangs it under the one before.

    `is_aside` sets apart what was only reported and is not confirmed.
    """

    text: Text
    mark: str = ""
    is_part: bool = False
    is_aside: bool = False


@dataclass(frozen=True)
class BriefSection:
    """One section, never without a line; `name` is its key."""

    name: str
    title: Text
    lines: tuple[BriefLine, ...]


def written(row: Row, name: str) -> str:
    """Return a field of a row as text; "" where the row does not have it, as rows of an older centre may not."""
    value = row.get(name)
    return "" if value is None else str(value).strip()


def day_of(row: Row, name: str) -> date | None:
    """Return a day of a row, or None where there is none or it is no day."""
    try:
        return date.fromisoformat(written(row, name)[:10])
    except ValueError:
        return None
