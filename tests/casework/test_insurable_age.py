"""The age past which no contribution is due: which months count, and what is told of the others."""

from __future__ import annotations

from datetime import date

import pytest

from casework.assessment import Assessment, AssessmentCase, WorkerFound, assess
from casework.case_yaml import CaseError, read_case
from casework.identity import Sex
from casework.money import Money
from simplify_content.law_loader import load_law_pack

DAY = date(2026, 7, 16)
CASE = """
case:
  scheme: eobi
  inspected_on: 2026-07-16
  as_of: 2026-07-16
  workers:
    - {{ref: a, wage: 37000, wage_at_entry: 37000, from: 2026-04-01, {more}}}
"""


def _assessed(born: date | None, sex: Sex | None = Sex.MALE, *, first: date = date(2026, 4, 1)) -> Assessment:
    wages = Money.rupees(37000)
    worker = WorkerFound("a", "Aslam", "", wages, wages, first, None, "wage register", born_on=born, sex=sex)
    return assess(AssessmentCase("eobi", DAY, DAY, workers=(worker,)), load_law_pack("eobi"))


@pytest.mark.parametrize("born", [date(1964, 2, 29), date(1968, 2, 29)])
def test_who_was_born_on_a_leap_day_is_of_age_in_march_of_any_year(born: date) -> None:
    reached = 2024 if born.year == 1964 else 2028
    wages = Money.rupees(37000)
    worker = WorkerFound(
        "a", "A", "", wages, wages, date(reached, 1, 1), None, "wage register", born_on=born, sex=Sex.MALE
    )
    day = date(reached, 6, 1)
    result = assess(AssessmentCase("eobi", day, day, workers=(worker,)), load_law_pack("eobi"))

    months = [line.month.month for line in result.lines]
    untold = [entry for entry in result.not_assessed if "age past which" in entry.reason.en]
    assert months == [1, 2]
    assert [entry.month for entry in untold] == [date(reached, 3, 1)]


def test_what_is_left_out_names_the_ages_the_section_and_both_facts() -> None:
    (left,) = [entry for entry in _assessed(date(1960, 5, 1)).not_assessed if entry.facts]

    assert "60 for a man and 55 for a woman" in left.reason.en
    assert "section 9" in left.reason.en
    assert left.provisions == ("EOBA76.s9",)
    assert set(left.facts) == {"pension.age_men@always", "pension.age_women@always"}
    assert left.reason.ur


def test_a_month_that_may_still_be_paid_is_not_held_against_who_is_past_the_age() -> None:
    of_age, past = _assessed(date(1990, 1, 1)), _assessed(date(1950, 1, 1))

    assert [entry.month for entry in of_age.not_assessed] == []
    assert past.lines == ()
    assert len(past.not_assessed) == 1


def test_the_warning_names_each_worker_without_a_day_of_birth_and_nobody_else() -> None:
    assert [warned.code for warned in _assessed(None).warnings].count("age_unknown") == 1
    assert "age_unknown" not in [warned.code for warned in _assessed(date(1990, 1, 1)).warnings]


def test_a_case_file_tells_day_of_birth_and_sex() -> None:
    (worker,) = read_case(CASE.format(more="born: 1990-01-01, sex: f")).workers

    assert (worker.born_on, worker.sex) == (date(1990, 1, 1), Sex.FEMALE)


@pytest.mark.parametrize(
    ("more", "place"),
    [
        ("born: 2026-04-01", "case.workers[0].born: found '2026-04-01'; expected a day before 2026-04-01"),
        ("born: soon", "case.workers[0].born"),
        ("sex: x", "case.workers[0].sex"),
        ("pensioner: perhaps", "case.workers[0].pensioner: found 'perhaps'; expected true or false"),
    ],
)
def test_a_birth_after_the_beginning_or_another_sex_is_refused(more: str, place: str) -> None:
    with pytest.raises(CaseError) as refused:
        read_case(CASE.format(more=more))

    assert place in str(refused.value)


def test_for_a_pensioner_nothing_is_charged_and_the_day_of_birth_is_not_asked_for() -> None:
    case = read_case(CASE.format(more="name: Aslam, pensioner: true"))
    assessed = assess(case, load_law_pack("eobi"))

    (told,) = assessed.not_assessed
    assert (assessed.lines, told.ref, told.provisions) == ((), "a", ("EOBA76.s9",))
    assert "Aslam is a pensioner" in told.reason.en
    assert "پنشن یافتہ" in told.reason.ur
    assert "age_unknown" not in [warned.code for warned in assessed.warnings]
    assert assess(read_case(CASE.format(more="pensioner: false")), load_law_pack("eobi")).lines
