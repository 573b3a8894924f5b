"""Planning a visit at the centre: the order, what the law allows, and who may."""

from __future__ import annotations

import re
from typing import Any

import pytest
from centre_visitor import Visitor, visit
from inspected_employer import inspected
from sqlalchemy import text

from sync_server.models import Inspection, InspectionSummary, Role, Visit
from sync_server.services.tell_of_inspection import told_of

FINDINGS_IN_CONFIDENCE = text(
    "SELECT text_en FROM finding WHERE inspection_id = :inspection_id AND privacy = 'worker_secret'"
)
FORM = {
    "inspector": "nadia",
    "planned_on": "2026-12-01",
    "valid_until": "2026-12-05",
    "order_no": "PESSI/LHR/2026/0500",
    "authorised_by": "Director, Lahore",
    "purpose_en": "Checking of books",
    "purpose_ur": "حسابات کی جانچ",
    "selected_by": "risk",
    "notice": "notified",
    "officers": "A. Khan",
    "most_minutes": "180",
    "ground": "",
}


@pytest.fixture
def supervisor(centre: Any) -> Visitor:
    centre.user("nadia", Role.INSPECTOR)
    centre.user("far", Role.INSPECTOR, ("district:multan",))
    centre.user("sup", Role.SUPERVISOR)
    return visit(centre, "sup")


def _visits(centre: Any) -> list[Visit]:
    centre.session.expire_all()
    return list(centre.session.query(Visit).order_by(Visit.order_no))


def _plan(supervisor: Visitor, employer_id: str, **changed: str) -> Any:
    supervisor.open(f"/visits/new/{employer_id}")
    return supervisor.send(f"/visits/new/{employer_id}", **{**FORM, **changed})


def test_a_visit_is_planned_with_its_whole_order_and_reaches_the_inspectors_laptop(
    centre: Any, supervisor: Visitor
) -> None:
    employer_id = centre.employer()
    assert f"/visits/new/{employer_id}" in supervisor.open(f"/employers/{employer_id}").text
    assert _plan(supervisor, employer_id).status_code == 303

    (made,) = _visits(centre)
    assert (made.employer_id, made.planned_on, made.valid_until, made.most_minutes) == (
        employer_id, "2026-12-01", "2026-12-05", 180,
    )  # fmt: skip
    assert (made.selected_by, made.notice, made.officers, made.status) == ("risk", "notified", "A. Khan", "planned")
    page = supervisor.open("/visits").text
    assert "PESSI/LHR/2026/0500" in page
    assert "Name of nadia" in page


def test_a_second_visit_within_a_year_is_refused_with_the_section_and_everything_typed_stays(
    centre: Any, supervisor: Visitor
) -> None:
    made = inspected(centre, state="approved")
    refused = _plan(supervisor, made.employer_id)

    assert refused.status_code == 409
    assert "A limit of the law stands in the way" in refused.text
    assert "section 22(5)" in refused.text
    assert 'data-limit="once_a_year" data-standing="reached"' in refused.text
    assert 'value="PESSI/LHR/2026/0500"' in refused.text
    assert '<option value="nadia" selected>' in refused.text
    assert _visits(centre) == []

    ground = "Claim 88 of 2026: a worker was refused treatment"
    assert _plan(supervisor, made.employer_id, ground=ground).status_code == 303
    assert _visits(centre)[0].ground == ground
    assert ground in supervisor.open("/visits").text


def test_an_office_that_looks_at_itself_has_no_limit(centre: Any, supervisor: Visitor) -> None:
    made = inspected(centre, state="approved", status="office")

    assert 'data-limit="' not in supervisor.open(f"/visits/new/{made.employer_id}").text
    assert _plan(supervisor, made.employer_id).status_code == 303


def test_another_planned_visit_counts_like_one_that_was_made(centre: Any, supervisor: Visitor) -> None:
    employer_id = centre.employer()

    assert _plan(supervisor, employer_id).status_code == 303
    assert _plan(supervisor, employer_id, order_no="2").status_code == 409
    supervisor.open("/visits")
    assert supervisor.send(f"/visits/{_visits(centre)[0].id}/cancel").status_code == 303
    assert _plan(supervisor, employer_id, order_no="2").status_code == 303
    assert sorted(one.status for one in _visits(centre)) == ["cancelled", "planned"]


