from __future__ import annotations

from typing import Any

import pytest
from prepared_laptop import MILL, MILL_VISIT

from inspector_app.web.sections import CARDS_PER_PAGE


def _answer(visitor: Any, inspection: str, item: str, value: str, **more: str) -> Any:
    return visitor.post_json(f"{inspection}/answers", {"item": item, "value": value, **more})


def _item(reply: Any, item: str) -> dict[str, Any]:
    return next(entry for entry in reply.json["items"] if entry["item"] == item)


def test_started_inspection_names_its_order_and_is_found_again_under_today(visitor: Any, inspection: str) -> None:
    assert "PESSI/LHR/INS/2026/0417" in visitor.get(inspection).text
    assert inspection in visitor.get("/").text


def test_starting_twice_goes_on_with_the_same_inspection(visitor: Any, inspection: str) -> None:
    again = visitor.post("/inspections", {"employer_id": MILL, "visit_id": MILL_VISIT})

    assert again.headers["Location"] == inspection


def test_inspection_of_an_unknown_employer_or_visit_is_not_started(visitor: Any) -> None:
    assert visitor.post("/inspections", {"employer_id": "nobody", "visit_id": ""}).status_code == 404
    assert visitor.post("/inspections", {"employer_id": MILL, "visit_id": "nothing"}).status_code == 404


def test_answer_is_said_to_be_saved_with_its_time_and_stands_on_the_page_after(visitor: Any, inspection: str) -> None:
    reply = _answer(visitor, inspection, "representative_name", "Tariq Mahmood")

    assert reply.status_code == 200
    assert reply.json["saved_at"].startswith("2026-11-22T04:30:")
    assert reply.json["saved_text"].startswith("Saved 09:30:")
    assert 'value="Tariq Mahmood"' in visitor.get(f"{inspection}/sections/premises").text


def test_answer_opens_and_closes_the_questions_that_hang_on_it_and_keeps_what_was_written(
    visitor: Any, inspection: str
) -> None:
    reply = _answer(visitor, inspection, "representative_role", "other")
    assert _item(reply, "representative_role_other")["relevant"] is True
    _answer(visitor, inspection, "representative_role_other", "Canteen keeper")

    reply = _answer(visitor, inspection, "representative_role", "owner")

    assert _item(reply, "representative_role_other")["relevant"] is False
    assert next(s for s in reply.json["sections"] if s["name"] == "premises")["skipped"] == 1
    assert "Canteen keeper" in visitor.get(f"{inspection}/sections/premises").text


def test_observations_follow_from_answers_in_the_users_language(visitor: Any, inspection: str) -> None:
    reply = _answer(visitor.speak("ur"), inspection, "headcount_men", "60")

    assert "WORKERS_UNDECLARED" in {seen["code"] for seen in reply.json["observations"]}
    assert "\u2066" in next(s["text"] for s in reply.json["observations"] if s["code"] == "WORKERS_UNDECLARED")
    assert "نہایت سنگین" in reply.json["observations_html"]


def test_form_without_script_saves_and_returns_to_its_question(visitor: Any, inspection: str) -> None:
    answer = visitor.post(f"{inspection}/answers", {"item": "authorisation_shown", "key": "", "value": "yes"})

    assert answer.status_code == 303
    assert answer.headers["Location"] == f"{inspection}/sections/premises#item-authorisation_shown"


def test_month_of_a_month_field_is_kept_as_its_first_day(visitor: Any, inspection: str) -> None:
    _answer(visitor, inspection, "rec_wage_register", "produced")

    reply = visitor.post(
        f"{inspection}/answers",
        {"item": "wage_register_month", "value": "2026-10", "precision": "month"},
        headers={"Accept": "application/json"},
    )

    assert _item(reply, "wage_register_month")["value"] == "2026-10-01"


def test_future_date_is_kept_and_shown_with_its_problem(visitor: Any, inspection: str) -> None:
    _answer(visitor, inspection, "rec_wage_register", "produced")

    reply = _answer(visitor, inspection, "wage_register_month", "2027-01-01")

    assert _item(reply, "wage_register_month")["problem"]
    assert "Answers that cannot stand" in visitor.get(inspection).text


