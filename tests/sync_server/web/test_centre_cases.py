from __future__ import annotations

import io
import re
from typing import Any

import pytest
from centre_visitor import Visitor, visit
from inspected_employer import inspected
from pypdf import PdfReader
from sqlalchemy import text

from sync_server.models import EvidenceRecord, Inspection, Role

HEARING = {
    "hearing_on": "2026-12-10",
    "hearing_at": "11:00",
    "hearing_place_en": "Room 2",
    "hearing_place_ur": "کمرہ نمبر 2",
}


@pytest.fixture
def people(centre: Any) -> None:
    centre.user("enf", Role.ENFORCEMENT_OFFICER)
    centre.user("law", Role.LAW_OFFICER, ("*",))
    centre.user("sup", Role.SUPERVISOR)


def open_case(centre: Any, **employer: Any) -> tuple[Visitor, str, str]:
    """Return the officer, the path of a case on an approved inspection, and the inspection's id."""
    made = inspected(centre, state="approved", **employer)
    officer = visit(centre, "enf")
    answer = officer.send(f"/inspections/{made.inspection_id}/case")
    assert answer.status_code == 303, answer.text
    return officer, answer.location, made.inspection_id


def confirm_all(centre: Any) -> list[str]:
    officer = visit(centre, "law")
    facts = re.findall(r'data-needed-fact="([^"]+)"', officer.open("/law").text)
    for fact in facts:
        assert officer.send("/law/confirmations", fact=fact, reference="Gazette, checked").status_code == 303
    return facts


def ready_case(centre: Any) -> tuple[Visitor, str]:
    officer, path, _ = open_case(centre)
    confirm_all(centre)
    assert officer.send(f"{path}/hearing", **HEARING).status_code == 303
    return officer, path


@pytest.mark.usefixtures("people")
def test_a_case_is_opened_from_an_approved_inspection_and_once_only(centre: Any) -> None:
    officer, path, inspection_id = open_case(centre)

    page = officer.open(path)
    again = officer.send(f"/inspections/{inspection_id}/case")

    assert page.status_code == 200
    assert "LAHORE/C/2026/0001" in page.text
    assert (again.status_code, "LAHORE/C/2026/0001" in again.text) == (409, True)
    assert centre.scalar("SELECT count(*) FROM enforcement_case") == 1
    assert centre.scalar("SELECT last FROM serial_counter") == 1


@pytest.mark.usefixtures("people")
def test_an_inspection_that_is_not_approved_gives_no_case(centre: Any) -> None:
    made = inspected(centre)

    assert visit(centre, "enf").send(f"/inspections/{made.inspection_id}/case").status_code == 404
    assert visit(centre, "sup").send(f"/inspections/{made.inspection_id}/case").status_code == 403
    assert centre.scalar("SELECT count(*) FROM enforcement_case") == 0


@pytest.mark.usefixtures("people")
def test_the_case_page_explains_every_line_and_names_what_is_missing(centre: Any) -> None:
    officer, path, _ = open_case(centre)

    page = officer.open(path).text

    assert "August 2026" in page
    assert "section 20(1)" in page
    assert "Set the day of the hearing." in page
    assert "contribution.rate_percent@2013-10-07" in page
    assert re.search(r"<button class=\"primary\" disabled", page)


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ("hearing", "Set the day of the hearing."),
        ("law", "contribution.rate_percent@2013-10-07"),
        ("statement", "statement"),
        ("evidence", "evidence"),
        ("approval", "supervisor"),
    ],
)
def test_a_notice_is_refused_while_a_step_is_missing_and_says_which(centre: Any, missing: str, words: str) -> None:
    officer, path, inspection_id = open_case(centre)
    if missing != "law":
        confirm_all(centre)
    if missing != "hearing":
        officer.send(f"{path}/hearing", **HEARING)
    inspection = centre.session.get(Inspection, inspection_id)
    if missing == "statement":
        inspection.statement = {}
    if missing == "approval":
        inspection.state = "received"
    if missing == "evidence":
        for row in centre.session.query(EvidenceRecord):
            row.held_at = None
    centre.session.commit()

    answer = officer.send(f"{path}/notice")

    assert answer.status_code == 409
    assert words in answer.text.split("What is missing")[1]
    assert centre.scalar("SELECT count(*) FROM notice") == 0
    assert centre.scalar("SELECT count(*) FROM serial_counter WHERE series LIKE '%demand%'") == 0


@pytest.mark.usefixtures("people")
def test_a_ready_case_gets_both_papers_with_the_same_serial_and_amount(centre: Any) -> None:
    officer, path = ready_case(centre)

    answer = officer.send(f"{path}/notice")
    page = officer.open(path).text
    papers = {
        lang: officer.client.get(found)
        for lang, found in zip(("en", "ur"), re.findall(r"/notices/[^\"]+", page), strict=True)
    }

    assert answer.status_code == 303
    amount = int(re.search(r'data-amount-paisa="(\d+)"', page)[1])  # type: ignore[index]
    for lang, paper in papers.items():
        assert (paper.status_code, paper.mimetype) == (200, "application/pdf")
        assert paper.headers["Content-Disposition"] == f'attachment; filename="PESSI-LAHORE-D-2026-0001-{lang}.pdf"'
        words = "".join(page.extract_text() for page in PdfReader(io.BytesIO(paper.data)).pages)
        assert "PESSI/LAHORE/D/2026/0001" in words
        assert f"{amount // 100:,}" in words
        assert "munshi" not in words
        assert "kept back" not in words


