"""A laptop that the centre withdrew gives up its register at the next contact, and keeps every bit of work."""

from __future__ import annotations

from inspector_at_work import Desk
from live_centre import TOOLS, LiveCentre, LiveLaptop, new_id
from prepared_laptop import BEGIN

from inspector_app.services.correct_employer import correct_employer
from inspector_app.services.lease import LeaseState, lease
from inspector_app.services.queue import queue
from inspector_app.services.search_register import search_register
from inspector_app.store import outbox


def _withdraw(centre: LiveCentre, at: str) -> None:
    centre.alter(f"UPDATE device SET revoked_at = {at}")


def _employers(laptop: LiveLaptop) -> list[str]:
    with laptop.open() as opened:
        return sorted(row[0] for row in opened.register.conn.execute("SELECT id FROM employer"))


def test_a_withdrawn_laptop_keeps_only_the_employers_it_works_on_and_sends_when_given_back(centre, enrolled) -> None:
    ids = [centre.employer(number) for number in range(1, 6)]
    laptop = enrolled()
    assert laptop.sync().finished
    with laptop.open() as opened:
        correct_employer(opened, ids[0], {"phone": "042-35714111"}, at=BEGIN, op_id=new_id())
        Desk(opened).start(ids[1], visit_id="")
    assert _employers(laptop) == sorted(ids)

    _withdraw(centre, "'2026-11-22 05:00:00'")
    outcome = laptop.sync()
    assert (outcome.reached, outcome.finished) == (True, False)
    assert outcome.text.ur
    assert _employers(laptop) == sorted(ids[:2])
    with laptop.open() as opened:
        assert lease(opened, now=TOOLS.now()).state is LeaseState.WITHDRAWN
        assert outbox.unsent(opened.work) >= 1
        assert not [hit for hit in search_register(opened, "Employer 4") if hit.employer_id == ids[3]]
        waiting = len(queue(opened).lines)
    laptop.sync()
    assert _employers(laptop) == sorted(ids[:2])

    _withdraw(centre, "NULL")
    assert laptop.sync().finished
    assert _employers(laptop) == sorted(ids)
    with laptop.open() as opened:
        assert lease(opened, now=TOOLS.now()).state is LeaseState.RUNNING
        assert outbox.unsent(opened.work) == 0
        assert len(queue(opened).lines) == waiting
    assert centre.scalar("SELECT phone FROM employer WHERE id = :id", id=ids[0]) == "042-35714111"


def test_a_code_that_is_no_withdrawal_leaves_the_register_alone(centre, enrolled) -> None:
    ids = [centre.employer(number) for number in range(1, 3)]
    laptop = enrolled()
    assert laptop.sync().finished
    centre.alter("UPDATE device SET token_hash = 'of another'")
    assert not laptop.sync().finished
    assert _employers(laptop) == sorted(ids)
