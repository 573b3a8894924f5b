"""One line written in two windows: the changes of each are kept, and a cell that both changed is asked about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

Column = TypeVar("Column", bound=str)
Line = TypeVar("Line")


@dataclass(frozen=True)
class Merged(Generic[Column]):
    """The cells of a line as both windows want it; `apart` are those of which they want different things."""

    cells: Mapping[Column, str]
    apart: tuple[Column, ...] = ()


@dataclass(frozen=True)
class Saved(Generic[Line]):
    """A line as it stands after it was saved.

    `apart`: the cells that another window had changed as well. Nothing of such a line was kept.
    """

    line: Line
    apart: tuple[str, ...] = ()


def merge_cells(
    standing: Mapping[Column, str], seen: Mapping[Column, str] | None, typed: Mapping[Column, str]
) -> Merged[Column]:
    """Bring what a window changed into what stands.

    Args:
        standing: the cells as they stand; one that is absent is blank, here as in the others.
        seen: as the window was shown them before it wrote; None where no page was shown.
        typed: as the window has them now.
    """
    if seen is None:
        return Merged(dict(typed))
    cells, apart = dict[Column, str](), list[Column]()
    for column, said in typed.items():
        stands, shown = standing.get(column, ""), seen.get(column, "")
        cells[column] = stands if said == shown else said
        if said != shown and stands not in (shown, said):
            apart.append(column)
    return Merged(cells, tuple(apart))
