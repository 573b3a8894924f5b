"""Draws placed lines on a ReportLab canvas, with the spoken text behind them for reading aloud and searching."""

from __future__ import annotations

from typing import Any

from casework.documents.fonts import typeface
from casework.documents.shaping import Line, PlacedRun

Canvas = Any
"""A ReportLab canvas; the library has no types."""


def draw_line(canvas: Canvas, line: Line, x: float, y: float) -> None:
    """Draw a line with its left edge at `x` and its baseline at `y`, in points of the page."""
    if not line.runs:
        return
    operators = [f"/Span <</ActualText <{_utf16(line.text)}>>> BDC BT"]
    for placed in line.runs:
        operators.append(_run_operators(canvas, placed, x + placed.x, y))
    operators.append("ET EMC")
    canvas._code.append(" ".join(operators))


def _utf16(text: str) -> str:
    return "FEFF" + text.encode("utf-16-be").hex().upper()


def _run_operators(canvas: Canvas, placed: PlacedRun, x: float, y: float) -> str:
    """Return the operators of a run: one `TJ` for each stretch of glyphs of one height and one font subset."""
    document, font = canvas._doc, typeface(placed.run.typeface).pdf
    glyphs = placed.shaped.glyphs
    named = [
        (subset, byte)
        for subset, chunk in font.splitString("".join(glyph.code for glyph in glyphs), document)
        for byte in chunk
    ]
    size, k = placed.size, placed.size / 1000
    out: list[str] = []
    stretch: list[str] = []
    pen, height, current = 0.0, 0.0, None
    for glyph, (subset, byte) in zip(glyphs, named, strict=True):
        if (subset, glyph.y) != (current, height) or not stretch:
            _close(out, stretch)
            if subset != current:
                out.append(f"{font.getSubsetInternalName(subset, document)} {size:.2f} Tf")
            out.append(f"1 0 0 1 {x + glyph.x * k:.3f} {y + glyph.y * k:.3f} Tm")
            current, height, pen = subset, glyph.y, glyph.x
        if moved := round(pen - glyph.x):
            stretch.append(f"{moved}")
            pen -= moved
        stretch.append(f"<{byte:02X}>")
        pen += glyph.width
    _close(out, stretch)
    return " ".join(out)


def _close(out: list[str], stretch: list[str]) -> None:
    if stretch:
        out.append("[" + "".join(stretch).replace("><", "") + "] TJ")
        stretch.clear()
