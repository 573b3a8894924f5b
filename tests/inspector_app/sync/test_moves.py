"""Employers that change district, inspectors that are posted elsewhere, and work that is under way meanwhile."""

from __future__ import annotations

from copies import KASUR, LAHORE, alter, digests, held, month, phone, post_to
from inspector_at_work import Desk
from prepared_laptop import BEGIN, TODAY

from inspector_app.services.correct_employer import correct_employer
from inspector_app.services.open_employer_file import open_employer_file
from inspector_app.services.queue import QueueState, queue
from inspector_app.store.register_changes import LEFT
from sync_server.models import db
from sync_server.services.build_snapshot import build_snapshot
from sync_server.tools import current_tools


def test_an_employer_that_went_and_came_back_while_offline_was_never_away(centre, enrolled) -> None:
    employer = centre.employer(1)
    centre.write("contribution_month", month(employer, 1))
    laptop = enrolled()
    laptop.sync()
    for district in ("kasur", "lahore"):
        centre.write("employer", {"district": district}, employer)
    centre.write("employer", {"phone": "1"}, employer)
    assert laptop.sync().finished
    assert (held(laptop), phone(laptop, employer)) == ({employer: LAHORE}, "1")
    ours, theirs = digests(centre, laptop)
    assert ours == theirs


def test_work_about_an_employer_that_left_is_accepted_and_the_record_then_goes(centre, enrolled) -> None:
    employer = centre.employer(1)
    centre.write("contribution_month", month(employer, 1))
    laptop = enrolled()
    laptop.sync()
    with laptop.open() as opened:
        desk = Desk(opened)
        correct_employer(opened, employer, {"phone": "042-2222222"}, at=BEGIN, op_id=desk.ids())
        inspection = desk.whole_inspection(employer, visit_id="")
    centre.write("employer", {"district": "kasur"}, employer)
    outcome = laptop.sync()
    assert outcome.finished, outcome.text.en
    with laptop.open() as opened:
        view = queue(opened)
        assert (view.counts[QueueState.REJECTED], view.counts[QueueState.HELD]) == (0, 0)
        assert view.all_received
    assert centre.scalar("SELECT phone FROM employer") == "042-2222222"
    assert centre.scalar("SELECT state FROM inspection WHERE id = :id", id=inspection) == "received"
    assert centre.scalar("SELECT count(*) FROM finding") >= 3
    assert centre.scalar("SELECT scope_id FROM member WHERE row_id = :id AND present", id=inspection) == KASUR
    assert held(laptop) == {}


def test_what_left_stays_readable_while_an_inspection_is_open_or_not_acknowledged(centre, enrolled) -> None:
    employer = centre.employer(1)
    centre.write("contribution_month", month(employer, 1))
    laptop = enrolled()
    laptop.sync()
    with laptop.open() as opened:
        inspection = Desk(opened).start(employer, visit_id="")
    centre.write("employer", {"district": "kasur"}, employer)
    for _ in range(2):
        assert laptop.sync().reached
        assert held(laptop) == {employer: LEFT}
        with laptop.open() as opened:
            file = open_employer_file(opened, employer, on=TODAY)
            assert (len(file.months), file.has_left) == (1, True)
            assert Desk(opened).view(inspection).employer["id"] == employer
    ours, theirs = digests(centre, laptop)
    assert ours == theirs
    centre.write("employer", {"district": "lahore", "phone": "7"}, employer)
    assert laptop.sync().reached
    assert (held(laptop), phone(laptop, employer)) == ({employer: LAHORE}, "7")


def test_a_lost_district_leaves_what_is_being_worked_on_and_shared_records(centre, enrolled) -> None:
    stays, goes, open_one = (
        centre.employer(1),
        centre.employer(2, district="kasur"),
        centre.employer(3, district="kasur"),
    )
    moved = centre.employer(4, district="kasur")
    laptop = enrolled("nadia", (LAHORE, KASUR))
    laptop.sync()
    assert set(held(laptop)) == {stays, goes, open_one, moved}
    with laptop.open() as opened:
        Desk(opened).start(open_one, visit_id="")
    centre.write("employer", {"district": "lahore"}, moved)
    post_to(centre, "nadia", LAHORE)
    for _ in range(2):
        assert laptop.sync().reached
    assert held(laptop) == {stays: LAHORE, moved: LAHORE, open_one: LEFT}
    ours, theirs = digests(centre, laptop)
    assert ours == theirs
    with laptop.open() as opened:
        assert [tuple(found) for found in opened.register.conn.execute("SELECT * FROM further_scope")] == []


def test_a_record_in_two_scopes_stands_once_until_the_last_of_them_lets_it_go(centre, enrolled) -> None:
    """A register of a new district may still hold, or already hold, what the feed of another one says."""
    arrives, leaves = centre.employer(1, phone="old"), centre.employer(2, district="kasur", phone="old")
    for number in range(10, 20):
        centre.employer(number, district="kasur")
    laptop = enrolled("nadia", (LAHORE,))
    laptop.sync()
    with centre.inside():
        folder = centre.app.config["MUAINA"].snapshots
        build_snapshot(db.session(), KASUR, folder=folder, tools=current_tools())
    centre.write("employer", {"district": "lahore", "phone": "new"}, leaves)
    laptop.sync()
    assert phone(laptop, leaves) == "new"
    post_to(centre, "nadia", LAHORE, KASUR)
    centre.write("employer", {"district": "kasur", "phone": "newest"}, arrives)
    for _ in range(2):
        outcome = laptop.sync()
        assert outcome.finished, outcome.text.en
    assert (held(laptop)[leaves], held(laptop)[arrives]) == (LAHORE, KASUR)
    assert (phone(laptop, leaves), phone(laptop, arrives)) == ("new", "newest")
    assert len(held(laptop)) == 12
    for scope in (LAHORE, KASUR):
        ours, theirs = digests(centre, laptop, scope)
        assert ours == theirs
    with laptop.open() as opened:
        assert [tuple(found) for found in opened.register.conn.execute("SELECT * FROM further_scope")] == []


def test_a_register_fetched_anew_keeps_what_is_being_worked_on(centre, enrolled) -> None:
    employer, other = centre.employer(1), centre.employer(2)
    laptop = enrolled()
    laptop.sync()
    with laptop.open() as opened:
        Desk(opened).start(employer, visit_id="")
    centre.write("employer", {"district": "kasur"}, employer)
    alter(laptop, "UPDATE cursor SET epoch = 'another life'")
    centre.alter("DELETE FROM snapshot")
    assert laptop.sync().reached
    assert held(laptop) == {employer: LEFT, other: LAHORE}


def test_a_district_taken_away_before_its_register_came_stops_nothing(centre, enrolled) -> None:
    here, _ = centre.employer(1), centre.employer(2, district="kasur")
    laptop = enrolled("nadia", (LAHORE, KASUR))
    post_to(centre, "nadia", LAHORE)

    outcome = laptop.sync()

    assert outcome.finished, outcome.text.en
    assert held(laptop) == {here: LAHORE}
