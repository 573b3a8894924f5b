"""Two windows on one inspection: what the second sends never writes over what it was not shown, and is never lost."""

from __future__ import annotations

import base64
import html
import io
import re
from typing import Any

import pytest
from inspector_at_work import signature_png
from test_web_books import PAYROLL

PICTURE = "data:image/png;base64," + base64.b64encode(signature_png()).decode()
STATEMENT = {"declined": "no", "text": "We did not know.", "by_name": "Tariq Mahmood", "by_role": "Manager"}
SIGNED = {"image": PICTURE, "signer_name": "Tariq Mahmood", "signer_role": "Manager"}
REFUSED = {
    "refused": "yes",
    "signer_name": "Tariq Mahmood",
    "refusal_reason": "Asks the owner first",
    "witness_name": "Imran Shah",
}


def hidden(page: str) -> dict[str, str]:
    """Return the hidden fields of the first form that says what it was shown."""
    [form, *_] = [form for form in re.findall(r"<form.*?</form>", page, re.DOTALL) if 'name="seen"' in form]
    found = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form)
    return {name: html.unescape(value) for name, value in found if name != "token"}


def shown(visitor: Any, page: str) -> dict[str, str]:
    """Return what a window that opens a page now is shown."""
    return hidden(visitor.get(page).text)


@pytest.mark.parametrize("lang", ["en", "ur"])
def test_a_statement_of_another_window_is_not_written_over(visitor: Any, inspection: str, lang: str) -> None:
    visitor.speak(lang)
    page = f"{inspection}/statement"
    first, second = shown(visitor, page), shown(visitor, page)
    assert visitor.post(page, {**first, **STATEMENT}).status_code == 303

    other = {"declined": "no", "text": "Ask the <owner>.\nHe knows.", "by_name": "Zubair", "by_role": "Clerk"}
    refused = visitor.post(page, {**second, **other})

    assert refused.status_code == 409
    for said in ("We did not know.", "Ask the &lt;owner&gt;.", "Tariq Mahmood", "Zubair"):
        assert said in refused.text
    assert "We did not know." in visitor.get(page).text
    assert "Zubair" not in visitor.get(page).text

    taken = visitor.post(page, hidden(refused.text))
    assert taken.status_code == 303
    after = visitor.get(page).text
    assert "Ask the &lt;owner&gt;.\nHe knows." in after.replace("\r", "")
    assert "We did not know." not in after


def test_the_same_statement_sent_twice_is_taken(visitor: Any, inspection: str) -> None:
    page = f"{inspection}/statement"
    seen = shown(visitor, page)
    assert [visitor.post(page, {**seen, **STATEMENT}).status_code for _ in range(2)] == [303, 303]


def test_a_choice_that_a_third_window_was_quicker_with_is_asked_again(visitor: Any, inspection: str) -> None:
    page = f"{inspection}/statement"
    seen = shown(visitor, page)
    visitor.post(page, {**seen, **STATEMENT})
    choice = hidden(visitor.post(page, {**seen, **STATEMENT, "by_name": "Zubair"}).text)
    visitor.post(page, {**shown(visitor, page), **STATEMENT, "by_name": "Imran"})

    again = visitor.post(page, choice)

    assert again.status_code == 409
    assert "Imran" in again.text
    assert "Zubair" in again.text


@pytest.mark.parametrize("sent", [SIGNED, REFUSED], ids=["signature", "refusal"])
@pytest.mark.parametrize("lang", ["en", "ur"])
def test_a_signature_of_another_window_is_not_put_aside(
    visitor: Any, inspection: str, sent: dict[str, str], lang: str
) -> None:
    visitor.speak(lang)
    page = f"{inspection}/signature"
    seen = shown(visitor, page)
    assert visitor.post(page, {**seen, **SIGNED, "signer_name": "Owner"}).status_code == 303

    refused = visitor.post(page, {**seen, **sent})

    assert refused.status_code == 409
    assert "Owner" in refused.text
    assert "Tariq Mahmood" in refused.text
    assert (PICTURE in html.unescape(refused.text)) == (sent is SIGNED)
    [standing] = re.findall(rf'src="({inspection}/evidence/[0-9a-f-]+/original)"', refused.text)
    assert visitor.get(standing).data == signature_png()
    assert "Tariq Mahmood" not in visitor.get(page).text

    assert visitor.post(page, hidden(refused.text)).status_code == 303
    after = visitor.get(page).text
    assert ("Imran Shah" in after) == (sent is REFUSED)
    assert 'id="earlier"' in after
    assert "Owner" in after


