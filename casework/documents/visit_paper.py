"""What the papers of one visit share: employer and officer, findings, arrears, the employer's word, the signatures.

Each paper decides which of these it prints, and in what order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from reportlab.platypus import Flowable, Spacer

from casework.documents.months_owed import months_owed
from casework.documents.page import CONTENT_WIDTH, Sheet, dated, marks
from casework.documents.parts import as_written, heading
from casework.documents.sealing import fingerprint
from casework.documents.sheet import ExitSheet, SheetFinding
from casework.documents.signature_picture import SIGNATURE_BOX, signature_picture
from casework.documents.styles import Styles, styles
from casework.documents.tables import facts, side_by_side
from casework.documents.text_block import TextBlock
from casework.documents.texts_of_papers import catalogue
from simplify_content.text import Lang, Text


class VisitPaper:
    """The shared parts of one paper in one language."""

    def __init__(self, sheet: ExitSheet, lang: Lang) -> None:
        self.sheet, self.lang = sheet, lang
        self.style: Styles = styles(lang)
        self.texts = catalogue()

    def say(self, key: str, **values: object) -> str:
        """Return the sentence of a key in the paper's language."""
        return self.texts.say(key, self.lang, **values)

    def frame(self, title: str, figures: Mapping[str, str], *, note: str = "sheet.fingerprint_note") -> Sheet:
        """Return what stands on every page, with the fingerprint of the paper's figures at its foot."""
        sheet = self.sheet
        return Sheet(
            lang=self.lang,
            title=self.texts[title],
            institution=sheet.letterhead.institution,
            serial=sheet.inspection_ref,
            dated_on=sheet.printed_on,
            foot_note=self.say(note, fingerprint=fingerprint(figures)),
            marks=marks(demonstration=sheet.demonstration, practice=sheet.practice),
        )

    def opening(self, title: str, intro: str, *, more: tuple[tuple[str, str], ...] = ()) -> list[Flowable]:
        """Return title, employer, officer and what the paper is."""
        sheet, style = self.sheet, self.style
        pairs = [
            (self.say("label.name"), sheet.employer_name.in_(self.lang)),
            (self.say("label.registration_no"), sheet.registration_no),
            (self.say("label.address"), sheet.address.in_(self.lang)),
            (self.say("label.inspection"), sheet.inspection_ref),
            (self.say("label.visited_on"), dated(sheet.visited_on)),
            (self.say("label.time_on_site"), sheet.time_on_site.in_(self.lang) if sheet.time_on_site else ""),
            (self.say("label.officer"), self._officer()),
            *more,
        ]
        said = TextBlock(self.say(intro), replace(style.body, before=4))
        return [TextBlock(self.say(title), style.title), facts(pairs, style=style), said]

    def _officer(self) -> str:
        return f"{self.sheet.officer_name.in_(self.lang)} — {self.sheet.officer_designation.in_(self.lang)}"

    def findings(self) -> list[Flowable]:
        """Return the findings with the time to put them right and the law."""
        story: list[Flowable] = [heading(self.say("sheet.findings_heading"), self.style)]
        for number, finding in enumerate(self.sheet.findings, start=1):
            story += self.finding(number, finding)
        if not self.sheet.findings:
            story.append(TextBlock(self.say("sheet.no_findings"), self.style.body))
        return story

    def finding(self, number: int, finding: SheetFinding, *, more: tuple[str, ...] = ()) -> list[Flowable]:
        """Return one finding; `more` stands before the law."""
        style = self.style
        note = replace(style.small, indent=style.item.indent, after=3)
        said = list(more)
        if finding.remedy_days is not None:
            said.append(self.say("sheet.remedy_days", days=finding.remedy_days))
        if finding.citations:
            said.append(self.say("sheet.law", citations=self.listed(finding.citations)))
        block: list[Flowable] = [TextBlock(finding.text.in_(self.lang), style.item, marker=f"{number}.")]
        return [*block, TextBlock(" ".join(said), note)] if said else block

    def listed(self, texts: tuple[Text, ...]) -> Text:
        """Return several texts as one, as a list within a sentence."""
        joined = ("، " if self.lang == "ur" else "; ").join(text.in_(self.lang) for text in texts)
        return Text(en=joined, ur=joined)

    def arrears(self) -> list[Flowable]:
        """Return what is owed month by month, or why nothing is said of it."""
        sheet, style = self.sheet, self.style
        story: list[Flowable] = [heading(self.say("sheet.arrears_heading"), style)]
        if sheet.arrears_by_month is None:
            return [*story, TextBlock(self.say("sheet.not_assessed"), style.body)]
        if not sheet.arrears_by_month:
            return [*story, TextBlock(self.say("sheet.no_arrears"), style.body)]
        return [*story, *months_owed(sheet.arrears_by_month, sheet.increase_note, style=style)]

    def statement(self) -> list[Flowable]:
        """Return what the employer said, or that nothing was said."""
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

    def signatures(self) -> list[Flowable]:
        """Return the employer's signature or refusal beside the inspector's line."""
        sheet, style = self.sheet, self.style
        officer = self.say("sheet.officer_signs", name=sheet.officer_name, designation=sheet.officer_designation)
        rule = TextBlock("_" * 36, style.small)
        inspector: list[Flowable] = [Spacer(1, SIGNATURE_BOX[1]), rule, TextBlock(officer, style.cell)]
        half = CONTENT_WIDTH / 2
        block = side_by_side([self._employer_signs(rule), inspector], [half, half], lang=self.lang)
        return [heading(self.say("sheet.signature_heading"), style), block]

    def _employer_signs(self, rule: Flowable) -> list[Flowable]:
        signature, style = self.sheet.signature, self.style
        if signature is None:
            return [Spacer(1, SIGNATURE_BOX[1]), rule, TextBlock(self.say("sheet.not_signed"), style.cell)]
        who = {"name": signature.signer_name or "—", "role": signature.signer_role or "—"}
        if signature.image is not None:
            said = TextBlock(self.say("sheet.signed_by", **who), style.cell)
            return [signature_picture(signature.image), rule, said, *self._witness(signature.witness_name)]
        reason = signature.refusal_reason.strip() or self.texts["sheet.refused_no_reason"]
        refused = TextBlock(self.say("sheet.refused", **who, reason=reason), style.cell_bold)
        alone = TextBlock(self.say("sheet.no_witness"), style.cell)
        return [refused, *(self._witness(signature.witness_name) or [alone])]

    def _witness(self, name: str) -> list[Flowable]:
        return [TextBlock(self.say("sheet.witness", name=name), self.style.cell)] if name.strip() else []
