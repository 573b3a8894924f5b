"""Renders the exit sheet: what the employer keeps when the inspector leaves; provisional, never a demand.

What it prints is the value `ExitSheet` of `sheet`; layout is all that is decided here.
"""

from __future__ import annotations

import io
from dataclasses import replace

from PIL import Image as Picture
from PIL import UnidentifiedImageError
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Image, KeepTogether, Spacer

from casework.documents.months_owed import months_owed
from casework.documents.page import CONTENT_WIDTH, Sheet, dated, make_pdf, marks
from casework.documents.parts import as_written, heading, letterhead, numbered
from casework.documents.sealing import fingerprint
from casework.documents.sheet import (
    ExitSheet,
    SheetFinding,
    SheetSignature,
    SheetStatement,
    findings_for_employer,
)
from casework.documents.styles import Styles, styles
from casework.documents.tables import facts, side_by_side
from casework.documents.text_block import TextBlock
from casework.documents.texts_of_papers import catalogue
from simplify_content.text import Lang, Text

__all__ = [
    "ExitSheet",
    "SheetFinding",
    "SheetSignature",
    "SheetStatement",
    "UnreadableSignature",
    "findings_for_employer",
    "render_exit_sheet",
]

_SIGNATURE_BOX = (50 * mm, 14 * mm)
MOST_SIGNATURE_PIXELS = 4_000_000


class UnreadableSignature(ValueError):
    """The signature's bytes are no picture, or one far larger than a signature pad makes."""


def render_exit_sheet(sheet: ExitSheet, lang: Lang) -> bytes:
    """Return the exit sheet as PDF in one language; the figures are the same in both.

    Raises:
        UnreadableSignature: the signature's picture cannot be read.
    """
    paper = _Paper(sheet, lang)
    story = [
        *letterhead(sheet.letterhead),
        *paper.opening(),
        *paper.findings(),
        *paper.records(),
        *paper.arrears(),
        *paper.statement(),
        paper.end(),
    ]
    return make_pdf(story, paper.frame())


