"""A laptop's window worked with the keyboard alone; notes every stop of the focus that cannot be seen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from laptop_window import LaptopWindow
from playwright.sync_api import expect

_MOST_STOPS = 400
_UNSEEN = """() => {
    const here = document.activeElement;
    if (!here || here === document.body) return "";
    if (!here.matches(":focus")) return ""; /* the calendar button of a date, inside the field: the browser marks it */
    const box = here.getBoundingClientRect();
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    const name = here.tagName + " " + (here.name || here.id || here.textContent.trim().slice(0, 30));
    const marked = [here, here.closest("label")].some((one) => one && getComputedStyle(one).outlineStyle !== "none");
    if (!marked) return name + ": no mark of the focus";
    if (x < 0 || y < 0 || x > innerWidth || y > innerHeight) return name + ": outside the window";
    const hit = document.elementFromPoint(x, y);
    const label = here.closest("label");
    const seen = hit && (hit.contains(here) || here.contains(hit) || (label && label.contains(hit)));
    return seen ? "" : name + ": behind " + (hit ? hit.tagName + "." + hit.className : "nothing");
}"""

_CHOSEN = """([selector, value]) => {
    const list = document.activeElement;
    if (list.tagName === "SELECT") return list.value === value;
    return Boolean(document.querySelector(`${selector}[value="${value}"]:checked`));
}"""


class Keyboard:
    """Reaches everything with the Tab key. `unseen` tells what had the focus and could not be seen to have it."""

    def __init__(self, window: LaptopWindow) -> None:
        self.window = window
        self.page = window.page
        self.unseen: list[str] = []

    def reach(self, selector: str) -> Keyboard:
        """Press Tab until an element that fits the selector has the focus."""
        for _ in range(_MOST_STOPS):
            if self._is_at(selector):
                return self
            self.page.keyboard.press("Tab")
            if unseen := self.page.evaluate(_UNSEEN):
                self.unseen.append(f"{self.page.url.rpartition('/')[2]}: {unseen}")
        raise AssertionError(f"{selector} is not reached with the Tab key on {self.page.url}")

    def press(self, selector: str) -> None:
        """Reach a button or link and press it."""
        self.reach(selector)
        self.page.keyboard.press("Enter")

    def follow(self, selector: str, where: str) -> None:
        """Press a link or button and wait for the page behind it."""
        self.reach(selector)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.page.wait_for_url(where)

    def write(self, selector: str, text: str) -> None:
        """Write into a field in place of what stands there."""
        self.reach(selector)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def choose(self, selector: str, value: str) -> None:
        """Choose among radio buttons or the entries of a list with the arrows."""
        self.reach(selector)
        if self._is_at(f'input[value="{value}"]:not(:checked)'):
            self.page.keyboard.press("Space")
        for _ in range(40):
            if self.page.evaluate(_CHOSEN, [selector, value]):
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{selector}: the arrows do not come to {value}")

    def answer(self, item: str, value: str, key: str = "") -> None:
        """Answer a question and wait until the laptop says that it is kept."""
        place = f"#item-{item}-{key}" if key else f"#item-{item}"
        field = self.page.locator(place)
        if field.locator(".value :is(input[type=radio], select)").count():
            self.choose(f"{place} .value :is(input[type=radio], select)", value)
        else:
            box = f"{place} .value :is(input, textarea):not([type=hidden])"
            kind = field.locator(".value :is(input, textarea):not([type=hidden])").get_attribute("type")
            self._write_by_kind(box, kind, value)
        self.page.keyboard.press("Tab")
        expect(field.locator(".saved")).not_to_be_empty(timeout=20_000)

    def _write_by_kind(self, box: str, kind: str | None, value: str) -> None:
        year, month, day = (value + "--").split("-")[:3]
        if kind == "date":
            self.reach(box)
            self.page.keyboard.type(f"{month}{day}{year}")
        elif kind == "month":
            self.reach(box)
            self.page.keyboard.type(month)
            self.page.keyboard.press("Tab")
            self.page.keyboard.type(year)
        else:
            self.write(box, value)

    def answer_otherwise(self, item: str, state: str, reason: str) -> None:
        """Say that there is no answer, and why."""
        place = f"#item-{item} details.other"
        if not self.page.locator(place).evaluate("part => part.open"):
            self.press(f"{place} > summary")
        self.choose(f"{place} input[type=radio]", state)
        self.write(f"{place} input[name=reason]", reason)
        self.page.keyboard.press("Tab")
        expect(self.page.locator(f"#item-{item} .saved")).not_to_be_empty(timeout=20_000)

    def attach(self, part: str, photo: Path, caption: str) -> None:
        """Attach a file in the part of a page that asks for evidence; the system's own window of files is not ours."""
        self.press(f"{part} details.evidence > summary")
        self.reach(f"{part} details.evidence input[type=file]")
        self.page.locator(f"{part} details.evidence input[type=file]").set_input_files(photo)
        self.write(f"{part} details.evidence input[name=caption]", caption)
        self.follow(f"{part} details.evidence button", "**")

    def attach_where_needed(self, photo: Path, caption: str) -> None:
        """Attach a file to each question of the page that asks for evidence."""
        needing = self.page.locator("fieldset.item:visible:has(.needed:not([hidden]))")
        while needing.count():
            self.attach(f"#{needing.first.get_attribute('id')}", photo, caption)

    def _is_at(self, selector: str) -> bool:
        at: Any = self.page.evaluate("selector => document.activeElement.matches(selector)", selector)
        return bool(at)
