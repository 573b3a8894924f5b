from __future__ import annotations

from typing import Any

import pytest
from centre_visitor import visit
from inspected_employer import inspected

from sync_server.models import Role

RATE = "contribution.rate_percent@2013-10-07"


def confirm(visitor: Any, **fields: str) -> Any:
    return visitor.send("/law/confirmations", **{"fact": RATE, "reference": "Gazette of 7 October 2013", **fields})


def test_facts_that_open_cases_wait_for_come_first_with_their_cases(centre: Any) -> None:
    made = inspected(centre, state="approved")
    centre.user("enf", Role.ENFORCEMENT_OFFICER)
    centre.user("law", Role.LAW_OFFICER)
    visit(centre, "enf").send(f"/inspections/{made.inspection_id}/case")

    page = visit(centre, "law").open("/law").text

    needed = page.split('id="needed"')[1].split('id="unconfirmed"')[0]
    assert f'data-needed-fact="{RATE}"' in needed
    assert "LAHORE/C/2026/0001" in needed


def test_a_confirmation_is_appended_with_reference_and_name_and_never_twice(centre: Any) -> None:
    centre.user("law", Role.LAW_OFFICER)
    visitor = visit(centre, "law")

    answers = [confirm(visitor), confirm(visitor)]
    page = visitor.open("/law").text

    assert [answer.status_code for answer in answers] == [303, 409]
    assert centre.scalar("SELECT count(*) FROM law_confirmation") == 1
    assert "Name of law" in page
    assert "Gazette of 7 October 2013" in page


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"reference": ""}, 422),
        ({"reference": "x" * 10_000}, 422),
        ({"fact": "no.such.fact"}, 404),
        ({"fact": ""}, 404),
        ({"scheme": "no-such-scheme"}, 404),
        ({"fact": "increase.rate_percent_per_day@always"}, 409),
    ],
)
def test_a_confirmation_that_cannot_stand_is_refused(centre: Any, fields: dict[str, str], status: int) -> None:
    centre.user("law", Role.LAW_OFFICER)

    assert confirm(visit(centre, "law"), **fields).status_code == status
    assert centre.scalar("SELECT count(*) FROM law_confirmation") == 0


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.LAW_OFFICER])
def test_only_law_officers_confirm(centre: Any, role: Role) -> None:
    centre.user("other", role)

    assert confirm(visit(centre, "other")).status_code == 403
    assert centre.scalar("SELECT count(*) FROM law_confirmation") == 0


def test_an_amnesty_is_shown_with_what_it_says_and_can_be_confirmed(centre: Any) -> None:
    centre.user("law", Role.LAW_OFFICER)
    visitor = visit(centre, "law")

    before = visitor.open("/law").text
    answer = confirm(visitor, fact="amnesty.2021", reference="Ordinance of 2021, gazette")
    printable = visitor.open("/law").text.split('id="printable"')[1]

    assert "Only the principal is paid" in before or "صرف اصل رقم ادا ہوتی ہے" in before
    assert answer.status_code == 303
    assert 'data-fact="amnesty.2021"' in printable
