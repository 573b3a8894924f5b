"""The sheet: A4, letterhead, running head, marks on each page, page x of y, footer; turns a story into bytes.

What stands in the story is the business of each paper.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas as PdfCanvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from casework.documents.drawing import Canvas, draw_line
from casework.documents.fonts import DRAWING
from casework.documents.shaping import Span, set_lines
from casework.documents.styles import GREEN, LINE, MUTED
from casework.documents.texts_of_papers import catalogue
from casework.documents.written_text import clean, without_isolates
from simplify_content.text import Lang, Text

MARGIN = 18 * mm
CONTENT_WIDTH = A4[0] - 2 * MARGIN
_FOOT, _BAND = 21 * mm, 7 * mm
_NO_PADDING = {"leftPadding": 0, "bottomPadding": 0, "rightPadding": 0, "topPadding": 0}


@dataclass(frozen=True)
class Mark:
    """A mark that each page of a paper carries in both languages, such as that it is a demonstration."""

    text: Text
    short: Text
    colour: str


@dataclass(frozen=True)
class Sheet:
    """What stands on every page of a paper."""

    lang: Lang
    title: Text
    institution: Text
    serial: str
    dated_on: date
    foot_note: str
    marks: tuple[Mark, ...] = ()


def marks(*, demonstration: bool = False, practice: bool = False) -> tuple[Mark, ...]:
    """Return the marks of a paper that is a demonstration, or of the training room, or both."""
    texts = catalogue()
    found = []
    if practice:
        found.append(Mark(texts["mark.practice"], texts["mark.practice_short"], "#a3161f"))
    if demonstration:
        found.append(Mark(texts["mark.demonstration"], texts["mark.demonstration_short"], "#8a5a00"))
    return tuple(found)


def dated(day: date) -> str:
    """Return a day as papers write it in both languages, such as 22-11-2026."""
    return day.strftime("%d-%m-%Y")


def make_pdf(story: Sequence[Flowable], sheet: Sheet) -> bytes:
    """Return the paper as PDF; the same story and sheet give the same bytes on any machine and day."""
    with DRAWING:
        target = io.BytesIO()
        top = 10 * mm + _BAND * len(sheet.marks)
        frame = Frame(MARGIN, _FOOT, CONTENT_WIDTH, A4[1] - top - _FOOT, **_NO_PADDING)
        document = BaseDocTemplate(target, pagesize=A4, **_described(sheet))
        template = PageTemplate(id="page", frames=[frame], onPage=lambda canvas, _: _draw_marks(canvas, sheet))
        document.addPageTemplates([template])
        document.build(list(story), canvasmaker=lambda *a, **k: _NumberedCanvas(sheet, *a, **k))
        return target.getvalue()


def _described(sheet: Sheet) -> dict[str, Any]:
    return {
        "title": without_isolates(clean(f"{sheet.title.in_(sheet.lang)} {sheet.serial}")),
        "author": without_isolates(clean(sheet.institution.in_(sheet.lang))),
        "subject": sheet.title.en,
        "creator": "Muaina",
        "producer": "Muaina",
        "lang": sheet.lang,
        "invariant": 1,
        "pageCompression": 1,
    }


class _Stamp:
    """A fixed time for the metadata: the start of the paper's day, not the moment of printing."""

    tzname, dhh, dmm, t = "UTC", 0, 0, 0

    def __init__(self, day: date) -> None:
        self.YMDhms = self.lt = (day.year, day.month, day.day, 0, 0, 0)


