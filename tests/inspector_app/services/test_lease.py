"""The register may be read for fourteen days without contact; a clock set back does not lengthen that."""

from __future__ import annotations

from datetime import timedelta

import pytest
from prepared_laptop import BEGIN

from inspector_app.errors import RegisterLocked
from inspector_app.services.lease import LEASE, WARNED, LeaseState, lease, note_time, require_open
from inspector_app.store.driver import writing
from inspector_app.store.standing import make_contact, standing, withdraw

CONTACT = BEGIN - timedelta(days=2)
MOMENT = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("now", "state", "days_left"),
    [
        (CONTACT, LeaseState.RUNNING, 14),
        (CONTACT + LEASE - WARNED - MOMENT, LeaseState.RUNNING, 4),
        (CONTACT + LEASE - WARNED, LeaseState.ENDING, 3),
        (CONTACT + LEASE - MOMENT, LeaseState.ENDING, 1),
        (CONTACT + LEASE, LeaseState.OVER, 0),
        (CONTACT + LEASE * 10, LeaseState.OVER, 0),
    ],
)
def test_the_register_is_open_for_fourteen_days_and_warns_in_the_last_three(desk, now, state, days_left) -> None:
    found = lease(desk.opened, now=now)
    assert (found.state, found.days_left, found.contact_at) == (state, days_left, CONTACT)


def test_a_clock_that_is_set_back_does_not_open_it_again(desk) -> None:
    note_time(desk.opened, now=CONTACT + LEASE + MOMENT)
    assert lease(desk.opened, now=CONTACT - timedelta(days=400)).state is LeaseState.OVER


def test_a_clock_before_the_centres_last_word_counts_from_that_word(desk) -> None:
    assert lease(desk.opened, now=CONTACT - timedelta(days=4000)).state is LeaseState.RUNNING


def test_contact_begins_the_count_anew_even_after_a_clock_far_ahead(desk) -> None:
    note_time(desk.opened, now=BEGIN + timedelta(days=4000))
    assert lease(desk.opened, now=BEGIN).state is LeaseState.OVER
    with writing(desk.opened.work):
        make_contact(desk.opened.work)
    assert lease(desk.opened, now=BEGIN).state is LeaseState.RUNNING


def test_the_time_is_written_down_now_and_then_only(desk) -> None:
    note_time(desk.opened, now=BEGIN)
    note_time(desk.opened, now=BEGIN + timedelta(minutes=9))
    assert standing(desk.opened.work).latest_at == BEGIN.isoformat()


def test_a_withdrawn_laptop_has_no_lease_at_any_time_and_says_so(desk) -> None:
    with writing(desk.opened.work):
        withdraw(desk.opened.work, BEGIN.isoformat())
    with pytest.raises(RegisterLocked, match="withdrew"):
        require_open(desk.opened, now=CONTACT)


def test_practice_is_never_locked(practice_desk) -> None:
    assert lease(practice_desk.opened, now=BEGIN + LEASE * 10).is_open
    note_time(practice_desk.opened, now=BEGIN)
    require_open(practice_desk.opened, now=BEGIN + LEASE * 10)
