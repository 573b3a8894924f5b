"""The shipped scenario: papers, floor, people and truth agree; its key is what the planted faults make of it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

import pytest

from casework.practice.dates import dated, day_after_months
from casework.practice.key import answer_key
from casework.practice.scenario import Scenario
from casework.practice.scenarios import ScenarioError, available_scenarios, load_scenario
from checklists.form_state import ItemRef
from simplify_content.places import district, sectors
from simplify_content.text import Text

DAYS = [None, date(2026, 6, 17), date(2026, 11, 22), date(2027, 3, 31), date(2028, 2, 29), date(2027, 1, 1)]


@pytest.fixture(params=DAYS, ids=str)
def scenario(request: pytest.FixtureRequest) -> Scenario:
    return load_scenario("textile_unit", on=request.param)


def _value(scenario: Scenario, item: str) -> str:
    return scenario.truth.by_ref[ItemRef(item)].value


def _texts(value: Any) -> list[Text]:
    if isinstance(value, Text):
        return [value]
    if isinstance(value, tuple):
        return [text for one in value for text in _texts(one)]
    if is_dataclass(value):
        return [text for field in fields(value) for text in _texts(getattr(value, field.name))]
    return []


def test_the_truth_can_stand_and_leaves_nothing_open(scenario: Scenario) -> None:
    form = answer_key(scenario).form

    assert [(item.ref, item.problem) for item in form.problems] == []
    assert [item.ref for item in form.missing] == []
    asked = {item.ref for item in form.items if item.relevant}
    assert set(scenario.truth.by_ref) <= asked


def test_the_key_holds_what_was_planted_and_nothing_else(scenario: Scenario) -> None:
    key = answer_key(scenario)
    codes = Counter(observation.code for observation in key.form.observations)

    # a law pack that knows a higher minimum wage may add that finding; nothing else may be there
    codes.pop("WAGE_BELOW_MINIMUM", None)
    assert codes == {
        "CERT_MISMATCH": 1,
        "WORKERS_UNDECLARED": 1,
        "ATTENDANCE_DIFFERS": 1,
        "WAGE_REGISTER_DIFFERS": 1,
        "RECORDS_NOT_PRODUCED": 1,
        "CONTRIBUTION_UNPAID": 1,
        "WORKER_NOT_SECURED": 5,
        "CARD_NOT_ISSUED": 2,
        "DEDUCTED_FROM_WAGES": 1,
    }


def test_the_arrears_of_the_key_are_these_by_hand() -> None:
    scenario = load_scenario("textile_unit", on=date(2026, 11, 18))
    assessment = answer_key(scenario).assessment

    # Look-back from 18-11-2024: whole months December 2024 to September 2026, 22 of them; October 2026 may still be
    # paid. Five workers, each 6 per cent of the limit of 22,000 = 1,320: 22 x 5 x 1,320 = 145,200. Declared and
    # unpaid within it: three months of 15,840 and half of one, 7,920: 55,440. Together 200,640.
    assert assessment.contributions.paisa == 20_064_000
    assert len(assessment.lines) == 22 * 5 + 4
    assert {(gap.kind, str(gap.month)) for gap in assessment.not_assessed if gap.month} == {
        ("declared_unpaid", "2024-11-01"),
        ("undeclared_worker", "2026-10-01"),
    }


def test_the_floor_adds_up_to_the_head_count(scenario: Scenario) -> None:
    assert sum(place.men for place in scenario.floor) == int(_value(scenario, "headcount_men"))
    assert sum(place.women for place in scenario.floor) == int(_value(scenario, "headcount_women"))
    assert sum(place.contractor for place in scenario.floor) == int(_value(scenario, "headcount_contractor"))


def test_the_people_stand_on_the_floor_as_counted(scenario: Scenario) -> None:
    at_work = [p for p in scenario.people if p.standing in ("declared", "undeclared") and p.attendance != "L"]

    assert Counter(person.sex for person in at_work) == {
        "m": int(_value(scenario, "headcount_men")),
        "f": int(_value(scenario, "headcount_women")),
    }


def test_the_papers_say_what_the_truth_says(scenario: Scenario) -> None:
    papers = {paper.key: paper for paper in scenario.papers}

    assert len(papers["wage_register"].rows) - 1 == int(_value(scenario, "wage_register_workers"))
    total = papers["wage_register"].rows[-1][-1].en
    assert total.replace(",", "") == _value(scenario, "wage_register_total")
    present = [row for row in papers["attendance"].rows if row[-1].en.startswith("P")]
    assert len(present) == int(_value(scenario, "attendance_workers"))
    assert len(papers["schedule"].rows) == int(_value(scenario, "schedule_workers"))
    assert len(papers["challans"].rows) == len(scenario.months) == 24


def test_the_register_covers_exactly_the_declared_people(scenario: Scenario) -> None:
    declared = {person.cnic for person in scenario.people if person.standing == "declared"}

    assert {row["cnic"] for row in scenario.coverage} == declared
    assert {row["declared_workers"] for row in scenario.months} == {len(declared)}


def test_no_two_people_share_a_cnic_and_every_cnic_could_be_one(scenario: Scenario) -> None:
    cnics = [person.cnic for person in scenario.people]

    assert len(set(cnics)) == len(cnics)
    assert all(re.fullmatch(r"\d{5}-\d{7}-\d", cnic) for cnic in cnics)


def test_no_place_for_a_date_is_left_unfilled(scenario: Scenario) -> None:
    texts = _texts(scenario)

    assert len(texts) > 200
    assert [text.en for text in texts if "{" in text.en + text.ur] == []
    assert not any("{" in str(value) for row in scenario.certificates for value in row.values())


def test_every_sentence_of_the_scenario_is_in_urdu_script(scenario: Scenario) -> None:
    said = [scenario.title, scenario.briefing, *scenario.goals, *_texts(scenario.floor), *_texts(scenario.interviews)]
    said += [lesson.text for lesson in (*scenario.planted, *scenario.distractors)]

    assert [text.en for text in said if not re.search("[\u0600-\u06ff]", text.ur)] == []


def test_identifiers_in_urdu_cells_are_isolated(scenario: Scenario) -> None:
    register = next(paper for paper in scenario.papers if paper.key == "wage_register")

    assert register.rows[0][2].ur == f"\u2066{register.rows[0][2].en}\u2069"


def test_every_planted_lesson_belongs_to_the_key(scenario: Scenario) -> None:
    expected = {(one.code, one.ref.key) for one in answer_key(scenario).form.observations}
    codes = {code for code, _ in expected}

    assert {lesson.code for lesson in scenario.planted} <= codes
    assert all((lesson.code, lesson.refers_to) in expected for lesson in scenario.planted if lesson.refers_to)


def test_the_employer_lives_in_a_known_place_and_trade(scenario: Scenario) -> None:
    assert district(str(scenario.employer["district"])).name.en == "Faisalabad"
    assert scenario.employer["sector"] in {sector.key for sector in sectors()}


def test_interviews_have_a_script_for_every_alias_of_the_truth(scenario: Scenario) -> None:
    assert tuple(script.alias for script in scenario.interviews) == scenario.truth.repeats["interviews"]
    assert len(scenario.interviews) == 5


def test_an_unknown_scenario_is_refused_with_those_there_are() -> None:
    assert available_scenarios() == ("textile_unit",)
    with pytest.raises(ScenarioError, match="expected one of textile_unit"):
        load_scenario("../secret")


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2028, 2, 29), -12, date(2027, 2, 28)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
    ],
)
def test_months_are_counted_over_the_turn_of_the_year_and_short_months(day: date, months: int, expected: date) -> None:
    assert day_after_months(day, months) == expected


def test_places_for_dates_are_filled_in_both_languages() -> None:
    text = dated(Text(en="{day:0} {month:-1} {date:1} {iso:-1}", ur="{month:-1} {date:1}"), date(2026, 1, 31))

    assert text.en == "31 January 2026 December 2025 01-02-2026 2026-01-30"
    assert text.ur == "دسمبر 2025 \u206601-02-2026\u2069"
