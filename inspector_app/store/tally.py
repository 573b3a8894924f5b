"""Reads and writes of the head count in work.db; decides nothing, and begins no transaction of its own."""

from __future__ import annotations

import json
from collections.abc import Mapping

from sqlite_utils import Database

from casework.head_count import TallyColumn, TallyLine
from inspector_app.store.driver import row, rows, run


def tally_lines(work: Database, inspection_id: str) -> tuple[TallyLine, ...]:
    """Return the lines of a count in their order."""
    found = rows(work, "SELECT * FROM tally_line WHERE inspection_id = ? ORDER BY number", (inspection_id,))
    return tuple(TallyLine(int(one["number"]), _cells(one["cells"])) for one in found)


def tally_line_of(work: Database, inspection_id: str, mark: str) -> int | None:
    """Return the number of the line with a mark, or None."""
    sql = "SELECT number FROM tally_line WHERE inspection_id = ? AND mark = ?"
    found = row(work, sql, (inspection_id, mark)) if mark else None
    return int(found["number"]) if found else None


def put_tally_line(work: Database, inspection_id: str, line: TallyLine, *, mark: str = "") -> None:
    """Write a line in place of the one of its number; a blank one keeps its number and holds nothing.

    A line keeps the mark that it was first written with; under that it is found again.
    """
    cells = json.dumps({column.value: value for column, value in line.cells.items() if value}, ensure_ascii=False)
    sql = """
    INSERT INTO tally_line (inspection_id, number, cells, mark) VALUES (?, ?, ?, ?)
    ON CONFLICT (inspection_id, number) DO UPDATE SET cells = excluded.cells
    """
    run(work, sql, (inspection_id, line.number, cells, mark))


def _cells(text: str) -> Mapping[TallyColumn, str]:
    return {TallyColumn(name): str(value) for name, value in json.loads(text).items()}
