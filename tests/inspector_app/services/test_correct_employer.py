from __future__ import annotations

import json

import pytest
from prepared_laptop import MILL, TODAY

from inspector_app.errors import InvalidCorrection, NotFound
from inspector_app.services.correct_employer import correct_employer
from inspector_app.services.open_employer_file import open_employer_file
from inspector_app.services.queue import QueueState
from inspector_app.store import outbox
from inspector_app.store.driver import rows


def _correct(desk, **changes: str) -> tuple[str, ...]:
    return correct_employer(desk.opened, MILL, changes, at=desk.at, op_id=desk.ids())


def _file(desk):
    return open_employer_file(desk.opened, MILL, on=TODAY)


def _queued(desk) -> list[dict]:
    return [json.loads(row["body"]) for row in rows(desk.opened.work, "SELECT body FROM outbox ORDER BY number")]


def test_a_correction_is_queued_with_the_values_that_were_seen(desk) -> None:
    old = _file(desk).employer["phone"]
    assert _correct(desk, phone="0300-7654321", trade_name="", name_en=_file(desk).employer["name_en"]) == ("phone",)
    [operation] = _queued(desk)
    assert (operation["set"], operation["was"], operation["base_rev"]) == ({"phone": "0300-7654321"}, {"phone": old}, 1)
    file = _file(desk)
    assert (file.employer["phone"], file.shown["phone"]) == (old, "0300-7654321")
    assert [(one.field, one.was, one.state) for one in file.pending_corrections] == [("phone", old, QueueState.WAITING)]


def test_a_later_correction_builds_on_the_pending_one(desk) -> None:
    old = _file(desk).employer["phone"]
    _correct(desk, phone="0300-1111111")
    _correct(desk, phone="0300-2222222")
    assert [operation["was"] for operation in _queued(desk)] == [{"phone": old}, {"phone": "0300-1111111"}]
    [pending] = _file(desk).pending_corrections
    assert (pending.was, pending.value) == (old, "0300-2222222")


def test_nothing_changed_queues_nothing(desk) -> None:
    employer = _file(desk).employer
    assert _correct(desk, phone=employer["phone"], name_en=f"  {employer['name_en']} ") == ()
    assert outbox.last(desk.opened.work)[0] == 0


def test_values_are_written_the_one_way(desk) -> None:
    _correct(desk, owner_cnic="۳۵۲۰۲۱۲۳۴۵۶۷۹", phone="۰۳۰۰ ۱۲۳۴۵۶۷")
    assert _queued(desk)[0]["set"] == {"owner_cnic": "35202-1234567-9", "phone": "0300 1234567"}


@pytest.mark.parametrize(
    "changes",
    [
        {"registration_no": "X"},
        {"status": "closed"},
        {"nonsense": "x"},
        {"owner_cnic": "123"},
        {"owner_cnic": "35202-1234567-12"},
        {"phone": "call me"},
        {"name_en": "  "},
        {"name_en": "x" * 10_000},
        {"sector": "piracy"},
        {"address_en": "a\x00b"},
        {"address_en": "a\ud800b"},
    ],
)
def test_a_value_that_cannot_stand_is_refused_and_nothing_is_queued(desk, changes: dict[str, str]) -> None:
    with pytest.raises(InvalidCorrection) as refused:
        _correct(desk, phone="0300-7654321", **changes) if "phone" not in changes else _correct(desk, **changes)
    assert refused.value.text.ur
    assert outbox.last(desk.opened.work)[0] == 0


def test_an_unknown_employer_is_not_found(desk) -> None:
    with pytest.raises(NotFound):
        correct_employer(desk.opened, desk.ids(), {"phone": "0300-7654321"}, at=desk.at, op_id=desk.ids())


def test_the_file_shows_history_unpaid_months_and_trend(desk) -> None:
    file = _file(desk)
    assert [month.month for month in file.months] == sorted((month.month for month in file.months), reverse=True)
    assert file.unpaid_months == 3  # the fourth, October, may still be paid
    assert str(file.unpaid_total) == "Rs. 166,320.00"
    assert file.trend[0] < file.trend[-1]
    assert file.covered_workers == 42
    assert [line.is_here for line in file.inspections] == [False]
