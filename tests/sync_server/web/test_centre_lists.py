from __future__ import annotations

from typing import Any

import pytest
from centre_visitor import visit
from inspected_employer import conflict_over, inspected

from sync_server.models import Role
from sync_server.queries.employers import PAGE


def test_home_counts_what_waits_for_a_supervisor_and_since_when(centre: Any) -> None:
    made = inspected(centre)
    conflict_over(centre, made)
    inspected(centre, district="multan")
    centre.user("sup", Role.SUPERVISOR)

    page = visit(centre, "sup").open("/").text

    cards = [card.split("</section>")[0] for card in page.split('<section class="card">')[1:]]
    assert {_between(card, "<h2>", "</h2>"): _between(card, '<span class="figure">', "</span>") for card in cards} == {
        "Inspections awaiting review": "1",
        "Open conflicts": "1",
        "Employers that may be one": "0",
        "Standing flags": "0",
        "Work of laptops that had no effect": "0",
        "Laptops silent for a week": "0",
    }
    assert "22-11-2026 14:00" in cards[0]


def _between(words: str, before: str, after: str) -> str:
    return words.split(before)[1].split(after)[0]


@pytest.mark.parametrize("role", list(Role))
def test_home_has_no_dead_links(centre: Any, role: Role) -> None:
    inspected(centre, state="approved")
    centre.user("someone", role, ("*",))
    visitor = visit(centre, "someone")

    links = {part.split('"')[0] for part in visitor.open("/").text.split('href="')[1:]}

    pages = [visitor.open(link) for link in links if not link.startswith(("/look/", "#"))]
    assert {page.status_code for page in pages} <= {200}


def test_flags_show_amount_and_sentence_and_filter_by_district(centre: Any) -> None:
    for district in ("lahore", "multan"):
        made = inspected(centre, district=district)
        centre.user(f"sup-{district}", Role.SUPERVISOR, (f"district:{district}",))
        visit(centre, f"sup-{district}").send(f"/inspections/{made.inspection_id}/approve", version="1")
    centre.user("all", Role.SUPERVISOR, ("*",))
    visitor = visit(centre, "all")

    everywhere, lahore = visitor.open("/flags").text, visitor.open("/flags?district=lahore").text

    assert "Rs. 52,800.00" in lahore
    count = lahore.count("<tr>") - 1
    assert count > 1
    assert everywhere.count("<tr>") - 1 == 2 * count


def test_employers_are_found_by_name_in_either_language_number_and_cnic(centre: Any) -> None:
    centre.employer(name_en="Ravi Textiles", name_ur="راوی ٹیکسٹائل", owner_cnic="35202-1111111-1", ntn="1234567-8")
    centre.employer(name_en="Other")
    centre.user("sup", Role.SUPERVISOR)
    visitor = visit(centre, "sup")

    for words in ("ravi", "راوی", "35202-1111111-1", "1234567-8", "LHR-00001"):
        rows = visitor.open(f"/employers?q={words}").text.split("<tbody>")[1]
        assert ("Ravi Textiles" in rows, "Other" in rows) == (True, False), words


def test_a_per_cent_sign_in_the_search_is_a_per_cent_sign(centre: Any) -> None:
    centre.employer(name_en="Plain")
    centre.user("sup", Role.SUPERVISOR)

    assert "Plain" not in visit(centre, "sup").open("/employers?q=%25").text.split("<tbody>")[1]


@pytest.mark.parametrize("page", ["0", "-1", "abc", "999999999999", "99999", "٢"])
def test_a_page_number_that_makes_no_sense_is_no_error(centre: Any, page: str) -> None:
    centre.user("sup", Role.SUPERVISOR)
    visitor = visit(centre, "sup")

    for path in ("/employers", "/inspections", "/flags"):
        assert visitor.open(f"{path}?page={page}&state=nonsense&district=../x").status_code == 200


def test_long_lists_are_paged(centre: Any) -> None:
    for _ in range(PAGE + 1):
        centre.employer()
    centre.user("sup", Role.SUPERVISOR)
    visitor = visit(centre, "sup")

    first, second = visitor.open("/employers"), visitor.open("/employers?page=2")

    assert first.text.split("<tbody>")[1].count("<tr>") == PAGE
    assert second.text.split("<tbody>")[1].count("<tr>") == 1
    assert "Page 1 of 2" in first.text


def test_laptops_show_last_sync_unsent_and_incarnation_within_scope(centre: Any) -> None:
    made = inspected(centre)
    inspected(centre, district="multan")
    centre.user("sup", Role.SUPERVISOR)
    visitor = visit(centre, "sup")

    rows = visitor.open("/devices").text.split("<tbody>")[1]
    centre.clock.move(days=8)
    later = visit(centre, "sup").open("/devices").text

    assert rows.count("<tr>") == 1
    assert made.inspector.name_en in rows
    assert "22-11-2026 14:00" in rows
    assert "Silent" in later
