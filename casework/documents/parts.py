"""Parts that several papers share: letterhead, headings, numbered lists, money and months, the QR."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import segno
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, HRFlowable, Spacer

from casework.documents.page import CONTENT_WIDTH
from casework.documents.styles import GREEN, INK, Styles, styles
from casework.documents.tables import side_by_side
from casework.documents.text_block import TextBlock
from casework.documents.texts_of_papers import catalogue
from casework.money import Money
from casework.notice import Letterhead
from simplify_content.text import LANGS, Lang, Text, isolate

_QUIET_ZONE = 4


def plain(amount: Money) -> str:
    """Return an amount as columns print it, without the currency: 186,480.00."""
    return str(amount).replace("Rs. ", "")


def month_of(month: date) -> str:
    """Return a month as columns print it in both languages: 09-2026."""
    return month.strftime("%m-%Y")


def letterhead(head: Letterhead) -> list[Flowable]:
    """Return the letterhead: English at the left and Urdu at the right on every paper, as the institutions print it."""
    half = CONTENT_WIDTH / 2
    columns = [_sender(head, lang) for lang in LANGS]
    return [
        side_by_side(columns, [half, half], lang="en"),
        Spacer(1, 2 * mm),
        HRFlowable(width="100%", thickness=1.6, color=GREEN, spaceBefore=0, spaceAfter=1),
        HRFlowable(width="100%", thickness=0.5, color=GREEN, spaceBefore=0, spaceAfter=4),
    ]


def _sender(head: Letterhead, lang: Lang) -> list[Flowable]:
    style = styles(lang)
    phone = catalogue().say("paper.phone", lang, phone=head.phone) if head.phone.strip() else ""
    name = replace(style.heading, size=style.heading.size + 1.4, leading=style.heading.leading * 1.1, before=0, after=0)
    lines = [
        TextBlock(head.institution.in_(lang), name),
        TextBlock(head.office.in_(lang), replace(style.cell, bold=True, colour=INK)),
        TextBlock(head.address.in_(lang), style.small),
    ]
    return [*lines, TextBlock(phone, style.small)] if phone else list(lines)


def heading(text: str, style: Styles) -> TextBlock:
    """Return a heading that stays with what follows it."""
    block = TextBlock(text, style.heading)
    block.keepWithNext = 1
    return block


def numbered(texts: Sequence[Text], style: Styles) -> list[Flowable]:
    """Return the sentences as a numbered list."""
    return [
        TextBlock(text.in_(style.lang), style.item, marker=f"{number}.") for number, text in enumerate(texts, start=1)
    ]


def named(value: str, lang: Lang) -> str:
    """Return a value for use inside a sentence: isolated, so that names and numbers cannot turn the sentence around."""
    return isolate(value) if lang == "ur" else value


class QrCode(Flowable):  # type: ignore[misc]
    """A QR drawn as rectangles, error correction M, with its quiet zone; `side` in points."""

    def __init__(self, text: str, side: float) -> None:
        super().__init__()
        self._rows = [bytes(row) for row in segno.make(text, error="m", micro=False, boost_error=False).matrix]
        self.width = self.height = side

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """Return the size taken, the same for any room given."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw each stretch of dark modules of a row as one rectangle."""
        module = self.width / (len(self._rows) + 2 * _QUIET_ZONE)
        path = self.canv.beginPath()
        for i, row in enumerate(self._rows):
            y = self.height - (i + 1 + _QUIET_ZONE) * module
            for start, length in _stretches(row):
                path.rect((start + _QUIET_ZONE) * module, y, length * module, module)
        self.canv.saveState()
        self.canv.setFillColor("#ffffff")
        self.canv.rect(0, 0, self.width, self.height, stroke=0, fill=1)
        self.canv.setFillColor("#000000")
        self.canv.drawPath(path, stroke=0, fill=1)
        self.canv.restoreState()


def _stretches(row: bytes) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for i, dark in enumerate(row):
        if not dark:
            continue
        if found and sum(found[-1]) == i:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        else:
            found.append((i, 1))
    return found
