"""What a row of a file becomes: a record, a skip for a named reason, or rejects.

The reading itself is `rows`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from simplify_content.text import Text


class Skip(StrEnum):
    """Why a row is counted and passed over."""

    HEADING = "heading"
    BEFORE_HEADING = "before_heading"
    BLANK = "blank"
    REPEATED_HEADING = "repeated_heading"
    TOTAL = "total"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True)
class Record:
    """One row as read; `values` holds only the fields of which the row says something."""

    table: str
    row: int
    values: dict[str, Any]


@dataclass(frozen=True)
class Reject:
    """One reason why a row does not enter the register. A row may have several."""

    file: str
    row: int
    column: str
    value: str
    code: str
    reason: Text
