"""The inspection report for the office, as PDF; what workers said in confidence is not in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from casework.documents.inspection_report import (
    InspectionReport,
    ReportAnswer,
    ReportEvidence,
    ReportFinding,
    ReportSection,
    ReportTurn,
    render_inspection_report,
)
from casework.documents.sheet import finding_for_office
from casework.finding import Finding
from checklists.form_state import AnswerState, FormState, ItemKind, ItemRef, ItemState
from inspector_app.catalogue import say
from inspector_app.services.open_inspection import EvidenceLine, InspectionView, open_inspection
from inspector_app.services.paper_parts import IN_CONFIDENCE, day_of_paper
from inspector_app.services.sheet_of_visit import sheet_of
from inspector_app.store.opened import Opened
from inspector_app.tools import LOCAL_ZONE
from simplify_content.law_loader import load_law_pack
from simplify_content.law_pack import LawPack
from simplify_content.text import Lang, Text, same


def inspection_report(opened: Opened, inspection_id: str, lang: Lang, *, on: date) -> bytes:
    """Return the report of an inspection; of an open one as a draft that says so.

    Raises:
        NotFound: no such inspection.
    """
    view = open_inspection(opened, inspection_id, on=on)
    secret, sealed = _secret(view), view.after.sealed
    evidence = tuple(line for line in view.evidence if ItemRef(line.item, line.key) not in secret)
    numbers = {line.evidence_id: number for number, line in enumerate(evidence, start=1)}
    open_findings = tuple(one for one in view.findings if one.privacy != IN_CONFIDENCE)
    report = InspectionReport(
        sheet=sheet_of(opened, view, printed_on=day_of_paper(view, on=on)),
        checklist=view.checklist.title,
        checklist_version=view.checklist.version,
        order_no=view.inspection.order_no,
        authorised_by=view.inspection.authorised_by,
        sections=tuple(_sections(view.form)),
        findings=tuple(_finding(one, numbers, law=load_law_pack(opened.scheme)) for one in open_findings),
        interviews=_interviews(view) + (sealed.interviews if sealed else 0),
        withheld=len(view.findings) - len(open_findings) + (sealed.findings if sealed else 0),
        evidence=tuple(_evidence(line) for line in evidence),
        is_open=not view.is_closed,
    )
    return render_inspection_report(report, lang)


def _secret(view: InspectionView) -> frozenset[ItemRef]:
    return frozenset(item.ref for item in view.form.items if item.privacy == IN_CONFIDENCE)


def _interviews(view: InspectionView) -> int:
    """Return how many turns were asked in confidence and are still on this laptop."""
    repeats = {item.repeat for item in view.form.items if item.privacy == IN_CONFIDENCE and item.repeat}
    return sum(len(view.answers.repeats.get(repeat, ())) for repeat in repeats)


def _finding(finding: Finding, numbers: Mapping[str, int], *, law: LawPack) -> ReportFinding:
    tied = tuple(numbers[one] for one in finding.evidence if one in numbers)
    return ReportFinding(finding_for_office(finding, law), finding.severity, tied)


def _sections(form: FormState) -> Iterable[ReportSection]:
    for section in form.sections:
        asked = [item for item in form.items if item.section == section.name and item.relevant and _is_answer(item)]
        if told := [item for item in asked if item.privacy != IN_CONFIDENCE]:
            yield ReportSection(section.label, tuple(_turns(told)))


def _is_answer(item: ItemState) -> bool:
    return item.kind is not ItemKind.NOTE and not item.answer.is_blank


def _turns(items: Sequence[ItemState]) -> Iterable[ReportTurn]:
    """Yield what is asked once, then the turns of each repeat, numbered within it."""
    counted: dict[str, int] = {}
    for repeat, key in dict.fromkeys((item.repeat, item.ref.key) for item in items):
        counted[repeat] = counted.get(repeat, 0) + 1
        answers = tuple(
            ReportAnswer(item.label, _answer(item), item.answer.reason)
            for item in items
            if (item.repeat, item.ref.key) == (repeat, key)
        )
        yield ReportTurn(counted[repeat] if key else 0, answers)


def _answer(item: ItemState) -> Text:
    if item.answer.state is not AnswerState.GIVEN:
        return say(f"answers.state_{item.answer.state.value}")
    return item.shown or same(item.answer.value)


def _evidence(line: EvidenceLine) -> ReportEvidence:
    return ReportEvidence(
        kind=say(f"evidence.{line.kind}"),
        caption=line.caption,
        taken_at=_local(line.captured_at),
        not_before=_local(line.not_before),
        place=" · ".join(filter(None, (line.place, _point(line)))),
        sha256=line.sha256,
    )


def _point(line: EvidenceLine) -> str:
    within = f" (± {line.accuracy_m} m)" if line.accuracy_m is not None else ""
    return f"\u2066{line.point}{within}\u2069" if line.point else ""


def _local(moment: str) -> str:
    return f"{datetime.fromisoformat(moment).astimezone(LOCAL_ZONE):%d-%m-%Y %H:%M}" if moment else ""
