from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from casework.money import Money
from inspector_app.web.bar import safe_path
from inspector_app.web.presentation import cnic, day, ident, moment, money, month
from inspector_app.web.trend_chart import trend_chart


@pytest.fixture
def urdu() -> Iterator[None]:
    with Flask("test").test_request_context(headers={"Cookie": "muaina_language=ur"}):
        yield


@pytest.fixture
def english() -> Iterator[None]:
    with Flask("test").test_request_context():
        yield


def test_identifier_is_a_left_to_right_unit_and_escaped() -> None:
    assert str(ident("<b>1-2")) == '<bdi dir="ltr" class="ident">&lt;b&gt;1-2</bdi>'


def test_cnic_gets_its_dashes_and_other_text_stays_as_it_is() -> None:
    assert "35202-1234567-1" in cnic("3520212345671")
    assert "12-34" in cnic("12-34")


@pytest.mark.usefixtures("english")
def test_money_shows_paisa_only_where_there_are_any() -> None:
    assert str(money(Money(1_234_500))) == '<span class="money">Rs. <bdi dir="ltr">12,345</bdi></span>'
    assert str(money(105)) == '<span class="money">Rs. <bdi dir="ltr">1.05</bdi></span>'
    assert str(money(-50)) == '<span class="money">Rs. <bdi dir="ltr">-0.50</bdi></span>'


@pytest.mark.usefixtures("urdu")
def test_money_and_days_read_in_urdu_order_with_their_figures_isolated() -> None:
    assert str(money(1_234_500)) == '<span class="money"><bdi dir="ltr">12,345</bdi> روپے</span>'
    assert str(day("2026-11-22")) == '<bdi class="day">22 نومبر 2026</bdi>'
    assert str(month("2026-11")) == '<bdi class="day">نومبر 2026</bdi>'


@pytest.mark.usefixtures("english")
def test_moment_is_shown_in_pakistan_time() -> None:
    assert '<bdi dir="ltr" class="ident">01:30</bdi>' in moment("2026-11-21T20:30:00+00:00")
    assert "22 November 2026" in moment("2026-11-21T20:30:00+00:00")


@pytest.mark.usefixtures("english")
def test_what_is_no_day_is_shown_as_it_is() -> None:
    assert "31/02" in day("31/02")
    assert "muted" in day("")


@pytest.mark.usefixtures("english")
def test_trend_chart_starts_at_zero_and_holds_no_style_or_script() -> None:
    chart = str(trend_chart([("2026-02", 10), ("2026-01", 0)]))

    assert chart.count("<rect") == 2
    assert chart.index("January 2026: 0") < chart.index("February 2026: 10")
    assert "style" not in chart
    assert "script" not in chart


@pytest.mark.parametrize("path", ["//host", "/\\host", "https://host", "", "x", "/a\nb"])
def test_path_that_may_lead_elsewhere_becomes_the_first_page(path: str) -> None:
    assert safe_path(path) == "/"
