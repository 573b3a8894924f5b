"""The typefaces of documents: which one has a letter, how a run is shaped, how a glyph is named in a PDF.

Knows nothing of lines or pages. Fonts are opened once and kept; whoever draws holds `DRAWING`.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import cache, lru_cache

import uharfbuzz as hb
from reportlab.pdfbase.ttfonts import TTFont

from casework.documents.written_text import JOINERS, REPLACEMENT
from simplify_content.look import FONTS

DRAWING = threading.RLock()
"""ReportLab's font objects read their file through one shared position: one document at a time."""

NASTALIQ, SANS = "NotoNastaliqUrdu", "NotoSans"
_FIRST_PRIVATE = 0xE000


@dataclass(frozen=True)
class Glyph:
    """One drawn glyph, in thousandths of the font size from where the run starts; `cluster` is its letter's place."""

    code: str
    x: float
    y: float
    width: int
    cluster: int


@dataclass(frozen=True)
class Shaped:
    """A run as HarfBuzz set it, glyphs from left to right; `width` in thousandths of the font size."""

    glyphs: tuple[Glyph, ...]
    width: float


class Typeface:
    """One font file. A glyph's code is its Unicode letter where there is just one, else a private one by its number.

    The codes do not depend on what was drawn before, so a document's bytes do not either.
    """

    def __init__(self, family: str, weight: str) -> None:
        self.name = f"{family}-{weight}"
        path = FONTS / f"{self.name}.ttf"
        face = hb.Face(hb.Blob(path.read_bytes()))
        self._hb = hb.Font(face)
        self._thousandth = 1000 / face.upem
        self.pdf = TTFont(self.name, str(path), asciiReadable=0, shapable=False)
        self._codes = self._name_glyphs(face.glyph_count)
        self.has = frozenset(map(chr, self.pdf.face.charToGlyph)) - {"\x00", "\r"}

    def _name_glyphs(self, count: int) -> list[str]:
        face = self.pdf.face
        letters: dict[int, int] = {}
        for letter, glyph in sorted(face.charToGlyph.items(), reverse=True):
            letters[glyph] = letter
        self._private = {_FIRST_PRIVATE + glyph: glyph for glyph in range(count)}
        named = (letters.get(glyph, 0) for glyph in range(count))
        return [chr(letter if letter >= 0x20 else _FIRST_PRIVATE + glyph) for glyph, letter in enumerate(named)]

    def install_codes(self) -> None:
        """Tell the PDF half of the font the private codes and every glyph's width."""
        face = self.pdf.face
        for code, glyph in self._private.items():
            face.charToGlyph[code] = glyph
            face.charWidths[code] = self.width_of(glyph)
        for glyph, named in enumerate(self._codes):
            face.charWidths[ord(named)] = self.width_of(glyph)

    def width_of(self, glyph: int) -> int:
        """Return a glyph's advance in thousandths of the font size, rounded as the PDF states it."""
        width: float = self._hb.get_glyph_h_advance(glyph) * self._thousandth
        return round(width)

    def shape(self, text: str, *, right_to_left: bool) -> Shaped:
        """Return the glyphs of a run of one level and one typeface."""
        buffer = hb.Buffer()
        buffer.add_codepoints([ord(char) for char in text])
        buffer.direction = "rtl" if right_to_left else "ltr"
        arabic = self.name.startswith(NASTALIQ)
        buffer.script = "Arab" if arabic else "Latn"
        buffer.language = "ur" if arabic else "en"
        hb.shape(self._hb, buffer)
        return self._placed(buffer)

    def _placed(self, buffer: hb.Buffer) -> Shaped:
        k = self._thousandth
        glyphs: list[Glyph] = []
        x = y = 0.0
        for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            glyphs.append(
                Glyph(
                    code=self._codes[info.codepoint],
                    x=(x + position.x_offset) * k,
                    y=(y + position.y_offset) * k,
                    width=self.width_of(info.codepoint),
                    cluster=info.cluster,
                )
            )
            x += position.x_advance
            y += position.y_advance
        return Shaped(tuple(glyphs), x * k)


@cache
def typeface(name: str) -> Typeface:
    """Return a typeface such as "NotoSans-Bold"; opened once."""
    family, _, weight = name.partition("-")
    with DRAWING:
        opened = Typeface(family, weight)
        opened.install_codes()
    return opened


@lru_cache(maxsize=30_000)
def shape(name: str, text: str, right_to_left: bool) -> Shaped:
    """Return a run's glyphs; the same words come again on each page and in each paper."""
    return typeface(name).shape(text, right_to_left=right_to_left)


def typeface_of(char: str, before: str, *, weight: str) -> str:
    """Return the name of the typeface for a letter; spaces and joiners stay with the letter `before` them."""
    if char in JOINERS or char in " \u00a0":
        return before or f"{SANS}-{weight}"
    if char in typeface(f"{SANS}-{weight}").has:
        return f"{SANS}-{weight}"
    if char in typeface(f"{NASTALIQ}-{weight}").has:
        return f"{NASTALIQ}-{weight}"
    return f"{SANS}-{weight}"


@lru_cache(maxsize=4096)
def drawable(char: str) -> str:
    """Return the letter, or the replacement sign where neither typeface has it: nothing is lost unseen."""
    if char in JOINERS or char in typeface(f"{SANS}-Regular").has or char in typeface(f"{NASTALIQ}-Regular").has:
        return char
    return REPLACEMENT
