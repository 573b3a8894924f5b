"""From a paragraph to lines of placed glyphs: levels, typefaces, line breaks, visual order.

Pure and independent of ReportLab's canvas, so tests can ask where each letter of an identifier stands.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from casework.documents.bidi_levels import levels, visual_order
from casework.documents.fonts import NASTALIQ, SANS, Shaped, drawable, shape, typeface_of
from casework.documents.written_text import FSI, ISOLATES, LRI, PDI, RLI, clean, protect

LATIN_BESIDE_NASTALIQ = 0.9
"""Size of Latin letters and digits in Urdu text: at equal size they stand larger than the Urdu around them."""
_LONGEST_UNBROKEN_ISOLATE = 32


@dataclass(frozen=True)
class Span:
    """A piece of a paragraph in one weight."""

    text: str
    bold: bool = False


@dataclass(frozen=True)
class Run:
    """Letters of one level and one typeface, in the order in which they are spoken."""

    text: str
    start: int
    level: int
    typeface: str

    @property
    def right_to_left(self) -> bool:
        """Whether the run is drawn from right to left."""
        return self.level % 2 == 1


@dataclass(frozen=True)
class PlacedRun:
    """A run at its place on a line: `x` in points from the line's left edge, `size` in points."""

    run: Run
    x: float
    size: float
    shaped: Shaped

    @property
    def width(self) -> float:
        """Width in points."""
        return self.shaped.width * self.size / 1000

    def letters(self) -> list[tuple[float, str]]:
        """Return (x in points, letter) of each letter, from left to right."""
        glyphs = sorted(self.shaped.glyphs, key=lambda glyph: glyph.x)
        return [(self.x + glyph.x * self.size / 1000, self.run.text[glyph.cluster]) for glyph in glyphs]


@dataclass(frozen=True)
class Line:
    """One line: its runs from left to right, its width in points, and its text as spoken, without isolates."""

    runs: tuple[PlacedRun, ...]
    width: float
    text: str


@dataclass(frozen=True)
class _Paragraph:
    text: str
    bold: tuple[bool, ...]
    base: int
    levels: tuple[int, ...]
    unbroken: tuple[bool, ...]
    """Whether a space stands in a short isolate and must not end a line."""


def visual_runs(text: str, *, base: int) -> tuple[str, ...]:
    """Return the pieces of one line from left to right, each as it is spoken; isolates honoured, nothing added.

    Right-to-left pieces are given in spoken order. This is what the Unicode rules do with the text as it
    stands; papers first pass their text through `written_text.protect`.
    """
    marked = levels(text, base)
    pieces: list[list[int]] = []
    for place in visual_order(marked):
        if text[place] in ISOLATES:
            continue
        if pieces and marked[pieces[-1][-1]] == marked[place] and abs(pieces[-1][-1] - place) == 1:
            pieces[-1].append(place)
        else:
            pieces.append([place])
    return tuple("".join(text[place] for place in sorted(piece)) for piece in pieces)


def set_lines(spans: Sequence[Span], *, base: int, size: float, width: float) -> tuple[Line, ...]:
    """Return the lines of a text at most `width` points wide; a line break in the text starts a new paragraph.

    A word wider than a line is broken inside; nothing ever runs over the edge by more than one letter.
    """
    return _set_lines(tuple(spans), base, size, round(width, 2))


@lru_cache(maxsize=4096)
def _set_lines(spans: tuple[Span, ...], base: int, size: float, width: float) -> tuple[Line, ...]:
    lines: list[Line] = []
    for paragraph in _paragraphs(spans, base):
        lines += [_line(paragraph, start, end, size=size) for start, end in _breaks(paragraph, size, width)]
    return tuple(lines)


def _paragraphs(spans: Sequence[Span], base: int) -> list[_Paragraph]:
    pieces: list[tuple[str, bool]] = []
    for span in spans:
        text = protect(clean(span.text))
        pieces += [(drawable(char) if char not in ISOLATES and char != "\n" else char, span.bold) for char in text]
    paragraphs: list[_Paragraph] = []
    rest = pieces
    while True:
        end = next((i for i, (char, _) in enumerate(rest) if char == "\n"), len(rest))
        text = "".join(char for char, _ in rest[:end])
        bold = tuple(weight for _, weight in rest[:end])
        paragraphs.append(_Paragraph(text, bold, base, levels(text, base), _unbroken(text)))
        if end == len(rest):
            return paragraphs
        rest = rest[end + 1 :]


