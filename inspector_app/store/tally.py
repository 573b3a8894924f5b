"""Reads and writes of the head count in work.db; decides nothing, and begins no transaction of its own."""

from __future__ import annotations

import json
from collections.abc import Mapping

from sqlite_utils import Database

from casework.head_count import TallyColumn, TallyLine
from inspector_app.store.driver import rows, run


def tally_lines(work: Database, inspection_id: str) -> tuple[TallyLine, ...]:
    """Return the lines of a count in their order."""
    found = rows(work, "SELECT * FROM tally_line WHERE inspection_id = ? ORDER BY number", (inspection_id,))
    return tuple(TallyLine(int(one["number"]), _cells(one["cells"])) for one in found)


def put_tally_line(work: Database, inspection_id: str, line: TallyLine) -> None:
    """Write a line in place of the one of its number; a blank one keeps its number and holds nothing."""
    cells = json.dumps({column.value: value for column, value in line.cells.items() if value}, ensure_ascii=False)
    run(work, "INSERT OR REPLACE INTO tally_line VALUES (?, ?, ?)", (inspection_id, line.number, cells))


def _cells(text: str) -> Mapping[TallyColumn, str]:
    return {TallyColumn(name): str(value) for name, value in json.loads(text).items()}
