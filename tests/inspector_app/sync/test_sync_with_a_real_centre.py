from __future__ import annotations

from inspector_at_work import Desk
from prepared_laptop import BEGIN, TODAY

from inspector_app.services.correct_employer import correct_employer
from inspector_app.services.open_employer_file import open_employer_file
from inspector_app.services.queue import QueueState, queue
from inspector_app.services.search_register import search_register
from inspector_app.store import outbox, verdicts


def test_first_sync_brings_the_register_and_it_can_be_searched(centre, enrolled) -> None:
    ids = {centre.employer(number) for number in range(1, 8)}
    laptop = enrolled()
    outcome = laptop.sync()
    assert (outcome.reached, outcome.finished) == (True, True), outcome.text.en
    with laptop.open() as opened:
        assert {hit.employer_id for hit in search_register(opened, "employer")} == ids
        assert [hit.registration_no for hit in search_register(opened, "آجر ۳")] == ["LHR-00003"]
        assert queue(opened).last_receipt_at
        assert opened.demonstration


def test_changes_and_moves_out_of_the_district_arrive_as_deltas(centre, enrolled) -> None:
    stays, moves = centre.employer(1), centre.employer(2)
    laptop = enrolled()
    laptop.sync()
    centre.write("employer", {"name_en": "Ravi Textiles"}, stays)
    centre.write("employer", {"district": "kasur"}, moves)
    new = centre.employer(3, name_en="Newcomer Foods")
    assert laptop.sync().finished
    with laptop.open() as opened:
        assert [hit.employer_id for hit in search_register(opened, "ravi")] == [stays]
        assert [hit.employer_id for hit in search_register(opened, "newcomer")] == [new]
        assert search_register(opened, "LHR-00002") == ()
        assert search_register(opened, "Employer") == ()


def test_a_whole_inspection_reaches_the_centre_with_its_files(centre, enrolled) -> None:
    employer_id = centre.employer(1)
    laptop = enrolled()
    laptop.sync()
    with laptop.open() as opened:
        desk = Desk(opened)
        inspection_id = desk.whole_inspection(employer_id, visit_id="")
        made = outbox.last(opened.work)[0]
        assert queue(opened).counts[QueueState.WAITING] == made
        assert queue(opened).files_waiting > 0
    outcome = laptop.sync()
    assert (outcome.finished, outcome.counts.sent, outcome.counts.resent) == (True, made, 0), outcome.text.en
    assert centre.scalar("SELECT count(*) FROM ledger") == made
    assert centre.scalar("SELECT state FROM inspection WHERE id = :id", id=inspection_id) == "received"
    assert centre.scalar("SELECT count(*) FROM finding") == len(desk_findings(laptop, inspection_id))
    assert centre.scalar("SELECT count(*) FROM evidence WHERE held_at IS NULL") == 0
    with laptop.open() as opened:
        view = queue(opened)
        assert (view.counts[QueueState.RECEIVED], view.all_received) == (made, True)
        assert Desk(opened).view(inspection_id).state == "received"


def desk_findings(laptop, inspection_id):
    with laptop.open() as opened:
        return Desk(opened).view(inspection_id).findings


def test_syncing_again_with_nothing_new_changes_nothing(centre, enrolled) -> None:
    employer_id = centre.employer(1)
    laptop = enrolled()
    laptop.sync()
    with laptop.open() as opened:
        Desk(opened).whole_inspection(employer_id, visit_id="")
    laptop.sync()
    before = centre.scalar("SELECT count(*) FROM ledger")
    outcome = laptop.sync()
    assert (outcome.finished, outcome.counts.sent, outcome.counts.rows) == (True, 0, 0)
    assert centre.scalar("SELECT count(*) FROM ledger") == before


