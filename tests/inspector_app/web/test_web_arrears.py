"""The arrears page: contribution, increase and sum of each line, or why no increase is charged."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from inspector_at_work import ORDER_FORM
from prepared_laptop import BRICK_KILN, LAUNCH_TOKEN, MILL, MILL_VISIT, prepare_home, ticking_tools

from casework.assessment import assess
from casework.case_yaml import read_case
from inspector_app.app import create_app
from simplify_content.law_loader import load_law_pack


def figures(page: str, table: str) -> list[list[str]]:
    """Return the amounts of each row of a table that has any, in the order of the columns."""
    body = page.partition(table)[2].partition("</table>")[0]
    rows = [re.findall(r'class="money">(.*?)</td>', row, re.DOTALL) for row in body.split("<tr")]
    return [[re.sub(r"[^\d.]", "", re.sub(r"<[^>]+>|Rs\.", "", cell)) for cell in row] for row in rows if row]


@pytest.fixture
def islamabad(tmp_path: Path) -> Iterator[Any]:
    """An inspector under a scheme whose rule of the increase is known."""
    from tests.inspector_app.web.conftest import Visitor

    config = prepare_home(tmp_path / "laptop", scheme="iessi")
    visitor = Visitor(create_app(config, launch_token=LAUNCH_TOKEN, tools=ticking_tools()), config.port).sign_in()
    yield visitor
    visitor.app.extensions["muaina"].session.sign_out()


def _arrears(visitor: Any) -> str:
    begun = visitor.post("/inspections", {"employer_id": MILL, "visit_id": MILL_VISIT})
    assert begun.status_code == 303, begun.text
    return str(visitor.get(f"{begun.headers['Location']}/arrears").text)


@pytest.mark.parametrize("lang", ["en", "ur"])
def test_each_line_shows_contribution_increase_and_sum_and_the_columns_add_up(islamabad: Any, lang: str) -> None:
    page = _arrears(islamabad.speak(lang))
    *lines, totals = figures(page, 'id="months"')
    lines = [row for row in lines if len(row) == 6]

    assert lines
    assert all(round(float(row[3]) + float(row[4]), 2) == float(row[5]) for row in lines)
    assert any(float(row[4]) for row in lines)
    columns = [round(sum(float(row[place]) for row in lines), 2) for place in (3, 4, 5)]
    assert columns == [float(total) for total in totals]
    assert page.count("23(1)") >= 1


def test_the_rule_of_the_increase_stands_once_with_its_cap_and_section(islamabad: Any) -> None:
    page = re.sub(r"<details>.*?</details>", "", _arrears(islamabad), flags=re.DOTALL)

    assert page.count("may not pass 50%") == 1
    assert "0.5% for each day up to 90 days, and 50% in all after that" in page
    assert "section 23(1)" in page


@pytest.mark.parametrize(("lang", "words"), [("en", "so no increase is charged here"), ("ur", "کوئی اضافہ شامل نہیں")])
def test_where_the_rate_is_not_known_the_page_says_why_nothing_is_charged(visitor: Any, lang: str, words: str) -> None:
    page = _arrears(visitor.speak(lang))

    assert words in page
    assert all(len(row) < 6 for row in figures(page, 'id="months"'))


@pytest.mark.parametrize("lang", ["en", "ur"])
def test_base_times_rate_is_due_unless_the_line_says_that_it_is_as_declared(visitor: Any, lang: str) -> None:
    visitor.speak(lang)
    begun = visitor.post("/inspections", {"employer_id": BRICK_KILN, "visit_id": "", **ORDER_FORM})
    for page, marked in ((_arrears(visitor), 0), (visitor.get(f"{begun.headers['Location']}/arrears").text, 3)):
        lines = [row for row in figures(page, 'id="months"') if len(row) == 4]

        assert len(lines) == 3
        assert page.count('class="as-declared"') == marked
        assert all((float(base) * 6 / 100 == float(due)) is not bool(marked) for base, due, *_ in lines)


def test_the_mark_tells_what_the_rate_makes_and_how_much_more_was_declared(visitor: Any) -> None:
    begun = visitor.post("/inspections", {"employer_id": BRICK_KILN, "visit_id": "", **ORDER_FORM})
    page = visitor.get(f"{begun.headers['Location']}/arrears").text
    told = re.sub(r"<[^>]+>", "", page.partition('class="as-declared"')[2].partition("</p>")[0])

    assert "6% of this base is at most Rs. 34,320.00; Rs. 28,080.00 more was declared" in told


def test_no_amnesty_is_named_where_it_reaches_no_month(visitor: Any) -> None:
    assert 'id="amnesties"' not in _arrears(visitor)


@pytest.mark.parametrize("lang", ["en", "ur"])
def test_an_amnesty_stands_with_and_without(visitor: Any, monkeypatch: pytest.MonkeyPatch, lang: str) -> None:
    case = """
        case:
          scheme: pessi
          inspected_on: 2021-12-01
          as_of: 2021-12-01
          workers:
            - {ref: a, wage: 25000, wage_at_entry: 20000, from: 2021-04-01, to: 2021-05-31}
        """
    found = assess(read_case(dedent(case)), load_law_pack("pessi"))
    monkeypatch.setattr("inspector_app.web.inspections.assess_arrears", lambda *_, **__: found)
    page = _arrears(visitor.speak(lang))

    rows = figures(page.partition('id="amnesties"')[2], "<table>")
    assert rows == [["2640", "", "2640"]] * 2
    assert "2021" in page.partition('id="amnesties"')[2]
