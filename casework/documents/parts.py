"""Parts that several papers share: letterhead, headings, numbered lists, money and months, the QR."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import segno
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, HRFlowable, Spacer

from casework.documents.bidi_levels import is_right_to_left
from casework.documents.page import CONTENT_WIDTH
from casework.documents.shaping import Span, set_lines
from casework.documents.styles import GREEN, INK, Styles, styles
from casework.documents.tables import CELL_PADDING, side_by_side
from casework.documents.text_block import TextBlock, TextStyle
from casework.documents.texts_of_papers import catalogue
from casework.money import Money
from casework.notice import Letterhead
from simplify_content.text import LANGS, Lang, Text

_QUIET_ZONE, _NO_LIMIT = 4, 10_000.0


def plain(amount: Money) -> str:
    """Return an amount as columns print it, without the currency: 186,480.00."""
    return str(amount).replace("Rs. ", "")


def month_of(month: date) -> str:
    """Return a month as columns print it in both languages: 09-2026."""
    return month.strftime("%m-%Y")


def letterhead(head: Letterhead) -> list[Flowable]:
    """Return the letterhead: English at the left and Urdu at the right on every paper, as the institutions print it."""
    columns = [_sender(head, lang) for lang in LANGS]
    return [
        side_by_side(columns, [CONTENT_WIDTH * 0.53, CONTENT_WIDTH * 0.47], lang="en"),
        Spacer(1, 2 * mm),
        HRFlowable(width="100%", thickness=1.6, color=GREEN, spaceBefore=0, spaceAfter=1),
        HRFlowable(width="100%", thickness=0.5, color=GREEN, spaceBefore=0, spaceAfter=4),
    ]


def _sender(head: Letterhead, lang: Lang) -> list[Flowable]:
    style = styles(lang)
    phone = catalogue().say("paper.phone", lang, phone=head.phone) if head.phone.strip() else ""
    name = replace(style.heading, size=style.heading.size + (1.4 if lang == "ur" else 0.2), before=0, after=0)
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


def as_written(text: str, style: Styles) -> TextBlock:
    """Return words that somebody wrote, in the direction of their own script whatever the paper's language."""
    lang: Lang = "ur" if is_right_to_left(text) else "en"
    return TextBlock(text, style.body if lang == style.lang else styles(lang).body)


def fitting(figure: str, style: TextStyle, width: float) -> TextBlock:
    """Return a figure for a column of `width` points, set smaller where it is too long: a figure is never broken."""
    room = width - 2 * CELL_PADDING - 0.5
    (line, *_) = set_lines([Span(figure, style.bold)], base=style.base, size=style.size, width=_NO_LIMIT)
    return TextBlock(figure, style if line.width <= room else replace(style, size=style.size * room / line.width))


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
