"""Renders the inspection report: the whole visit for the office, from the order to the signature.

It is never handed to the employer. What workers said in confidence is not in the value and so never on the paper.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether

from casework.documents.page import CONTENT_WIDTH, dated, make_pdf
from casework.documents.parts import heading, letterhead
from casework.documents.sheet import ExitSheet, SheetFinding
from casework.documents.tables import Cell, boxed, grid
from casework.documents.text_block import TextBlock
from casework.documents.visit_paper import VisitPaper
from simplify_content.text import Lang, Text


@dataclass(frozen=True)
class ReportAnswer:
    """One question and its answer in words; `reason` as it was typed."""

    question: Text
    answer: Text
    reason: str = ""


@dataclass(frozen=True)
class ReportTurn:
    """The answers of one turn of a repeat, numbered from 1; number 0 for what is asked once."""

    number: int
    answers: tuple[ReportAnswer, ...]


@dataclass(frozen=True)
class ReportSection:
    """One section of the checklist."""

    title: Text
    turns: tuple[ReportTurn, ...]


@dataclass(frozen=True)
class ReportFinding:
    """One finding with its weight, and the numbers of the evidence behind it in the report's list."""

    finding: SheetFinding
    severity: str
    evidence: tuple[int, ...] = ()


@dataclass(frozen=True)
class ReportEvidence:
    """One piece of evidence; `taken_at` and `not_before` in local words, "" where nothing is known."""

    kind: Text
    caption: str
    taken_at: str
    not_before: str
    place: str
    sha256: str


@dataclass(frozen=True)
class InspectionReport:
    """Everything an inspection report prints; `sheet` as for the exit sheet, its findings unused.

    `interviews` counts the workers who were heard in confidence, `withheld` the findings that rest on what they said.
    """

    sheet: ExitSheet
    checklist: Text
    checklist_version: str
    order_no: str
    authorised_by: str
    sections: tuple[ReportSection, ...] = ()
    findings: tuple[ReportFinding, ...] = ()
    interviews: int = 0
    withheld: int = 0
    evidence: tuple[ReportEvidence, ...] = ()
    is_open: bool = False


def render_inspection_report(report: InspectionReport, lang: Lang) -> bytes:
    """Return the report as PDF in one language; the figures are the same in both.

    Raises:
        UnreadableSignature: the signature's picture cannot be read.
    """
    paper = _Paper(report, lang)
    figures = {
        "ref": report.sheet.inspection_ref,
        "employer": report.sheet.registration_no,
        "visited_on": report.sheet.visited_on.isoformat(),
        "amount_paisa": str(report.sheet.total.paisa),
        "findings": str(len(report.findings) + report.withheld),
        "evidence": " ".join(one.sha256 for one in report.evidence),
    }
    story = [
        *letterhead(report.sheet.letterhead),
        *paper.opening("report.title", "report.intro", more=paper.authority()),
        *paper.for_office(),
        *paper.report_findings(),
        *paper.arrears(),
        *paper.answers(),
        *paper.evidence(),
        KeepTogether([*paper.statement(), *paper.signatures()]),
    ]
    return make_pdf(story, paper.frame("report.title", figures, note="report.fingerprint_note"))


