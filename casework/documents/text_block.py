"""The paragraph of documents: wraps, splits over pages, in either direction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from reportlab.platypus import Flowable

from casework.documents.drawing import draw_line
from casework.documents.shaping import Line, Span, set_lines
from simplify_content.text import Lang

Align = Literal["start", "center", "end"]


@dataclass(frozen=True)
class TextStyle:
    """How a paragraph looks; lengths in points, `start` is the left edge in English and the right edge in Urdu."""

    lang: Lang
    size: float
    leading: float
    align: Align = "start"
    bold: bool = False
    colour: str = "#16211b"
    before: float = 0.0
    after: float = 0.0
    indent: float = 0.0

    @property
    def base(self) -> int:
        """The level of the paragraph: 1 in Urdu."""
        return 1 if self.lang == "ur" else 0

    @property
    def drop(self) -> float:
        """From the top of a line to its baseline: Nastaliq hangs from above and reaches far below."""
        return self.leading * (0.6 if self.lang == "ur" else 0.5) + self.size * (0.1 if self.lang == "ur" else 0.33)


class TextBlock(Flowable):  # type: ignore[misc]
    """A paragraph of spans; `marker` (a number or letter) stands in the indent of the first line."""

    def __init__(
        self,
        text: str | Sequence[Span],
        style: TextStyle,
        *,
        marker: str = "",
        lines: tuple[Line, ...] | None = None,
    ) -> None:
        super().__init__()
        self.style = style
        self.spans = (Span(text, style.bold),) if isinstance(text, str) else tuple(text)
        self.marker = marker
        self._lines = lines
        self._fixed = lines is not None
        self.spaceBefore, self.spaceAfter = style.before, style.after

    def getSpaceBefore(self) -> float:  # noqa: N802 - ReportLab's name
        """Return the space above, in points."""
        return self.style.before

    def getSpaceAfter(self) -> float:  # noqa: N802 - ReportLab's name
        """Return the space below, in points."""
        return self.style.after

    def minWidth(self) -> float:  # noqa: N802 - ReportLab's name
        """Return the least width asked for: any will do, words are broken."""
        return self.style.size * 2

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines as wrapped last."""
        return self._lines or ()

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Set the lines for a width and return the size taken."""
        self.width = width
        if not self._fixed:
            inner = width - self.style.indent
            self._lines = set_lines(self.spans, base=self.style.base, size=self.style.size, width=inner)
        self.height = len(self.lines) * self.style.leading
        return width, self.height

    def split(self, width: float, height: float) -> list[TextBlock]:
        """Return two blocks of which the first fits into `height`; none where not one line fits."""
        self.wrap(width, height)
        fitting = int(height / self.style.leading + 1e-6)
        if fitting >= len(self.lines):
            return [self]
        if fitting < 1:
            return []
        top, rest = self.lines[:fitting], self.lines[fitting:]
        return [
            TextBlock(self.spans, replace(self.style, after=0.0), marker=self.marker, lines=top),
            TextBlock(self.spans, replace(self.style, before=0.0), lines=rest),
        ]

    def draw(self) -> None:
        """Draw every line on the canvas that ReportLab set."""
        style, canvas = self.style, self.canv
        canvas.saveState()
        canvas.setFillColor(style.colour)
        y = self.height - style.drop
        if self.marker and self.lines:
            self._draw_marker(y)
        for line in self.lines:
            draw_line(canvas, line, self._left(line), y)
            y -= style.leading
        canvas.restoreState()

    def _left(self, line: Line) -> float:
        room = self.width - self.style.indent - line.width
        if self.style.align == "center":
            return room / 2 + (0 if self.style.base else self.style.indent)
        at_left = (self.style.align == "start") == (self.style.base == 0)
        return (0 if self.style.base else self.style.indent) + (0 if at_left else room)

    def _draw_marker(self, y: float) -> None:
        style = self.style
        (line, *_) = set_lines([Span(self.marker, style.bold)], base=style.base, size=style.size, width=style.indent)
        draw_line(self.canv, line, self.width - line.width if style.base else 0.0, y)
