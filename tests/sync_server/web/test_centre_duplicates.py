from __future__ import annotations

from typing import Any

import pytest
from centre_visitor import visit

from sync_server.models import DuplicatePair, Employer, EmployerAlias, Role
from sync_server.services.pair_employers import pair_employers


def raised(centre: Any) -> tuple[str, str, str]:
    """Return two employers, one of the register and one of a street survey, and their pair."""
    one = centre.employer(name_en="Chaudhry Leather", name_ur="چوہدری لیدر", phone="0300-1234567")
    other = centre.employer(
        name_en="Chowdhary Leather Works", name_ur="", phone="+92 300 1234567", status="provisional",
        registration_no="", owner_name="Aslam",
    )  # fmt: skip
    centre.session.rollback()
    pair_employers(centre.session, tools=centre.tools)
    pair_id = centre.session.query(DuplicatePair).one().id
    centre.session.rollback()
    return one, other, pair_id


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ("same telephone", "same, written differently", "entered in a street survey", "one side only")),
        ("ur", ("ایک ہی فون نمبر", "یکساں، طرزِ تحریر مختلف", "گلی محلے کے سروے میں درج", "صرف ایک جانب")),
    ],
)
def test_a_pair_is_shown_side_by_side_with_what_is_alike_and_what_differs_in_words(
    centre: Any, lang: str, words: tuple[str, ...]
) -> None:
    _, _, pair_id = raised(centre)
    centre.user("sup", Role.SUPERVISOR)
    visitor = visit(centre, "sup", lang=lang)

    page = visitor.open(f"/duplicates/{pair_id}").text

    for word in (
        *words,
        "Chaudhry Leather",
        "چوہدری لیدر",
        "Chowdhary Leather Works",
        "0300-1234567",
        "+92 300 1234567",
    ):
        assert word in page
    assert f"/duplicates/{pair_id}" in visitor.open("/duplicates").text
    assert f"/duplicates/{pair_id}" not in visitor.open("/duplicates?state=merged").text


def test_merging_from_the_page_lets_the_registered_entry_go_on_and_can_be_taken_back(centre: Any) -> None:
    one, other, pair_id = raised(centre)
    centre.user("sup", Role.SUPERVISOR)
    visitor = visit(centre, "sup")
    assert f'value="{one}" checked' in visitor.open(f"/duplicates/{pair_id}").text

    merged = visitor.send(f"/duplicates/{pair_id}/merge", survivor=one, version="1", reason="One gate")

    assert merged.status_code == 303
    page = visitor.open(f"/duplicates/{pair_id}").text
    assert "One gate" in page
    assert "Take the merge back" in page
    assert "Merged with another entry" in visitor.open(f"/employers/{other}").text
    assert one in visitor.open(f"/employers/{other}").text
    assert centre.session.get(Employer, one).owner_name == "Aslam"
    centre.session.rollback()

    assert visitor.send(f"/duplicates/{pair_id}/undo", version="2").status_code == 303
    assert centre.session.get(Employer, other).status == "provisional"
    assert centre.session.get(Employer, one).owner_name == ""


def test_the_second_of_two_supervisors_is_told_who_was_first(centre: Any) -> None:
    one, _, pair_id = raised(centre)
    centre.user("sup", Role.SUPERVISOR)
    centre.user("sup2", Role.SUPERVISOR)
    first, second = visit(centre, "sup"), visit(centre, "sup2")

    answers = [
        first.send(f"/duplicates/{pair_id}/apart", version="1"),
        second.send(f"/duplicates/{pair_id}/merge", version="1", survivor=one),
    ]

    assert [answer.status_code for answer in answers] == [303, 409]
    assert "by Name of sup." in answers[1].text
    assert centre.session.query(EmployerAlias).count() == 0


@pytest.mark.parametrize("fields", [{}, {"survivor": "x"}, {"reason": "x" * 2000}, {"reason": "a\x00b"}])
def test_a_decision_that_cannot_stand_is_refused_and_leaves_the_pair_open(centre: Any, fields: dict[str, str]) -> None:
    one, _, pair_id = raised(centre)
    centre.user("sup", Role.SUPERVISOR)
    given = {"version": "1", "survivor": one} | fields if fields else {"version": "1"}

    answer = visit(centre, "sup").send(f"/duplicates/{pair_id}/merge", **given)

    assert answer.status_code == 422
    assert centre.scalar("SELECT state FROM duplicate_pair") == "open"
    assert centre.scalar("SELECT count(*) FROM employer WHERE status = 'merged'") == 0


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SUPERVISOR])
def test_only_supervisors_see_and_decide_pairs(centre: Any, role: Role) -> None:
    _, _, pair_id = raised(centre)
    centre.user("other", role)
    visitor = visit(centre, "other")

    assert visitor.open("/duplicates").status_code == 403
    for act in ("merge", "apart", "undo"):
        assert visitor.send(f"/duplicates/{pair_id}/{act}", version="1").status_code == 403


def test_pairs_of_another_district_are_not_there(centre: Any) -> None:
    _, _, pair_id = raised(centre)
    centre.user("sup", Role.SUPERVISOR, ("district:multan",))
    visitor = visit(centre, "sup")
    assert visitor.open(f"/duplicates/{pair_id}").status_code == 404
    assert visitor.send(f"/duplicates/{pair_id}/apart", version="1").status_code == 404
    assert pair_id not in visitor.open("/duplicates").text


def test_the_desk_counts_the_pairs_that_wait(centre: Any) -> None:
    raised(centre)
    centre.user("sup", Role.SUPERVISOR)
    assert "Employers that may be one" in visit(centre, "sup").open("/").text