@pytest.mark.usefixtures("people")
def test_laptops_are_told_of_the_notice_and_its_hearing_through_the_feed(centre: Any) -> None:
    officer, path = ready_case(centre)
    before = centre.scalar("SELECT rev FROM inspection_summary")
    assert officer.send(f"{path}/notice").status_code == 303

    told = centre.session.execute(text("SELECT * FROM inspection_summary")).mappings().one()
    assert (told["notice_no"], told["notice_on"]) == ("PESSI/LAHORE/D/2026/0001", "2026-11-22")
    assert told["hearing_on"] == "2026-12-10"
    assert told["notice_paisa"] == centre.scalar("SELECT amount_paisa FROM notice")
    assert told["rev"] == before + 1


@pytest.mark.usefixtures("people")
def test_a_notice_is_issued_once_and_its_hearing_stays(centre: Any) -> None:
    officer, path = ready_case(centre)

    answers = [
        officer.send(f"{path}/notice"),
        officer.send(f"{path}/notice"),
        officer.send(f"{path}/hearing", **{**HEARING, "hearing_on": "2026-12-24"}),
    ]

    assert [answer.status_code for answer in answers] == [303, 409, 409]
    assert centre.scalar("SELECT count(*) FROM notice") == 1
    assert centre.scalar("SELECT hearing_on FROM enforcement_case") == "2026-12-10"


@pytest.mark.usefixtures("people")
def test_serials_have_no_gap_even_after_an_act_that_failed(centre: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    first, first_path = ready_case(centre)
    second, second_path = ready_case(centre)
    with monkeypatch.context() as patched:
        patched.setattr("sync_server.services.issue_notice.render_demand_notice", lambda *_, **__: 1 / 0)
        assert first.send(f"{first_path}/notice").status_code == 500
    first.send(f"{first_path}/notice")
    second.send(f"{second_path}/notice")

    centre.session.rollback()
    serials = [row[0] for row in centre.session.execute(text("SELECT serial FROM notice ORDER BY serial"))]

    assert serials == ["PESSI/LAHORE/D/2026/0001", "PESSI/LAHORE/D/2026/0002"]


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    "wrong",
    [
        {"hearing_on": "2026-11-22"},
        {"hearing_on": "2020-01-01"},
        {"hearing_on": "10/12/2026"},
        {"hearing_on": ""},
        {"hearing_at": "25:00"},
        {"hearing_at": "soon"},
        {"hearing_place_en": " "},
        {"hearing_place_ur": ""},
        {"hearing_place_en": "x" * 10_000},
    ],
)
def test_a_hearing_that_cannot_be_held_is_refused(centre: Any, wrong: dict[str, str]) -> None:
    officer, path, _ = open_case(centre)

    answer = officer.send(f"{path}/hearing", **{**HEARING, **wrong})

    assert answer.status_code == 422
    assert centre.scalar("SELECT hearing_on FROM enforcement_case") == ""


@pytest.mark.usefixtures("people")
def test_cases_and_notices_of_another_district_are_not_there(centre: Any) -> None:
    officer, path = ready_case(centre)
    officer.send(f"{path}/notice")
    papers = re.findall(r"/notices/[^\"]+", officer.open(path).text)
    centre.user("other", Role.ENFORCEMENT_OFFICER, ("district:multan",))
    stranger = visit(centre, "other")

    assert {stranger.open(found).status_code for found in (path, *papers)} == {404}
    assert stranger.send(f"{path}/notice").status_code == 404
    assert "LAHORE/C" not in stranger.open("/cases").text


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize("name", ["sup", "law"])
def test_only_enforcement_officers_act_in_a_case(centre: Any, name: str) -> None:
    _, path = ready_case(centre)
    other = visit(centre, name)

    assert other.send(f"{path}/notice").status_code == 403
    assert other.send(f"{path}/hearing", **HEARING).status_code == 403


@pytest.mark.usefixtures("people")
def test_anyone_can_check_a_notice_and_sees_masked_facts_only(centre: Any) -> None:
    officer, path = ready_case(centre)
    officer.send(f"{path}/notice")
    address = re.search(r"/verify/[^\"]+", officer.open(path).text)[0]  # type: ignore[index]
    stranger = visit(centre)

    genuine, unknown = stranger.open(address), stranger.open("/verify/no-such-token")

    assert genuine.status_code == 200
    assert "issued by this office" in genuine.text
    assert "PESSI/LAHORE/D/2026/0001" in genuine.text
    assert "Employer 3" not in genuine.text
    assert "LHR-0" not in genuine.text
    assert unknown.status_code == 404
    assert "issued no such notice" in unknown.text


@pytest.mark.usefixtures("people")
def test_papers_changed_in_the_database_are_not_called_genuine(centre: Any) -> None:
    officer, path = ready_case(centre)
    officer.send(f"{path}/notice")
    address = re.search(r"/verify/[^\"]+", officer.open(path).text)[0]  # type: ignore[index]
    for name in centre.session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
        centre.session.execute(text(f"DROP TRIGGER {name}"))
    centre.session.execute(text("UPDATE notice SET pdf_en = pdf_ur"))
    centre.session.commit()

    assert "do not match their seal" in visit(centre).open(address).text
