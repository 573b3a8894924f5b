"""While a list is read, checked and taken it is told how far that is, and afterwards nothing."""

from __future__ import annotations

import io
from datetime import date

import pytest
from inspector_at_work import Desk
from openpyxl import Workbook

from inspector_app.errors import EvidenceRefused
from inspector_app.services.books import begin_book
from inspector_app.services.bring_list import bring_list, preview
from inspector_app.services.list_progress import HowFar, ListProgress
from inspector_app.services.take_list import How, take_list
from simplify_content.text import Text

ROWS = [("Name", "CNIC", "Salary"), *((f"Worker {n}", f"35202{n:07d}1", 21_000) for n in range(1, 451))]


def as_csv() -> bytes:
    return "\n".join(",".join(map(str, row)) for row in ROWS).encode()


def as_xlsx() -> bytes:
    made, target = Workbook(write_only=True), io.BytesIO()
    sheet = made.create_sheet()
    for row in ROWS:
        sheet.append(row)
    made.save(target)
    return target.getvalue()


@pytest.mark.parametrize(("name", "data"), [("wages.csv", as_csv()), ("wages.xlsx", as_xlsx())])
def test_every_step_of_a_list_is_told_and_goes_forward(desk: Desk, name: str, data: bytes) -> None:
    inspection_id = desk.start()
    book_id = begin_book(
        desk.opened, inspection_id, kind="wage_register", period=date(2026, 9, 1), label="", at=desk.at,
        new_id=desk.ids,
    )  # fmt: skip
    heard: list[HowFar] = []

    def tell(text: Text, share: float) -> None:
        heard.append(HowFar(text, share))

    bring_list(desk.opened, inspection_id, book_id, name=name, data=data, at=desk.at, tell=tell)
    rows = [f"The list is being read: {count} rows so far" for count in (100, 200, 300, 400)]
    assert [one.text.en for one in heard] == ["The list is being read …", *rows]
    assert {one.share for one in heard} == {0.0}
    assert "سطریں" in heard[1].text.ur

    heard.clear()
    preview(desk.opened, inspection_id, book_id, tell=tell)
    assert [one.text.en for one in heard] == [
        f"Every cell is being checked: row {count} of 451" for count in (100, 200, 300, 400)
    ]
    assert [one.share for one in heard] == [count / 451 for count in (100, 200, 300, 400)]

    heard.clear()
    take_list(desk.opened, inspection_id, book_id, how=How.APPEND, at=desk.at, new_id=desk.ids, tell=tell)
    assert heard[-1] == HowFar(heard[-1].text, 1.0)
    assert heard[-1].text.en == "450 lines are being taken …"


def test_what_was_told_is_forgotten_when_the_work_ends_however_it_ends() -> None:
    lists, text = ListProgress(), Text(en="reading", ur="پڑھا جا رہا ہے")
    with lists.told("a") as tell:
        assert lists.of("a") is None
        tell(text, 0.5)
        assert (lists.of("a"), lists.of("b")) == (HowFar(text, 0.5), None)
    assert lists.of("a") is None

    def fail() -> None:
        with lists.told("a") as tell:
            tell(text, 0.7)
            raise EvidenceRefused(text)

    with pytest.raises(EvidenceRefused):
        fail()
    assert lists.of("a") is None
