"""Answering one by one gives what evaluating the whole form gives, whatever is answered in whatever order."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from checklist_writing import Write
from hypothesis import given, settings
from hypothesis import strategies as st

from checklists.compile import compile_definition
from checklists.engine import answered, begin, continued, evaluate
from checklists.form import Checklist
from checklists.form_state import Answer, Answers, AnswerState, ItemKind, ItemRef, Surroundings
from checklists.library import available_checklists, load_checklist

KEYS = ("k1", "k2", "k3")
AROUND = Surroundings(date(2026, 11, 22), {"declared_workers": "2", "employer_name": "Ravi Mills"})
VALUES = (
    "",
    "0",
    "1",
    "2",
    "5",
    "-3",
    "yes",
    "no",
    "lahore",
    "karachi",
    "punjab",
    "sindh",
    "abc",
    "2026-11-20",
    "yes no",
)


def _entangled(write: Write) -> Checklist:
    finding = {"ss_finding": "ODD", "ss_severity": "minor", "ss_evidence": "photo", "ss_states": "not_produced"}
    told = {"label::English (en)": "Of ${total}", "label::Urdu (ur)": "${total} میں سے"}
    survey = [
        *write.group(
            "first",
            write.question("select_one yes_no", "open", default="yes"),
            write.question("integer", "men", relevant="${open} = 'yes'", required="${declared} > 1"),
            write.calculation("declared", "instance('register')/root/item/declared_workers"),
            write.calculation("first_seen", "once(${men})"),
            write.question("integer", "limit", read_only="${men} = 5", constraint=". >= ${men}"),
            write.question("select_one province", "province"),
            write.question("select_one city", "city", choice_filter="in = ${province}", relevant="${total} >= 0")
            | told,
        ),
        *write.repeat(
            "people",
            write.question(
                "text", "who", **finding, ss_finding_when="ss:state(.) = 'not_produced' or ${wage} > ${men}"
            ),
            write.question("decimal", "wage", relevant="${who} != ''", default="1"),
            write.calculation("share", "${wage} div ${total}"),
            write.calculation("ahead", "position(..) * ${limit}"),
            write.calculation("beside", "indexed-repeat(${wage}, ${people}, position(..) - 1)"),
            relevant="${open} = 'yes'",
        ),
        *write.repeat("talks", write.question("text", "said", relevant="${named} > 1") | told),
        *write.group(
            "sums",
            write.calculation("total", "sum(${wage})"),
            write.calculation("named", "count-non-empty(${who})"),
            write.calculation("many", "count(${people})"),
            write.question("text", "why", relevant="${total} > ${limit} or ${many} = 2"),
            *write.group("inner", write.question("text", "deep", default="today()"), relevant="${why} != ''"),
            relevant="${men} != 2",
        ),
    ]
    findings = [
        {
            "code": "ODD",
            "text::English (en)": "${item_label}: ${wage} of ${total}",
            "text::Urdu (ur)": "${item_label}: ${total} میں سے ${wage}",
            "facts": "declared men",
        }
    ]
    choices = [write.choice("yes_no", "yes"), write.choice("yes_no", "no")]
    choices += [write.choice("province", "punjab"), write.choice("province", "sindh")]
    choices += [write.choice("city", "lahore", **{"in": "punjab"}), write.choice("city", "karachi", **{"in": "sindh"})]
    return compile_definition(write.definition(survey, choices=choices, findings=findings))


ENTANGLED = _entangled(Write())

ANSWER = st.builds(
    Answer,
    st.sampled_from(VALUES),
    st.sampled_from([AnswerState.GIVEN] * 6 + [AnswerState.NOT_PRODUCED, AnswerState.NOT_APPLICABLE]),
    st.sampled_from(["", "because"]),
)


def _refs(checklist: Checklist, keys: tuple[str, ...]) -> list[ItemRef]:
    return [
        ItemRef(item.node.name, key)
        for item in checklist.form.items
        for key in (keys if item.repeat else ("",))
        if item.kind is not ItemKind.NOTE
    ]


Step = tuple[ItemRef, Answer | None]


def _steps(checklist: Checklist, keys: tuple[str, ...]) -> Any:
    """Answers in any order; None takes one back."""
    strangers = [ItemRef("stranger"), ItemRef(checklist.form.items[0].node.name, "gone")]
    refs = st.sampled_from([*_refs(checklist, keys), *strangers])
    return st.lists(st.tuples(refs, st.one_of(ANSWER, ANSWER, ANSWER, st.none())), max_size=12)


def _answer_one_by_one(checklist: Checklist, steps: list[Step], keys: tuple[str, ...]) -> None:
    form = begin(checklist, Answers({}, dict.fromkeys(checklist.form.repeats, keys)), AROUND)
    for ref, answer in steps:
        form = answered(form, ref, answer)
        assert form.state == evaluate(checklist, form.answers, AROUND)


@given(_steps(ENTANGLED, KEYS))
@settings(max_examples=200, deadline=None)
def test_answers_one_by_one_give_what_all_at_once_give(steps: list[Step]) -> None:
    _answer_one_by_one(ENTANGLED, steps, KEYS)


@pytest.mark.parametrize("name", available_checklists())
@settings(max_examples=4, deadline=None)
@given(data=st.data())
def test_a_shipped_checklist_answered_one_by_one_is_as_if_evaluated_whole(name: str, data: Any) -> None:
    checklist = load_checklist(name)

    _answer_one_by_one(checklist, data.draw(_steps(checklist, ("a", "b"))), ("a", "b"))


@pytest.mark.parametrize("name", available_checklists())
@settings(max_examples=4, deadline=None)
@given(data=st.data())
def test_a_shipped_checklist_continued_with_any_answers_is_as_if_evaluated_whole(name: str, data: Any) -> None:
    checklist = load_checklist(name)
    keys = dict.fromkeys(checklist.form.repeats, ("a", "b"))
    around = [AROUND, AROUND, AROUND, replace(AROUND, today=date(2026, 11, 23))]
    form = begin(checklist, Answers({}, keys), AROUND)
    for _ in range(4):
        by_ref = dict(form.answers.by_ref)
        for ref, answer in data.draw(_steps(checklist, ("a", "b"))):
            by_ref.pop(ref, None)
            by_ref |= {} if answer is None else {ref: answer}
        form = continued(form, Answers(by_ref, keys), data.draw(st.sampled_from(around)))

        assert form.state == evaluate(checklist, form.answers, form.surroundings)


@pytest.mark.parametrize("default", ["yes", "once('yes')", ""])
def test_an_answer_taken_back_gives_its_place_to_the_default(write: Any, default: str) -> None:
    survey = write.group(
        "g",
        write.question("select_one yes_no", "open", default=default),
        write.question("text", "why", relevant="${open} = 'yes'"),
    )
    choices = [write.choice("yes_no", "yes"), write.choice("yes_no", "no")]
    checklist = compile_definition(write.definition(survey, choices=choices))
    begun = begin(checklist, Answers({ItemRef("open"): Answer("no")}), AROUND)

    form = answered(begun, ItemRef("open"), None)

    assert form.state == evaluate(checklist, Answers(), AROUND)
    assert form.state.item(ItemRef("why")).relevant is (default != "")


def test_continuing_with_nothing_changed_computes_nothing() -> None:
    form = begin(ENTANGLED, Answers({ItemRef("men"): Answer("1")}, {"people": KEYS}), AROUND)

    again = Answers({ItemRef("men"): Answer("1")}, {"people": tuple(KEYS)})

    assert continued(form, again, replace(AROUND)) is form


def test_continuing_with_other_repetitions_or_surroundings_gives_their_form() -> None:
    form = begin(ENTANGLED, Answers({ItemRef("men"): Answer("1")}, {"people": KEYS}), AROUND)

    fewer = continued(form, Answers(form.answers.by_ref, {"people": KEYS[:1]}), AROUND)
    other = continued(form, form.answers, replace(AROUND, register={"declared_workers": "9"}))

    for found in (fewer, other):
        assert found.state == evaluate(ENTANGLED, found.answers, found.surroundings)
        assert found.state != form.state


def test_an_answer_taken_twice_from_the_same_form_gives_two_right_forms() -> None:
    start = begin(ENTANGLED, Answers({}, {"people": KEYS}), AROUND)
    before = start.state

    one = answered(start, ItemRef("men"), Answer("1"))
    two = answered(start, ItemRef("men"), Answer("2"))
    three = answered(one, ItemRef("limit"), Answer("0"))

    assert start.state == before
    for form in (one, two, three):
        assert form.state == evaluate(ENTANGLED, form.answers, AROUND)
    assert [section.relevant for section in two.state.sections] == [True, True, True, False]


def test_threads_answering_the_same_form_each_get_their_own() -> None:
    start = begin(ENTANGLED, Answers({}, {"people": KEYS}), AROUND)
    found: dict[int, Any] = {}

    def work(number: int) -> None:
        found[number] = answered(start, ItemRef("men"), Answer(str(number)))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert all(form.state == evaluate(ENTANGLED, form.answers, AROUND) for form in found.values())
    assert len(found) == 8


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        (lambda write: [write.question("text", "a"), write.question("text", "b", default="${a}")], "a default reads"),
        (lambda write: [write.question("text", "a"), write.calculation("b", "string(/data/g)")], "a group as text"),
    ],
)
def test_a_form_that_cannot_be_computed_in_parts_is_computed_whole(
    write: Any, rows: Callable[[Any], list[Any]], why: str
) -> None:
    survey = [*write.group("g", *rows(write)[:1]), *write.group("h", *rows(write)[1:])]
    checklist = compile_definition(write.definition(survey))

    form = answered(begin(checklist, Answers(), AROUND), ItemRef("a"), Answer("x"))

    assert checklist.form.dependencies.is_whole, why
    assert form.state == evaluate(checklist, form.answers, AROUND)


def test_the_dependencies_of_a_form_know_whether_a_reader_sees_one_repetition_or_all(write: Any) -> None:
    survey = write.repeat(
        "people",
        write.question("decimal", "wage"),
        write.calculation("own", "${wage} * 2"),
        write.calculation("all", "sum(/data/people/wage)"),
    )
    form = compile_definition(write.definition(survey)).form

    readers = {reader.path: reader.is_same_row for reader in form.dependencies.nodes["/data/people/wage"]}

    assert readers == {"/data/people/own": True, "/data/people/all": False}