@pytest.mark.parametrize(("lang", "word"), [("en", "Nothing was kept"), ("ur", "دستخط محفوظ نہیں ہوئے")])
def test_a_sheet_changed_while_it_was_being_signed_is_not_signed(
    visitor: Any, inspection: str, lang: str, word: str
) -> None:
    visitor.speak(lang)
    page = f"{inspection}/signature"
    seen = shown(visitor, page)
    visitor.post(f"{inspection}/answers", {"item": "records_due_on", "value": "2026-12-08"})
    visitor.post(f"{inspection}/answers", {"item": "rec_wage_register", "value": "not_produced"})

    refused = visitor.post(page, {**seen, **SIGNED})

    assert refused.status_code == 409
    assert word in refused.text
    assert 'value="Tariq Mahmood"' in refused.text
    assert visitor.post(page, {**hidden(refused.text), **SIGNED}).status_code == 303


@pytest.mark.parametrize(
    ("lang", "word"), [("en", "changed after it was signed at"), ("ur", "دستخط ہونے کے بعد تبدیل ہوئی")]
)
def test_the_pages_say_that_the_sheet_was_changed_after_it_was_signed(
    visitor: Any, inspection: str, lang: str, word: str
) -> None:
    visitor.speak(lang)
    page = f"{inspection}/signature"
    visitor.post(page, {**shown(visitor, page), **SIGNED})
    assert 'id="lapsed"' not in visitor.get(page).text
    visitor.post(f"{inspection}/answers", {"item": "rec_wage_register", "value": "not_produced"})

    for shows in (page, inspection):
        assert word in visitor.get(shows).text
    closing = visitor.post(f"{inspection}/close")
    assert (closing.status_code, word in closing.text) == (409, True)
    assert "Tariq Mahmood" in visitor.get(page).text

    visitor.post(page, {**shown(visitor, page), **REFUSED})
    assert 'id="lapsed"' not in visitor.get(page).text
    assert word not in visitor.get(inspection).text


def test_a_difference_decided_in_another_window_is_asked_about(visitor: Any, inspection: str) -> None:
    form = {"kind": "wage_register", "period": "2026-09", "label": ""}
    book = visitor.post(f"{inspection}/books", form).headers["Location"]
    visitor.post(f"{book}/file", {"pasted": PAYROLL})
    visitor.post(f"{book}/file/take")
    page, decisions = f"{inspection}/cross-check", f"{inspection}/cross-check/decisions"
    seen = shown(visitor, page)
    aside = {**seen, "decision": "set_aside"}
    assert visitor.post(decisions, {**aside, "reason": "Declared at Sialkot"}).status_code == 303

    refused = visitor.post(decisions, {**aside, "reason": "Card seen"})

    assert refused.status_code == 409
    assert "Declared at Sialkot" in refused.text
    assert "Card seen" in refused.text
    assert "Card seen" not in visitor.get(page).text
    assert visitor.post(decisions, hidden(refused.text)).status_code == 303
    assert "Card seen" in visitor.get(page).text


def test_what_was_typed_for_a_closed_inspection_is_still_shown(visitor: Any, inspection: str) -> None:
    seen = {page: shown(visitor, f"{inspection}/{page}") for page in ("statement", "signature")}
    with visitor.app.extensions["muaina"].session.open() as opened:
        opened.work.conn.execute("UPDATE inspection SET closed_at = started_at, register_facts = '{}'")

    for page, typed in (("statement", STATEMENT), ("signature", SIGNED)):
        answer = visitor.post(f"{inspection}/{page}", {**seen[page], **typed})
        assert answer.status_code == 409
        assert "Tariq Mahmood" in answer.text
        assert 'id="keep-typed"' not in answer.text