class _Paper(VisitPaper):
    """The parts that only the report has."""

    def __init__(self, report: InspectionReport, lang: Lang) -> None:
        super().__init__(report.sheet, lang)
        self.report = report

    def authority(self) -> tuple[tuple[str, str], ...]:
        report = self.report
        order = report.order_no or self.say("report.no_order")
        return (
            (self.say("report.order"), order),
            (self.say("report.authorised_by"), report.authorised_by),
            (self.say("report.checklist"), f"{report.checklist.in_(self.lang)} ({report.checklist_version})"),
            (self.say("report.printed_on"), dated(self.sheet.printed_on)),
        )

    def for_office(self) -> list[Flowable]:
        said = [TextBlock(self.say("report.for_office"), replace(self.style.body, bold=True))]
        if self.report.is_open:
            said.append(TextBlock(self.say("report.still_open"), self.style.body))
        return [boxed([said], [CONTENT_WIDTH], style=self.style)]

    def report_findings(self) -> list[Flowable]:
        report = self.report
        story: list[Flowable] = [heading(self.say("sheet.findings_heading"), self.style)]
        for number, found in enumerate(report.findings, start=1):
            more = [self.say(f"report.severity_{found.severity}"), self._evidence_of(found)]
            story += self.finding(number, found.finding, more=tuple(more))
        if not report.findings and not report.withheld:
            story.append(TextBlock(self.say("sheet.no_findings"), self.style.body))
        if report.interviews:
            story.append(TextBlock(self.say("report.confidential", count=report.interviews), self.style.body))
        if report.withheld:
            story.append(TextBlock(self.say("report.withheld", count=report.withheld), self.style.body))
        return story

    def _evidence_of(self, found: ReportFinding) -> str:
        if not found.evidence:
            return self.say("report.no_evidence")
        comma = "، " if self.lang == "ur" else ", "
        numbers = comma.join(str(number) for number in found.evidence)
        return self.say("report.evidence_numbers", numbers=Text(en=numbers, ur=numbers))

    def answers(self) -> list[Flowable]:
        story: list[Flowable] = []
        for section in self.report.sections:
            story += self._section(section)
        return story

    def _section(self, section: ReportSection) -> list[Flowable]:
        story: list[Flowable] = [heading(section.title.in_(self.lang), self.style)]
        for turn in section.turns:
            if turn.number:
                label = TextBlock(self.say("report.turn", number=turn.number), self.style.cell_bold)
                label.keepWithNext = 1
                story.append(label)
            story.append(self._turn(turn.answers))
        return story

    def _turn(self, turn: Sequence[ReportAnswer]) -> Flowable:
        style = self.style
        head = [TextBlock(self.say(f"report.column_{name}"), style.head) for name in ("question", "answer")]
        rows: list[list[Cell]] = [[*head]]
        for one in turn:
            answer: list[Flowable] = [TextBlock(one.answer.in_(self.lang), style.cell_bold)]
            if one.reason.strip():
                answer.append(TextBlock(one.reason, style.cell_note))
            rows.append([TextBlock(one.question.in_(self.lang), style.cell), answer])
        return grid(rows, [CONTENT_WIDTH * 0.6, CONTENT_WIDTH * 0.4], style=style)

    def evidence(self) -> list[Flowable]:
        style = self.style
        story: list[Flowable] = [heading(self.say("report.evidence_heading"), style)]
        if not self.report.evidence:
            return [*story, TextBlock(self.say("report.no_evidence"), style.body)]
        names = ("number", "what", "when", "fingerprint")
        rows: list[list[Cell]] = [[TextBlock(self.say(f"report.column_{name}"), style.head) for name in names]]
        for number, one in enumerate(self.report.evidence, start=1):
            rows.append([TextBlock(str(number), style.cell), self._what(one), self._when(one), self._hash(one)])
        widths = [12 * mm, 66 * mm, 46 * mm]
        return [*story, grid(rows, [*widths, CONTENT_WIDTH - sum(widths)], style=style)]

    def _what(self, one: ReportEvidence) -> list[Flowable]:
        said = self.say("report.kind_of", kind=one.kind, caption=one.caption or "—")
        lines: list[Flowable] = [TextBlock(said, self.style.cell)]
        return [*lines, TextBlock(one.place, self.style.cell_note)] if one.place else lines

    def _when(self, one: ReportEvidence) -> list[Flowable]:
        lines: list[Flowable] = [TextBlock(one.taken_at, self.style.cell)]
        if one.not_before:
            lines.append(TextBlock(self.say("report.not_before", moment=one.not_before), self.style.cell_note))
        return lines

    def _hash(self, one: ReportEvidence) -> list[Flowable]:
        """The whole SHA-256 in lines of sixteen digits, so that it can be compared by eye."""
        parts = [one.sha256[i : i + 16] for i in range(0, len(one.sha256), 16)]
        return [TextBlock(f"\u2066{part[:8]} {part[8:]}\u2069", self.style.cell_note) for part in parts]
