"""Renders the notice of a visit: that an inspection comes, on whose order, and which records to keep ready.

It demands nothing and alleges nothing; a section is cited only where a paper may cite it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Spacer

from casework.documents.page import CONTENT_WIDTH, Sheet, dated, make_pdf, marks
from casework.documents.parts import heading, letterhead, numbered
from casework.documents.sealing import fingerprint
from casework.documents.styles import Styles, styles
from casework.documents.tables import boxed, facts, side_by_side
from casework.documents.text_block import TextBlock
from casework.documents.texts_of_papers import catalogue
from casework.law_roles import Role, named
from casework.notice import Letterhead
from simplify_content.law_pack import LawPack
from simplify_content.text import Lang, Text

_TWO_COLUMNS_FROM = 6


@dataclass(frozen=True)
class VisitNotice:
    """Everything a notice of a visit prints; `records_from` is the first month that the records are asked for from."""

    letterhead: Letterhead
    order_no: str
    printed_on: date
    employer_name: Text
    registration_no: str
    address: Text
    visit_on: date
    authorised_by: str
    purpose: Text
    officer_name: Text
    officer_designation: Text
    records: tuple[Text, ...]
    valid_until: date | None = None
    most_minutes: int | None = None
    officers: str = ""
    records_from: date | None = None
    citations: tuple[Text, ...] = ()
    demonstration: bool = False
    practice: bool = False

    def __post_init__(self) -> None:
        if not self.records:
            raise ValueError("a notice of a visit lists the records to keep ready")


def citations_of_notice(law: LawPack) -> tuple[Text, ...]:
    """Return how the notice cites the inspector's powers, the records and the advance notice, where papers may."""
    keys = dict.fromkeys(named(law, Role.POWERS, Role.RECORDS, Role.LOOK_BACK))
    return tuple(law.cite(key) for key in keys if law.provision(key).is_printable)


def render_notice_of_visit(notice: VisitNotice, lang: Lang) -> bytes:
    """Return the notice as PDF in one language."""
    paper = _Paper(notice, lang)
    story = [*letterhead(notice.letterhead), *paper.opening(), *paper.records(), paper.end()]
    return make_pdf(story, paper.frame())


class _Paper:
    """The parts of one notice in one language, in the order of the paper."""

    def __init__(self, notice: VisitNotice, lang: Lang) -> None:
        self.notice, self.lang = notice, lang
        self.style: Styles = styles(lang)

    def say(self, key: str, **values: object) -> str:
        return catalogue().say(key, self.lang, **values)

    def frame(self) -> Sheet:
        notice = self.notice
        figures = {
            "order": notice.order_no,
            "employer": notice.registration_no,
            "visit_on": notice.visit_on.isoformat(),
            "records": str(len(notice.records)),
        }
        return Sheet(
            lang=self.lang,
            title=catalogue()["visit_notice.title"],
            institution=notice.letterhead.institution,
            serial=notice.order_no,
            dated_on=notice.printed_on,
            foot_note=self.say("visit_notice.foot", fingerprint=fingerprint(figures)),
            marks=marks(demonstration=notice.demonstration, practice=notice.practice),
        )

    def opening(self) -> list[Flowable]:
        notice, style = self.notice, self.style
        order = self.say("visit_notice.order_by", order_no=notice.order_no, by=notice.authorised_by)
        officer = f"{notice.officer_name.in_(self.lang)} — {notice.officer_designation.in_(self.lang)}"
        pairs = [
            (self.say("notice.to"), notice.employer_name.in_(self.lang)),
            (self.say("label.registration_no"), notice.registration_no),
            (self.say("label.address"), notice.address.in_(self.lang)),
            (self.say("visit_notice.day"), self._day()),
            (self.say("visit_notice.order"), order),
            (self.say("visit_notice.purpose"), notice.purpose.in_(self.lang)),
            (self.say("label.officer"), officer),
            (self.say("visit_notice.officers"), notice.officers),
        ]
        body = [TextBlock(self.say("visit_notice.lead"), replace(style.body, before=4))]
        if notice.most_minutes is not None:
            body.append(TextBlock(self.say("visit_notice.most_minutes", minutes=notice.most_minutes), style.body))
        return [TextBlock(self.say("visit_notice.title"), style.title), facts(pairs, style=style), *body]

    def _day(self) -> str:
        notice = self.notice
        if notice.valid_until is None or notice.valid_until == notice.visit_on:
            return dated(notice.visit_on)
        return self.say("visit_notice.window", first=dated(notice.visit_on), last=dated(notice.valid_until))

    def records(self) -> list[Flowable]:
        notice, style = self.notice, self.style
        story: list[Flowable] = [heading(self.say("visit_notice.records"), style)]
        if notice.records_from is not None:
            since = notice.records_from.strftime("%m-%Y")
            story.append(TextBlock(self.say("visit_notice.records_from", month=since), style.body))
        else:
            story.append(TextBlock(self.say("visit_notice.records_lead"), style.body))
        return [*story, *self._listed()]

    def _listed(self) -> list[Flowable]:
        """Return the records, in two columns where there are many."""
        lines = numbered(self.notice.records, self.style)
        if len(lines) < _TWO_COLUMNS_FROM:
            return lines
        half = -(-len(lines) // 2)
        return [side_by_side([lines[:half], lines[half:]], [CONTENT_WIDTH / 2] * 2, lang=self.lang)]

    def end(self) -> Flowable:
        """Return what happens on the day and the receipt: the receipt never stands on a sheet of its own."""
        return KeepTogether([*self.rights(), *self.receipt()])

    def rights(self) -> list[Flowable]:
        style = self.style
        story: list[Flowable] = [heading(self.say("visit_notice.on_the_day"), style)]
        said = [catalogue()[f"visit_notice.right_{number}"] for number in (1, 2, 3, 4)]
        story += numbered(said, style)
        if self.notice.citations:
            joined = ("، " if self.lang == "ur" else "; ").join(text.in_(self.lang) for text in self.notice.citations)
            story.append(TextBlock(self.say("sheet.law", citations=Text(en=joined, ur=joined)), style.small))
        return story

    def receipt(self) -> list[Flowable]:
        """Return the line on which the office keeps that the notice was received."""
        style = self.style
        rule = TextBlock("_" * 36, style.small)
        officer = self.say(
            "sheet.officer_signs", name=self.notice.officer_name, designation=self.notice.officer_designation
        )
        half = CONTENT_WIDTH / 2 - 3 * mm
        left: list[Flowable] = [Spacer(1, 9 * mm), rule, TextBlock(self.say("visit_notice.received_by"), style.cell)]
        right: list[Flowable] = [Spacer(1, 9 * mm), rule, TextBlock(officer, style.cell)]
        signs = side_by_side([left, right], [half, half], lang=self.lang)
        return [Spacer(1, 2 * mm), boxed([[signs]], [CONTENT_WIDTH], style=style)]
