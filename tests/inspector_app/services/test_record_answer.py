from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from inspector_at_work import Desk, new_id
from prepared_laptop import BEGIN, PASSWORD

from checklists.form_state import Answer, AnswerState, ItemRef
from inspector_app.config import Config
from inspector_app.errors import InvalidAnswer, NotFound
from inspector_app.services.record_answer import record_answer
from inspector_app.services.repetitions import MOST, add_repetition, remove_repetition
from inspector_app.services.session import Session
from inspector_app.store.driver import rows
from inspector_app.tools import Tools


def _codes(form) -> set[str]:
    return {observation.code for observation in form.observations}


def test_an_answer_and_its_findings_are_there_for_another_connection_at_once(desk, config) -> None:
    inspection_id = desk.start()
    form = desk.answer(inspection_id, "certificate_displayed", "no")
    assert "CERT_NOT_DISPLAYED" in _codes(form)
    with desk_again(config) as other:
        assert [finding.code for finding in other.view(inspection_id).findings] == [
            observation.code for observation in form.observations
        ]
        assert other.view(inspection_id).answers.by_ref[ItemRef("certificate_displayed")] == Answer("no")


@contextmanager
def desk_again(config: Config) -> Iterator[Desk]:
    session = Session(config, Tools(now=lambda: BEGIN, new_id=new_id))
    session.sign_in(PASSWORD)
    with session.open() as room:
        yield Desk(room)


def test_a_finding_keeps_its_id_when_it_goes_and_comes_back(desk) -> None:
    inspection_id = desk.start()

    def finding_ids() -> set[str]:
        return {one.finding_id for one in desk.view(inspection_id).findings if one.code == "CERT_NOT_DISPLAYED"}

    desk.answer(inspection_id, "certificate_displayed", "no")
    before = finding_ids()
    desk.answer(inspection_id, "certificate_displayed", "yes")
    assert finding_ids() == set()
    desk.answer(inspection_id, "certificate_displayed", "no")
    assert finding_ids() == before
    assert len(before) == 1


def test_a_blank_answer_takes_the_earlier_one_back(desk) -> None:
    inspection_id = desk.start()
    desk.answer(inspection_id, "remarks", "something")
    desk.answer(inspection_id, "remarks", "   ")
    assert ItemRef("remarks") not in desk.view(inspection_id).answers.by_ref


def test_an_answer_that_breaks_a_constraint_is_kept_and_shown_with_its_problem(desk) -> None:
    inspection_id = desk.start()
    form = desk.answer(inspection_id, "headcount_men", "-5")
    item = form.item(ItemRef("headcount_men"))
    assert (item.answer.value, item.problem is not None) == ("-5", True)


@pytest.mark.parametrize(
    ("item", "answer"),
    [
        ("no_such_item", Answer("x")),
        ("headcount_total", Answer("5")),
        ("register_note", Answer("x")),
        ("remarks", Answer("x" * 10_001)),
        ("remarks", Answer("a\x00b")),
        ("remarks", Answer("a\ud800b")),
        ("remarks", Answer(state=AnswerState.NOT_PRODUCED)),
        ("certificate_displayed", Answer(state=AnswerState.NOT_APPLICABLE, reason=" ")),
    ],
)
def test_an_answer_that_cannot_be_kept_is_refused_and_nothing_is_written(desk, item: str, answer: Answer) -> None:
    inspection_id = desk.start()
    before = rows(desk.opened.work, "SELECT * FROM answer")
    with pytest.raises(InvalidAnswer) as refused:
        record_answer(desk.opened, inspection_id, ItemRef(item), answer, at=BEGIN)
    assert refused.value.text.ur
    assert rows(desk.opened.work, "SELECT * FROM answer") == before


def test_an_unknown_inspection_is_not_found(desk) -> None:
    with pytest.raises(NotFound):
        desk.answer("01993b1a-0000-7000-8000-00000000dead", "remarks", "x")


def test_repetitions_keep_their_order_and_adding_one_twice_adds_one(desk) -> None:
    inspection_id = desk.start()
    for key in ("b", "a", "b", "c"):
        desk.add(inspection_id, "workers_found", key)
    assert desk.view(inspection_id).answers.repeats["workers_found"] == ("b", "a", "c")


def test_removing_a_repetition_removes_its_answers_and_findings(desk) -> None:
    inspection_id = desk.start()
    desk.add(inspection_id, "workers_found", "w1")
    form = desk.answer(inspection_id, "wf_name", "Akbar Ali", key="w1")
    assert any(observation.ref.key == "w1" for observation in form.observations)
    form = remove_repetition(desk.opened, inspection_id, "workers_found", "w1", at=BEGIN)
    assert not any(observation.ref.key == "w1" for observation in form.observations)
    assert not any(ref.key == "w1" for ref in desk.view(inspection_id).answers.by_ref)
    with pytest.raises(NotFound):
        remove_repetition(desk.opened, inspection_id, "workers_found", "w1", at=BEGIN)


@pytest.mark.parametrize(
    ("repeat", "key"), [("nothing", "a"), ("workers_found", ""), ("workers_found", "a b"), ("workers_found", "x" * 41)]
)
def test_a_strange_repetition_is_refused(desk, repeat: str, key: str) -> None:
    inspection_id = desk.start()
    with pytest.raises(InvalidAnswer):
        desk.add(inspection_id, repeat, key)


def test_a_repeat_is_not_without_end(desk) -> None:
    inspection_id = desk.start()
    desk.opened.work.conn.executemany(
        "INSERT INTO repetition VALUES (?, 'workers_found', ?, ?, '')",
        [(inspection_id, f"k{number}", number) for number in range(MOST)],
    )
    with pytest.raises(InvalidAnswer):
        add_repetition(desk.opened, inspection_id, "workers_found", "one-more", at=BEGIN)