@pytest.mark.parametrize(
    ("item", "value", "more"),
    [
        ("no_such_item", "1", {}),
        ("remarks", "x" * 10_001, {}),
        ("remarks", "x", {"state": "no_such_state"}),
        ("remarks", "x", {"key": "no-such-card"}),
        ("headcount_total", "5", {}),
        ("certificate_displayed", "", {"state": "not_applicable"}),
    ],
)
def test_answer_that_cannot_be_kept_is_refused_in_words_and_nothing_is_written(
    visitor: Any, inspection: str, item: str, value: str, more: dict[str, str]
) -> None:
    before = visitor.get(f"{inspection}/sections/wrap_up").text

    reply = _answer(visitor.speak("ur"), inspection, item, value, **more)

    assert reply.status_code == 422
    assert any("\u0600" <= sign <= "\u06ff" for sign in reply.json["message"])
    assert visitor.speak("en").get(f"{inspection}/sections/wrap_up").text == before


@pytest.mark.parametrize("body", ["[]", '"x"', "{", "null"])
def test_body_that_is_no_answer_is_refused(visitor: Any, inspection: str, body: str) -> None:
    reply = visitor.client.post(
        f"{inspection}/answers",
        base_url=visitor.base,
        data=body,
        content_type="application/json",
        headers={"X-Muaina-Token": visitor.token},
    )

    assert reply.status_code in (400, 422)
    assert reply.json["message"]


def test_answer_without_the_token_is_refused_and_not_written(visitor: Any, inspection: str) -> None:
    reply = visitor.client.post(
        f"{inspection}/answers", base_url=visitor.base, json={"item": "remarks", "value": "forged"}
    )

    assert reply.status_code == 403
    assert "forged" not in visitor.get(f"{inspection}/sections/wrap_up").text


def test_unknown_inspection_and_section_answer_404(visitor: Any, inspection: str) -> None:
    assert visitor.get("/inspections/01993b1a-0000-7000-8000-00000000ffff").status_code == 404
    assert visitor.get(f"{inspection}/sections/nothing").status_code == 404
    assert _answer(visitor, "/inspections/nobody", "remarks", "x").status_code == 404


def test_card_is_added_filled_and_removed_only_after_a_question(visitor: Any, inspection: str) -> None:
    added = visitor.post(f"{inspection}/repetitions", {"repeat": "workers_found"})
    key = added.headers["Location"].partition("#card-")[2]
    assert added.headers["Location"] == f"{inspection}/sections/workers_found?card={key}#card-{key}"
    _answer(visitor, inspection, "wf_name", "Rashid Ali", key=key)

    asked = visitor.get(f"{inspection}/repetitions/workers_found/{key}/remove")
    assert "Remove Worker 1?" in asked.text
    assert "Rashid Ali" in asked.text

    visitor.post(f"{inspection}/repetitions/workers_found/{key}/remove")
    assert "Rashid Ali" not in visitor.get(f"{inspection}/sections/workers_found").text
    assert visitor.get(f"{inspection}/repetitions/workers_found/{key}/remove").status_code == 404


def test_many_cards_are_shown_a_page_at_a_time_and_each_is_found_by_its_own_address(
    visitor: Any, inspection: str
) -> None:
    keys = [
        visitor.post(f"{inspection}/repetitions", {"repeat": "workers_found"})
        .headers["Location"]
        .partition("#card-")[2]
        for _ in range(CARDS_PER_PAGE + 2)
    ]
    first = visitor.get(f"{inspection}/sections/workers_found").text
    last = visitor.get(f"{inspection}/sections/workers_found?card={keys[-1]}").text
    reply = _answer(visitor, inspection, "wf_name", "Rashid Ali", key=keys[-1])

    assert (f'id="card-{keys[0]}"' in first, f'id="card-{keys[-1]}"' in first) == (True, False)
    assert (f'id="card-{keys[0]}"' in last, f'id="card-{keys[-1]}"' in last) == (False, True)
    assert f"1 to {CARDS_PER_PAGE} of {CARDS_PER_PAGE + 2}" in first
    assert f"Worker {CARDS_PER_PAGE + 2}" in last
    assert {item["key"] for item in reply.json["items"]} == set(keys[CARDS_PER_PAGE:])


def test_card_of_an_unknown_repeat_is_refused(visitor: Any, inspection: str) -> None:
    assert visitor.post(f"{inspection}/repetitions", {"repeat": "nothing"}).status_code == 422


def test_interview_section_says_that_it_is_confidential(visitor: Any, inspection: str) -> None:
    visitor.post(f"{inspection}/repetitions", {"repeat": "interviews"})

    assert "Nothing of an interview appears on the exit sheet" in visitor.get(f"{inspection}/sections/interviews").text


def test_name_that_is_markup_is_shown_as_text(visitor: Any, inspection: str) -> None:
    _answer(visitor, inspection, "representative_name", '<script>alert("x")</script>')

    page = visitor.get(f"{inspection}/sections/premises").text

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
