from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from casework.assessment_period import Period, next_month, period_of
from simplify_content.law_loader import load_law_pack
from simplify_content.law_pack import LawError

LAW = load_law_pack("pessi")


def test_a_look_back_from_the_29th_of_february_begins_on_the_28th() -> None:
    assert period_of(date(2028, 2, 29), date(2028, 2, 29), law=LAW).start == date(2026, 2, 28)


def test_december_is_followed_by_january() -> None:
    assert next_month(date(2025, 12, 1)) == date(2026, 1, 1)


def test_the_months_of_a_period_run_from_the_first_whole_one_to_the_last_that_is_over() -> None:
    period = Period(date(2025, 11, 15), date(2026, 2, 1), "fact")

    assert list(period.months(date(2020, 1, 1), None)) == [date(2025, 12, 1), date(2026, 1, 1)]


def test_a_pack_that_does_not_know_the_look_back_cannot_assess() -> None:
    unknown = replace(LAW, values={**LAW.values, "inspection.look_back_years": ()})

    with pytest.raises(LawError, match="look_back_years is not known"):
        period_of(date(2026, 11, 22), date(2026, 11, 22), law=unknown)