def test_a_unit_that_assesses_itself_is_planned_by_ballot_only_whatever_the_ground(
    centre: Any, supervisor: Visitor
) -> None:
    employer_id = centre.employer(self_assessment=True)
    refused = _plan(supervisor, employer_id, ground="A complaint of forty workers")

    assert refused.status_code == 409
    assert "section 22(4)" in refused.text
    assert _plan(supervisor, employer_id, selected_by="ballot").status_code == 303


@pytest.mark.parametrize(
    ("changed", "status", "said"),
    [
        ({"planned_on": "tomorrow"}, 422, "tomorrow"),
        ({"planned_on": "2026-01-01"}, 422, "has passed"),
        ({"planned_on": "9999-12-31", "valid_until": ""}, 422, "730 days ahead"),
        ({"valid_until": "2026-11-30"}, 422, "lies before the visit"),
        ({"valid_until": "2027-11-30"}, 422, "more than 92 days"),
        ({"most_minutes": "0"}, 422, "between 1 and 1440"),
        ({"most_minutes": "ten"}, 422, "between 1 and 1440"),
        ({"selected_by": "mood"}, 422, "Choose why"),
        ({"notice": ""}, 422, "Choose why"),
        ({"order_no": " "}, 422, "Order number"),
        ({"purpose_ur": ""}, 422, "Purpose in Urdu"),
        ({"inspector": "far"}, 422, "Choose an inspector"),
        ({"inspector": "sup"}, 422, "Choose an inspector"),
    ],
)
def test_an_order_that_cannot_stand_is_refused_and_comes_back_as_typed(
    centre: Any, supervisor: Visitor, changed: dict[str, str], status: int, said: str
) -> None:
    answer = _plan(supervisor, centre.employer(), **changed)

    assert answer.status_code == status
    assert said in answer.text
    assert changed.get("officers", "A. Khan") in answer.text
    assert _visits(centre) == []


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2026-02-30", ""])
def test_the_limits_are_those_of_today_where_no_day_was_written_that_can_be(
    centre: Any, supervisor: Visitor, day: str
) -> None:
    answer = supervisor.client.get(f"/visits/new/{centre.employer()}", query_string={"planned_on": day})

    assert answer.status_code == 200
    assert 'data-limit="' in answer.text


@pytest.mark.parametrize("lang", ["en", "ur"])
def test_the_form_shows_what_the_law_allows_in_both_languages(centre: Any, supervisor: Visitor, lang: str) -> None:
    supervisor.speak(lang)
    page = supervisor.open(f"/visits/new/{centre.employer()}").text

    assert re.findall(r'data-limit="([a-z_]+)"', page)[:3] == ["once_a_year", "advance_notice", "look_back"]
    assert "{" not in page.partition("<main")[2].partition("</main>")[0]


def test_only_supervisors_plan_and_only_in_their_districts(centre: Any, supervisor: Visitor) -> None:
    employer_id, elsewhere = centre.employer(), centre.employer("multan")
    centre.user("enf", Role.ENFORCEMENT_OFFICER)
    officer = visit(centre, "enf")

    assert supervisor.open(f"/visits/new/{elsewhere}").status_code == 404
    assert _plan(supervisor, elsewhere).status_code == 404
    assert officer.open("/visits").status_code == 403
    assert officer.send(f"/visits/new/{employer_id}", **FORM).status_code == 403
    assert _visits(centre) == []


def test_a_visit_that_was_made_is_not_taken_back(centre: Any, supervisor: Visitor) -> None:
    employer_id = centre.employer()
    _plan(supervisor, employer_id)
    (made,) = _visits(centre)
    centre.session.rollback()
    centre.write("visit", {"status": "done"}, made.id)
    supervisor.open("/visits?state=done")

    assert supervisor.send(f"/visits/{made.id}/cancel").status_code == 409
    assert supervisor.send("/visits/nothing/cancel").status_code == 404


def test_laptops_are_told_what_was_found_and_promised_and_of_the_notice_but_no_confidence(centre: Any) -> None:
    made = inspected(centre)
    told = told_of(centre.session, centre.session.get(Inspection, made.inspection_id))

    assert told["found"].startswith("[{")
    assert "worker_secret" not in told["found"]
    secret = centre.session.execute(
        FINDINGS_IN_CONFIDENCE, {"inspection_id": made.inspection_id}
    ).scalars().all()  # fmt: skip
    assert secret
    assert not any(words in told["found"] for words in secret)
    assert centre.session.get(InspectionSummary, made.inspection_id).notice_no == ""
