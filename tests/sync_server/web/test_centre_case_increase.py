"""The case page: contribution, increase and sum of each line, or why no increase is charged."""

from __future__ import annotations

import re
from typing import Any

import pytest
from centre_visitor import visit
from inspected_employer import inspected

from sync_server.models import Case, Inspection, Role


def figures(page: str, table: str) -> list[list[str]]:
    """Return the amounts of each row of a table that has any, in the order of the columns."""
    body = page.partition(table)[2].partition("</table>")[0]
    rows = [re.findall(r'class="money">(.*?)</td>', row, re.DOTALL) for row in body.split("<tr")]
    return [[re.sub(r"[^\d.]", "", re.sub(r"<[^>]+>|Rs\.", "", cell)) for cell in row] for row in rows if row]


def _page(centre: Any, scheme: str, *, lang: str = "en", visited: str = "", since: str = "") -> str:
    centre.user("enf", Role.ENFORCEMENT_OFFICER)
    made = inspected(centre, state="approved")
    if visited:
        inspection = centre.session.get_one(Inspection, made.inspection_id)
        inspection.started_at = visited
        answers = [
            {**row, "value": since} if row["item"] == "wf_since" else row for row in inspection.answers["answers"]
        ]
        inspection.answers = {**inspection.answers, "answers": answers}
        centre.session.commit()
    officer = visit(centre, "enf", lang=lang)
    path = officer.send(f"/inspections/{made.inspection_id}/case").location
    centre.session.get_one(Case, path.rpartition("/")[2]).scheme = scheme
    centre.session.commit()
    return str(officer.open(path).text)


@pytest.mark.parametrize("lang", ["en", "ur"])
def test_each_line_shows_contribution_increase_and_sum_and_the_columns_add_up(centre: Any, lang: str) -> None:
    page = _page(centre, "iessi", lang=lang)
    *lines, totals = figures(page, 'id="assessment"')

    assert lines
    assert all(round(float(row[3]) + float(row[4]), 2) == float(row[5]) for row in lines)
    assert any(float(row[4]) for row in lines)
    columns = [round(sum(float(row[place]) for row in lines), 2) for place in (3, 4, 5)]
    assert columns == [float(total) for total in totals]
    assert 'id="increases"' in page


def test_the_rule_of_the_increase_stands_once_with_its_cap_and_section(centre: Any) -> None:
    page = _page(centre, "iessi")

    assert page.count("may not pass 50%") == 1
    assert "0.5% for each day up to 90 days" in page
    assert "section 23(1)" in page


def test_where_the_rate_is_not_known_the_page_says_why_nothing_is_charged(centre: Any) -> None:
    page = _page(centre, "pessi")

    assert "so no increase is charged here" in page
    assert {len(row) for row in figures(page, 'id="assessment"')} == {1, 4}
    assert 'id="increases"' not in page


def test_an_amnesty_that_reaches_a_month_stands_with_and_without_and_otherwise_not(centre: Any) -> None:
    page = _page(centre, "pessi", visited="2021-12-01T05:00:00Z", since="2021-04-01")

    without, beside = figures(page, 'class="amnesty"')[-2:]
    assert without == beside
    assert without[1] == ""
    assert "months up to April 2021" in page
    assert "not known, because the rate of the increase is not at hand" in page


def test_no_amnesty_is_named_where_it_reaches_no_month(centre: Any) -> None:
    assert 'class="amnesty"' not in _page(centre, "pessi", visited="2021-12-01T05:00:00Z", since="2021-05-01")
