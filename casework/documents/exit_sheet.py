"""Renders the exit sheet: what the employer keeps when the inspector leaves; provisional, never a demand.

What it prints is the value `ExitSheet` of `sheet`; layout is all that is decided here.
"""

from __future__ import annotations

from reportlab.platypus import Flowable, KeepTogether

from casework.documents.page import dated, make_pdf
from casework.documents.parts import heading, letterhead, numbered
from casework.documents.sheet import (
    ExitSheet,
    SheetFinding,
    SheetSignature,
    SheetStatement,
    findings_for_employer,
)
from casework.documents.signature_picture import MOST_SIGNATURE_PIXELS, UnreadableSignature
from casework.documents.text_block import TextBlock
from casework.documents.visit_paper import VisitPaper
from simplify_content.text import Lang

__all__ = [
    "MOST_SIGNATURE_PIXELS",
    "ExitSheet",
    "SheetFinding",
    "SheetSignature",
    "SheetStatement",
    "UnreadableSignature",
    "findings_for_employer",
    "render_exit_sheet",
]


def render_exit_sheet(sheet: ExitSheet, lang: Lang) -> bytes:
    """Return the exit sheet as PDF in one language; the figures are the same in both.

    Raises:
        UnreadableSignature: the signature's picture cannot be read.
    """
    paper = _Paper(sheet, lang)
    figures = {
        "ref": sheet.inspection_ref,
        "employer": sheet.registration_no,
        "amount_paisa": str(sheet.total.paisa),
        "visited_on": sheet.visited_on.isoformat(),
    }
    story = [
        *letterhead(sheet.letterhead),
        *paper.opening("sheet.title", "sheet.intro"),
        *paper.findings(),
        *paper.records(),
        *paper.arrears(),
        *paper.statement(),
        paper.end(),
    ]
    return make_pdf(story, paper.frame("sheet.title", figures))


class _Paper(VisitPaper):
    """The parts that only the exit sheet has."""

    def records(self) -> list[Flowable]:
        sheet, style = self.sheet, self.style
        story: list[Flowable] = [heading(self.say("sheet.records_heading"), style)]
        if not sheet.records_requested:
            return [*story, TextBlock(self.say("sheet.no_records"), style.body)]
        if sheet.records_due_on is None:
            due = self.say("sheet.records_due_open")
        else:
            due = self.say("sheet.records_due", date=dated(sheet.records_due_on))
        return [*story, TextBlock(due, style.body), *numbered(sheet.records_requested, style)]

    def end(self) -> Flowable:
        """Return what happens next and the signatures: signatures never stand on a sheet of their own."""
        return KeepTogether([*self.next_steps(), *self.signatures()])

    def next_steps(self) -> list[Flowable]:
        return [
            heading(self.say("sheet.your_rights_heading"), self.style),
            TextBlock(self.say("sheet.your_rights"), self.style.body),
        ]
