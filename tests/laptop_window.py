"""A browser window on the laptop's pages, driven as an inspector would; waits for what the page itself says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw
from playwright.sync_api import expect
from prepared_laptop import PASSWORD, RunningLaptop


class LaptopWindow:
    """One window. `requests` holds the address of everything that the pages asked for."""

    def __init__(self, browser: Any, laptop: RunningLaptop) -> None:
        self.laptop = laptop
        self.context = browser.new_context(viewport={"width": 1366, "height": 768}, accept_downloads=True)
        self.page = self.context.new_page()
        self.requests: list[str] = []
        self.faults: list[str] = []
        self.context.on("request", lambda request: self.requests.append(request.url))
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", lambda said: self.faults.append(said.text) if said.type == "error" else None)
        self.page.set_default_timeout(20_000)

    def open(self) -> LaptopWindow:
        """Open the window as Muaina opens it: with the launch token."""
        self.page.goto(self.laptop.launch_url)
        return self

    def speak(self, lang: str) -> LaptopWindow:
        """Switch the pages to a language; they stay at the same place."""
        if self.page.locator("html").get_attribute("lang") != lang:
            self.page.click("form.language button")
        expect(self.page.locator("html")).to_have_attribute("lang", lang)
        expect(self.page.locator("html")).to_have_attribute("dir", "rtl" if lang == "ur" else "ltr")
        return self

    def sign_in(self, room: str = "field") -> LaptopWindow:
        """Unlock the laptop and enter a room."""
        self.page.check(f"input[name=room][value={room}]")
        self.page.fill("input[name=password]", PASSWORD)
        self.page.click("main button.primary")
        expect(self.page.locator("header.bar .who")).to_be_visible()
        return self

    def go(self, path: str) -> LaptopWindow:
        """Open a page of the laptop."""
        self.page.goto(self.laptop.url + path)
        return self

    def search(self, query: str) -> LaptopWindow:
        """Type a search of the register and wait until the page shows what it finds."""
        self.go("/search").page.fill("#q", query)
        with self.page.expect_response(re.compile("/search/hits$")):
            self.page.press("#q", "Enter")
        expect(self.page.locator("#found > section")).to_be_visible()
        return self

    def field(self, item: str, key: str = "") -> Any:
        """Return the question of an item."""
        return self.page.locator(f"#item-{item}-{key}" if key else f"#item-{item}")

    def answer(self, item: str, value: str, key: str = "") -> None:
        """Give an answer and wait until the laptop says that it is kept."""
        field = self.field(item, key)
        choice = field.locator(f'.choices input[name=value][value="{value}"]')
        select = field.locator("select[name=value]")
        with self.page.expect_response(re.compile("/answers$")) as reply:
            if choice.count():
                choice.check()
            elif select.count():
                select.select_option(value)
            else:
                self._write(field, value)
        assert reply.value.status == 200, reply.value.text()
        expect(field.locator(".saved")).not_to_be_empty()

    @staticmethod
    def _write(field: Any, value: str) -> None:
        box = field.locator("input[name=value], textarea[name=value]")
        is_month = box.get_attribute("type") == "month"
        box.fill(value[:7] if is_month else value)
        box.press("Tab")

    def answer_otherwise(self, item: str, state: str, reason: str, key: str = "") -> None:
        """Give an answer that is no value: not produced, cannot verify, not applicable because."""
        field = self.field(item, key)
        if not field.locator("details.other").evaluate("details => details.open"):
            field.locator("details.other > summary").click()
        with self.page.expect_response(re.compile("/answers$")) as reply:
            field.locator(f"input[name=state][value={state}]").check()
            if reason:
                field.locator("input[name=reason]").fill(reason)
                field.locator("input[name=reason]").press("Tab")
        assert reply.value.status == 200, reply.value.text()

    def add_card(self) -> str:
        """Add a card to the repeat section that is open, and return its key."""
        self.page.click("#add")
        return str(self.page.locator("section.repetition").last.get_attribute("data-key"))

    def attach(self, item: str, photo: Path, caption: str, key: str = "") -> None:
        """Attach a photo to a question."""
        evidence = self.field(item, key).locator("details.evidence")
        evidence.locator("> summary").click()
        evidence.locator("input[type=file]").set_input_files(photo)
        evidence.locator("input[name=caption]").fill(caption)
        evidence.locator("button").click()
        expect(self.field(item, key).locator("details.evidence .ok")).to_be_visible()

    def attach_to_finding(self, code: str, photo: Path, caption: str) -> None:
        """Attach a photo to a finding on the findings page."""
        card = self.page.locator(f'section.finding[data-code="{code}"]').first
        card.locator("details.evidence > summary").click()
        card.locator("input[type=file]").set_input_files(photo)
        card.locator("input[name=caption]").fill(caption)
        card.locator("details.evidence button").click()
        expect(card.locator('dl a[href*="/evidence/"]')).to_have_text(caption)

    def attach_where_needed(self, photo: Path, caption: str) -> None:
        """Attach a photo to each question of the open section that asks for evidence."""
        needing = self.page.locator("fieldset.item:visible:has(.needed:not([hidden]))")
        while needing.count():
            first = needing.first
            self.attach(
                str(first.get_attribute("data-item")), photo, caption, str(first.get_attribute("data-key") or "")
            )

    def sign(self) -> None:
        """Draw a signature and keep it."""
        self.draw()
        self.page.click("#keep-signature")

    def draw(self) -> None:
        """Draw a signature with the mouse."""
        pad = self.page.locator("#pad")
        pad.scroll_into_view_if_needed()
        box = pad.bounding_box()
        mouse = self.page.mouse
        mouse.move(box["x"] + 40, box["y"] + 110)
        mouse.down()
        for step in range(1, 28):
            mouse.move(box["x"] + 40 + step * 16, box["y"] + 110 - (step % 5) * 17)
        mouse.up()

    def assert_nothing_left_the_machine(self) -> None:
        """Assert that every request of the window went to this laptop's own address."""
        foreign = [url for url in self.requests if not url.startswith((self.laptop.url, "data:", "blob:"))]
        assert foreign == []

    def assert_no_fault(self) -> None:
        """Assert that no script failed and the content policy stopped nothing."""
        assert self.faults == []

    def close(self) -> None:
        """Close the window."""
        self.context.close()


def take_photo(path: Path) -> Path:
    """Make a picture of a register page, as a camera would, and return its path."""
    picture = Image.new("RGB", (900, 640), "#f3ecd8")
    pen = ImageDraw.Draw(picture)
    for line in range(14):
        pen.line((40, 60 + line * 40, 860, 60 + line * 40), fill="#8a8a9c", width=2)
        pen.text((60, 68 + line * 40), f"{line + 1:02d}   35202-12345{line:02d}-1    40,000", fill="#20304a")
    picture.save(path, "JPEG", quality=82)
    return path
