"""On whose order an inspection begins: the centre's, one on paper, or none at all, and then not in the field."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from inspector_at_work import ORDER, Desk
from prepared_laptop import MILL, MILL_VISIT, RESTAURANT, TODAY

from inspector_app.errors import InvalidAnswer, NotAuthorised, NotFound
from inspector_app.services.authorisation import NO_ORDER, TypedOrder
from inspector_app.services.practice import open_practice
from inspector_app.services.start_inspection import start_inspection
from inspector_app.store.driver import run


def _begin(desk: Desk, order: TypedOrder = NO_ORDER, *, visit_id: str = "", employer_id: str = MILL) -> str:
    return start_inspection(
        desk.opened,
        employer_id,
        visit_id=visit_id,
        checklist="registration_contribution",
        at=desk.at,
        new_id=desk.ids,
        order=order,
    )


def _kept(desk: Desk, inspection_id: str) -> dict[str, Any]:
    found = desk.opened.work.execute("SELECT authorisation FROM inspection WHERE id = ?", [inspection_id]).fetchone()
    return dict(json.loads(found[0]))


def test_without_an_order_nothing_begins_in_the_field(desk: Desk) -> None:
    with pytest.raises(NotAuthorised) as refused:
        _begin(desk)

    assert "only the practice room is open" in refused.value.text.en
    assert desk.opened.work["inspection"].count == 0


def test_the_practice_room_asks_for_no_order(practice_desk: Desk) -> None:
    inspection_id = open_practice(practice_desk.opened, at=practice_desk.at, new_id=practice_desk.ids)

    assert _kept(practice_desk, inspection_id) == {}


def test_an_order_on_paper_is_kept_as_it_was_typed_and_is_called_typed(desk: Desk) -> None:
    kept = _kept(desk, _begin(desk, TypedOrder(" PESSI/7 ", "Director", TODAY.isoformat(), "Claim of a worker")))

    assert kept == {
        "source": "typed",
        "order_no": "PESSI/7",
        "authorised_by": "Director",
        "ordered_on": TODAY.isoformat(),
        "purpose": "Claim of a worker",
    }


@pytest.mark.parametrize("missing", ["order_no", "authorised_by", "ordered_on", "purpose"])
def test_an_order_without_one_of_its_particulars_is_no_order(desk: Desk, missing: str) -> None:
    parts = {"order_no": "1", "authorised_by": "A", "ordered_on": TODAY.isoformat(), "purpose": "B", missing: "  "}

    with pytest.raises(NotAuthorised):
        _begin(desk, TypedOrder(**parts))


@pytest.mark.parametrize("day", [(TODAY + timedelta(days=1)).isoformat(), "2026-02-30", "yesterday"])
def test_an_order_of_a_day_to_come_or_of_no_day_is_refused(desk: Desk, day: str) -> None:
    with pytest.raises(NotAuthorised):
        _begin(desk, TypedOrder("1", "A", day, "B"))


def test_an_order_longer_than_any_order_is_refused(desk: Desk) -> None:
    with pytest.raises(InvalidAnswer):
        _begin(desk, TypedOrder("1" * 61, "A", TODAY.isoformat(), "B"))


def test_an_inspection_that_stands_open_goes_on_without_being_asked_for_its_order_again(desk: Desk) -> None:
    begun = _begin(desk, visit_id=MILL_VISIT)

    assert _begin(desk) == begun


def test_the_visit_of_the_centre_is_kept_with_what_the_centre_sent_of_it(desk: Desk) -> None:
    kept = _kept(desk, _begin(desk, visit_id=MILL_VISIT))

    assert kept["source"] == "visit"
    assert kept["order_no"] == "PESSI/LHR/INS/2026/0417"
    assert "purpose" not in kept
    assert all(kept.values())


def test_an_order_on_paper_is_not_looked_at_beside_a_visit(desk: Desk) -> None:
    assert _kept(desk, _begin(desk, ORDER, visit_id=MILL_VISIT))["source"] == "visit"


def _window(desk: Desk, first: int, last: int) -> None:
    days = [(TODAY + timedelta(days=offset)).isoformat() for offset in (first, last)]
    run(desk.opened.register, "UPDATE visit SET planned_on = ?, valid_until = ? WHERE id = ?", (*days, MILL_VISIT))


@pytest.mark.parametrize(("first", "last"), [(0, 0), (-3, 0), (0, 3), (-1, 1)])
def test_within_its_window_the_order_holds_on_the_first_and_on_the_last_day(desk: Desk, first: int, last: int) -> None:
    _window(desk, first, last)

    assert _kept(desk, _begin(desk, visit_id=MILL_VISIT))["valid_until"]


@pytest.mark.parametrize(("first", "last"), [(1, 3), (-3, -1)])
def test_outside_its_window_the_order_does_not_hold_and_a_new_one_on_paper_does(
    desk: Desk, first: int, last: int
) -> None:
    _window(desk, first, last)

    with pytest.raises(NotAuthorised) as refused:
        _begin(desk, visit_id=MILL_VISIT)
    assert "today is outside these days" in refused.value.text.en
    assert _begin(desk, ORDER)


def test_a_visit_of_another_employer_is_no_order(desk: Desk) -> None:
    with pytest.raises(NotFound):
        _begin(desk, visit_id=MILL_VISIT, employer_id=RESTAURANT)


def test_a_visit_that_is_planned_for_somebody_else_is_no_order_for_me(desk: Desk) -> None:
    run(desk.opened.register, "UPDATE visit SET inspector_id = 'another' WHERE id = ?", (MILL_VISIT,))

    with pytest.raises(NotFound):
        _begin(desk, visit_id=MILL_VISIT)


def _closed(desk: Desk, inspection_id: str) -> None:
    desk.answer_all(inspection_id)
    desk.attach_needed(inspection_id)
    desk.state(inspection_id)
    desk.sign(inspection_id)
    desk.close(inspection_id)


def test_a_visit_is_not_begun_again_while_its_closed_inspection_waits_to_be_sent(desk: Desk) -> None:
    first = desk.whole_inspection()

    with pytest.raises(NotAuthorised) as refused:
        _begin(desk, visit_id=MILL_VISIT)

    assert "closed on 22-11-2026" in refused.value.text.en
    assert "22-11-2026" in refused.value.text.ur
    assert [one["id"] for one in desk.opened.work["inspection"].rows] == [first]


def test_the_order_of_a_visit_typed_from_paper_is_the_same_order(desk: Desk) -> None:
    number = _kept(desk, desk.whole_inspection())["order_no"]

    with pytest.raises(NotAuthorised):
        _begin(desk, TypedOrder(f" {number.lower()}", "Director", TODAY.isoformat(), "Checking"))

    assert _begin(desk, ORDER), "another order allows another inspection"


def test_an_order_on_paper_is_not_used_again_before_the_centre_has_had_its_say(desk: Desk) -> None:
    _closed(desk, _begin(desk, ORDER))
    with pytest.raises(NotAuthorised):
        _begin(desk, ORDER)

    run(desk.opened.work, "UPDATE outbox SET acknowledged_at = 'x', outcome = 'rejected'")
    assert _begin(desk, ORDER)


def test_a_visit_whose_inspection_the_centre_rejected_is_made_anew(desk: Desk) -> None:
    desk.whole_inspection()
    run(desk.opened.work, "UPDATE outbox SET acknowledged_at = 'x', outcome = 'applied'")
    with pytest.raises(NotAuthorised):
        _begin(desk, visit_id=MILL_VISIT)
    run(desk.opened.work, "UPDATE outbox SET outcome = 'rejected'")
    assert _begin(desk, visit_id=MILL_VISIT)


def test_another_employer_under_an_order_of_the_same_number_is_not_held_up(desk: Desk) -> None:
    _closed(desk, _begin(desk, ORDER))
    assert _begin(desk, ORDER, employer_id=RESTAURANT)
