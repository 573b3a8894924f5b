"""The centre's page: remarks at single answers, earlier versions, amendments beside what they put right."""

from __future__ import annotations

import json
from typing import Any

import pytest
from centre_visitor import Visitor, visit
from inspected_employer import SECRET, inspected
from uuid_utils.compat import uuid7

from sync_server.models import Amendment, Inspection, InspectionVersion, Role


@pytest.fixture
def supervisor(centre: Any) -> Visitor:
    centre.user("sup", Role.SUPERVISOR)
    return visit(centre, "sup")


def version(page: Any) -> str:
    return str(page.text.split('name="version" value="')[1].split('"')[0])


@pytest.fixture
def made(centre: Any) -> Any:
    return inspected(centre)


def amend(centre: Any, inspection_id: str, **changes: Any) -> None:
    values = {
        "item": "headcount_men", "value": "19", "state": "given", "why": "One was a <visitor>.", "version": 1,
        **changes,
    }  # fmt: skip
    centre.session.add(
        Amendment(
            id=str(uuid7()), inspection_id=inspection_id, amended_at="2026-11-21T05:00:00Z", received_at=centre.clock(),
            **values,
        )
    )  # fmt: skip
    centre.session.commit()


def test_a_remark_stands_beside_every_answer_that_was_not_given_in_confidence(supervisor: Any, made: Any) -> None:
    page = supervisor.open(f"/inspections/{made.inspection_id}").text
    assert 'name="remark/headcount_men/"' in page
    assert "remark/iv_alias" not in page
    assert SECRET in page


def test_remarks_travel_to_the_laptop_and_stand_at_their_answers(centre: Any, supervisor: Any, made: Any) -> None:
    path = f"/inspections/{made.inspection_id}"
    form = {"remark": "", "remark/headcount_men/": "Sixty?", "remark/remarks/": " "}
    assert supervisor.send(f"{path}/return", version=version(supervisor.open(path)), **form).status_code == 303
    told = centre.scalar("SELECT remarks FROM inspection_summary WHERE id = :id", id=made.inspection_id)
    assert json.loads(told) == [{"item": "headcount_men", "key": "", "text": "Sixty?"}]
    assert centre.scalar("SELECT version FROM inspection_summary WHERE id = :id", id=made.inspection_id) == 1
    assert "Sixty?" in supervisor.open(path).text


@pytest.mark.parametrize(
    "form",
    [
        {"remark": " "},
        {"remark": "", "remark/iv_alias/1": "Who is this?"},
        {"remark": "x", "remark/no_such/": "?"},
        {"remark": "", "remark/headcount_men/": "x" * 501},
        {"remark": "", "remark/headcount_men": "no place"},
    ],
)
def test_a_return_that_says_nothing_or_at_the_wrong_place_returns_nothing(
    centre: Any, supervisor: Any, made: Any, form: dict[str, str]
) -> None:
    path = f"/inspections/{made.inspection_id}"
    assert supervisor.send(f"{path}/return", version=version(supervisor.open(path)), **form).status_code == 422
    assert centre.session.get_one(Inspection, made.inspection_id).state == "received"


@pytest.mark.parametrize("lang", ["en", "ur"])
def test_an_earlier_version_is_shown_as_it_was_and_cannot_be_reviewed(
    centre: Any, supervisor: Any, made: Any, lang: str
) -> None:
    inspection = centre.session.get_one(Inspection, made.inspection_id)
    centre.session.add(
        InspectionVersion(
            inspection_id=inspection.id, number=1, findings_from=1, answers=inspection.answers,
            statement={"text": "What we said first"}, signature=inspection.signature, closed_at=inspection.closed_at,
            not_before="", received_at=inspection.received_at,
        )
    )  # fmt: skip
    inspection.record_version = 2
    centre.session.commit()
    if lang == "ur":
        supervisor.speak("ur")
    page = supervisor.open(f"/inspections/{inspection.id}").text
    assert f"/inspections/{inspection.id}/versions/1" in page
    earlier = supervisor.open(f"/inspections/{inspection.id}/versions/1").text
    assert "What we said first" in earlier
    assert 'id="earlier-version"' in earlier
    assert 'id="approve"' not in earlier
    assert 'name="remark/' not in earlier
    assert supervisor.open(f"/inspections/{inspection.id}/versions/2").status_code == 303
    assert supervisor.open(f"/inspections/{inspection.id}/versions/3").status_code == 404


def test_amendments_stand_beside_the_answer_with_their_reason(centre: Any, supervisor: Any, made: Any) -> None:
    amend(centre, made.inspection_id)
    amend(centre, made.inspection_id, item="gone_since", value="<b>x</b>")
    page = supervisor.open(f"/inspections/{made.inspection_id}").text
    assert "One was a &lt;visitor&gt;." in page
    assert "Amended after closing: 2." in page
    assert "<b>x</b>" not in page


def test_an_amendment_of_what_was_said_in_confidence_is_shown_to_no_inspector(centre: Any, made: Any) -> None:
    amend(centre, made.inspection_id, item="iv_alias", key="1", value="A name")
    page = visit(centre, made.inspector.sign_in).open(f"/inspections/{made.inspection_id}").text
    assert "A name" not in page
