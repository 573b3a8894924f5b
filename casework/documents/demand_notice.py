"""Renders a demand and show-cause notice; every sentence and figure comes with the notice or from the texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, HRFlowable, KeepTogether, Spacer

from casework.documents.page import CONTENT_WIDTH, Sheet, dated, make_pdf, marks
from casework.documents.parts import QrCode, as_written, heading, letterhead, numbered, plain
from casework.documents.schedule import schedule
from casework.documents.sealing import fingerprint
from casework.documents.styles import INK, LINE, Styles, styles
from casework.documents.tables import boxed, facts, facts_in_two, side_by_side
from casework.documents.text_block import TextBlock
from casework.documents.texts_of_papers import catalogue
from casework.explanations import ExplainedLines, grouped, grouped_increases
from casework.notice import DemandNotice
from simplify_content.text import Lang, Text

_QR_SIDE = 36 * mm
_KEPT_WITH_SIGNATURE = 2
"""Sentences on payment that stay on the sheet of the signature."""


def render_demand_notice(notice: DemandNotice, lang: Lang, *, qr: str) -> bytes:
    """Return the notice as PDF in one language, unsealed.

    Args:
        notice: what to print; the figures are the same in both languages.
        lang: language of the sentences.
        qr: text of the QR (`sealing.qr_text`); up to about 1,000 characters scan well.
    """
    paper = _Paper(notice, lang)
    story = [
        *letterhead(notice.letterhead),
        *paper.opening(),
        *paper.facts_and_findings(),
        *paper.computation(),
        *paper.law_and_evidence(),
        *paper.demand(),
        *paper.closing(qr),
    ]
    return make_pdf(story, paper.sheet())


class _Paper:
    """The parts of one notice in one language, in the order of the paper."""

    def __init__(self, notice: DemandNotice, lang: Lang) -> None:
        self.notice, self.lang = notice, lang
        self.style: Styles = styles(lang)
        self.texts = catalogue()

    def say(self, key: str, **values: object) -> str:
        return self.texts.say(key, self.lang, **values)

    def sheet(self) -> Sheet:
        notice = self.notice
        return Sheet(
            lang=self.lang,
            title=self.texts["notice.title"],
            institution=notice.letterhead.institution,
            serial=notice.serial,
            dated_on=notice.issued_on,
            foot_note=self.say("paper.seal_note", fingerprint=fingerprint(notice.claim())),
            marks=marks(demonstration=notice.demonstration),
        )

    def opening(self) -> list[Flowable]:
        notice, style, to = self.notice, self.style, self.notice.addressee
        end = replace(style.body, align="end", bold=True)
        date = dated(notice.issued_on)
        row = [
            TextBlock(self.say("paper.serial", serial=notice.serial), replace(style.body, bold=True)),
            TextBlock(self.say("paper.date", date=date), end),
        ]
        subject = self.say("notice.subject", amount=plain(notice.amount), date=dated(notice.hearing_on))
        return [
            side_by_side(row, [CONTENT_WIDTH * 0.65, CONTENT_WIDTH * 0.35], lang=self.lang),
            TextBlock(self.say("notice.title"), style.title),
            facts([(self.say("notice.to"), to.name.in_(self.lang))], style=style),
            facts_in_two(
                [
                    (self.say("label.registration_no"), to.registration_no),
                    (self.say("label.ntn"), to.ntn),
                    (self.say("label.owner"), to.owner_name.in_(self.lang)),
                    (self.say("label.cnic"), to.owner_cnic),
                ],
                style=style,
            ),
            facts([(self.say("label.address"), to.address.in_(self.lang))], style=style),
            TextBlock(subject, replace(style.body, bold=True, before=4)),
        ]

    def facts_and_findings(self) -> list[Flowable]:
        notice = self.notice
        story: list[Flowable] = []
        if notice.inspection_ref:
            visit = self.say("notice.facts", date=dated(notice.inspection_on), ref=notice.inspection_ref)
            story += self._section("notice.facts_heading", [TextBlock(visit, self.style.body)])
        found = numbered(notice.findings, self.style) or [TextBlock(self.say("notice.no_findings"), self.style.body)]
        story += self._section("notice.findings_heading", found)
        said: list[Flowable] = [as_written(notice.statement.in_(self.lang), self.style)]
        return [*story, *self._section("notice.statement_heading", said)]

    def computation(self) -> list[Flowable]:
        assessment = self.notice.assessment
        how = "notice.computation" if assessment.increase is None else "notice.computation_with_increase"
        explained = TextBlock(self.say(how), self.style.body)
        set_off = tuple(entry.reason for entry in assessment.not_assessed if entry.set_off is not None)
        words = self.say("notice.in_words", words=self.notice.amount_in_words)
        amount = [
            TextBlock(f"{self.say('total.all')}: \u2066{self.notice.amount}\u2069", self.style.sum),
            TextBlock(words, self.style.body),
        ]
        return [
            *self._section("notice.computation_heading", [explained, schedule(assessment, style=self.style)]),
            *self._explained("notice.lines_heading", grouped(assessment.lines)),
            *self._explained("notice.increases_heading", grouped_increases(assessment.lines)),
            *self._list("notice.set_off_heading", set_off),
            KeepTogether(self._section("notice.amount_heading", [boxed([amount], [CONTENT_WIDTH], style=self.style)])),
            *self._list("notice.alternatives_heading", self.notice.alternatives_stated),
        ]

    def _explained(self, key: str, groups: Sequence[ExplainedLines]) -> list[Flowable]:
        which = replace(self.style.small, bold=True, colour=INK, before=3, after=0)
        why = replace(self.style.small, colour=INK, after=1)
        story: list[Flowable] = []
        for explained in groups:
            head = TextBlock(explained.heading.in_(self.lang), which)
            head.keepWithNext = 1
            story += [head, TextBlock(explained.text.in_(self.lang), why)]
        return self._section(key, story) if story else []

    def law_and_evidence(self) -> list[Flowable]:
        story = self._list("notice.basis_heading", self.notice.legal_basis)
        evidence = self._list("notice.evidence_heading", self.notice.evidence_list)
        return [*story, *evidence, *([TextBlock(self.say("notice.evidence"), self.style.body)] if evidence else [])]

    def demand(self) -> list[Flowable]:
        notice, style = self.notice, self.style
        demanded = TextBlock(self.say("notice.demand", amount=plain(notice.amount)), style.body)
        box = [
            self._hearing_cell("notice.hearing_on", dated(notice.hearing_on)),
            self._hearing_cell("notice.hearing_at", notice.hearing_at),
            self._hearing_cell("notice.hearing_place", notice.hearing_place.in_(self.lang)),
        ]
        widths = [36 * mm, 30 * mm, CONTENT_WIDTH - 66 * mm]
        hearing = [heading(self.say("notice.hearing_heading"), style), boxed(box, widths, style=style)]
        return [
            *self._section("notice.demand_heading", [demanded]),
            KeepTogether(hearing),
            *self._list("notice.contest_heading", notice.how_to_contest),
        ]

    def _hearing_cell(self, key: str, value: str) -> list[Flowable]:
        bold = replace(self.style.body, bold=True, after=0)
        return [TextBlock(self.say(key), self.style.label), TextBlock(value, bold)]

    def closing(self, qr: str) -> list[Flowable]:
        notice, style = self.notice, self.style
        signed: list[Flowable] = [
            Spacer(1, 13 * mm),
            TextBlock("\u00a0" * 2 + "_" * 38, style.small),
            TextBlock(notice.signatory.name.in_(self.lang), style.cell_bold),
            TextBlock(notice.signatory.designation.in_(self.lang), style.cell),
            TextBlock(notice.letterhead.office.in_(self.lang), style.cell),
            TextBlock(self.say("notice.signature"), style.small),
        ]
        code = [QrCode(qr, _QR_SIDE)]
        caption: list[Flowable] = [Spacer(1, 4 * mm), TextBlock(self.say("notice.qr_caption"), style.small)]
        third = (CONTENT_WIDTH - _QR_SIDE) / 2
        block = side_by_side([signed, caption, code], [third + 14 * mm, third - 14 * mm, _QR_SIDE], lang=self.lang)
        receipt = [
            heading(self.say("notice.received_heading"), style),
            TextBlock(self.say("notice.received"), style.small),
            Spacer(1, 11 * mm),
            HRFlowable(width="100%", thickness=0.5, color=LINE),
        ]
        pay = self._list("notice.pay_heading", notice.how_to_pay)
        # the signature never stands on a sheet of its own, where it could be put under another paper
        apart, kept = pay[:-_KEPT_WITH_SIGNATURE], pay[-_KEPT_WITH_SIGNATURE:]
        return [*apart, KeepTogether([*kept, Spacer(1, 3 * mm), block, *receipt])]

    def _section(self, key: str, content: list[Flowable]) -> list[Flowable]:
        return [heading(self.say(key), self.style), *content]

    def _list(self, key: str, texts: tuple[Text, ...]) -> list[Flowable]:
        return self._section(key, numbered(texts, self.style)) if texts else []
