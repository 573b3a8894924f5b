"""The books in a real browser: the grid by keyboard alone, a paste from a spreadsheet, a list to a finding."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from kept_books import PAYROLL
from laptop_window import LaptopWindow
from playwright.sync_api import expect
from prepared_laptop import MILL

pytestmark = pytest.mark.browser

LONG_MS = 20_000
"""Reading and comparing a list takes a while on a machine with much else to do."""


@pytest.fixture
def at_books(window: LaptopWindow) -> Iterator[LaptopWindow]:
    """A window on the records and books of an inspection that was just begun."""
    window.sign_in()
    window.go(f"/employers/{MILL}").page.click("#start button.primary")
    window.go(window.page.url.removeprefix(window.laptop.url) + "/books")
    yield window
    window.assert_no_fault()
    window.assert_nothing_left_the_machine()


def begin(window: LaptopWindow, kind: str = "wage_register") -> str:
    with window.page.expect_navigation():  # the script of the grid takes what is pasted
        window.page.click(f"form:has(input[value={kind}]) button")
    return str(window.page.url.removeprefix(window.laptop.url))


def test_a_list_is_written_by_keyboard_alone_and_each_line_saved_when_it_is_left(at_books: LaptopWindow) -> None:
    book, page = begin(at_books), at_books.page
    page.focus("input[name=name-0]")
    for key in ("Aslam", "Tab", "3520212345671", "Tab", "lots", "Enter", "24000", "ArrowUp"):
        if key in ("Tab", "Enter", "ArrowUp"):
            page.keyboard.press(key)
        else:
            page.keyboard.type(key)
    expect(page.locator("#save-state")).to_contain_text("Saved")
    expect(page.locator("#why-wage-0")).to_have_text("not an amount in rupees")
    expect(page.locator("input[name=wage-0]")).to_be_focused()
    page.keyboard.type("25000")
    page.keyboard.press("Enter")
    expect(page.locator("#why-wage-0")).to_have_text("")

    at_books.go(book)
    expect(page.locator("input[name=cnic-0]")).to_have_value("35202-1234567-1")
    expect(page.locator("input[name=wage-0]")).to_have_value("25000")
    expect(page.locator("#why-name-1")).to_contain_text("nobody")


def test_a_line_that_could_not_be_saved_says_so_and_is_saved_when_the_laptop_answers_again(
    at_books: LaptopWindow,
) -> None:
    book, page = begin(at_books), at_books.page
    page.route("**/lines", lambda route: route.abort())
    page.fill("input[name=name-0]", "Aslam")
    page.press("input[name=name-0]", "Enter")
    expect(page.locator("#save-state")).to_contain_text("NOT SAVED")
    page.unroute("**/lines")
    expect(page.locator("#save-state")).to_contain_text("Saved", timeout=15_000)
    at_books.faults.clear()

    at_books.go(book)
    expect(page.locator("input[name^=name-]").first).to_have_value("Aslam")
    assert page.locator("th bdi").count() == 1


def test_what_is_pasted_from_a_spreadsheet_becomes_findings(at_books: LaptopWindow) -> None:
    page = at_books.page
    page.check("#item-rec_wage_register input[value=produced]")
    expect(page.locator("#save-state")).to_contain_text(re.compile("saved", re.IGNORECASE), timeout=LONG_MS)
    begin(at_books)
    page.evaluate(
        """text => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            const paste = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
            document.querySelector("input[name=name-0]").dispatchEvent(paste);
        }""",
        PAYROLL,
    )
    expect(page.locator("#lines")).to_have_text("61", timeout=LONG_MS)
    expect(page.locator("#problems li").first).to_contain_text("13 digits", timeout=LONG_MS)
    page.click("#take")
    page.click("#figures button")
    page.click("a[href$='/cross-check']")
    row = page.locator("tr[data-code=NAMED_NOT_DECLARED]")
    expect(row).to_contain_text("drafted", timeout=LONG_MS)
    page.check("input[value=cannot_verify]")
    page.click("#name-them")
    expect(page.locator("tr[data-code=NAMED_NOT_DECLARED]")).to_contain_text(
        "each worker listed by name", timeout=LONG_MS
    )
    page.click("#next")
    expect(page.locator("section[data-code=WORKER_NOT_SECURED]")).to_have_count(18, timeout=LONG_MS)


def test_the_page_says_how_far_a_long_list_is_while_it_is_read_and_checked(at_books: LaptopWindow) -> None:
    book, page = begin(at_books), at_books.page
    at_books.go(f"{book}/file")
    page.evaluate(WATCH)
    lines = (f"Worker {n},35202{n:07d}1,{20_000 + n},26,{1 + n % 28}-3-20{10 + n % 15}" for n in range(1, 19_001))
    payroll = "\n".join(["Name,CNIC,Salary,Days,Date of Joining", *lines])
    page.set_input_files("input[name=file]", {"name": "wages.csv", "mimeType": "text/csv", "buffer": payroll.encode()})
    expect(page.locator("#list-progress")).to_be_hidden()
    page.click("form[enctype] button")
    expect(page.locator("#lines")).to_have_text("19000", timeout=LONG_MS)

    said = page.evaluate("JSON.parse(sessionStorage.getItem('said'))")
    assert said[0] == "The list is being read …"
    counts = [int(found[1].replace(",", "")) for one in said if (found := re.search(r"row ([0-9,]+) of 19,001", one))]
    assert counts, said
    assert counts == sorted(counts)


WATCH = """() => {
  const said = [];
  const look = () => {
    said.push(document.querySelector('#list-progress [data-words]').textContent);
    sessionStorage.setItem('said', JSON.stringify(said));
  };
  new MutationObserver(look).observe(document.getElementById('list-progress'), {childList: true, subtree: true});
}"""
"""Keeps what the page says while it waits, for it is gone when the next page comes."""
