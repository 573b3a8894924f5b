"""Books of a visit as tests need them: a payroll that is taken, one that waits, a challan."""

from __future__ import annotations

from datetime import date

from inspector_at_work import Desk
from prepared_laptop import TODAY

from casework.books.book import Column
from inspector_app.services.book_lines import TypedLine, save_lines
from inspector_app.services.books import begin_book
from inspector_app.services.bring_list import PASTED, bring_list
from inspector_app.services.draw_sample import draw_sample
from inspector_app.services.take_list import How, take_list

PAYROLL = "\n".join(
    ["Name\tCNIC\tSalary\tDays\tDate of Joining"]
    + [f"Worker {chr(64 + n % 26)}\t35202{n:07d}1\t21000\t26\t1-3-2024" for n in range(1, 61)]
    + ["نسیم اختر\t352\tlots\t26\t"]
)
"""A payroll of 61 workers, 18 of whom the mill did not declare; the last line has two cells to mend."""


def keep_books(desk: Desk, inspection_id: str) -> tuple[str, ...]:
    """Enter a list, bring a file for a second one and write a challan down; return the ids of the books."""

    def begin(kind: str, period: date) -> str:
        return begin_book(desk.opened, inspection_id, kind=kind, period=period, label="", at=desk.at, new_id=desk.ids)

    def bring(book_id: str) -> None:
        bring_list(desk.opened, inspection_id, book_id, name=PASTED, data=PAYROLL.encode(), at=desk.at)

    ids = begin("wage_register", date(2026, 9, 1)), begin("bank_list", date(2026, 9, 1)), begin("challans", TODAY)
    bring(ids[0])
    take_list(desk.opened, inspection_id, ids[0], how=How.APPEND, at=desk.at, new_id=desk.ids)
    draw_sample(desk.opened, inspection_id, ids[0], percent=10, at=desk.at, new_id=desk.ids)
    bring(ids[1])
    challan = {Column.MONTH: "2026-10", Column.AMOUNT: "60480", Column.CHALLAN_NO: "CH-01-2610"}
    save_lines(desk.opened, inspection_id, ids[2], [TypedLine(None, challan)], at=desk.at)
    return ids
