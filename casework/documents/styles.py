"""The type of papers: sizes, leadings and colours of each language."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from casework.documents.text_block import TextStyle
from simplify_content.text import Lang

GREEN, INK, MUTED, LINE, SHADE, RED, AMBER = (
    "#0b5d3b",
    "#16211b",
    "#4d5c55",
    "#b9c6bf",
    "#eef4f0",
    "#a3161f",
    "#7a4b00",
)


@dataclass(frozen=True)
class Styles:
    """The styles of a paper in one language."""

    lang: Lang
    title: TextStyle
    heading: TextStyle
    body: TextStyle
    item: TextStyle
    small: TextStyle
    label: TextStyle
    fact: TextStyle
    cell: TextStyle
    cell_bold: TextStyle
    cell_note: TextStyle
    head: TextStyle
    head_figure: TextStyle
    figure: TextStyle
    figure_bold: TextStyle
    figure_start: TextStyle
    sum: TextStyle


@cache
def styles(lang: Lang) -> Styles:
    """Return the styles of a language: Nastaliq is set larger and on nearly double the leading."""
    size, leading = (11.0, 20.5) if lang == "ur" else (9.6, 13.6)
    body = TextStyle(lang, size, leading, colour=INK, after=4)
    small = TextStyle(lang, size - 1.6, leading - (4.0 if lang == "ur" else 2.6), colour=MUTED)
    cell = TextStyle(lang, size - 1.4, leading - (4.0 if lang == "ur" else 2.2), colour=INK)
    # figures stand in the same size in both papers: Latin beside Nastaliq is made smaller by a tenth
    # and they end at the right edge in both, so that units stand under units
    figure = replace(cell, size=9.3 if lang == "ur" else 8.4, align="start" if lang == "ur" else "end")
    return Styles(
        lang=lang,
        title=TextStyle(lang, size + 6, leading * 1.55, align="center", bold=True, colour=GREEN, after=2),
        heading=TextStyle(
            lang, size + 1.2, leading * 1.08, bold=True, colour=GREEN, before=9 if lang == "ur" else 8, after=2
        ),
        body=body,
        item=replace(body, indent=18, after=2),
        small=small,
        label=replace(cell, colour=MUTED, leading=leading - (3.0 if lang == "ur" else 2.2)),
        fact=replace(cell, bold=True, leading=leading - (3.0 if lang == "ur" else 2.2)),
        cell=cell,
        cell_bold=replace(cell, bold=True),
        cell_note=replace(small, size=small.size - 0.3, leading=small.leading - 0.8),
        head=replace(cell, size=cell.size - 0.4, bold=True, colour=GREEN),
        head_figure=replace(cell, size=cell.size - 0.4, bold=True, colour=GREEN, align=figure.align),
        figure=figure,
        figure_bold=replace(figure, bold=True),
        figure_start=replace(figure, align="start"),
        sum=replace(body, size=size + 3, leading=leading * 1.3, bold=True, after=1),
    )