def _unbroken(text: str) -> tuple[bool, ...]:
    found = [False] * len(text)
    for i, char in enumerate(text):
        if char not in (LRI, FSI, RLI):
            continue
        end = text.find(PDI, i)
        if 0 <= end - i <= _LONGEST_UNBROKEN_ISOLATE and char == LRI:
            found[i:end] = [True] * (end - i)
    return tuple(found)


def _breaks(paragraph: _Paragraph, size: float, width: float) -> list[tuple[int, int]]:
    """Return the (start, end) of each line, greedily filled; the space at a break belongs to no line."""
    lines: list[tuple[int, int]] = []
    start, end, used = 0, 0, 0.0
    for word_start, word_end in _words(paragraph):
        gap = _measure(paragraph, end, word_start, size) if end > start else 0.0
        wide = _measure(paragraph, word_start, word_end, size)
        if end > start and used + gap + wide > width:
            lines.append((start, end))
            start, used, gap = word_start, 0.0, 0.0
        if end <= start:
            start = word_start
        while wide > width and (cut := _cut(paragraph, word_start, word_end, size=size, width=width)) < word_end:
            lines.append((word_start, cut))
            start = word_start = cut
            used, gap = 0.0, 0.0
            wide = _measure(paragraph, word_start, word_end, size)
        used += gap + wide
        end = word_end
    return [*lines, (start, end)]


def _words(paragraph: _Paragraph) -> list[tuple[int, int]]:
    words: list[tuple[int, int]] = []
    start: int | None = None
    for i, char in enumerate(paragraph.text):
        if char == " " and not paragraph.unbroken[i]:
            if start is not None:
                words.append((start, i))
            start = None
        elif start is None:
            start = i
    return words if start is None else [*words, (start, len(paragraph.text))]


def _cut(paragraph: _Paragraph, start: int, end: int, *, size: float, width: float) -> int:
    low, high = start + 1, end
    while low < high:
        middle = (low + high + 1) // 2
        if _measure(paragraph, start, middle, size) <= width:
            low = middle
        else:
            high = middle - 1
    while low < end - 1 and unicodedata.combining(paragraph.text[low]):
        low += 1
    return low


def _measure(paragraph: _Paragraph, start: int, end: int, size: float) -> float:
    return sum(_shaped(run).width * _size(run, paragraph, size) for run in _runs(paragraph, start, end)) / 1000


def _runs(paragraph: _Paragraph, start: int, end: int) -> list[Run]:
    runs: list[Run] = []
    face = ""
    for i in range(start, end):
        char = paragraph.text[i]
        if char in ISOLATES:
            continue
        weight = "Bold" if paragraph.bold[i] else "Regular"
        if char == " " and _latin_follows(paragraph, i, end):
            face = f"{SANS}-{weight}"
        face = typeface_of(char, face, weight=weight)
        level = paragraph.levels[i]
        if runs and runs[-1].level == level and runs[-1].typeface == face:
            last = runs[-1]
            runs[-1] = Run(last.text + char, last.start, level, face)
        else:
            runs.append(Run(char, i, level, face))
    return runs


def _latin_follows(paragraph: _Paragraph, place: int, end: int) -> bool:
    """Whether a space stands before Latin letters or digits: it is theirs, as Nastaliq draws words close to its own."""
    after = next((char for char in paragraph.text[place + 1 : end] if char not in ISOLATES), "")
    return bool(after) and typeface_of(after, "", weight="Regular").startswith(SANS)


def _shaped(run: Run) -> Shaped:
    return shape(run.typeface, run.text, run.right_to_left)


def _size(run: Run, paragraph: _Paragraph, size: float) -> float:
    return size * LATIN_BESIDE_NASTALIQ if paragraph.base and not run.typeface.startswith(NASTALIQ) else size


def _line(paragraph: _Paragraph, start: int, end: int, *, size: float) -> Line:
    runs = _runs(paragraph, start, end)
    x = 0.0
    placed: list[PlacedRun] = []
    for place in visual_order([run.level for run in runs]):
        run = runs[place]
        placed.append(PlacedRun(run, x, _size(run, paragraph, size), _shaped(run)))
        x += placed[-1].width
    return Line(tuple(placed), x, "".join(run.text for run in runs))
