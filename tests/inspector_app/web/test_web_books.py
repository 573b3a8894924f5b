"""The pages of records and books: written in, brought to, compared; each in both languages."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest

from inspector_app.catalogue import say

PAYROLL = "\n".join(
    ["Sr\tName\tCNIC\tSalary\tDays\tDate of Joining"]
    + [f"{n}\tWorker {chr(64 + n % 26)}\t35202{n:07d}1\t21000\t26\t1-3-2024" for n in range(1, 61)]
    + ["61\tTariq\t352\tlots\t26\t"]
)


@pytest.fixture
def book(visitor: Any, inspection: str) -> str:
    """The address of a wage register of an inspection that was just begun."""
    answer = visitor.post(f"{inspection}/books", {"kind": "wage_register", "period": "2026-09", "label": "Shed 2"})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"])


def test_the_matrix_shows_every_record_asked_for_and_keeps_what_is_said_of_it(visitor: Any, inspection: str) -> None:
    page = visitor.get(f"{inspection}/books").text
    asked = set(re.findall(r'id="item-(rec_[a-z_]+)"', page))
    visitor.post(f"{inspection}/answers", {"item": "rec_wage_register", "value": "partly"})
    after = visitor.get(f"{inspection}/books").text

    assert asked >= {"rec_attendance", "rec_wage_register", "rec_schedules", "rec_challans", "rec_appointment_letters"}
    assert re.search(r'id="item-rec_wage_register".*?value="partly" checked', after, re.DOTALL)


def test_a_line_is_kept_by_the_script_and_by_the_form_alike(visitor: Any, book: str) -> None:
    reply = visitor.post_json(f"{book}/lines", {"lines": [{"number": None, "cells": {"name": "Aslam", "wage": "x"}}]})
    form = {"row": ["0", "1"], "number-0": "1", "name-0": "Aslam Khan", "name-1": "Saima", "number-1": "", "page": "1"}
    posted = visitor.post(f"{book}/lines", form)
    page = visitor.get(book).text

    assert reply.json["lines"][0]["number"] == 1
    assert list(reply.json["lines"][0]["problems"]) == ["wage"]
    assert posted.headers["Location"] == f"{book}?page=1"
    assert ('value="Aslam Khan"' in page, 'value="Saima"' in page) == (True, True)
    assert "Wage register, September 2026 – Shed 2" in page


@pytest.mark.parametrize("body", [{}, {"lines": 3}, {"lines": ["x"]}, {"lines": [{"number": 99, "cells": {}}]}, [1]])
def test_lines_that_are_none_are_refused_and_nothing_is_written(visitor: Any, book: str, body: object) -> None:
    assert visitor.post_json(f"{book}/lines", body).status_code == 422


def test_a_pasted_list_goes_through_all_pages_in_both_languages(visitor: Any, inspection: str, book: str) -> None:
    visitor.post(f"{inspection}/answers", {"item": "rec_wage_register", "value": "produced"})
    brought = visitor.post(f"{book}/file", {"pasted": PAYROLL})
    assert brought.headers["Location"] == f"{book}/file"
    read = visitor.get(f"{book}/file").text
    assert "Take 61 lines" in read
    assert "A CNIC has 13 digits; this has 3." in read
    taken = visitor.post(f"{book}/file/take", {"how": "append"})
    assert taken.headers["Location"].startswith(book)
    assert visitor.post(f"{book}/figures").status_code == 303
    assert visitor.post(f"{book}/sample", {"percent": "10"}).status_code == 303
    cross = visitor.get(f"{inspection}/cross-check").text
    assert 'data-code="NAMED_NOT_DECLARED"' in cross
    cnics = re.findall(r'name="cnic" value="([0-9-]+)"', cross)
    assert len(cnics) == 18
    named = visitor.post(f"{inspection}/cross-check/workers", {"cnic": cnics, "untold": "cannot_verify"})
    assert named.status_code == 303
    for lang, word in (("en", "each worker listed by name"), ("ur", "ہر کارکن نام بنام درج")):
        visitor.speak(lang)
        for page in (f"{inspection}/books", book, f"{book}?show=problems", f"{book}/file", f"{book}/sample"):
            assert visitor.get(page).status_code == 200, page
        assert word in visitor.get(f"{inspection}/cross-check").text


def test_a_difference_is_set_aside_only_with_a_reason(visitor: Any, inspection: str, book: str) -> None:
    visitor.post(f"{book}/file", {"pasted": PAYROLL})
    visitor.post(f"{book}/file/take")
    page = visitor.get(f"{inspection}/cross-check").text
    name = re.search(r'id="difference-([0-9a-f]+)" data-code="NAMED_NOT_DECLARED"', page)
    assert name
    form = {"difference": name[1], "decision": "set_aside"}
    assert visitor.post(f"{inspection}/cross-check/decisions", {**form, "reason": ""}).status_code == 422
    visitor.post(f"{inspection}/cross-check/decisions", {**form, "reason": "Declared at Sialkot, card seen"})

    assert "Declared at Sialkot, card seen" in visitor.get(f"{inspection}/cross-check").text
    assert "NAMED_NOT_DECLARED" not in visitor.get(f"{inspection}/findings").text


def test_a_file_that_is_no_list_is_refused_on_the_page(visitor: Any, book: str) -> None:
    answer = visitor.post(f"{book}/file", {"file": (io.BytesIO(b"%PDF-1.4"), "list.xlsx")})

    assert answer.status_code == 422
    assert "neither CSV nor an XLSX workbook" in answer.text
    assert visitor.post(f"{book}/file", {"pasted": "  "}).status_code == 422


def test_a_list_that_is_not_there_answers_404(visitor: Any, inspection: str) -> None:
    nothing = f"{inspection}/books/01993b1a-0000-7000-8000-00000000ffff"

    assert [visitor.get(page).status_code for page in (nothing, f"{nothing}/file", f"{nothing}/sample")] == [404] * 3
    assert visitor.post(f"{nothing}/file/take").status_code == 404
    assert visitor.post(f"{inspection}/books", {"kind": "ledger", "period": "2026-09"}).status_code == 422


def test_a_list_is_removed_with_its_lines(visitor: Any, inspection: str, book: str) -> None:
    visitor.post_json(f"{book}/lines", {"lines": [{"cells": {"name": "Aslam"}}]})
    visitor.post(f"{book}/remove")

    assert visitor.get(book).status_code == 404
    assert "No list has been entered yet." in visitor.get(f"{inspection}/books").text


def test_a_name_that_is_markup_is_shown_as_text(visitor: Any, inspection: str, book: str) -> None:
    visitor.post(f"{book}/file", {"pasted": "Name\tCNIC\n<script>x</script>\t3520212345671"})
    page = visitor.get(f"{book}/file").text
    visitor.post(f"{book}/file/take")

    assert "<script>x" not in page + visitor.get(book).text + visitor.get(f"{inspection}/cross-check").text


@pytest.mark.parametrize(("lang", "word"), [("en", "row 300 of 5,000"), ("ur", "5,000")])
def test_the_page_is_told_how_far_its_list_is_and_of_no_other(visitor: Any, book: str, lang: str, word: str) -> None:
    visitor.speak(lang)
    assert f'data-address="{book}/file/progress"' in visitor.get(f"{book}/file").text
    assert f'data-address="{book}/file/progress"' in visitor.get(book).text
    lists, nothing = visitor.app.extensions["muaina"].lists, {"text": "", "share": 0}
    assert visitor.get(f"{book}/file/progress").json == nothing
    with lists.told(book.rpartition("/")[2]) as tell:
        tell(say("books.checking_rows", count="300", all="5,000"), 0.06)
        told = visitor.get(f"{book}/file/progress").json
        assert visitor.get(f"{book}x/file/progress").json == nothing
    assert word in told["text"]
    assert told["share"] == 0.06
    visitor.post(f"{book}/file", {"pasted": PAYROLL})
    visitor.post(f"{book}/file/take")
    assert visitor.get(f"{book}/file/progress").json == nothing

    visitor.post("/sign-out")
    assert visitor.get(f"{book}/file/progress").json is None