class _Paper:
    """The parts of one sheet in one language, in the order of the paper."""

    def __init__(self, sheet: ExitSheet, lang: Lang) -> None:
        self.sheet, self.lang = sheet, lang
        self.style: Styles = styles(lang)
        self.texts = catalogue()

    def say(self, key: str, **values: object) -> str:
        return self.texts.say(key, self.lang, **values)

    def frame(self) -> Sheet:
        sheet = self.sheet
        figures = {
            "ref": sheet.inspection_ref,
            "employer": sheet.registration_no,
            "amount_paisa": str(sheet.total.paisa),
            "visited_on": sheet.visited_on.isoformat(),
        }
        return Sheet(
            lang=self.lang,
            title=self.texts["sheet.title"],
            institution=sheet.letterhead.institution,
            serial=sheet.inspection_ref,
            dated_on=sheet.printed_on,
            foot_note=self.say("sheet.fingerprint_note", fingerprint=fingerprint(figures)),
            marks=marks(demonstration=sheet.demonstration, practice=sheet.practice),
        )

    def opening(self) -> list[Flowable]:
        sheet, style = self.sheet, self.style
        pairs = [
            (self.say("label.name"), sheet.employer_name.in_(self.lang)),
            (self.say("label.registration_no"), sheet.registration_no),
            (self.say("label.address"), sheet.address.in_(self.lang)),
            (self.say("label.inspection"), sheet.inspection_ref),
            (self.say("label.visited_on"), dated(sheet.visited_on)),
            (self.say("label.officer"), self._officer()),
        ]
        intro = TextBlock(self.say("sheet.intro"), replace(style.body, before=4))
        return [TextBlock(self.say("sheet.title"), style.title), facts(pairs, style=style), intro]

    def _officer(self) -> str:
        return f"{self.sheet.officer_name.in_(self.lang)} — {self.sheet.officer_designation.in_(self.lang)}"

    def findings(self) -> list[Flowable]:
        story: list[Flowable] = [heading(self.say("sheet.findings_heading"), self.style)]
        for number, finding in enumerate(self.sheet.findings, start=1):
            story += self._finding(number, finding)
        if not self.sheet.findings:
            story.append(TextBlock(self.say("sheet.no_findings"), self.style.body))
        return story

    def _finding(self, number: int, finding: SheetFinding) -> list[Flowable]:
        style = self.style
        note = replace(style.small, indent=style.item.indent, after=3)
        block: list[Flowable] = [TextBlock(finding.text.in_(self.lang), style.item, marker=f"{number}.")]
        said: list[str] = []
        if finding.remedy_days is not None:
            said.append(self.say("sheet.remedy_days", days=finding.remedy_days))
        if finding.citations:
            joined = ("، " if self.lang == "ur" else "; ").join(text.in_(self.lang) for text in finding.citations)
            said.append(self.say("sheet.law", citations=Text(en=joined, ur=joined)))
        return [*block, TextBlock(" ".join(said), note)] if said else block

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

    def arrears(self) -> list[Flowable]:
        sheet, style = self.sheet, self.style
        story: list[Flowable] = [heading(self.say("sheet.arrears_heading"), style)]
        if sheet.arrears_by_month is None:
            return [*story, TextBlock(self.say("sheet.not_assessed"), style.body)]
        if not sheet.arrears_by_month:
            return [*story, TextBlock(self.say("sheet.no_arrears"), style.body)]
        return [*story, *months_owed(sheet.arrears_by_month, sheet.increase_note, style=style)]

    def statement(self) -> list[Flowable]:
        said, style = self.sheet.statement, self.style
        story: list[Flowable] = [heading(self.say("sheet.statement_heading"), style)]
        if said is None:
            return [*story, TextBlock(self.say("sheet.no_statement"), style.body)]
        if said.declined:
            story.append(TextBlock(self.say("sheet.statement_declined"), style.body))
        if said.text.strip():
            story.append(as_written(said.text, style))
        if said.by_name.strip():
            by = self.say("sheet.statement_by", name=said.by_name, role=said.by_role or "—")
            story.append(TextBlock(by, style.small))
        return story

    def end(self) -> Flowable:
        """Return what happens next and the signatures: signatures never stand on a sheet of their own."""
        return KeepTogether([*self.next_steps(), *self.signatures()])

    def next_steps(self) -> list[Flowable]:
        return [
            heading(self.say("sheet.your_rights_heading"), self.style),
            TextBlock(self.say("sheet.your_rights"), self.style.body),
        ]

    def signatures(self) -> list[Flowable]:
        sheet, style = self.sheet, self.style
        officer = self.say("sheet.officer_signs", name=sheet.officer_name, designation=sheet.officer_designation)
        rule = TextBlock("_" * 36, style.small)
        inspector: list[Flowable] = [Spacer(1, _SIGNATURE_BOX[1]), rule, TextBlock(officer, style.cell)]
        half = CONTENT_WIDTH / 2
        block = side_by_side([self._employer_signs(rule), inspector], [half, half], lang=self.lang)
        return [heading(self.say("sheet.signature_heading"), style), block]

    def _employer_signs(self, rule: Flowable) -> list[Flowable]:
        signature, style = self.sheet.signature, self.style
        if signature is None:
            return [Spacer(1, _SIGNATURE_BOX[1]), rule, TextBlock(self.say("sheet.not_signed"), style.cell)]
        who = {"name": signature.signer_name or "—", "role": signature.signer_role or "—"}
        if signature.image is not None:
            picture = _signature_picture(signature.image)
            lines: list[Flowable] = [picture, rule, TextBlock(self.say("sheet.signed_by", **who), style.cell)]
        else:
            reason = signature.refusal_reason.strip() or self.texts["sheet.refused_no_reason"]
            lines = [TextBlock(self.say("sheet.refused", **who, reason=reason), style.cell_bold)]
        if signature.witness_name.strip():
            lines.append(TextBlock(self.say("sheet.witness", name=signature.witness_name), style.cell))
        return lines


def _signature_picture(image: bytes) -> Image:
    """Return the picture in black on white, fitted into its box; redrawn, so no metadata of the file comes along."""
    try:
        with Picture.open(io.BytesIO(image), formats=("PNG", "JPEG")) as opened:
            if opened.width * opened.height > MOST_SIGNATURE_PIXELS:
                raise UnreadableSignature(f"a picture of {opened.width} x {opened.height} points is no signature")
            drawn = opened.convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, Picture.DecompressionBombError) as problem:
        raise UnreadableSignature(f"the signature cannot be read as PNG or JPEG: {problem}") from problem
    paper = Picture.new("RGB", drawn.size, "white")
    paper.paste(drawn, mask=drawn.getchannel("A"))
    target = io.BytesIO()
    paper.convert("L").save(target, "PNG")
    scale = min(_SIGNATURE_BOX[0] / drawn.width, _SIGNATURE_BOX[1] / drawn.height)
    target.seek(0)
    return Image(target, width=drawn.width * scale, height=drawn.height * scale)
