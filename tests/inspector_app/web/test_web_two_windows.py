"""Two windows on one inspection: what the second sends never writes over what it was not shown, and is never lost."""

from __future__ import annotations

import base64
import html
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
