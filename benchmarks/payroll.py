"""Times a payroll of 5,000 workers, pasted and read from XLSX: mapped, checked, compared with the register.

`python benchmarks/payroll.py [--workers N]` from the repository; prints seconds and what was found as JSON. The laptop
is the tests' prepared one, its files encrypted and synced to disk as in the field.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

sys.path[:0] = [str(Path(__file__).resolve().parent.parent), str(Path(__file__).resolve().parent.parent / "tests")]

from inspector_at_work import Desk, new_id  # noqa: E402
from openpyxl import Workbook  # noqa: E402
from prepared_laptop import BEGIN, PASSWORD, TODAY, prepare_home  # noqa: E402

from inspector_app.services.book_lines import TypedLine, open_book, save_lines  # noqa: E402
from inspector_app.services.books import begin_book  # noqa: E402
from inspector_app.services.bring_list import PASTED, bring_list, preview  # noqa: E402
from inspector_app.services.cross_check import open_cross_check  # noqa: E402
from inspector_app.services.draw_sample import draw_sample  # noqa: E402
from inspector_app.services.session import Session  # noqa: E402
from inspector_app.services.take_list import How, take_list  # noqa: E402
from inspector_app.tools import Tools  # noqa: E402

HEADINGS = ("Sr", "Name of Employee", "CNIC", "Gross Salary", "Days", "Date of Joining")
_Value = TypeVar("_Value")


def rows_of(workers: int) -> list[tuple[object, ...]]:
    """Return a payroll with the slips of real ones: a spoiled number, an amount in words, somebody twice."""
    rows = [
        (n, f"Worker {n}", f"35202{n:07d}1", 21_000 + n % 7 * 100, 26 if n % 9 else 20, f"{1 + n % 28}-3-2024")
        for n in range(1, workers + 1)
    ]
    return [
        (n, name, "35202" if n % 500 == 0 else cnic, "nil paid" if n % 700 == 0 else wage, days, since)
        for n, name, cnic, wage, days, since in rows
    ]


def pasted(rows: list[tuple[object, ...]]) -> bytes:
    """Return rows as a spreadsheet puts them on the clipboard."""
    return "\n".join("\t".join(map(str, row)) for row in (HEADINGS, *rows)).encode()


def workbook(rows: list[tuple[object, ...]]) -> bytes:
    """Return rows as an XLSX workbook."""
    made = Workbook(write_only=True)
    sheet = made.create_sheet()
    for row in (HEADINGS, *rows):
        sheet.append(row)
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


class Clock:
    """Seconds that each step took, rounded to the hundredth."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def __call__(self, what: str, act: Callable[[], _Value]) -> _Value:
        begun = time.perf_counter()
        value = act()
        self.seconds[what] = round(time.perf_counter() - begun, 2)
        return value


def run(desk: Desk, inspection_id: str, month: date, *, name: str, data: bytes) -> dict[str, Any]:
    """Bring, map, check, take and compare one payroll; return its figures."""
    opened, timed = desk.opened, Clock()
    begin = {"kind": "wage_register", "period": month, "label": ""}
    book_id = begin_book(opened, inspection_id, **begin, at=desk.at, new_id=new_id)  # type: ignore[arg-type]
    timed("looked at and kept", lambda: bring_list(opened, inspection_id, book_id, name=name, data=data, at=desk.at))
    seen = timed("columns told, every cell checked", lambda: preview(opened, inspection_id, book_id))
    assert seen is not None
    take = {"how": How.APPEND, "at": desk.at, "new_id": new_id}
    count = timed("taken, on disk", lambda: take_list(opened, inspection_id, book_id, **take))  # type: ignore[arg-type]
    found = timed("compared, findings drafted", lambda: open_cross_check(opened, inspection_id, on=TODAY))
    timed("compared again", lambda: open_cross_check(opened, inspection_id, on=TODAY))
    timed("first page of the grid", lambda: open_book(opened, inspection_id, book_id, page=1))
    line = [TypedLine(1, seen.book.kind.columns and dict.fromkeys(seen.book.kind.columns, "26"))]
    timed("one line mended, on disk", lambda: save_lines(opened, inspection_id, book_id, line, at=desk.at))
    timed("page of the grid after it", lambda: open_book(opened, inspection_id, book_id, page=1))
    draw = {"percent": 10, "at": desk.at, "new_id": new_id}
    sample = timed("sample drawn", lambda: draw_sample(opened, inspection_id, book_id, **draw))  # type: ignore[arg-type]
    differences = [f"{one.standing.value} {one.difference.code} by {one.difference.by}" for one in found.differences]
    return {
        "kilobytes": len(data) // 1024,
        "seconds": timed.seconds,
        "lines": count,
        "cells_to_mend": seen.problems_count,
        "sample": len(sample.selected),
        "differences": differences,
    }


def main() -> None:
    """Run both payrolls on one fresh laptop."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--workers", type=int, default=5_000)
    rows = rows_of(options.parse_args().workers)
    with tempfile.TemporaryDirectory() as folder:
        session = Session(prepare_home(Path(folder) / "laptop"), Tools(now=lambda: BEGIN, new_id=new_id))
        session.sign_in(PASSWORD)
        with session.open() as opened:
            desk = Desk(opened)
            inspection_id = desk.start()
            desk.answer_all(inspection_id)
            figures = {
                "pasted": run(desk, inspection_id, date(2026, 9, 1), name=PASTED, data=pasted(rows)),
                "xlsx": run(desk, inspection_id, date(2026, 10, 1), name="payroll.xlsx", data=workbook(rows)),
            }
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
