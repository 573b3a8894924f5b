"""The papers of a visit as the laptop draws them from an inspection: who is on them, and who never is."""

from __future__ import annotations

import base64
import io

import pytest
from inspector_at_work import picture
from nacl.public import PrivateKey
from prepared_laptop import TODAY
from pypdf import PdfReader

from inspector_app.errors import NotFound
from inspector_app.services.attach_evidence import attach_evidence
from inspector_app.services.exit_sheet import exit_sheet
from inspector_app.services.inspection_report import inspection_report
from inspector_app.services.visit_note import visit_note
from simplify_content.text import LANGS

WORKER, CNIC, ALIAS = "Zarqa Bukhari", "35202-9876543-2", "Loom seven"


def words(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


@pytest.fixture
def told(desk) -> str:
    """An inspection with a worker found by name, one who spoke in confidence, and a record not produced."""
    inspection_id = desk.start()
    desk.answer_all(inspection_id)
    desk.add(inspection_id, "workers_found", "w1")
    for item, value in (
        ("wf_name", WORKER),
        ("wf_cnic", CNIC),
        ("wf_wage", "39000"),
        ("wf_since", "2025-02-01"),
        ("wf_record", "page 3"),
        ("wf_wage_at_entry", "36000"),
    ):
        desk.answer(inspection_id, item, value, key="w1")
    desk.add(inspection_id, "interviews", "i1")
    for item, value in (("iv_alias", ALIAS), ("iv_deduction", "yes")):
        desk.answer(inspection_id, item, value, key="i1")
    attach_evidence(
        desk.opened, inspection_id, item="iv_deduction", key="i1", data=picture("navy"), filename="slip.jpg",
        caption=f"Pay slip of {ALIAS}", at=desk.at, new_id=desk.ids,
    )  # fmt: skip
    attach_evidence(
        desk.opened, inspection_id, item="rec_attendance", key="", data=picture("teal"), filename="p.jpg",
        caption="Attendance register, page 9", place="Gate house", at=desk.at, new_id=desk.ids,
    )  # fmt: skip
    desk.move(minutes=95)
    desk.state(inspection_id)
    desk.sign(inspection_id)
    return inspection_id


def test_no_worker_stands_on_what_the_employer_gets_and_no_confidence_on_any_paper(desk, told: str) -> None:
    for lang in LANGS:
        for_employer = words(exit_sheet(desk.opened, told, lang, on=TODAY)) + words(
            visit_note(desk.opened, told, lang, on=TODAY)
        )
        report = words(inspection_report(desk.opened, told, lang, on=TODAY))
        for secret in (WORKER, CNIC, CNIC.replace("-", ""), ALIAS):
            assert secret not in for_employer
        for secret in (ALIAS, "Pay slip"):
            assert secret not in report
        assert CNIC in report
        assert "LHR-04-11873" in for_employer


def test_the_report_holds_answers_evidence_and_time_and_counts_what_it_holds_back(desk, told: str) -> None:
    text = words(inspection_report(desk.opened, told, "en", on=TODAY))
    for expected in (WORKER, "Attendance register, page 9", "Gate house", "PESSI/LHR/INS/2026/0417", "not produced"):
        assert expected in text
    assert "whose words are not printed: 1." in text
    assert "still open" in text
    sha256 = next(one.sha256 for one in desk.view(told).evidence if one.caption.startswith("Attendance"))
    assert f"{sha256[:8]} {sha256[8:16]}" in text


def test_papers_are_the_same_on_any_later_day_once_the_inspection_is_closed(desk, told: str) -> None:
    desk.attach_needed(told)
    desk.close(told)
    for paper in (exit_sheet, visit_note, inspection_report):
        later = TODAY.replace(year=2027)
        assert paper(desk.opened, told, "ur", on=TODAY) == paper(desk.opened, told, "ur", on=later)
    assert "still open" not in words(inspection_report(desk.opened, told, "en", on=TODAY))


def test_where_every_record_was_produced_there_is_nothing_to_note(desk) -> None:
    inspection_id = desk.start()
    desk.answer(inspection_id, "rec_wage_register", "produced")
    with pytest.raises(NotFound):
        visit_note(desk.opened, inspection_id, "en", on=TODAY)
    desk.answer(inspection_id, "rec_wage_register", "partly")
    desk.answer(inspection_id, "representative_name", "Zubair Shah")
    text = words(visit_note(desk.opened, inspection_id, "en", on=TODAY))
    assert "Wage register" in text
    assert "produced in part" in text
    assert "Zubair Shah" in text


def test_the_report_reads_the_same_of_confidence_after_it_was_sealed(desk, told: str) -> None:
    key = base64.b64encode(bytes(PrivateKey.generate().public_key)).decode()
    desk.opened.work.conn.execute("UPDATE device SET protocol = 3, centre_box_key = ?", (key,))
    desk.attach_needed(told)
    before = words(inspection_report(desk.opened, told, "en", on=TODAY))
    desk.close(told)
    after = words(inspection_report(desk.opened, told, "en", on=TODAY))
    assert desk.view(told).after.sealed is not None
    draft = "The inspection is still open: this is a draft and may change. "
    assert sorted(after.split()) == sorted(before.replace(draft, "").split())
