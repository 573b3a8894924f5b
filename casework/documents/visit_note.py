"""Renders the visit note: that records were asked for and not produced, left with the employer on the spot.

It records a fact and asks for the records by a day; it demands no money and holds no worker's name.
"""

from __future__ import annotations

from dataclasses import dataclass

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether

from casework.documents.page import CONTENT_WIDTH, dated, make_pdf
from casework.documents.parts import heading, letterhead
from casework.documents.sheet import ExitSheet
from casework.documents.tables import boxed, grid
from casework.documents.text_block import TextBlock
from casework.documents.visit_paper import VisitPaper
from simplify_content.text import Lang, Text


@dataclass(frozen=True)
class RecordAsked:
    """A record that was asked for and was not, or not wholly, there; `reason` as it was given, in any language."""

    record: Text
    partly: bool
    reason: str = ""


@dataclass(frozen=True)
class VisitNote:
    """Everything a visit note prints.

    `sheet` gives letterhead, employer, officer, the findings on non-production, the day, statement and signature.
    """

    sheet: ExitSheet
    records: tuple[RecordAsked, ...]
    met: tuple[Text, Text | None] | None = None
    """Name and position (None for not told) of whoever was met, or None where nobody was."""

    def __post_init__(self) -> None:
        if not self.records and not self.sheet.findings:
            raise ValueError("a visit note is for records that were not produced or a visit that was obstructed")


def render_visit_note(note: VisitNote, lang: Lang) -> bytes:
    """Return the visit note as PDF in one language.

    Raises:
        UnreadableSignature: the signature's picture cannot be read.
    """
    paper = _Paper(note, lang)
    figures = {
        "ref": note.sheet.inspection_ref,
        "employer": note.sheet.registration_no,
        "visited_on": note.sheet.visited_on.isoformat(),
        "records": str(len(note.records)),
        "due_on": note.sheet.records_due_on.isoformat() if note.sheet.records_due_on else "",
    }
    story = [
        *letterhead(note.sheet.letterhead),
        *paper.opening("note.title", "note.intro", more=paper.met()),
        *paper.records(),
        *paper.due(),
        *paper.facts_noted(),
        *paper.statement(),
        KeepTogether([*paper.next_steps(), *paper.signatures()]),
    ]
    return make_pdf(story, paper.frame("note.title", figures, note="note.fingerprint_note"))


class _Paper(VisitPaper):
    """The parts that only the note has."""

    def __init__(self, note: VisitNote, lang: Lang) -> None:
        super().__init__(note.sheet, lang)
        self.note = note

    def met(self) -> tuple[tuple[str, str], ...]:
        if self.note.met is None:
            return ((self.say("note.met"), self.say("note.met_nobody")),)
        name, role = self.note.met
        said = " — ".join(part.in_(self.lang) for part in (name, role) if part)
        return ((self.say("note.met"), said),)

    def records(self) -> list[Flowable]:
        style = self.style
        if not self.note.records:
            return []
        head = [TextBlock(self.say(f"note.column_{name}"), style.head) for name in ("record", "state", "reason")]
        rows = [[TextBlock("", style.head), *head]]
        for number, asked in enumerate(self.note.records, start=1):
            state = self.say("note.partly" if asked.partly else "note.not_produced")
            reason = asked.reason or self.say("note.no_reason")
            cells = (asked.record.in_(self.lang), state, reason)
            rows.append([TextBlock(f"{number}.", style.cell), *(TextBlock(cell, style.cell) for cell in cells)])
        widths = [9 * mm, 80 * mm, 32 * mm]
        table = grid(rows, [*widths, CONTENT_WIDTH - sum(widths)], style=style)
        return [heading(self.say("note.records_heading"), style), table]

    def due(self) -> list[Flowable]:
        if not self.note.records:
            return []
        due = self.sheet.records_due_on
        said = self.say("note.due", date=dated(due)) if due else self.say("note.due_open")
        return [boxed([[TextBlock(said, self.style.body)]], [CONTENT_WIDTH], style=self.style)]

    def facts_noted(self) -> list[Flowable]:
        story: list[Flowable] = []
        for number, finding in enumerate(self.sheet.findings, start=1):
            story += self.finding(number, finding)
        return [heading(self.say("note.findings_heading"), self.style), *story] if story else []

    def next_steps(self) -> list[Flowable]:
        return [heading(self.say("sheet.your_rights_heading"), self.style), self._body("note.next")]

    def _body(self, key: str) -> Flowable:
        return TextBlock(self.say(key), self.style.body)
