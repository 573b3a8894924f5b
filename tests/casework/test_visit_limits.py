from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from casework.visit_limits import Kind, Notice, Selection, Standing, VisitLimit, VisitPlan, bars, visit_limits
from simplify_content.law_loader import available_schemes, load_law_pack

ON = date(2026, 11, 22)


def _limits(scheme: str = "pessi", *, employer: dict[str, Any] | None = None, **known: Any) -> dict[Kind, VisitLimit]:
    plan = VisitPlan(ON, {"self_assessment": 0, "registered_on": "2019-03-14", **(employer or {})}, **known)
    return {limit.kind: limit for limit in visit_limits(plan, load_law_pack(scheme))}


@pytest.mark.parametrize(
    ("other", "standing"),
    [
        (date(2025, 11, 22), Standing.KEPT),
        (date(2025, 11, 23), Standing.REACHED),
        (date(2026, 11, 21), Standing.REACHED),
        (date(2027, 11, 21), Standing.REACHED),
        (date(2027, 11, 22), Standing.KEPT),
    ],
)
def test_a_second_visit_within_a_year_is_beyond_the_limit_to_the_day(other: date, standing: Standing) -> None:
    for known in ({"inspected_on": (other,)}, {"planned_on": (other,)}):
        assert _limits(**known)[Kind.ONCE_A_YEAR].standing is standing


def test_the_limit_is_cited_from_the_pack_with_the_day_from_which_it_is_free_again() -> None:
    limit = _limits(inspected_on=(date(2024, 5, 1), date(2026, 2, 28)))[Kind.ONCE_A_YEAR]

    assert limit.provisions == ("PESSO65.s22.5",)
    assert "section 22(5)" in limit.text.en
    assert "28 February 2027" in limit.text.en
    assert "28 فروری 2027" in limit.text.ur.replace("\u2068", "").replace("\u2069", "").replace("\u2066", "")


def test_a_leap_day_is_free_again_on_the_last_day_of_february() -> None:
    plan = VisitPlan(date(2025, 2, 28), {"self_assessment": 0}, inspected_on=(date(2024, 2, 29),))
    limit = visit_limits(plan, load_law_pack("pessi"))[0]

    assert limit.standing is Standing.KEPT


def test_a_unit_that_assesses_itself_is_visited_by_ballot_only_and_no_ground_helps() -> None:
    employer = {"self_assessment": 1}
    chosen = _limits(employer=employer, selected_by=Selection.RISK)
    drawn = _limits(employer=employer, selected_by=Selection.BALLOT)

    assert Kind.ONCE_A_YEAR not in chosen
    assert chosen[Kind.SELF_ASSESSMENT].standing is Standing.REACHED
    assert [limit.kind for limit in bars(chosen.values(), ground="a complaint of forty workers")] == [
        Kind.SELF_ASSESSMENT
    ]
    assert drawn[Kind.SELF_ASSESSMENT].standing is Standing.KEPT
    assert bars(drawn.values(), ground="") == ()


def test_a_second_visit_gives_way_to_a_ground_in_writing_only() -> None:
    limits = _limits(inspected_on=(date(2026, 5, 1),)).values()

    assert [limit.kind for limit in bars(limits, ground="  ")] == [Kind.ONCE_A_YEAR]
    assert bars(limits, ground="Claim 88 of 2026: a worker was refused treatment") == ()


@pytest.mark.parametrize(
    ("registered", "workers", "standing"),
    [
        ("2024-11-23", (10, 12, 12), Standing.REACHED),
        ("2024-11-23", (10, 12, 11), Standing.KEPT),
        ("2024-11-22", (10, 12, 12), Standing.KEPT),
        ("", (10,), Standing.UNKNOWN),
    ],
)
def test_books_of_a_new_eobi_unit_are_not_called_for_until_insured_persons_are_reduced(
    registered: str, workers: tuple[int, ...], standing: Standing
) -> None:
    limit = _limits("eobi", employer={"registered_on": registered}, workers=workers)[Kind.BOOKS_FREE]

    assert (limit.standing, limit.provisions) == (standing, ("EOBA76.s12.2",))


@pytest.mark.parametrize("scheme", ["sessi", "kpessi", "bessi"])
def test_what_the_pack_does_not_hold_is_said_to_be_unknown_and_bars_nothing(scheme: str) -> None:
    limits = _limits(scheme, employer={"self_assessment": 1}, inspected_on=(date(2026, 11, 1),))

    assert limits[Kind.LOOK_BACK].standing is Standing.UNKNOWN
    assert limits[Kind.SELF_ASSESSMENT].standing is Standing.UNKNOWN
    assert bars(limits.values(), ground="") == ()


@pytest.mark.parametrize("scheme", available_schemes())
def test_every_scheme_tells_its_limits_in_both_languages_and_nothing_is_left_to_fill_in(scheme: str) -> None:
    for assesses_itself in (0, 1):
        for limit in _limits(scheme, employer={"self_assessment": assesses_itself}).values():
            assert "{" not in limit.text.en + limit.text.ur


def test_what_was_only_reported_of_a_policy_is_told_as_not_confirmed() -> None:
    plan = VisitPlan(ON, {"self_assessment": 0})
    told = [limit for limit in visit_limits(plan, load_law_pack("pessi")) if limit.kind is Kind.POLICY]

    assert len(told) == 3
    assert not any(limit.is_confirmed for limit in told)
    early = visit_limits(VisitPlan(date(2018, 1, 1), {"self_assessment": 0}), load_law_pack("pessi"))
    assert not any(limit.kind is Kind.POLICY for limit in early)


def test_a_visit_without_notice_is_told_what_the_law_says_of_notice() -> None:
    told = _limits(notice=Notice.SURPRISE)[Kind.ADVANCE_NOTICE]

    assert "without notice" in told.text.en
    assert "section 22(5)" in told.text.en
    assert "how many days before" in _limits()[Kind.ADVANCE_NOTICE].text.en
