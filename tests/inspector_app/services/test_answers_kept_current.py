"""The form that is kept in memory never shows anything but what the databases hold now."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
import tried_checklist
from inspector_at_work import Desk
from prepared_laptop import MILL, PASSWORD, SCOPE, TODAY

from checklists.engine import evaluate
from checklists.form_state import Answer, FormState, ItemKind, ItemRef
from checklists.library import headings_for
from inspector_app.errors import InvalidAnswer
from inspector_app.services.inspection_form import (
    checklist_of,
    draft_findings,
    require_inspection,
    surroundings_of,
)
from inspector_app.services.record_answer import record_answer
from inspector_app.services.repetitions import add_repetition
from inspector_app.services.session import Session
from inspector_app.store import work
from inspector_app.store.driver import run, writing
from inspector_app.store.opened import Opened
from inspector_app.store.register_changes import put_row
from sync_protocol.entities import ENTITIES

VALUES = ("", "0", "1", "3", "40", "yes", "no", "produced", "not_produced", "owner", "2026-11-01", "other")


def _whole(opened: Opened, inspection_id: str) -> FormState:
    """The form as it is when nothing is remembered."""
    inspection = require_inspection(opened, inspection_id)
    answers = work.answers(opened.work, inspection_id)
    return evaluate(checklist_of(opened, inspection), answers, surroundings_of(opened, inspection, on=TODAY))


@pytest.mark.parametrize("name", [heading.name for heading in headings_for("pessi")])
def test_every_answer_gives_the_form_that_evaluating_the_whole_gives(desk: Desk, name: str) -> None:
    chance = random.Random(name)
    inspection_id = desk.start(checklist=name)
    form = desk.view(inspection_id).form
    for repeat in checklist_of(desk.opened, require_inspection(desk.opened, inspection_id)).form.repeats:
        for key in ("a", "b"):
            form = desk.add(inspection_id, repeat, key)
    for _ in range(30):
        item = chance.choice([item for item in form.items if item.kind is ItemKind.QUESTION and not item.read_only])
        value = chance.choice([*VALUES, *(choice.name for choice in item.choices)])
        form = desk.answer(inspection_id, item.ref.item, value, key=item.ref.key)

        assert form == _whole(desk.opened, inspection_id)
    drafts = {finding.finding_id: finding.text for finding in draft_findings(form, inspection_id)}
    assert {finding.finding_id: finding.text for finding in desk.view(inspection_id).findings} == drafts


def test_two_windows_of_one_session_answer_in_turn_and_each_sees_the_others_answer(session: Session) -> None:
    with session.open() as one, session.open() as two:
        first, second = Desk(one), Desk(two)
        inspection_id = first.start()

        first.answer(inspection_id, "headcount_men", "60")
        seen = second.answer(inspection_id, "headcount_women", "12")

        assert one.forms is two.forms
        assert seen == _whole(one, inspection_id)
        assert seen.item(ItemRef("headcount_total")).answer.value == "72"
        assert first.view(inspection_id).form == seen


def test_answers_changed_behind_the_memory_are_seen_at_the_next_look(desk: Desk) -> None:
    inspection_id = desk.start()
    desk.answer(inspection_id, "headcount_men", "60")

    with writing(desk.opened.work):
        run(desk.opened.work, "UPDATE answer SET value = '7' WHERE item = 'headcount_men'")
        work.put_answer(desk.opened.work, inspection_id, ItemRef("remarks"), Answer("written elsewhere"), "x")

    form = desk.view(inspection_id).form
    assert form == _whole(desk.opened, inspection_id)
    assert form.item(ItemRef("headcount_total")).answer.value == "7"


def test_a_register_changed_by_a_sync_is_seen_at_the_next_answer(desk: Desk) -> None:
    inspection_id = desk.start()
    before = desk.answer(inspection_id, "headcount_men", "42").item(ItemRef("declared_workers")).answer.value
    month = {"employer_id": MILL, "month": "2026-10", "declared_workers": 99, "wages_paisa": 0, "due_paisa": 0}
    values = {field: month.get(field) for field in ENTITIES["contribution_month"].field_names} | {"paid_paisa": 0}

    with writing(desk.opened.register):
        run(desk.opened.register, "DELETE FROM contribution_month WHERE employer_id = ?", (MILL,))
        put_row(desk.opened.register, ENTITIES["contribution_month"], SCOPE, row_id="m", rev=2, values=values)

    form = desk.answer(inspection_id, "headcount_women", "1")
    assert (before, form.item(ItemRef("declared_workers")).answer.value) == ("42", "99")
    assert form == _whole(desk.opened, inspection_id)


def test_an_answer_that_was_refused_or_rolled_back_leaves_no_trace_in_memory(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    inspection_id = desk.start()
    before = desk.answer(inspection_id, "headcount_men", "60")
    with pytest.raises(InvalidAnswer):
        desk.answer(inspection_id, "headcount_total", "5")

    def fail(*_: object) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(work, "put_findings", fail)
        with pytest.raises(OSError, match="full"):
            desk.answer(inspection_id, "headcount_men", "5")

    assert desk.view(inspection_id).form == before == _whole(desk.opened, inspection_id)


def test_a_session_that_ends_forgets_its_forms(session: Session) -> None:
    with session.open() as one:
        Desk(one).start()
        kept = one.forms
    session.sign_out()
    session.sign_in(PASSWORD)
    with session.open() as again:
        assert again.forms is not kept


@pytest.fixture
def tried(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """An inspection with the checklist that uses every kind of question."""
    return desk.start(checklist=tried_checklist.ship(tmp_path / "definitions", monkeypatch))


def test_lists_of_the_register_are_offered_and_their_columns_can_be_asked(desk: Desk, tried: str) -> None:
    form = desk.view(tried).form
    workers = form.item(ItemRef("worker")).choices
    certificates = form.item(ItemRef("certificate")).choices

    assert len(workers) == 42
    assert workers[0].label.en == "Worker 1 (35202-0000001-1)"
    assert "\u206635202-0000001-1\u2069" in workers[0].label.ur
    assert [choice.label.en for choice in certificates] == ["RC-0001-2024, 01-07-2024"]
    assert form.item(ItemRef("place_visited")).choices == ()

    chosen = desk.answer(tried, "worker", workers[4].name)

    assert chosen.item(ItemRef("worker")).problem is None
    assert len(chosen.item(ItemRef("worker_cnic")).answer.value) == 13
    assert desk.answer(tried, "worker", "nobody").item(ItemRef("worker")).problem is not None


def test_a_closed_inspection_keeps_the_lists_of_its_day(desk: Desk, tried: str) -> None:
    worker = desk.view(tried).form.item(ItemRef("worker")).choices[0].name
    desk.answer(tried, "worker", worker)
    desk.state(tried)
    desk.sign(tried)
    desk.close(tried)

    run(desk.opened.register, "DELETE FROM coverage")

    item = desk.view(tried).form.item(ItemRef("worker"))
    assert item.shown is not None
    assert item.shown.en == "Worker 1 (35202-0000001-1)"


def test_an_answer_no_longer_asked_is_set_aside_with_its_reason_and_comes_back(desk: Desk, tried: str) -> None:
    desk.answer(tried, "night", "yes")
    desk.answer(tried, "night_lead", "Akram")

    form = desk.answer(tried, "night", "no")

    [aside] = form.set_aside
    assert (aside.ref, aside.section, aside.answer.en) == (ItemRef("night_lead"), "place", "Akram")
    assert [(cause.label.en, cause.answer.en) for cause in aside.because] == [("Is there a night shift?", "No")]
    assert desk.view(tried).answers.by_ref[ItemRef("night_lead")] == Answer("Akram")

    back = desk.answer(tried, "night", "yes")
    assert back.set_aside == ()
    assert back.item(ItemRef("night_lead")).answer == Answer("Akram")


def test_answers_of_cards_that_a_count_cuts_are_set_aside_and_come_back(desk: Desk, tried: str) -> None:
    desk.answer(tried, "gates", "2")
    desk.answer(tried, "gate_name", "North", key="1")
    desk.answer(tried, "gate_name", "South", key="2")

    fewer = desk.answer(tried, "gates", "1")
    assert [(one.ref.key, one.answer.en, one.because[0].label.en) for one in fewer.set_aside] == [
        ("2", "South", "How many gates?")
    ]
    assert fewer == _whole(desk.opened, tried)
    again = desk.answer(tried, "gates", "2")
    assert again.item(ItemRef("gate_name", "2")).answer == Answer("South")


def test_a_card_that_an_answer_counts_is_not_added_by_hand(desk: Desk, tried: str) -> None:
    with pytest.raises(InvalidAnswer):
        add_repetition(desk.opened, tried, "gate", "x", at=desk.at)


def test_a_missing_required_answer_is_named_with_the_authors_words(desk: Desk, tried: str) -> None:
    reasons = [reason.en for reason in desk.view(tried).reasons_not_to_close]

    assert any("Choose a worker whom the register holds as covered." in reason for reason in reasons)


def test_a_preset_that_was_changed_and_taken_back_is_the_preset_again(desk: Desk, tried: str) -> None:
    desk.answer(tried, "shifts", "3")

    form = desk.answer(tried, "shifts", "")

    assert form.item(ItemRef("shifts")).answer == Answer("1")
    assert form == _whole(desk.opened, tried)
    with pytest.raises(InvalidAnswer):
        record_answer(desk.opened, tried, ItemRef("seen_on"), Answer("x"), at=desk.at)
