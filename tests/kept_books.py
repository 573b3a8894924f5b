"""The short ways that tests need to books: a payroll, and the steps that bring it into a list."""

from __future__ import annotations

from datetime import date

from inspector_at_work import Desk

from inspector_app.services.books import begin_book
from inspector_app.services.bring_list import PASTED, bring_list
from inspector_app.services.take_list import How, take_list

PAYROLL = "\n".join(
    ["Name\tCNIC\tSalary\tDays\tDate of Joining"]
    + [f"Worker {chr(64 + n % 26)}\t35202{n:07d}1\t21000\t26\t1-3-2024" for n in range(1, 61)]
    + ["نسیم اختر\t352\tlots\t26\t"]
)
"""A payroll of 61 workers, 18 of whom the mill did not declare; the last line has two cells to mend."""


MONTH = date(2026, 9, 1)
HEAD = "Sr\tName\tCNIC\tSalary\tDays\tDate of Joining"


def begin(desk: Desk, inspection_id: str, kind: str = "wage_register", period: date = MONTH, label: str = "") -> str:
    return begin_book(desk.opened, inspection_id, kind=kind, period=period, label=label, at=desk.at, new_id=desk.ids)


def payroll(count: int, *, first: int = 1, wage: int = 21000) -> bytes:
    rows = [f"{n}\tWorker {chr(64 + n % 26)}\t35202{n:07d}1\t{wage}\t26\t1-3-2024" for n in range(first, first + count)]
    return "\n".join([HEAD, *rows]).encode()


def bring(desk: Desk, inspection_id: str, book_id: str, data: bytes, name: str = PASTED) -> None:
    desk.move(seconds=1)
    bring_list(desk.opened, inspection_id, book_id, name=name, data=data, at=desk.at)


def take(desk: Desk, inspection_id: str, book_id: str, how: How = How.APPEND) -> int:
    desk.move(seconds=1)
    return take_list(desk.opened, inspection_id, book_id, how=how, at=desk.at, new_id=desk.ids)


def filled(desk: Desk, count: int = 60) -> tuple[str, str]:
    """Return an inspection with its answers and a wage register of so many workers, 42 of whom the register holds."""
    inspection_id = desk.start()
    desk.answer_all(inspection_id)
    book_id = begin(desk, inspection_id)
    bring(desk, inspection_id, book_id, payroll(count))
    take(desk, inspection_id, book_id)
    return inspection_id, book_id
