from __future__ import annotations

from pathlib import Path

import pytest
from inspector_at_work import Desk
from prepared_laptop import PASSWORD, TODAY, prepare_home, ticking_tools

from casework.practice.scenarios import load_scenario
from inspector_app.errors import RoomRefused
from inspector_app.services.correct_employer import correct_employer
from inspector_app.services.practice import open_practice, practice_score
from inspector_app.services.practice import practice_desk as desk_of_practice
from inspector_app.services.queue import queue
from inspector_app.services.record_answer import record_answer
from inspector_app.services.search_register import search_register
from inspector_app.services.session import Session
from inspector_app.services.synchronise import synchronise
from inspector_app.store import outbox
from inspector_app.store.opened import Room


def _perfect_attempt(desk: Desk, *, without: str = "") -> str:
    inspection_id = open_practice(desk.opened, at=desk.at, new_id=desk.ids)
    truth = load_scenario("textile_unit", on=TODAY).truth
    for repeat, keys in truth.repeats.items():
        for key in keys:
            desk.add(inspection_id, repeat, key)
    for ref, answer in truth.by_ref.items():
        if ref.item != without:
            record_answer(desk.opened, inspection_id, ref, answer, at=desk.at)
    desk.state(inspection_id)
    desk.sign(inspection_id)
    return inspection_id


def test_a_perfect_attempt_scores_a_hundred(practice_desk) -> None:
    inspection_id = _perfect_attempt(practice_desk)
    score = practice_score(practice_desk.opened, inspection_id, as_of=TODAY)
    assert (score.points, score.missed, score.wrongly_alleged) == (100, (), ())
    assert score.arrears_difference.paisa == 0


@pytest.mark.parametrize("scheme", ["sessi", "eobi"])
def test_inspectors_of_another_institution_practise_by_the_law_of_the_scenario(scheme: str, tmp_path: Path) -> None:
    session = Session(prepare_home(tmp_path / "laptop", scheme=scheme), ticking_tools())
    session.sign_in(PASSWORD, Room.PRACTICE)
    with session.open() as opened:
        inspection_id = _perfect_attempt(Desk(opened))
        score = practice_score(opened, inspection_id, as_of=TODAY)
        assert opened.scheme == "pessi"
    assert (score.points, score.missed, score.wrongly_alleged) == (100, (), ())
    assert score.arrears_difference.paisa == 0

    session.sign_in(PASSWORD, Room.FIELD)
    with session.open() as opened:
        assert (opened.scheme, opened.institution) == (scheme, scheme)


def test_leaving_one_answer_out_lowers_the_score(practice_desk) -> None:
    inspection_id = _perfect_attempt(practice_desk, without="headcount_men")
    score = practice_score(practice_desk.opened, inspection_id, as_of=TODAY)
    assert score.points < 100
    assert score.missed


def test_a_closed_attempt_keeps_its_score_and_queues_nothing(practice_desk) -> None:
    inspection_id = _perfect_attempt(practice_desk)
    practice_desk.attach_needed(inspection_id)
    before = practice_score(practice_desk.opened, inspection_id)
    practice_desk.close(inspection_id)
    assert practice_score(practice_desk.opened, inspection_id) == before
    assert practice_desk.view(inspection_id).state == "closed"


def test_the_practice_files_have_no_table_that_a_sync_could_read(practice_desk) -> None:
    tables = set(practice_desk.opened.work.table_names())
    assert not tables & {"outbox", "device", "receipt", "correction", "attempt", "wanted_file"}


def test_nothing_of_the_practice_room_reaches_the_queue_or_the_centre(practice_desk) -> None:
    opened = practice_desk.opened
    employer_id = practice_desk_employer(opened)
    tools = ticking_tools()
    for attempt in (
        lambda: queue(opened),
        lambda: synchronise(opened, centre_url="", timeout_s=1, tools=tools),
        lambda: correct_employer(opened, employer_id, {"phone": "042-111"}, at=tools.now(), op_id=tools.new_id()),
    ):
        with pytest.raises(RoomRefused):
            attempt()
    with pytest.raises(Exception, match="no such table"):
        outbox.last(opened.work)


def practice_desk_employer(opened) -> str:
    return desk_of_practice(opened, on=TODAY).employer_id


def test_the_practice_register_holds_only_the_made_up_employer(practice_desk) -> None:
    practice_desk_employer(practice_desk.opened)
    assert [hit.registration_no for hit in search_register(practice_desk.opened, "sunehri")] == ["FSD-TEX-90417"]
    assert search_register(practice_desk.opened, "Shahdara") == ()


def test_the_field_room_does_not_know_practice(desk) -> None:
    for attempt in (
        lambda: desk_of_practice(desk.opened),
        lambda: open_practice(desk.opened, at=desk.at, new_id=desk.ids),
        lambda: practice_score(desk.opened, desk.start()),
    ):
        with pytest.raises(RoomRefused):
            attempt()


def test_an_open_attempt_is_gone_on_with_and_the_desk_keeps_its_day(practice_desk) -> None:
    first = open_practice(practice_desk.opened, at=practice_desk.at, new_id=practice_desk.ids)
    practice_desk.move(days=3)
    assert open_practice(practice_desk.opened, at=practice_desk.at, new_id=practice_desk.ids) == first
