from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from prepared_laptop import BEGIN

from inspector_app.services.time_on_site import TimeOnSite, time_on_site
from inspector_app.tools import ClockReading


def _visit(desk, *, wall_minutes: float, clock_minutes: float | None, boot: str = "one") -> TimeOnSite:
    """Start, then sign when the laptop's clock and the one that nobody can set have gone on so far."""
    readings = iter([ClockReading("one", 1_000_000), ClockReading("one", 1_000_000)])
    desk.opened = replace(desk.opened, reading=lambda: next(readings) if clock_minutes is not None else None)
    inspection_id = desk.start()
    if clock_minutes is not None:
        ended = ClockReading(boot, 1_000_000 + int(clock_minutes * 60_000))
        desk.opened = replace(desk.opened, reading=lambda: ended)
    assert time_on_site(desk.opened, inspection_id).left_at is None
    desk.at = BEGIN + timedelta(minutes=wall_minutes)
    desk.sign(inspection_id)
    return time_on_site(desk.opened, inspection_id)


def test_time_on_site_ends_with_the_signature(desk) -> None:
    spent = _visit(desk, wall_minutes=135, clock_minutes=135)
    assert (spent.minutes, spent.clock_was_set) == (135, False)
    assert spent.text.en == "09:30 to 11:45, 135 minutes"
    assert "135" in spent.text.ur


def test_a_clock_that_was_set_back_meanwhile_changes_nothing_and_is_said(desk) -> None:
    spent = _visit(desk, wall_minutes=-200, clock_minutes=90)
    assert (spent.minutes, spent.clock_was_set) == (90, True)
    assert "clock was set" in spent.text.en


def test_after_a_restart_the_laptops_clock_is_all_there_is(desk) -> None:
    assert _visit(desk, wall_minutes=61, clock_minutes=5, boot="two").minutes == 61


def test_without_any_sure_clock_a_negative_span_is_not_shown_as_one(desk) -> None:
    spent = _visit(desk, wall_minutes=-30, clock_minutes=None)
    assert (spent.minutes, spent.clock_was_set) == (None, True)
    assert "not known" in spent.text.en
