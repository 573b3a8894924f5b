from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from casework.assessment_period import Period, is_overdue, last_day_to_pay, next_month, period_of
from simplify_content.law_loader import load_law_pack
from simplify_content.law_pack import LawError, LawPack

LAW = load_law_pack("pessi")


def test_a_look_back_from_the_29th_of_february_begins_on_the_28th() -> None:
    assert period_of(date(2028, 2, 29), date(2028, 2, 29), law=LAW).start == date(2026, 2, 28)


def test_december_is_followed_by_january() -> None:
    assert next_month(date(2025, 12, 1)) == date(2026, 1, 1)


def test_the_months_of_a_period_run_from_the_first_whole_one_to_the_last_that_is_overdue() -> None:
    period = Period(date(2025, 11, 15), date(2026, 3, 1), date(2026, 2, 1), "fact")

    assert list(period.months(date(2020, 1, 1), None)) == [date(2025, 12, 1), date(2026, 1, 1)]
    assert list(period.months_open(date(2020, 1, 1), None)) == [date(2026, 2, 1)]


def test_a_pack_that_does_not_know_the_look_back_cannot_assess() -> None:
    unknown = replace(LAW, values={**LAW.values, "inspection.look_back_years": ()})

    with pytest.raises(LawError, match="look_back_years is not known"):
        period_of(date(2026, 11, 22), date(2026, 11, 22), law=unknown)


def _with(key: str, number: int | None) -> LawPack:
    """Return the pack with another value of a key, of the same day and source."""
    rows = tuple(replace(row, value=None if number is None else Decimal(number)) for row in LAW.values[key])
    return replace(LAW, values={**LAW.values, key: rows})


def test_where_no_payment_day_is_known_the_whole_following_month_is_left_to_pay() -> None:
    assert last_day_to_pay(date(2026, 10, 1), LAW) == date(2026, 11, 30)
    assert last_day_to_pay(date(2026, 12, 1), LAW) == date(2027, 1, 31)
    assert period_of(date(2026, 11, 30), date(2026, 11, 30), law=LAW).open_from == date(2026, 10, 1)
    assert period_of(date(2026, 12, 1), date(2026, 12, 1), law=LAW).open_from == date(2026, 11, 1)


@pytest.mark.parametrize(
    ("payment_day", "on", "overdue"),
    [
        (15, date(2026, 11, 15), False),
        (15, date(2026, 11, 16), True),
        (31, date(2026, 11, 30), False),
        (31, date(2026, 12, 1), True),
    ],
)
def test_a_known_payment_day_decides_and_is_itself_in_time(payment_day: int, on: date, overdue: bool) -> None:
    law = _with("contribution.payment_day", payment_day)

    assert is_overdue(date(2026, 10, 1), on, law=law) is overdue
    assert period_of(on, on, law=law).is_overdue(date(2026, 10, 1)) is overdue


def test_a_pack_that_knows_nothing_of_the_time_to_pay_cannot_assess() -> None:
    with pytest.raises(LawError, match=r"payment_day or contribution\.months_to_pay"):
        last_day_to_pay(date(2026, 10, 1), _with("contribution.months_to_pay", None))
