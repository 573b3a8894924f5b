"""Interviews sealed on a real laptop, opened at a real centre; returned, opened again, amended, both in step."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from inspector_at_work import Desk, picture
from live_centre import LiveCentre, LiveLaptop
from PIL import Image
from sealed_visit import ALIAS, CANARIES, answer_what_is_missing, ready_to_close

from checklists.form_state import Answer, ItemRef
from inspector_app.services.amend_inspection import amend_inspection
from inspector_app.services.queue import QueueState, queue
from inspector_app.services.reopen_inspection import reopen_inspection
from inspector_app.store import outbox
from inspector_app.store.driver import rows
from simplify_content.text import Text
from sync_server.models import EvidenceRecord, Inspection, LedgerEntry, Role, User, db
from sync_server.services.add_user import NewUser, add_user
from sync_server.services.approve_inspection import approve_inspection
from sync_server.services.evidence_bytes import evidence_bytes
from sync_server.services.evidence_store import evidence_place
from sync_server.services.read_inspection import InspectionView, read_inspection
from sync_server.services.return_inspection import return_inspection
from sync_server.worker import try_held_again

PHOTO = picture("maroon", size=(70, 50))


def interviewed(desk: Desk, employer_id: str) -> str:
    inspection_id = desk.start(employer_id, "")
    desk.answer_all(inspection_id)
    for key, alias in (("iv1", ALIAS), ("iv2", CANARIES[2])):
        desk.add(inspection_id, "interviews", key)
        desk.answer(inspection_id, "iv_alias", alias, key=key)
        desk.answer(inspection_id, "iv_wage", CANARIES[1], key=key)
    desk.answer(inspection_id, "iv_deduction", "yes", key="iv1")
    answer_what_is_missing(desk, inspection_id)
    desk.attach(inspection_id, "iv_card", PHOTO, key="iv1")
    return inspection_id


@pytest.fixture
def laptop(centre: LiveCentre, enrolled: Any) -> LiveLaptop:
    found: LiveLaptop = enrolled()
    return found


@pytest.fixture
def inspection_id(centre: LiveCentre, laptop: LiveLaptop) -> str:
    """A closed inspection with two interviews that the centre has received."""
    employer_id = centre.employer(1)
    laptop.sync()
    with laptop.open() as opened:
        desk = Desk(opened)
        made = interviewed(desk, employer_id)
        ready_to_close(desk, made)
        desk.close(made)
    assert laptop.sync().finished
    return made


def person(centre: LiveCentre, role: Role) -> str:
    with centre.inside():
        new = NewUser(
            f"the-{role}", role, Text(en="Somebody", ur="کوئی"), ("district:lahore",), "a long enough password"
        )
        return add_user(db.session(), new, tools=centre.app.extensions["muaina"]).id


def read(centre: LiveCentre, inspection_id: str, user_id: str, *, number: int = 0) -> InspectionView:
    return read_inspection(db.session(), db.session().get_one(User, user_id), inspection_id, number=number)


def shown(view: InspectionView) -> str:
    return json.dumps([answer.value.en for one in view.sections for turn in one.repetitions for answer in turn.answers])


def send_back(centre: LiveCentre, inspection_id: str, supervisor: str) -> None:
    with centre.inside():
        session = db.session()
        return_inspection(
            session, session.get_one(User, supervisor), inspection_id, remark="Count again.",
            version=session.get_one(Inspection, inspection_id).version, tools=centre.app.extensions["muaina"],
            remarks={("headcount_men", ""): "Sixty?", ("remarks", ""): "  "},
        )  # fmt: skip


def test_the_centre_shows_interviews_to_a_supervisor_and_to_nobody_else(
    centre: LiveCentre, laptop: LiveLaptop, inspection_id: str
) -> None:
    supervisor, inspector = person(centre, Role.SUPERVISOR), ""
    with laptop.open() as opened:
        inspector = opened.person.id
        assert ALIAS not in json.dumps([str(one) for one in rows(opened.work, "SELECT * FROM outbox")])
        assert queue(opened).all_received
    with centre.inside():
        view = read(centre, inspection_id, supervisor)
        assert all(canary in shown(view) for canary in CANARIES)
        assert {"public", "worker_secret"} <= {finding.privacy for finding in view.findings}
        secret = read(centre, inspection_id, inspector)
        assert not [canary for canary in CANARIES if canary in shown(secret)]
        assert "worker_secret" not in {finding.privacy for finding in secret.findings}
        assert not [row for row in secret.evidence if row.item.startswith("iv_")]
        assert ALIAS not in json.dumps([entry.body for entry in db.session().query(LedgerEntry)])


def test_a_sealed_photo_is_kept_sealed_and_shown_open(
    centre: LiveCentre, laptop: LiveLaptop, inspection_id: str
) -> None:
    with centre.inside():
        session = db.session()
        [row] = [one for one in session.query(EvidenceRecord) if one.sealed_for]
        assert (row.item, row.key, row.media_type, row.standing) == ("iv_card", "iv1", "image/jpeg", "original")
        store = evidence_place(centre.app.config["MUAINA"]).store
        assert store.read(row.sha256) != PHOTO
        assert evidence_bytes(session, row, row.sha256, store=store) == PHOTO
        Image.open(io.BytesIO(PHOTO)).verify()


def test_returned_opened_again_and_closed_both_versions_stand_on_both_sides(
    centre: LiveCentre, laptop: LiveLaptop, inspection_id: str
) -> None:
    supervisor = person(centre, Role.SUPERVISOR)
    send_back(centre, inspection_id, supervisor)
    assert laptop.sync().finished
    with laptop.open() as opened:
        desk = Desk(opened)
        view = desk.view(inspection_id)
        assert (view.state, view.remark) == ("returned", "Count again.")
        assert view.after.remarks == {ItemRef("headcount_men"): "Sixty?"}
        assert reopen_inspection(opened, inspection_id, at=desk.at) == 2
        desk.answer(inspection_id, "headcount_men", "55")
        desk.add(inspection_id, "interviews", "iv3")
        desk.answer(inspection_id, "iv_alias", "Third voice", key="iv3")
        ready_to_close(desk, inspection_id)
        desk.close(inspection_id)
        assert "Third voice" not in json.dumps([str(one) for one in rows(opened.work, "SELECT * FROM answer")])
    assert laptop.sync().finished
    with laptop.open() as opened:
        view = Desk(opened).view(inspection_id)
        assert (view.state, view.remark, view.after.version) == ("received", "", 2)
        assert queue(opened).counts[QueueState.REJECTED] == 0
        assert view.after.receipt
    with centre.inside():
        now, before = read(centre, inspection_id, supervisor), read(centre, inspection_id, supervisor, number=1)
        assert (now.number, now.is_earlier, before.number, before.is_earlier) == (2, False, 1, True)
        assert all(voice in shown(now) for voice in (*CANARIES, "Third voice"))
        assert "Third voice" not in shown(before)
        assert ('"55"' in shown(now), '"60"' in shown(before)) == (True, True)
        assert {one.version for one in now.findings if one.privacy == "public"} == {2}
        assert {one.version for one in before.findings} == {1}
        assert before.remarks_by_place == {("headcount_men", ""): ("Sixty?",)}
    assert centre.scalar("SELECT count(*) FROM evidence WHERE held_at IS NULL") == 0


def test_an_amendment_stands_at_the_centre_also_after_approval(
    centre: LiveCentre, laptop: LiveLaptop, inspection_id: str
) -> None:
    supervisor = person(centre, Role.SUPERVISOR)
    with laptop.open() as opened:
        desk = Desk(opened)
        amend_inspection(
            opened, inspection_id, ItemRef("headcount_men"), Answer("59"), why="A visitor.", at=desk.at, new_id=desk.ids
        )
    laptop.sync()
    with centre.inside():
        session = db.session()
        view = read(centre, inspection_id, supervisor)
        [line] = view.amendments_by_place["headcount_men", ""]
        assert line.answered is not None
        assert (line.answered.value.en, line.amendment.why) == ("59", "A visitor.")
        assert '"60"' in shown(view)
        assert any("Amended" in hint.text.en for hint in view.hints)
        user = session.get_one(User, supervisor)
        version = session.get_one(Inspection, inspection_id).version
        tools = centre.app.extensions["muaina"]
        approve_inspection(session, user, inspection_id, remark="", version=version, tools=tools)
    laptop.sync()
    with laptop.open() as opened:
        desk = Desk(opened)
        desk.move(hours=1)
        amend_inspection(
            opened, inspection_id, ItemRef("headcount_women"), Answer("11"), why="Twice.", at=desk.at, new_id=desk.ids
        )
        assert outbox.unsent(opened.work) == 1
    laptop.sync()
    with laptop.open() as opened:
        assert queue(opened).counts[QueueState.REJECTED] == 0
    with centre.inside():
        assert len(read(centre, inspection_id, supervisor).amendments) == 2


def test_a_centre_that_lost_its_key_holds_the_closing_until_the_key_is_back(
    centre: LiveCentre, laptop: LiveLaptop
) -> None:
    employer_id = centre.employer(1)
    laptop.sync()
    with laptop.open() as opened:
        desk = Desk(opened)
        made = interviewed(desk, employer_id)
        ready_to_close(desk, made)
        desk.close(made)
    centre.alter("UPDATE centre_key SET purpose = 'gone' WHERE purpose = 'interviews'")
    assert "wait" in laptop.sync().text.en
    assert centre.scalar("SELECT state FROM inspection WHERE id = :id", id=made) == "started"
    codes = centre.scalar("SELECT group_concat(DISTINCT code) FROM ledger WHERE outcome = 'held'")
    assert codes == "E_KEY"
    centre.alter("UPDATE centre_key SET purpose = 'interviews' WHERE purpose = 'gone'")
    assert try_held_again(centre.app) > 0
    assert laptop.sync().finished
    assert centre.scalar("SELECT state FROM inspection WHERE id = :id", id=made) == "received"
    with laptop.open() as opened:
        assert Desk(opened).view(made).state == "received"