def test_two_laptops_correct_the_same_field_and_one_conflict_stays_visible(centre, enrolled) -> None:
    employer_id = centre.employer(1, phone="042-1111111", trade_name="Old name")
    first, second = enrolled("nadia"), enrolled("bashir")
    first.sync()
    second.sync()
    with first.open() as opened:
        correct_employer(opened, employer_id, {"phone": "042-2222222"}, at=BEGIN, op_id=Desk(opened).ids())
    with second.open() as opened:
        changes = {"phone": "042-3333333", "trade_name": "New name"}
        correct_employer(opened, employer_id, changes, at=BEGIN, op_id=Desk(opened).ids())
    assert first.sync().finished
    assert second.sync().finished
    with second.open() as opened:
        file = open_employer_file(opened, employer_id, on=TODAY)
        assert file.shown["phone"] == "042-2222222"
        assert file.shown["trade_name"] == "New name"
        assert queue(opened).lines[0].has_conflict
    assert centre.scalar("SELECT count(*) FROM conflict WHERE state = 'open'") == 1


def test_a_correction_on_a_pending_correction_merges_without_conflict(centre, enrolled) -> None:
    employer_id = centre.employer(1, phone="042-1111111")
    laptop = enrolled()
    laptop.sync()
    with laptop.open() as opened:
        for phone in ("042-2222222", "042-3333333"):
            correct_employer(opened, employer_id, {"phone": phone}, at=BEGIN, op_id=Desk(opened).ids())
            assert open_employer_file(opened, employer_id, on=TODAY).shown["phone"] == phone
    assert laptop.sync().finished
    assert centre.scalar("SELECT phone FROM employer WHERE id = :id", id=employer_id) == "042-3333333"
    assert centre.scalar("SELECT count(*) FROM conflict") == 0
    with laptop.open() as opened:
        file = open_employer_file(opened, employer_id, on=TODAY)
        assert (file.employer["phone"], file.pending_corrections) == ("042-3333333", ())


def test_a_rejected_operation_stays_visible_with_its_reason_and_the_others_go_on(centre, enrolled) -> None:
    lost, kept = centre.employer(1), centre.employer(2)
    laptop = enrolled()
    laptop.sync()
    centre.write("employer", {"district": "kasur"}, lost)
    with laptop.open() as opened:
        desk = Desk(opened)
        correct_employer(opened, lost, {"phone": "042-2222222"}, at=BEGIN, op_id=desk.ids())
        correct_employer(opened, kept, {"phone": "042-3333333"}, at=BEGIN, op_id=desk.ids())
    laptop.sync()
    with laptop.open() as opened:
        states = {line.employer_id: line for line in queue(opened).lines}
        assert states[kept].state is QueueState.RECEIVED
        if states[lost].state is not QueueState.RECEIVED:
            assert states[lost].state is QueueState.REJECTED
            assert states[lost].reason is not None
    assert centre.scalar("SELECT phone FROM employer WHERE id = :id", id=kept) == "042-3333333"


def test_a_new_district_is_fetched_and_a_lost_one_removed(centre, enrolled) -> None:
    centre.employer(1)
    centre.employer(2, district="kasur")
    laptop = enrolled("nadia", ("district:lahore", "district:kasur"))
    laptop.sync()
    with laptop.open() as opened:
        assert len(search_register(opened, "employer")) == 2
    with centre.inside():
        from sync_server.models import User, db

        user = db.session.query(User).filter_by(sign_in="nadia").one()
        user.scopes = ["district:kasur"]
        db.session.commit()
    laptop.sync()
    with laptop.open() as opened:
        assert [hit.registration_no for hit in search_register(opened, "employer")] == ["LHR-00002"]


def test_many_operations_go_in_several_pushes(centre, enrolled) -> None:
    ids = [centre.employer(number) for number in range(1, 4)]
    laptop = enrolled()
    laptop.sync()
    with laptop.open() as opened:
        desk = Desk(opened)
        for number in range(700):
            changes = {"address_en": f"Plot {number}, " + "x" * 300}
            correct_employer(opened, ids[number % 3], changes, at=BEGIN, op_id=desk.ids())
    outcome = laptop.sync()
    assert (outcome.finished, outcome.counts.sent) == (True, 700), outcome.text.en
    assert centre.scalar("SELECT count(*) FROM ledger") == 700
    with laptop.open() as opened:
        assert verdicts.awaiting_verdict(opened.work) == 0
