"""Tables of papers: columns in the order of the language, cells that wrap, rows that go over pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Table, TableStyle

from casework.documents.page import CONTENT_WIDTH
from casework.documents.styles import GREEN, LINE, SHADE, Styles
from casework.documents.text_block import TextBlock
from simplify_content.text import Lang

Cell = Flowable | Sequence[Flowable] | str
_TABLE = {"splitInRow": 1, "hAlign": "LEFT"}


def grid(rows: Sequence[Sequence[Cell]], widths: Sequence[float], *, style: Styles, sums: int = 0) -> Table:
    """Return a ruled table; the first row is the head and comes again on each page, the last `sums` rows are totals.

    Args:
        rows: cells in spoken order; in Urdu the first column stands at the right.
        widths: in points, one for each column; they fill the page together or less.
        style: the paper's styles.
        sums: rows at the end set apart as totals.
    """
    commands: list[tuple[Any, ...]] = [
        *_padding(style.lang),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LINEBELOW", (0, 0), (-1, -1), 0.4, LINE),
        ("LINEBELOW", (0, 0), (-1, 0), 1.0, GREEN),
        ("BACKGROUND", (0, 0), (-1, 0), SHADE),
    ]
    if sums:
        commands += [
            ("LINEABOVE", (0, -sums), (-1, -sums), 1.0, GREEN),
            ("BACKGROUND", (0, -sums), (-1, -1), SHADE),
        ]
    return Table(
        [_in_order(row, style.lang) for row in rows],
        colWidths=_in_order(widths, style.lang),
        repeatRows=1,
        style=TableStyle(commands),
        **_TABLE,
    )


def facts(pairs: Sequence[tuple[str, str]], *, style: Styles, label_width: float = 38 * mm) -> Table:
    """Return label and value side by side; pairs with an empty value are left out."""
    rows = [
        [TextBlock(label, style.label), TextBlock(value, style.cell_bold)] for label, value in pairs if value.strip()
    ]
    return Table(
        [_in_order(row, style.lang) for row in rows],
        colWidths=_in_order([label_width, CONTENT_WIDTH - label_width], style.lang),
        style=TableStyle([*_padding(style.lang), ("VALIGN", (0, 0), (-1, -1), "TOP")]),
        **_TABLE,
    )


def side_by_side(cells: Sequence[Cell], widths: Sequence[float], *, lang: Lang, valign: str = "TOP") -> Table:
    """Return blocks next to each other without lines, the first at the start side of the language."""
    commands = [
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 0),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
        ("VALIGN", (0, 0), (-1, -1), valign),
    ]
    row = _in_order(cells, lang)
    return Table([row], colWidths=_in_order(widths, lang), style=TableStyle(commands), **_TABLE)


def boxed(cells: Sequence[Cell], widths: Sequence[float], *, style: Styles) -> Table:
    """Return one framed row, for what must not be overlooked."""
    commands = [
        *_padding(style.lang, block=5),
        ("BOX", (0, 0), (-1, -1), 1.2, GREEN),
        ("BACKGROUND", (0, 0), (-1, -1), SHADE),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ]
    row = _in_order(cells, style.lang)
    return Table([row], colWidths=_in_order(widths, style.lang), style=TableStyle(commands), **_TABLE)


def _in_order(cells: Sequence[Any], lang: Lang) -> list[Any]:
    ordered = [list(cell) if isinstance(cell, list | tuple) else cell for cell in cells]
    return ordered[::-1] if lang == "ur" else ordered


def _padding(lang: Lang, block: float = 0) -> list[tuple[Any, ...]]:
    block = block or (0.6 if lang == "ur" else 2.2)
    return [
        ("LEFTPADDING", (0, 0), (-1, -1), 4),
        ("RIGHTPADDING", (0, 0), (-1, -1), 4),
        ("TOPPADDING", (0, 0), (-1, -1), block),
        ("BOTTOMPADDING", (0, 0), (-1, -1), block + (1.4 if lang == "ur" else 0)),
    ]
