"""Counted repeats, lists from files, cascades, messages and texts: what XLSForm offers beyond the plain question."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from checklists.compile import compile_definition
from checklists.engine import answered, begin, evaluate
from checklists.errors import ChecklistError
from checklists.form import Checklist
from checklists.form_state import Answer, Answers, FormState, ItemRef, Surroundings
from checklists.settling import MOST_REPETITIONS

Around = Callable[..., Surroundings]
EN, UR = "English (en)", "Urdu (ur)"


def compiled(write: Any, *rows: Any, **others: Any) -> Checklist:
    return compile_definition(write.definition([row for group in rows for row in group], **others))


def keys_of(form: FormState, item: str) -> list[str]:
    return [state.ref.key for state in form.items if state.ref.item == item]


def value_of(form: FormState, item: str, key: str = "") -> str:
    return form.item(ItemRef(item, key)).answer.value


@pytest.fixture
def counted(write: Any) -> Checklist:
    return compiled(
        write,
        write.group("start", write.question("integer", "how_many"), write.calculation("twice", "${how_many} * 2")),
        write.repeat("people", write.question("text", "who"), repeat_count="${how_many}"),
        write.repeat("shoes", write.question("text", "shoe"), repeat_count="${twice} - 1"),
        write.repeat("pair", write.question("text", "side"), repeat_count="2"),
        write.group("sums", write.calculation("all", "count(${people}) + count(${shoes}) + count(${pair})")),
    )


@pytest.mark.parametrize(
    ("number", "people", "shoes", "pair"),
    [
        ("2", ["1", "2"], ["1", "2", "3"], ["1", "2"]),
        ("0", [], [], ["1", "2"]),
        ("", [], [], ["1", "2"]),
        ("-4", [], [], ["1", "2"]),
    ],
)
def test_a_repeat_has_as_many_repetitions_as_its_count_says(
    counted: Checklist, around: Around, number: str, people: list[str], shoes: list[str], pair: list[str]
) -> None:
    form = evaluate(counted, Answers({ItemRef("how_many"): Answer(number)}), around())

    assert [keys_of(form, item) for item in ("who", "shoe", "side")] == [people, shoes, pair]
    assert value_of(form, "all") == str(len(people) + len(shoes) + len(pair))


def test_added_repetitions_are_kept_up_to_the_count_and_the_rest_is_filled_up(
    counted: Checklist, around: Around
) -> None:
    by_ref = {ItemRef("how_many"): Answer("2"), ItemRef("who", "mine"): Answer("Boota")}

    two = evaluate(counted, Answers(by_ref, {"people": ("mine",)}), around())
    one = evaluate(
        counted, Answers(by_ref | {ItemRef("how_many"): Answer("1")}, {"people": ("mine", "more")}), around()
    )

    assert (keys_of(two, "who"), value_of(two, "who", "mine")) == (["mine", "2"], "Boota")
    assert keys_of(one, "who") == ["mine"]


def test_a_count_beyond_all_reason_makes_no_more_than_the_most(counted: Checklist, around: Around) -> None:
    form = evaluate(counted, Answers({ItemRef("how_many"): Answer("999999999")}), around())

    assert len(keys_of(form, "who")) == MOST_REPETITIONS


def test_changing_the_count_by_an_answer_gives_the_form_that_evaluating_gives(
    counted: Checklist, around: Around
) -> None:
    form = begin(counted, Answers(), around())

    for number in ("3", "1", "", "2"):
        form = answered(form, ItemRef("how_many"), Answer(number))
        assert form.state == evaluate(counted, form.answers, around())
    assert keys_of(form.state, "who") == ["1", "2"]


@pytest.mark.parametrize(
    ("count", "found"),
    [
        ("${inside}", "a circle"),
        ("../start/how_many", "a relative path"),
        ("sume(${how_many})", "the unknown function sume()"),
    ],
)
def test_a_count_that_cannot_be_computed_is_refused(write: Any, count: str, found: str) -> None:
    with pytest.raises(ChecklistError) as refusal:
        compiled(
            write,
            write.group("start", write.question("integer", "how_many")),
            write.repeat("people", write.question("integer", "inside"), repeat_count=count),
        )

    (problem,) = refusal.value.problems
    assert (problem.sheet, problem.row, problem.column) == ("survey", 6, "repeat_count")
    assert problem.found.startswith(found)


WORKERS = (
    {"name": "w1", "label_en": "Asghar", "label_ur": "اصغر", "dept": "spinning", "wage": "40000"},
    {"name": "w2", "label": "Boota", "dept": "weaving", "wage": "38000"},
    {"name": "w3", "dept": "weaving", "wage": "39000"},
)


@pytest.fixture
def listed(write: Any) -> Checklist:
    return compiled(
        write,
        write.group(
            "workers",
            write.question("text", "dept"),
            write.question("select_one_from_file workers.csv", "any_worker"),
            write.question("select_one_from_file workers.csv", "worker", choice_filter="dept = ${dept}"),
            write.question("select_multiple_from_file workers.csv", "several"),
            write.calculation("wage", "instance('workers')/root/item[name = ${worker}]/wage"),
            write.calculation("pulled", "pulldata('workers', 'dept', 'name', ${any_worker})"),
            write.calculation("called", "jr:choice-name(${any_worker}, '${any_worker}')"),
        ),
    )


def test_a_list_from_a_file_comes_with_the_surroundings_and_can_be_filtered(listed: Checklist, around: Around) -> None:
    given = {"dept": "weaving", "any_worker": "w1", "worker": "w3", "several": "w1 w2"}
    answers = Answers({ItemRef(name): Answer(value) for name, value in given.items()})

    form = evaluate(listed, answers, replace(around(), lists={"workers": WORKERS}))

    worker, any_worker = form.item(ItemRef("worker")), form.item(ItemRef("any_worker"))
    assert [choice.name for choice in worker.choices] == ["w2", "w3"]
    assert [(choice.label.en, choice.label.ur) for choice in any_worker.choices] == [
        ("Asghar", "اصغر"),
        ("Boota", "Boota"),
        ("w3", "w3"),
    ]
    assert (worker.type, worker.problem) == ("select_one", None)
    assert form.item(ItemRef("several")).shown.ur == "اصغر، Boota"  # type: ignore[union-attr]
    assert [value_of(form, name) for name in ("wage", "pulled", "called")] == ["39000", "spinning", "Asghar"]


def test_without_its_list_a_select_from_a_file_offers_nothing_and_takes_nothing(
    listed: Checklist, around: Around
) -> None:
    form = evaluate(listed, Answers({ItemRef("any_worker"): Answer("w1")}), around())

    assert form.item(ItemRef("any_worker")).choices == ()
    assert form.item(ItemRef("any_worker")).problem is not None


def test_a_cascade_of_three_selects_narrows_step_by_step(write: Any, around: Around) -> None:
    places = {"punjab": {"lahore": ["gulberg", "kot_lakhpat"], "multan": ["cantt"]}, "sindh": {"karachi": ["site"]}}
    choices = [write.choice("province", province) for province in places]
    choices += [write.choice("district", name, **{"in": province}) for province in places for name in places[province]]
    choices += [
        write.choice("area", area, of=district)
        for districts in places.values()
        for district, areas in districts.items()
        for area in areas
    ]
    checklist = compiled(
        write,
        write.group(
            "place",
            write.question("select_one province", "province"),
            write.question("select_one district", "district", choice_filter="in = ${province}"),
            write.question("select_one area", "area", choice_filter="of = ${district} and ${province} != ''"),
        ),
        choices=choices,
    )
    form = begin(checklist, Answers(), around())
    assert form.state.item(ItemRef("district")).choices == ()

    form = answered(form, ItemRef("province"), Answer("punjab"))
    form = answered(form, ItemRef("district"), Answer("lahore"))
    form = answered(form, ItemRef("area"), Answer("site"))

    assert [choice.name for choice in form.state.item(ItemRef("district")).choices] == ["lahore", "multan"]
    assert [choice.name for choice in form.state.item(ItemRef("area")).choices] == ["gulberg", "kot_lakhpat"]
    assert form.state.item(ItemRef("area")).problem is not None


def test_a_required_message_stands_with_the_item_in_both_languages(write: Any, around: Around) -> None:
    message = {f"required_message::{EN}": "Ask ${who} again.", f"required_message::{UR}": "${who} سے پھر پوچھیے۔"}
    asking = write.question("text", "what", required="yes") | message
    checklist = compiled(write, write.group("one", write.question("text", "who"), asking))

    form = evaluate(checklist, Answers({ItemRef("who"): Answer("Boota")}), around())

    (missing,) = form.missing
    assert missing.required_message is not None
    assert (missing.required_message.en, missing.required_message.ur) == ("Ask Boota again.", "⁦Boota⁩ سے پھر پوچھیے۔")


def test_a_message_in_one_language_only_is_refused(write: Any) -> None:
    asking = write.question("text", "what", required="yes") | {f"required_message::{EN}": "Ask again."}

    with pytest.raises(ChecklistError, match=r"column 'required_message::Urdu \(ur\)': found nothing"):
        compiled(write, write.group("one", asking))


def test_a_label_can_be_read_by_an_expression(write: Any, around: Around) -> None:
    checklist = compiled(
        write,
        write.group(
            "one",
            write.question("select_one yes_no", "book"),
            write.calculation("asked", "jr:itext('/data/one/book:label')"),
            write.calculation("first", "jr:itext(instance('yes_no')/root/item[name = 'yes']/itextId)"),
        ),
    )

    form = evaluate(checklist, Answers(), around())

    assert [value_of(form, name) for name in ("asked", "first")] == ["Label of book", "Yes"]


def test_groups_in_groups_pass_on_that_they_are_not_asked(write: Any, around: Around) -> None:
    inmost = write.group("inmost", write.question("text", "deep"))
    inner = write.group("inner", *inmost, relevant="${gate} = 'in'")
    checklist = compiled(write, write.group("outer", write.question("text", "gate"), *inner))
    form = begin(checklist, Answers({ItemRef("deep"): Answer("kept")}), around())
    assert not form.state.item(ItemRef("deep")).relevant

    form = answered(form, ItemRef("gate"), Answer("in"))

    assert form.state.item(ItemRef("deep")).relevant
    assert form.state.item(ItemRef("deep")).answer == Answer("kept")
    assert [section.name for section in form.state.sections] == ["outer"]


def test_a_question_with_a_calculation_is_computed_and_read_only_as_its_author_says(write: Any, around: Around) -> None:
    checklist = compiled(
        write,
        write.group(
            "one",
            write.question("integer", "men"),
            write.question("integer", "shown", calculation="${men} + 1", read_only="yes"),
            write.question("integer", "sometimes", read_only="${men} > 3"),
        ),
    )

    form = evaluate(checklist, Answers({ItemRef("men"): Answer("4")}), around())

    assert value_of(form, "shown") == "5"
    assert [form.item(ItemRef(name)).read_only for name in ("men", "shown", "sometimes")] == [False, True, True]