def boxes(page: str, action: str) -> dict[str, list[str]]:
    """Return what the form to an address holds, hidden or typed; every value of a name."""
    [form] = [form for form in re.findall(r"<form.*?</form>", page, re.DOTALL) if f'action="{action}"' in form]
    found: dict[str, list[str]] = {}
    for box in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="([^"]+)"', box), re.search(r'value="([^"]*)"', box)
        if name and name[1] != "token" and "disabled" not in box:
            found.setdefault(name[1], []).append(html.unescape(value[1]) if value else "")
    return found


@pytest.fixture
def book(visitor: Any, inspection: str) -> str:
    """The address of a wage register of three lines."""
    form = {"kind": "wage_register", "period": "2026-09", "label": ""}
    address = str(visitor.post(f"{inspection}/books", form).headers["Location"])
    lines = [{"number": None, "cells": {"name": f"Worker {n}", "wage": "30000"}} for n in ("A", "B", "C")]
    assert visitor.post_json(f"{address}/lines", {"lines": lines}).status_code == 200
    return address


@pytest.mark.parametrize(("lang", "emptied"), [("en", "Another window emptied"), ("ur", "خالی کر دیا گیا")])
def test_a_line_of_a_list_says_at_each_cell_what_another_window_wrote(
    visitor: Any, book: str, lang: str, emptied: str
) -> None:
    visitor.speak(lang)
    shown_cells = {"name": "Worker A", "wage": "30000"}

    def send(cells: dict[str, str], seen: object = shown_cells) -> Any:
        lines = [{"number": 1, "cells": cells, "seen": seen}]
        return visitor.post_json(f"{book}/lines", {"lines": lines}).json["lines"][0]

    assert send({"name": "Worker A", "wage": ""})["apart"] == {}
    refused = send({"name": "Akram", "wage": "31000"})
    assert list(refused["apart"]) == ["wage"]
    assert emptied in refused["apart"]["wage"]
    assert refused["cells"] == {"name": "Worker A"}
    kept = send({"name": "Akram", "wage": "31000"}, refused["cells"])
    assert (kept["apart"], kept["cells"]) == ({}, {"name": "Akram", "wage": "31000"})


@pytest.mark.parametrize("lines", [[{"number": 1, "cells": [1], "seen": 3}], [{"number": 1, "cells": "x", "seen": []}]])
def test_cells_that_are_none_empty_no_line(visitor: Any, book: str, lines: object) -> None:
    visitor.post_json(f"{book}/lines", {"lines": lines})
    assert 'value="Worker A"' in visitor.get(book).text


def test_without_the_script_the_lines_of_two_windows_are_asked_about(visitor: Any, book: str) -> None:
    first, second = (boxes(visitor.get(book).text, f"{book}/lines") for _ in range(2))
    assert (
        visitor.post(f"{book}/lines", {**first, "wage-0": "31000", "name-0": "Akram", "wage-1": "32000"}).status_code
        == 303
    )

    refused = visitor.post(f"{book}/lines", {**second, "wage-0": "29000", "name-1": "Bashir", "name-2": "Chanda"})

    assert refused.status_code == 409
    assert refused.text.count('<tr><th scope="row"') == 1
    for said in ("line 1", ">31000<", ">29000<"):
        assert said in refused.text
    after = visitor.get(book).text
    for stands in ("31000", "32000", "Bashir", "Chanda"):
        assert f'value="{stands}"' in after
    assert visitor.post(f"{book}/lines", boxes(refused.text, f"{book}/lines")).status_code == 303
    last = visitor.get(book).text
    for stands in ("29000", "Akram", "32000", "Bashir", "Chanda"):
        assert f'value="{stands}"' in last


def test_without_the_script_the_counts_of_two_windows_are_asked_about(visitor: Any, inspection: str) -> None:
    page, address = f"{inspection}/count", f"{inspection}/count/lines"
    visitor.post_json(address, {"lines": [{"number": None, "cells": {"section": "Knitting", "men": "31"}}]})
    first, second = (boxes(visitor.get(page).text, address) for _ in range(2))
    visitor.post(address, {**first, "men-0": "30", "section-0": "Sewing"})

    refused = visitor.post(address, {**second, "men-0": "29", "women-0": "4"})

    assert refused.status_code == 409
    assert (">30<" in refused.text, ">29<" in refused.text) == (True, True)
    assert 'value="30"' in visitor.get(page).text
    visitor.post(address, boxes(refused.text, address))
    after = visitor.get(page).text
    assert [f'value="{value}"' in after for value in ("Sewing", "29", "4")] == [True, True, True]


def checks_form_of(visitor: Any, page: str) -> dict[str, list[str]]:
    """Return the form of a sample as a window has it: lists with a choice are no boxes."""
    return boxes(visitor.get(page).text, f"{page}/checks")


def test_a_line_of_a_sample_checked_in_two_windows_is_asked_about(visitor: Any, book: str) -> None:
    page = f"{book}/sample"
    visitor.post(page, {"percent": "10"})
    first, second = checks_form_of(visitor, page), checks_form_of(visitor, page)
    told = {"outcome-1": "irregular", "note-1": "No card", "outcome-2": "sound", "outcome-3": "irregular"}
    assert visitor.post(f"{page}/checks", {**first, **told}).status_code == 303

    other = {"outcome-1": "sound", "note-1": "Card seen", "note-3": "Paid in cash"}
    refused = visitor.post(f"{page}/checks", {**second, **other})

    assert refused.status_code == 409
    assert refused.text.count('<tr><th scope="row"') == 2
    for said in ("No card", "Card seen", "irregular", "in order"):
        assert said in refused.text
    assert "Paid in cash" not in visitor.get(page).text
    assert visitor.post(f"{page}/checks", boxes(refused.text, f"{page}/checks")).status_code == 303
    after = visitor.get(page).text
    assert ("Card seen" in after, "No card" in after, "Paid in cash" in after) == (True, False, True)
    for number, outcome in ((1, "sound"), (2, "sound"), (3, "irregular")):
        [choice] = re.findall(rf'name="outcome-{number}".*?</select>', after, re.DOTALL)
        assert f'value="{outcome}" selected' in choice


@pytest.mark.parametrize("lang", ["en", "ur"])
def test_a_caption_of_another_window_is_not_written_over(visitor: Any, inspection: str, lang: str) -> None:
    visitor.speak(lang)
    form = {"for": "rec_wage_register/", "back": "evidence", "file": (io.BytesIO(signature_png()), "page.png")}
    assert visitor.post(f"{inspection}/evidence", form).status_code == 303
    [page] = re.findall(r'class="look" href="([^"]+)"', visitor.get(f"{inspection}/evidence").text)
    first, second = (boxes(visitor.get(page).text, f"{page}/describe") for _ in range(2))
    assert visitor.post(f"{page}/describe", {**first, "caption": "Page seven"}).status_code == 303
    assert visitor.post(f"{page}/describe", {**second, "place": "The gate"}).status_code == 303
    assert ("Page seven" in visitor.get(page).text, "The gate" in visitor.get(page).text) == (True, True)

    refused = visitor.post(f"{page}/describe", {**second, "caption": "رجسٹر کا صفحہ", "place": ""})

    assert refused.status_code == 409
    assert ("Page seven" in refused.text, "رجسٹر کا صفحہ" in refused.text) == (True, True)
    assert visitor.post(f"{page}/describe", boxes(refused.text, f"{page}/describe")).status_code == 303
    after = visitor.get(page).text
    assert ("رجسٹر کا صفحہ" in after, "Page seven" in after, "The gate" in after) == (True, False, True)


def test_what_was_found_of_a_sample_closed_meanwhile_is_still_shown(visitor: Any, book: str) -> None:
    page = f"{book}/sample"
    visitor.post(page, {"percent": "10"})
    typed = {**checks_form_of(visitor, page), "outcome-1": "irregular", "note-1": "Paid in cash"}
    typed["outcome-2"] = "<no outcome>"
    with visitor.app.extensions["muaina"].session.open() as opened:
        opened.work.conn.execute("UPDATE inspection SET closed_at = started_at, register_facts = '{}'")

    refused = visitor.post(f"{page}/checks", typed)

    assert refused.status_code == 409
    for said in ("Paid in cash", ">irregular<", "&lt;no outcome&gt;"):
        assert said in refused.text
    assert 'id="keep-typed"' not in refused.text
