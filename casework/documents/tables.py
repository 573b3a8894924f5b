"""Tables of papers: columns in the order of the language, cells that wrap, rows that go over pages."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Table, TableStyle

from casework.documents.page import CONTENT_WIDTH
from casework.documents.styles import GREEN, LINE, SHADE, Styles
from casework.documents.text_block import TextBlock
from simplify_content.text import Lang

CELL_PADDING = 4.0
"""Space at the left and right of each cell, in points."""

RULED_PADDING = 2.2
"""Points above and below the words between two lines: strokes of Nastaliq reach above their own."""

_TALLEST_WHOLE_ROW = 560.0
"""Room in points that an empty page surely has; a row that does not fit into it must be divided."""


class PaperTable(Table):  # type: ignore[misc]
    """A table whose rows go whole to the next page; only a row taller than a page is divided."""

    def split(self, width: float, height: float) -> list[Flowable]:
        """Return the part that fits into `height` and the rest; nothing where the next page should be tried."""
        self.splitInRow = 0
        parts: list[Flowable] = super().split(width, height)
        if parts or height < _TALLEST_WHOLE_ROW:
            return parts
        self.splitInRow = 1
        divided: list[Flowable] = super().split(width, height)
        return divided


Cell = Any
"""A flowable, a sequence of them or a text; ReportLab's flowables have no types."""
_TABLE = {"hAlign": "LEFT"}


def grid(rows: Sequence[Sequence[Cell]], widths: Sequence[float], *, style: Styles, sums: int = 0) -> PaperTable:
    """Return a ruled table; the first row is the head and comes again on each page, the last `sums` rows are totals.

    Args:
        rows: cells in spoken order; in Urdu the first column stands at the right.
        widths: in points, one for each column; they fill the page together or less.
        style: the paper's styles.
        sums: rows at the end set apart as totals.
    """
    commands: list[tuple[Any, ...]] = [
        *_padding(style.lang, block=RULED_PADDING),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LINEBELOW", (0, 0), (-1, -1), 0.4, LINE),
        ("LINEBELOW", (0, 0), (-1, 0), 1.0, GREEN),
        ("BACKGROUND", (0, 0), (-1, 0), SHADE),
    ]
    if sums:
        commands += [
            ("NOSPLIT", (0, -sums), (-1, -1)),
            ("LINEABOVE", (0, -sums), (-1, -sums), 1.0, GREEN),
            ("BACKGROUND", (0, -sums), (-1, -1), SHADE),
        ]
    return PaperTable(
        [_in_order(row, style.lang) for row in rows],
        colWidths=_in_order(widths, style.lang),
        repeatRows=1,
        style=TableStyle(commands),
        **_TABLE,
    )


def facts(pairs: Sequence[tuple[str, str]], *, style: Styles, label_width: float = 38 * mm) -> PaperTable:
    """Return label and value side by side; pairs with an empty value are left out."""
    rows = [_fact(pair, style) for pair in pairs if pair[1].strip()]
    return _plain_table(rows, [label_width, CONTENT_WIDTH - label_width], style=style)


def facts_in_two(pairs: Sequence[tuple[str, str]], *, style: Styles, label_width: float = 38 * mm) -> PaperTable:
    """Return short facts two in a row, read row by row; pairs with an empty value are left out."""
    shown = [_fact(pair, style) for pair in pairs if pair[1].strip()]
    rows = [[*first, *second] for first, second in zip_longest(shown[::2], shown[1::2], fillvalue=["", ""])]
    half = CONTENT_WIDTH / 2
    return _plain_table(rows, [label_width, half - label_width] * 2, style=style)


def _fact(pair: tuple[str, str], style: Styles) -> list[Cell]:
    return [TextBlock(pair[0], style.label), TextBlock(pair[1], style.fact)]


def _plain_table(rows: Sequence[Sequence[Cell]], widths: Sequence[float], *, style: Styles) -> PaperTable:
    return PaperTable(
        [_in_order(row, style.lang) for row in rows],
        colWidths=_in_order(widths, style.lang),
        style=TableStyle([*_padding(style.lang), ("VALIGN", (0, 0), (-1, -1), "TOP")]),
        **_TABLE,
    )


def side_by_side(cells: Sequence[Cell], widths: Sequence[float], *, lang: Lang, valign: str = "TOP") -> PaperTable:
    """Return blocks next to each other without lines, the first at the start side of the language."""
    commands = [
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 0),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
        ("VALIGN", (0, 0), (-1, -1), valign),
        ("ALIGN", (0, 0), (-1, -1), "RIGHT" if lang == "ur" else "LEFT"),
    ]
    row = _in_order(cells, lang)
    return PaperTable([row], colWidths=_in_order(widths, lang), style=TableStyle(commands), **_TABLE)


def boxed(cells: Sequence[Cell], widths: Sequence[float], *, style: Styles) -> PaperTable:
    """Return one framed row, for what must not be overlooked."""
    commands = [
        *_padding(style.lang, block=5),
        ("BOX", (0, 0), (-1, -1), 1.2, GREEN),
        ("BACKGROUND", (0, 0), (-1, -1), SHADE),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ]
    box = PaperTable(
        [_in_order(cells, style.lang)],
        colWidths=_in_order(widths, style.lang),
        style=TableStyle(commands),
        **_TABLE,
    )
    box.spaceAfter = 14 if style.lang == "ur" else 8  # strokes of a Nastaliq heading reach above its line
    return box


def _in_order(cells: Sequence[Any], lang: Lang) -> list[Any]:
    ordered = [list(cell) if isinstance(cell, list | tuple) else cell for cell in cells]
    return ordered[::-1] if lang == "ur" else ordered


def _padding(lang: Lang, block: float = 0) -> list[tuple[Any, ...]]:
    block = block or (0.6 if lang == "ur" else 2.2)
    return [
        ("LEFTPADDING", (0, 0), (-1, -1), CELL_PADDING),
        ("RIGHTPADDING", (0, 0), (-1, -1), CELL_PADDING),
        ("TOPPADDING", (0, 0), (-1, -1), block),
        ("BOTTOMPADDING", (0, 0), (-1, -1), block + (1.4 if lang == "ur" else 0)),
    ]
