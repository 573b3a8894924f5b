from __future__ import annotations

from typing import Any

import pytest
from centre_visitor import visit
from inspected_employer import conflict_over, inspected

from sync_server.models import Conflict, Employer, Role


def phone(centre: Any, employer_id: str) -> str:
    centre.session.rollback()
    return str(centre.session.get(Employer, employer_id).phone)


def resolve(visitor: Any, conflict_id: str, **fields: str) -> Any:
    given = {"choice": "arriving", "reason": "Rang the number", "version": "1", **fields}
    return visitor.send(f"/conflicts/{conflict_id}/resolve", **given)


def test_the_desk_shows_both_values_the_base_who_when_and_which_laptop(centre: Any) -> None:
    made = inspected(centre)
    conflict_id = conflict_over(centre, made)
    centre.user("sup", Role.SUPERVISOR)
    visitor = visit(centre, "sup")

    page = visitor.open(f"/conflicts/{conflict_id}").text

    for words in (
        "042-35710000",
        "042-35711111",
        "0300-1234567",
        made.inspector.name_en,
        "PESSI-LHR-07",
        "20-11-2026 11:30",
    ):
        assert words in page
    assert conflict_id in visitor.open("/conflicts").text


@pytest.mark.parametrize(
    ("choice", "expected"),
    [("standing", "042-35711111"), ("arriving", "0300-1234567"), ("other", "042-99999999")],
)
def test_the_chosen_value_is_written_and_every_value_is_kept(centre: Any, choice: str, expected: str) -> None:
    made = inspected(centre)
    conflict_id = conflict_over(centre, made)
    user_id = centre.user("sup", Role.SUPERVISOR).id

    answer = resolve(visit(centre, "sup"), conflict_id, choice=choice, value="042-99999999")

    assert answer.status_code == 303
    assert phone(centre, made.employer_id) == expected
    row = centre.session.get(Conflict, conflict_id)
    assert (row.base_value, row.standing_value, row.arriving_value, row.chosen_value) == (
        "042-35710000",
        "042-35711111",
        "0300-1234567",
        expected,
    )
    assert (row.state, row.version, row.resolved_by, row.reason) == ("resolved", 2, user_id, "Rang the number")
    stamp = centre.session.get(Employer, made.employer_id).field_stamps["phone"]
    assert (stamp[1], stamp[4]) == ("", user_id)


def test_of_two_supervisors_the_second_is_told_who_was_first_and_changes_nothing(centre: Any) -> None:
    made = inspected(centre)
    conflict_id = conflict_over(centre, made)
    centre.user("sup", Role.SUPERVISOR)
    centre.user("sup2", Role.SUPERVISOR)
    first, second = visit(centre, "sup"), visit(centre, "sup2")

    answers = [resolve(first, conflict_id), resolve(second, conflict_id, choice="standing", reason="I know better")]

    assert [answer.status_code for answer in answers] == [303, 409]
    assert "by Name of sup." in answers[1].text
    assert phone(centre, made.employer_id) == "0300-1234567"
    assert centre.session.get(Conflict, conflict_id).reason == "Rang the number"


def test_fields_that_belong_together_are_decided_together(centre: Any) -> None:
    made = inspected(centre)
    conflict_id = conflict_over(
        centre,
        made,
        field="address",
        base_value={"address_en": "Old", "address_ur": "پرانا"},
        standing_value={"address_en": "Ring Road", "address_ur": "رنگ روڈ"},
        arriving_value={"address_en": "Mall Road", "address_ur": "مال روڈ"},
        chosen_value={"address_en": "Ring Road", "address_ur": "رنگ روڈ"},
    )
    centre.user("sup", Role.SUPERVISOR)
    visitor = visit(centre, "sup")
    page = visitor.open(f"/conflicts/{conflict_id}").text

    answer = resolve(visitor, conflict_id, choice="other", value_address_en="Canal Road", value_address_ur="کینال روڈ")

    assert "مال روڈ" in page
    assert answer.status_code == 303
    employer = centre.session.get(Employer, made.employer_id)
    assert (employer.address_en, employer.address_ur) == ("Canal Road", "کینال روڈ")


@pytest.mark.parametrize(
    "fields",
    [
        {"reason": " "},
        {"reason": "x" * 10_000},
        {"choice": ""},
        {"choice": "base"},
        {"choice": "other", "value": ""},
        {"choice": "other", "value": "9" * 10_000},
        {"choice": "other", "value": "042\x00123"},
    ],
)
def test_a_resolution_that_cannot_stand_is_refused_and_leaves_the_conflict_open(
    centre: Any, fields: dict[str, str]
) -> None:
    made = inspected(centre)
    conflict_id = conflict_over(centre, made)
    centre.user("sup", Role.SUPERVISOR)

    answer = resolve(visit(centre, "sup"), conflict_id, **fields)

    assert answer.status_code == 422
    assert centre.scalar("SELECT state FROM conflict") == "open"
    assert phone(centre, made.employer_id) == ""


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SUPERVISOR])
def test_only_supervisors_decide_conflicts(centre: Any, role: Role) -> None:
    made = inspected(centre)
    conflict_id = conflict_over(centre, made)
    centre.user("other", role)

    assert resolve(visit(centre, "other"), conflict_id).status_code == 403


def test_another_districts_conflict_is_not_there(centre: Any) -> None:
    made = inspected(centre, district="multan")
    conflict_id = conflict_over(centre, made)
    centre.user("sup", Role.SUPERVISOR)
    visitor = visit(centre, "sup")

    assert visitor.open(f"/conflicts/{conflict_id}").status_code == 404
    assert resolve(visitor, conflict_id).status_code == 404
    assert conflict_id not in visitor.open("/conflicts").text


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ("until a supervisor decides", "decided together", "Changed at the centre only")),
        ("ur", ("نگران افسر کے فیصلے تک", "اکٹھے طے ہوتے ہیں", "صرف مرکز پر")),
    ],
)
def test_the_rules_are_told_in_both_languages(centre: Any, lang: str, words: tuple[str, ...]) -> None:
    centre.user("sup", Role.SUPERVISOR)
    page = visit(centre, "sup", lang=lang).open("/conflicts/rules").text
    for word in words:
        assert word in page
