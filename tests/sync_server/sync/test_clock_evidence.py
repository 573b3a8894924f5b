"""A laptop's clock is evidence and never order: what is odd is flagged and told; what is merged does not change."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from centre_visitor import visit
from sqlalchemy import text

from sync_server.models import Conflict, DeviceAlarm, LedgerEntry, Role
from sync_server.services.clock_flags import ClockFlag, flags_of_run
from sync_server.services.clock_hints import clock_hints

RECEIVED = datetime(2026, 11, 22, 9, tzinfo=UTC)


def written(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def operation(made: datetime, *, beacon: datetime = RECEIVED - timedelta(hours=5), **clock: Any) -> dict[str, Any]:
    own = {"clock": {"boot": "boot 1", **clock}} if clock else {}
    return {"seq": 1, "made_at": written(made), "beacon": written(beacon), **own}


def flags(*run: dict[str, Any]) -> tuple[str, ...]:
    return flags_of_run(run, None, received=RECEIVED)[-1]


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (RECEIVED - timedelta(hours=1), ()),
        (RECEIVED + timedelta(minutes=2), ()),
        (RECEIVED + timedelta(minutes=3), (ClockFlag.AFTER_RECEIPT,)),
        (RECEIVED + timedelta(days=3 * 365), (ClockFlag.AFTER_RECEIPT,)),
        (RECEIVED - timedelta(hours=5, minutes=2), ()),
        (RECEIVED - timedelta(hours=5, minutes=3), (ClockFlag.BEFORE_BEACON,)),
        (RECEIVED - timedelta(days=2), (ClockFlag.BEFORE_BEACON,)),
    ],
)
def test_a_time_outside_beacon_and_receipt_is_flagged(made: datetime, expected: tuple[str, ...]) -> None:
    assert flags(operation(made)) == expected


def test_a_clock_that_was_set_between_two_operations_of_one_run_is_flagged() -> None:
    first = operation(RECEIVED - timedelta(hours=3), mono_ms=1_000_000)
    hour = 3_600_000
    assert flags(first, operation(RECEIVED - timedelta(hours=2), mono_ms=1_000_000 + hour)) == ()
    assert flags(first, operation(RECEIVED - timedelta(hours=1), mono_ms=1_000_000 + hour)) == (ClockFlag.JUMP,)
    after_start = operation(RECEIVED - timedelta(hours=1), mono_ms=5)
    after_start["clock"]["boot"] = "boot 2"
    assert flags(first, after_start) == ()


def test_what_arrives_after_a_fortnight_is_flagged_by_the_clock_of_the_run_where_there_is_one() -> None:
    beacon = RECEIVED - timedelta(days=20)
    assert flags(operation(RECEIVED - timedelta(days=15), beacon=beacon)) == (ClockFlag.LATE,)
    assert flags(operation(RECEIVED - timedelta(days=13), beacon=beacon)) == ()
    lied = operation(RECEIVED - timedelta(days=1), beacon=beacon, mono_ms=10, since_beacon_ms=3_600_000)
    assert flags(lied) == (ClockFlag.LATE,)


@pytest.mark.parametrize("made_at", ["", "yesterday", "9999-99-99T00:00:00Z", "0001-01-01T00:00:00+14:00"])
def test_a_time_that_cannot_be_read_breaks_nothing(made_at: str) -> None:
    strange = {**operation(RECEIVED), "made_at": made_at}
    assert ClockFlag.JUMP not in flags(strange, strange)


def test_flags_stand_in_the_ledger_and_are_one_alarm_for_a_laptop_and_a_day(either_centre: Any) -> None:
    laptop, employer = either_centre.laptop(), either_centre.employer()
    for number in range(3):
        wrong = written(either_centre.clock() + timedelta(days=3 * 365))
        content = {"phone": str(number)}
        laptop.make("employer.correct", employer, content, was={"phone": ""}, base_rev=1, made_at=wrong)
        laptop.sync()
    rows = either_centre.session.query(LedgerEntry).order_by(LedgerEntry.seq).all()
    assert [row.clock_flags for row in rows] == ["after_receipt"] * 3
    [alarm] = either_centre.session.query(DeviceAlarm).all()
    assert (alarm.kind, alarm.event, alarm.facts["seq"]) == ("clock_jump", "2026-11-22", 1)
    either_centre.session.rollback()
    either_centre.clock.move(days=15)
    content, made_at = {"phone": "9"}, written(RECEIVED)
    laptop.make("employer.correct", employer, content, was={"phone": "2"}, base_rev=1, made_at=made_at)
    laptop.sync()
    kinds = [row.kind for row in either_centre.session.query(DeviceAlarm).order_by(DeviceAlarm.kind)]
    assert kinds == ["clock_jump", "late_arrival"]


def test_a_jump_is_seen_across_two_pushes(centre: Any) -> None:
    laptop, employer = centre.laptop(), centre.employer()
    hour = timedelta(hours=1)
    for number, ahead in enumerate((timedelta(), hour)):
        made = written(centre.clock() - 3 * hour + ahead)
        clock = {"boot": "b", "mono_ms": number * 1000}
        content = {"phone": str(number)}
        laptop.make("employer.correct", employer, content, was={"phone": ""}, base_rev=1, made_at=made, clock=clock)
        laptop.post({**laptop.message(), "protocol": 2})
        laptop.acknowledged += 1
    found = centre.session.query(LedgerEntry.clock_flags).order_by(LedgerEntry.seq).all()
    assert "jump" in found[1].clock_flags.split()
    assert "jump" not in found[0].clock_flags.split()


def outcome_with_clocks(centre: Any, chance: random.Random | None) -> tuple[Any, ...]:
    """Let two inspectors and the centre write to one employer, with any clocks, and return what came of it."""
    employer = centre.employer(phone="0", trade_name="", owner_name="")
    laptops = [centre.laptop(), centre.laptop()]
    script = [(0, "phone", "1"), (1, "phone", "2"), (1, "trade_name", "B"), (0, "trade_name", "A"), (0, "phone", "3")]
    for who, name, value in script:
        odd = {}
        if chance:
            made = datetime(2099, 1, 1, tzinfo=UTC) - timedelta(days=chance.randint(0, 40_000))
            odd = {"made_at": written(made), "clock": {"boot": "b", "mono_ms": chance.randint(0, 2**40)}}
        laptops[who].make("employer.correct", employer, {name: value}, was={name: "0"}, base_rev=1, **odd)
        laptops[who].sync()
        if value == "2":
            centre.write("employer", {"owner_name": "Centre"}, employer)
    columns = "phone, trade_name, owner_name, rev"
    row = centre.session.execute(text(f"SELECT {columns} FROM employer WHERE id = :id"), {"id": employer}).one()
    conflicts = centre.session.query(Conflict).filter_by(row_id=employer).order_by(Conflict.raised_at, Conflict.id)
    found = [(one.field, one.standing_value, one.arriving_value, one.chosen_value, one.state) for one in conflicts]
    centre.session.rollback()
    outcomes = [
        [outcome for _, outcome, _ in laptop.outcomes(laptop.post(laptop.message([])).get_json())] for laptop in laptops
    ]
    return tuple(row), sorted(found), outcomes


def test_no_merge_depends_on_a_clock_of_a_laptop(centre: Any) -> None:
    expected = outcome_with_clocks(centre, None)
    for seed in range(3):
        assert outcome_with_clocks(centre, random.Random(seed)) == expected


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [("en", "were made after the centre had received them"), ("ur", "لیپ ٹاپ کی گھڑی آگے تھی")],
)
def test_the_page_of_an_inspection_shows_its_bracket_and_what_is_odd_about_its_time(
    centre: Any, lang: str, sentence: str
) -> None:
    centre.user("boss", Role.SUPERVISOR)
    laptop = centre.laptop()
    inspection = laptop.start(centre.employer())
    laptop.make("finding.record", inspection, {}, made_at=written(centre.clock() + timedelta(days=2)))
    laptop.close(inspection)
    report = {"clock_offset_ms": 172_800_000, "clock_uncertainty_ms": 1500}
    laptop.sync(report=report)
    page = visit(centre, "boss", lang=lang).open(f"/inspections/{inspection}").text
    assert sentence in page
    assert "172800.0" in page
    assert "22-11-2026 14:00" in page


def test_a_clock_that_goes_right_is_said_to_be_fine() -> None:
    assert clock_hints([], {}) == ()
    [fine] = clock_hints([], {"clock_offset_ms": -400, "clock_uncertainty_ms": 300})
    assert (fine.level, "0.4 seconds behind" in fine.text.en) == ("ok", True)
