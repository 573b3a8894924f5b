"""The law packs of Sindh, Khyber Pakhtunkhwa and Balochistan: each value on both sides of every day it changes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest

from simplify_content.law_loader import lint_law, load_law_pack
from simplify_content.law_pack import Confidence, DatedValue, LawPack, LegalStatus, Provision

SCHEMES = ("sessi", "kpessi", "bessi")
SHARED_KEYS = {
    "contribution.rate_percent",
    "contribution.base_limit",
    "contribution.payment_day",
    "contribution.payment_months_after",
    "coverage.wage_limit",
    "coverage.threshold_persons",
    "minimum_wage.unskilled",
    "increase.cap_percent",
    "increase.rate_percent_per_day",
    "increase.rate_percent_per_month",
    "inspection.look_back_years",
    "inspection.per_year",
    "inspection.notice_days",
    "appeal.court_days",
    "appeal.high_court_days",
    "prosecution.complaint_months",
    "refund.months",
    "registration.days",
    "offence.imprisonment_months",
    "offence.fine",
}
RATE, BASE, ENTRY, MINIMUM = (
    "contribution.rate_percent",
    "contribution.base_limit",
    "coverage.wage_limit",
    "minimum_wage.unskilled",
)


def amount(scheme: str, key: str, day: str, *, alternative: str = "") -> Decimal | None:
    found = load_law_pack(scheme).value(key, date.fromisoformat(day), alternative=alternative)
    return found.value if found else None


def facts(law: LawPack) -> Iterator[Provision | DatedValue]:
    yield from law.provisions.values()
    for rows in law.values.values():
        yield from rows


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_pack_has_no_problem_and_no_text_of_one_language(scheme: str) -> None:
    law = load_law_pack(scheme)

    assert lint_law(scheme).problems == ()
    assert law.unknowns
    assert all(act.short.ur != act.short.en for act in law.acts.values())


@pytest.mark.parametrize("scheme", SCHEMES)
def test_keys_of_the_same_meaning_have_the_same_name_and_unit_in_every_scheme(scheme: str) -> None:
    law, punjab = load_law_pack(scheme), load_law_pack("pessi")

    assert set(law.values) >= SHARED_KEYS
    for key in sorted(set(law.values) & set(punjab.values)):
        assert law.values[key][0].unit == punjab.values[key][0].unit


@pytest.mark.parametrize("scheme", SCHEMES)
def test_nothing_of_low_confidence_and_nothing_unverified_is_printable(scheme: str) -> None:
    for fact in facts(load_law_pack(scheme)):
        standing = fact.provenance
        expected = standing.confidence is Confidence.HIGH and standing.legal_status is LegalStatus.IN_FORCE
        assert fact.is_printable == expected, fact.fact
        if standing.confidence is Confidence.LOW:
            assert standing.legal_status is not LegalStatus.IN_FORCE, fact.fact


@pytest.mark.parametrize("scheme", SCHEMES)
def test_no_amount_of_money_and_no_rate_is_printable_before_a_law_officers_word(scheme: str) -> None:
    values = [value for rows in load_law_pack(scheme).values.values() for value in rows]

    assert [value.fact for value in values if value.is_printable] == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_what_is_unknown_says_so_in_a_note(scheme: str) -> None:
    values = [value for rows in load_law_pack(scheme).values.values() for value in rows if value.value is None]

    assert values
    assert all(value.provenance.note and value.provenance.confidence is Confidence.LOW for value in values)


def test_the_sections_of_sindh_that_were_inferred_wait_for_a_law_officer() -> None:
    law = load_law_pack("sessi")
    inferred = {f"SESSA16.s{section}" for section in ("21", "22", "23", "63", "70", "71", "76", "81")}

    assert {key for key, found in law.provisions.items() if found.provenance.confidence is Confidence.LOW} == inferred
    assert {law.provisions[key].provenance.legal_status for key in inferred} == {LegalStatus.UNVERIFIED}
    assert {key for key, found in law.provisions.items() if found.is_printable} == {
        "SESSA16.s1.3",
        "SESSA16.s2.5",
        "SESSA16.s61",
    }


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("key", [RATE, BASE, ENTRY, MINIMUM, "increase.cap_percent"])
def test_the_spans_of_a_value_follow_each_other_without_a_gap(scheme: str, key: str) -> None:
    rows = [row for row in load_law_pack(scheme).values[key] if not row.alternative]

    for earlier, later in pairwise(rows):
        assert earlier.to_on is not None
        assert later.from_on == earlier.to_on + timedelta(days=1), later.fact
    assert rows[-1].to_on is None


EDGES = [
    # scheme, key, first day of the later value, value on the day before, value on the day
    ("sessi", RATE, "1976-12-31", None, 7),
    ("sessi", RATE, "2008-07-01", 7, 6),
    ("sessi", RATE, "2016-04-12", 6, 6),
    ("sessi", BASE, "2008-07-01", None, 10000),
    ("sessi", BASE, "2013-10-28", 10000, 10000),
    ("sessi", BASE, "2018-05-17", 10000, 15000),
    ("sessi", BASE, "2018-07-01", 15000, 16200),
    ("sessi", BASE, "2019-07-01", 16200, 17500),
    ("sessi", BASE, "2020-12-01", 17500, 17500),
    ("sessi", BASE, "2022-06-01", 17500, 25000),
    ("sessi", BASE, "2023-07-01", 25000, 32000),
    ("sessi", BASE, "2024-07-01", 32000, 37000),
    ("sessi", BASE, "2025-07-01", 37000, 40000),
    ("sessi", BASE, "2026-07-01", 40000, None),
    ("sessi", ENTRY, "2008-07-01", None, 10000),
    ("sessi", ENTRY, "2013-10-28", 10000, 15000),
    ("sessi", ENTRY, "2017-05-12", 15000, 22400),
    ("sessi", ENTRY, "2018-05-17", 22400, 20000),
    ("sessi", ENTRY, "2018-07-01", 20000, 21200),
    ("sessi", ENTRY, "2019-07-01", 21200, 22500),
    ("sessi", ENTRY, "2022-06-01", 22500, 30000),
    ("sessi", ENTRY, "2023-07-01", 30000, 37000),
    ("sessi", ENTRY, "2024-07-01", 37000, 42000),
    ("sessi", ENTRY, "2025-07-01", 42000, 45000),
    ("sessi", ENTRY, "2026-07-01", 45000, None),
    ("sessi", MINIMUM, "2012-07-01", None, 8000),
    ("sessi", MINIMUM, "2013-07-01", 8000, 10000),
    ("sessi", MINIMUM, "2014-07-01", 10000, 11000),
    ("sessi", MINIMUM, "2015-07-01", 11000, None),
    ("sessi", MINIMUM, "2016-07-01", None, 14000),
    ("sessi", MINIMUM, "2017-07-01", 14000, 15000),
    ("sessi", MINIMUM, "2018-07-01", 15000, 16200),
    ("sessi", MINIMUM, "2019-07-01", 16200, 17500),
    ("sessi", MINIMUM, "2020-12-01", 17500, 19000),
    ("sessi", MINIMUM, "2021-07-01", 19000, 25000),
    ("sessi", MINIMUM, "2022-06-01", 25000, 25000),
    ("sessi", MINIMUM, "2023-07-01", 25000, 32000),
    ("sessi", MINIMUM, "2024-07-01", 32000, 37000),
    ("sessi", MINIMUM, "2025-07-01", 37000, 40000),
    ("sessi", MINIMUM, "2026-07-01", 40000, None),
    ("sessi", "minimum_wage.semi_skilled", "2025-07-01", None, 41380),
    ("sessi", "minimum_wage.skilled", "2025-07-01", None, 49628),
    ("sessi", "minimum_wage.highly_skilled", "2026-07-01", 51745, None),
    ("sessi", "contribution.payment_day", "2016-04-12", None, 15),
    ("sessi", "registration.months", "2016-04-12", None, 1),
    ("sessi", "self_assessment.rate_percent", "2018-05-17", None, 6),
    ("sessi", "coverage.above_minimum_wage", "2018-05-17", None, 5000),
    ("sessi", "coverage.threshold_persons", "2011-12-31", None, 5),
    ("sessi", "increase.cap_percent", "2016-04-12", 50, 50),
    ("kpessi", RATE, "2008-07-01", 7, 6),
    ("kpessi", RATE, "2021-09-09", 6, 6),
    ("kpessi", BASE, "2014-07-01", 10000, None),
    ("kpessi", BASE, "2021-09-09", None, 21000),
    ("kpessi", BASE, "2022-07-01", 21000, 25000),
    ("kpessi", BASE, "2023-07-01", 25000, 32000),
    ("kpessi", BASE, "2024-07-01", 32000, 36000),
    ("kpessi", BASE, "2025-07-01", 36000, 40000),
    ("kpessi", BASE, "2026-07-01", 40000, None),
    ("kpessi", ENTRY, "2014-07-01", 10000, None),
    ("kpessi", ENTRY, "2021-09-09", None, 33600),
    ("kpessi", ENTRY, "2022-07-01", 33600, 40000),
    ("kpessi", ENTRY, "2023-07-01", 40000, 51200),
    ("kpessi", ENTRY, "2024-07-01", 51200, 57600),
    ("kpessi", ENTRY, "2025-07-01", 57600, 64000),
    ("kpessi", ENTRY, "2026-07-01", 64000, None),
    ("kpessi", MINIMUM, "2012-07-01", None, 8000),
    ("kpessi", MINIMUM, "2013-07-01", 8000, 10000),
    ("kpessi", MINIMUM, "2014-07-01", 10000, 12000),
    ("kpessi", MINIMUM, "2015-07-01", 12000, None),
    ("kpessi", MINIMUM, "2016-07-01", None, 14000),
    ("kpessi", MINIMUM, "2017-07-01", 14000, 15000),
    ("kpessi", MINIMUM, "2018-07-01", 15000, None),
    ("kpessi", MINIMUM, "2019-07-01", None, 17500),
    ("kpessi", MINIMUM, "2021-07-01", 17500, 21000),
    ("kpessi", MINIMUM, "2022-07-01", 21000, 25000),
    ("kpessi", MINIMUM, "2023-07-01", 25000, 32000),
    ("kpessi", MINIMUM, "2024-07-01", 32000, 36000),
    ("kpessi", MINIMUM, "2025-07-01", 36000, 40000),
    ("kpessi", MINIMUM, "2026-07-01", 40000, None),
    ("kpessi", "coverage.above_minimum_wage_percent", "2021-09-09", None, 60),
    ("kpessi", "increase.cap_percent", "2021-09-09", 50, None),
    ("bessi", RATE, "2008-07-01", 7, 6),
    ("bessi", RATE, "2022-10-12", 6, 6),
    ("bessi", BASE, "2014-12-10", 10000, 10000),
    ("bessi", BASE, "2021-07-01", 10000, None),
    ("bessi", BASE, "2022-10-12", None, 25000),
    ("bessi", BASE, "2023-07-01", 25000, 32000),
    ("bessi", BASE, "2024-07-01", 32000, 37000),
    ("bessi", BASE, "2025-01-01", 37000, 37000),
    ("bessi", BASE, "2025-07-01", 37000, None),
    ("bessi", ENTRY, "2014-12-10", 10000, 15000),
    ("bessi", ENTRY, "2021-07-01", 15000, None),
    ("bessi", ENTRY, "2022-10-12", None, 28750),
    ("bessi", ENTRY, "2023-07-01", 28750, 36800),
    ("bessi", ENTRY, "2024-07-01", 36800, 42550),
    ("bessi", ENTRY, "2025-01-01", 42550, 55500),
    ("bessi", ENTRY, "2025-07-01", 55500, None),
    ("bessi", MINIMUM, "2012-07-01", None, 9000),
    ("bessi", MINIMUM, "2015-07-01", 9000, None),
    ("bessi", MINIMUM, "2016-07-01", None, 14000),
    ("bessi", MINIMUM, "2017-07-01", 14000, 15000),
    ("bessi", MINIMUM, "2018-07-01", 15000, None),
    ("bessi", MINIMUM, "2019-07-01", None, None),
    ("bessi", MINIMUM, "2021-07-01", None, 20000),
    ("bessi", MINIMUM, "2022-07-01", 20000, 25000),
    ("bessi", MINIMUM, "2023-07-01", 25000, 32000),
    ("bessi", MINIMUM, "2024-07-01", 32000, 37000),
    ("bessi", MINIMUM, "2025-07-01", 37000, None),
    ("bessi", "coverage.above_minimum_wage_percent", "2022-10-12", None, 15),
    ("bessi", "coverage.above_minimum_wage_percent", "2025-01-01", 15, 50),
    ("bessi", "increase.cap_percent", "2022-10-12", 50, None),
]


@pytest.mark.parametrize(("scheme", "key", "first", "before", "after"), EDGES)
def test_a_value_changes_on_its_day_and_not_a_day_earlier(
    scheme: str, key: str, first: str, before: int | None, after: int | None
) -> None:
    eve = (date.fromisoformat(first) - timedelta(days=1)).isoformat()

    assert amount(scheme, key, eve) == before
    assert amount(scheme, key, first) == after


def test_the_disputed_minimum_wage_of_sindh_is_an_alternative_base_for_its_months_only() -> None:
    alternative = "minimum_wage"

    assert [
        amount("sessi", BASE, day, alternative=alternative)
        for day in ("2020-11-30", "2020-12-01", "2021-06-30", "2021-07-01", "2022-05-31", "2022-06-01")
    ] == [None, 19000, 19000, 25000, 25000, None]
    rows = [row for row in load_law_pack("sessi").values[BASE] if row.alternative]
    assert {row.provenance.legal_status for row in rows} == {LegalStatus.DISPUTED}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_row_that_the_formula_gave_says_so_and_agrees_with_it(scheme: str) -> None:
    law = load_law_pack(scheme)
    computed = [row for key in (BASE, ENTRY) for row in law.values[key] if "computed" in row.provenance.note]

    assert len(computed) >= 4
    for row in computed:
        assert row.from_on is not None
        lowest = law.value(MINIMUM, row.from_on)
        assert lowest is not None
        assert lowest.value is not None
        assert row.value == (lowest.value if row.key == BASE else upper_limit(law, lowest.value, row.from_on))
        assert "computed by formula" in row.provenance.note
        assert (row.provenance.confidence, row.provenance.legal_status) == (Confidence.LOW, LegalStatus.UNVERIFIED)


def upper_limit(law: LawPack, lowest: Decimal, day: date) -> Decimal:
    if "coverage.above_minimum_wage" in law.values:
        above = law.value("coverage.above_minimum_wage", day)
        assert above is not None
        return lowest + Decimal(above.value or 0)
    share = law.value("coverage.above_minimum_wage_percent", day)
    assert share is not None
    return lowest * (100 + Decimal(share.value or 0)) / 100


@pytest.mark.parametrize(
    ("scheme", "day", "lower", "upper"),
    [
        ("sessi", "2018-06-13", 15000, 20000),
        ("sessi", "2022-07-13", 25000, 30000),
        ("kpessi", "2021-11-16", 21000, 33600),
        ("kpessi", "2023-10-05", 32000, 51200),
        ("bessi", "2022-11-30", 25000, 28750),
        ("bessi", "2025-02-06", 37000, 55500),
    ],
)
def test_the_limits_that_circulars_print_stand_in_the_packs_and_follow_the_formula(
    scheme: str, day: str, lower: int, upper: int
) -> None:
    law, on = load_law_pack(scheme), date.fromisoformat(day)

    assert amount(scheme, BASE, day) == lower
    assert amount(scheme, ENTRY, day) == upper
    assert upper_limit(law, Decimal(lower), on) == upper


@pytest.mark.parametrize(
    ("scheme", "day", "contribution"),
    [("sessi", "2019-12-10", 1050), ("sessi", "2022-07-21", 1500), ("bessi", "2022-11-30", 1500)],
)
def test_the_monthly_contribution_that_the_press_reports_is_the_rate_on_the_base(
    scheme: str, day: str, contribution: int
) -> None:
    rate, base = amount(scheme, RATE, day), amount(scheme, BASE, day)

    assert rate is not None
    assert base is not None
    assert rate * base / 100 == contribution


@pytest.mark.parametrize("scheme", SCHEMES)
def test_rates_by_day_and_month_of_the_increase_are_unknown_and_never_a_number(scheme: str) -> None:
    for key in ("increase.rate_percent_per_day", "increase.rate_percent_per_month", "inspection.look_back_years"):
        assert amount(scheme, key, "2026-11-22") is None