class _NumberedCanvas(PdfCanvas):  # type: ignore[misc]
    """Keeps the pages until their number is known, then draws "page x of y" on each."""

    def __init__(self, sheet: Sheet, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self._sheet = sheet
        self._kept: list[dict[str, object]] = []
        self._doc._timeStamp = _Stamp(sheet.dated_on)
        self._doc._ID = _file_id(sheet)
        if sheet.lang == "ur":
            self.setViewerPreference("Direction", "R2L")

    def showPage(self) -> None:  # noqa: N802 - ReportLab's name
        """Keep the page for later."""
        self._kept.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        """Write every kept page with its foot, then the file."""
        for number, page in enumerate(self._kept, start=1):
            self.__dict__.update(page)
            _draw_foot(self, self._sheet, number=number, of=len(self._kept))
            super().showPage()
        super().save()


def _file_id(sheet: Sheet) -> bytes:
    digest = hashlib.sha256(f"{sheet.lang}|{sheet.title.en}|{sheet.serial}|{sheet.dated_on}".encode()).hexdigest()[:32]
    return f"\n[<{digest}><{digest}>]\n".encode()


def _draw_marks(canvas: Canvas, sheet: Sheet) -> None:
    top = A4[1]
    for mark in sheet.marks:
        top -= _BAND
        canvas.saveState()
        canvas.setFillColor(mark.colour)
        canvas.rect(0, top, A4[0], _BAND, stroke=0, fill=1)
        canvas.setFillColor("#ffffff")
        _write(canvas, mark.text.en, MARGIN, top + 2.4 * mm, lang="en", size=8.5, bold=True)
        _write(canvas, mark.text.ur, A4[0] - MARGIN, top + 2.6 * mm, lang="ur", size=9, bold=True, anchor="right")
        canvas.restoreState()
    if sheet.marks:
        _draw_watermark(canvas, sheet.marks[0])


def _draw_watermark(canvas: Canvas, mark: Mark) -> None:
    canvas.saveState()
    canvas.setFillColor(mark.colour)
    canvas.setFillAlpha(0.09)
    canvas.translate(A4[0] / 2, A4[1] / 2)
    canvas.rotate(38)
    _write(canvas, mark.short.en, 0, 8 * mm, lang="en", size=54, bold=True, anchor="middle", most=2 * A4[1])
    _write(canvas, mark.short.ur, 0, -30 * mm, lang="ur", size=64, bold=True, anchor="middle", most=2 * A4[1])
    canvas.restoreState()


def _draw_foot(canvas: Canvas, sheet: Sheet, *, number: int, of: int) -> None:
    lang, texts = sheet.lang, catalogue()
    y = 15.5 * mm
    canvas.saveState()
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(0.6)
    canvas.line(MARGIN, y, A4[0] - MARGIN, y)
    canvas.setFillColor(GREEN)
    size = 8.6 if lang == "ur" else 7.8
    near, far = (A4[0] - MARGIN, MARGIN) if lang == "ur" else (MARGIN, A4[0] - MARGIN)
    sides = ("right", "left") if lang == "ur" else ("left", "right")
    page = texts.say("paper.page", lang, page=number, pages=of)
    serial = texts.say("paper.serial", lang, serial=sheet.serial)
    baseline = y - (4.6 if lang == "ur" else 3.8) * mm
    _write(canvas, serial, near, baseline, lang=lang, size=size, bold=True, anchor=sides[0], most=CONTENT_WIDTH * 0.7)
    _write(canvas, page, far, baseline, lang=lang, size=size, anchor=sides[1])
    canvas.setFillColor(MUTED)
    low = baseline - (5.6 if lang == "ur" else 3.6) * mm
    _write(canvas, sheet.foot_note, near, low, lang=lang, size=size - 1.2, anchor=sides[0])
    canvas.restoreState()


def _write(
    canvas: Canvas,
    text: str,
    x: float,
    y: float,
    *,
    lang: Lang,
    size: float,
    bold: bool = False,
    anchor: str = "left",
    most: float = CONTENT_WIDTH,
) -> None:
    """Draw one line of text; what is wider than `most` points is left off."""
    (line, *_) = set_lines([Span(text, bold)], base=int(lang == "ur"), size=size, width=most)
    shift = {"left": 0.0, "middle": line.width / 2, "right": line.width}[anchor]
    draw_line(canvas, line, x - shift, y)
