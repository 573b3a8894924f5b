"""Amounts that circulars, papers and courts worked out, counted again from the values of the packs."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

import pytest

from simplify_content.law_loader import load_law_pack

IN_2026 = date(2026, 1, 1)


def _held(scheme: str, key: str, on: date) -> Decimal:
    value = load_law_pack(scheme).value(key, on)
    assert value is not None
    assert value.value is not None
    return value.value


def _share(scheme: str, wage: int, on: date, key: str = "contribution.rate_percent") -> Decimal:
    return _held(scheme, key, on) * wage / 100


@pytest.mark.parametrize(
    ("scheme", "wage", "on", "contribution"),
    [
        ("sessi", 17500, date(2019, 12, 10), "1050"),
        ("pessi", 20000, date(2022, 7, 21), "1200"),
        ("pessi", 25000, date(2022, 7, 21), "1500"),
        ("pessi", 10000, date(2010, 1, 1), "600"),
        ("pessi", 6000, date(2008, 7, 1), "360"),
    ],
)
def test_provincial_contributions_come_to_what_the_papers_print(
    scheme: str, wage: int, on: date, contribution: str
) -> None:
    assert _share(scheme, wage, on) == Decimal(contribution)


@pytest.mark.parametrize(
    ("scheme", "on", "lower", "upper"),
    [
        ("bessi", date(2022, 11, 30), "25000", "28750"),
        ("bessi", date(2025, 2, 6), "37000", "55500"),
        ("kpessi", date(2021, 11, 16), "21000", "33600"),
        ("kpessi", date(2023, 10, 5), "32000", "51200"),
        ("sessi", date(2018, 6, 13), "15000", "20000"),
        ("sessi", date(2022, 7, 13), "25000", "30000"),
    ],
)
def test_limits_tied_to_the_minimum_wage_come_to_what_the_circulars_print(
    scheme: str, on: date, lower: str, upper: str
) -> None:
    assert _held(scheme, "contribution.base_limit", on) == Decimal(lower)
    assert _held(scheme, "coverage.wage_limit", on) == Decimal(upper)
    if scheme == "sessi":
        assert Decimal(upper) - Decimal(lower) == _held(scheme, "coverage.above_minimum_wage", on)
    else:
        above = _held(scheme, "coverage.above_minimum_wage_percent", on)
        assert Decimal(lower) * (100 + above) / 100 == Decimal(upper)


@pytest.mark.parametrize(
    ("wage", "on", "employer", "worker"),
    [
        (13000, date(2016, 5, 16), "650", "130"),
        (8000, date(2012, 7, 1), "400", "80"),
        (12000, date(2014, 7, 1), "600", "120"),
        (37000, date(2024, 7, 1), "1850", "370"),
    ],
)
def test_eobi_contributions_come_to_what_the_papers_print(wage: int, on: date, employer: str, worker: str) -> None:
    assert _held("eobi", "contribution.base_limit", on) == wage
    assert _share("eobi", wage, on) == Decimal(employer)
    assert _share("eobi", wage, on, "contribution.worker_rate_percent") == Decimal(worker)


def test_the_old_age_pension_comes_to_what_the_formula_prints() -> None:
    assert 25000 * 20 / _held("eobi", "pension.divisor", IN_2026) == 10000


@pytest.mark.parametrize(("days", "increase"), [(30, "202.5"), (90, "607.5"), (91, "675.0")])
def test_islamabads_increase_comes_to_fifteen_fortyfive_and_fifty_per_cent(days: int, increase: str) -> None:
    principal = Decimal(1350)
    if days <= _held("iessi", "increase.days_until_flat", IN_2026):
        percent = days * _held("iessi", "increase.rate_percent_per_day", IN_2026)
    else:
        percent = _held("iessi", "increase.flat_percent_after_days", IN_2026)

    assert principal * percent / 100 == Decimal(increase)


@pytest.mark.parametrize(("months", "increase"), [(1, "44.4"), (25, "1110.0"), (40, "1110.0")])
def test_eobis_increase_grows_by_the_month_up_to_its_cap(months: int, increase: str) -> None:
    percent = min(
        months * _held("eobi", "increase.rate_percent_per_month", IN_2026),
        _held("eobi", "increase.cap_percent", IN_2026),
    )

    assert 2220 * percent / 100 == Decimal(increase)


@pytest.mark.parametrize(
    ("monthly", "printed", "rounding"),
    [
        (36000, "1384.61", ROUND_DOWN),
        (40000, "1538.46", ROUND_HALF_UP),
        (20000, "769.23", ROUND_HALF_UP),
        (37000, "1423", ROUND_HALF_UP),
        (25000, "961.53", ROUND_DOWN),
        (25000, "962", ROUND_HALF_UP),
    ],
)
def test_daily_wages_are_a_twentysixth_which_notifications_print_rounded_differently(
    monthly: int, printed: str, rounding: str
) -> None:
    daily = monthly / _held("eobi", "daily_wage.month_divisor", IN_2026)

    assert daily.quantize(Decimal(printed), rounding=rounding) == Decimal(printed)


def test_the_demand_on_m_r_industries_is_the_same_for_each_worker_and_month() -> None:
    assert Decimal(1125600) / (268 * 10) == 420
