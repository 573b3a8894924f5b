"""Renders the brief before a visit: what is known of an employer, for the inspector's hand and never the employer's.

What it says is `casework.visit_brief`; layout is all that is decided here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from reportlab.platypus import Flowable, Spacer

from casework.brief_types import BriefLine, BriefSection
from casework.documents.page import CONTENT_WIDTH, Sheet, dated, make_pdf, marks
from casework.documents.parts import letterhead
from casework.documents.sealing import fingerprint
from casework.documents.styles import AMBER, RED, Styles, styles
from casework.documents.tables import facts_in_two, side_by_side
from casework.documents.text_block import TextBlock, TextStyle
from casework.documents.texts_of_papers import catalogue
from casework.notice import Letterhead
from simplify_content.text import Lang, Text

_COLOURS = {"bad": RED, "warn": AMBER}
_PART_INDENT = 12
_SHORT = ("notices", "certificate", "amnesty", "duplicates")


@dataclass(frozen=True)
class BriefSheet:
    """Everything a brief prints; a fact that is empty is left out."""

    letterhead: Letterhead
    printed_on: date
    employer_name: Text
    registration_no: str
    address: Text
    owner_name: str = ""
    phone: str = ""
    ntn: str = ""
    order_no: str = ""
    sections: tuple[BriefSection, ...] = ()
    demonstration: bool = False
    practice: bool = False


def render_brief(sheet: BriefSheet, lang: Lang) -> bytes:
    """Return the brief as PDF in one language; what is marked has a sign beside its colour.

    What was only reported is left to the page on the laptop, so that the brief keeps to one sheet as a rule.
    """
    style = styles(lang)
    story: list[Flowable] = [*letterhead(sheet.letterhead), *_head(sheet, style)]
    half = [CONTENT_WIDTH / 2] * 2
    for beside in _beside(sheet.sections):
        told = [list(_section(section, style)) for section in beside]
        story += told[0] if len(told) == 1 else [Spacer(1, 3), side_by_side(told, half, lang=lang)]
    return make_pdf(story, _frame(sheet, lang))


def _frame(sheet: BriefSheet, lang: Lang) -> Sheet:
    texts = catalogue()
    said = {"employer": sheet.registration_no, "printed_on": sheet.printed_on.isoformat(), "order": sheet.order_no}
    return Sheet(
        lang=lang,
        title=texts["brief_sheet.title"],
        institution=sheet.letterhead.institution,
        serial=sheet.order_no or sheet.registration_no,
        dated_on=sheet.printed_on,
        foot_note=texts.say("brief_sheet.foot", lang, fingerprint=fingerprint(said)),
        marks=marks(demonstration=sheet.demonstration, practice=sheet.practice),
    )


def _head(sheet: BriefSheet, style: Styles) -> list[Flowable]:
    def say(key: str) -> str:
        return catalogue().say(key, style.lang)

    pairs = [
        (say("label.name"), sheet.employer_name.in_(style.lang)),
        (say("label.registration_no"), sheet.registration_no),
        (say("label.owner"), sheet.owner_name),
        (say("label.phone"), sheet.phone),
        (say("label.address"), sheet.address.in_(style.lang)),
        (say("label.ntn"), sheet.ntn),
    ]
    return [
        TextBlock(say("brief_sheet.title"), style.title),
        facts_in_two(pairs, style=style, label_width=76),
        TextBlock(
            catalogue().say("brief_sheet.lead", style.lang, day=dated(sheet.printed_on)), replace(style.small, after=2)
        ),
    ]


def _beside(sections: Sequence[BriefSection]) -> Iterator[tuple[BriefSection, ...]]:
    """Yield the sections one by one, those that are short two side by side."""
    waiting: BriefSection | None = None
    for section in sections:
        if section.name not in _SHORT:
            yield from [(waiting,)] if waiting else []
            waiting = None
            yield (section,)
        elif waiting:
            yield waiting, section
            waiting = None
        else:
            waiting = section
    yield from [(waiting,)] if waiting else []


def _section(section: BriefSection, style: Styles) -> Iterator[Flowable]:
    head = replace(style.heading, size=style.heading.size - 1.2, before=style.heading.before * 0.55, after=0.5)
    title = TextBlock(section.title.in_(style.lang), head)
    title.keepWithNext = 1
    yield title
    for lines in _paragraphs([line for line in section.lines if not line.is_aside]):
        told = " ".join(line.text.in_(style.lang) for line in lines)
        yield TextBlock(told, _styled(lines[0], style), marker=_sign(lines[0]))


def _paragraphs(lines: Sequence[BriefLine]) -> Iterator[list[BriefLine]]:
    """Yield the lines of a section as paragraphs: ordinary sentences that follow one another share one."""
    for (mark, is_part), run in groupby(lines, key=lambda line: (line.mark, line.is_part)):
        if mark or is_part:
            yield from ([line] for line in run)
        else:
            yield list(run)


def _styled(line: BriefLine, style: Styles) -> TextStyle:
    indent = 12 + (_PART_INDENT if line.is_part else 0)
    plain = replace(style.cell, indent=indent, after=0.8)
    return replace(plain, colour=_COLOURS[line.mark], bold=line.mark == "bad") if line.mark in _COLOURS else plain


def _sign(line: BriefLine) -> str:
    return {"bad": "!!", "warn": "!"}.get(line.mark, "" if line.is_part else "·")
