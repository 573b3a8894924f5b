"""Sample papers, and a reader that says what a finished PDF draws where."""

from __future__ import annotations

import importlib.util
import io
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest
from pypdf import PdfReader

HERE = Path(__file__).parent
FOOT = 46.0
"""Below this height, in points, stand serial and page number."""


@dataclass(frozen=True)
class Drawn:
    """A stretch of letters drawn at one place of a page, in points."""

    page: int
    x: float
    y: float
    end: float
    text: str
    font: str


def _load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"documents_{name}", HERE / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def samples() -> ModuleType:
    return _load("samples")


@pytest.fixture(scope="session")
def drawn() -> Callable[[bytes], list[Drawn]]:
    """Read what a PDF draws from its own operators, fonts and widths; nothing of ours takes part.

    Slanted text (the watermark) is left out.
    """
    return _drawn


@pytest.fixture(scope="session")
def lines() -> Callable[[bytes], list[str]]:
    """The Latin letters and digits of each line as they stand from left to right."""
    return _lines


def _drawn(pdf: bytes) -> list[Drawn]:
    found: list[Drawn] = []
    for number, page in enumerate(PdfReader(io.BytesIO(pdf)).pages):
        fonts = {name: _font(font.get_object()) for name, font in page["/Resources"]["/Font"].items()}
        font, size, place = "", 0.0, (0.0, 0.0)
        matrix, kept = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0), []
        for operands, operator in page.get_contents().operations:
            if operator == b"q":
                kept.append(matrix)
            elif operator == b"Q":
                matrix = kept.pop()
            elif operator == b"cm":
                matrix = _within(tuple(float(number) for number in operands), matrix)
            elif operator == b"Tf":
                font, size = operands[0], float(operands[1])
            elif operator == b"Tm":
                place = (float(operands[4]), float(operands[5]))
            elif operator == b"TJ" and not matrix[1]:
                name, letters, widths = fonts[font]
                text, x = "", place[0]
                for part in operands[0]:
                    if isinstance(part, int | float):
                        x -= float(part) * size / 1000
                        continue
                    raw = part if isinstance(part, bytes) else part.original_bytes
                    text += "".join(letters.get(byte, "") for byte in raw)
                    x += sum(widths[byte] for byte in raw) * size / 1000
                across, up = matrix[4], matrix[5]
                found.append(Drawn(number, place[0] + across, place[1] + up, x + across, text, name))
    return found


def _within(inner: tuple[float, ...], outer: tuple[float, ...]) -> tuple[float, ...]:
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def _font(font: dict) -> tuple[str, dict[int, str], list[float]]:
    widths = [float(width) for width in font.get("/Widths", [])]
    if "/ToUnicode" not in font:
        return str(font["/BaseFont"]), {}, widths
    pairs = re.findall(rb"<([0-9A-F]{2})> <([0-9A-F]{4})>", font["/ToUnicode"].get_object().get_data())
    return str(font["/BaseFont"]), {int(code, 16): chr(int(letter, 16)) for code, letter in pairs}, widths


def _lines(pdf: bytes) -> list[str]:
    by_line: dict[tuple[int, float], list[Drawn]] = {}
    for piece in _drawn(pdf):
        if "NotoSans" in piece.font and piece.y > FOOT:
            by_line.setdefault((piece.page, round(piece.y, 1)), []).append(piece)
    found = []
    for place in sorted(by_line, key=lambda place: (place[0], -place[1])):
        text, end = "", 0.0
        for piece in sorted(by_line[place], key=lambda piece: piece.x):
            text += (" " if text and piece.x - end > 0.6 else "") + piece.text
            end = piece.end
        found.append(text)
    return found
