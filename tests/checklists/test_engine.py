from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

from checklists.compile import compile_definition
from checklists.engine import evaluate
from checklists.form import Checklist
from checklists.form_state import Answer, Answers, AnswerState, FormState, ItemKind, ItemRef, Surroundings

Around = Callable[..., Surroundings]


def given(repeats: dict[str, tuple[str, ...]] | None = None, **values: str | Answer) -> Answers:
    """Answers by item name; `name__key` answers inside a repetition."""
    by_ref = {}
    for name, value in values.items():
        item, _, key = name.partition("__")
        by_ref[ItemRef(item, key)] = value if isinstance(value, Answer) else Answer(value)
    return Answers(by_ref, repeats or {})


def compiled(write: Any, *rows: Any, **others: Any) -> Checklist:
    return compile_definition(write.definition([row for group in rows for row in group], **others))


def state_of(form: FormState, item: str, key: str = "") -> Any:
    return form.item(ItemRef(item, key))


@pytest.fixture
def skipping(write: Any) -> Checklist:
    return compiled(
        write,
        write.group(
            "first",
            write.question("select_one yes_no", "has_card"),
            write.question("text", "card_no", relevant="${has_card} = 'yes'", required="yes"),
            write.calculation("length", "string-length(${card_no})"),
        ),
        write.group("second", write.question("text", "inner"), relevant="${card_no} = 'open'"),
    )


def test_an_item_is_asked_only_when_it_is_relevant(skipping: Checklist, around: Around) -> None:
    assert not state_of(evaluate(skipping, given(has_card="no"), around()), "card_no").relevant
    assert state_of(evaluate(skipping, given(has_card="yes"), around()), "card_no").relevant


def test_skipping_an_item_keeps_its_answer_and_ignores_it(skipping: Checklist, around: Around) -> None:
    answers = given(has_card="no", card_no="open", inner="kept")

    skipped = evaluate(skipping, answers, around())

    assert state_of(skipped, "card_no").answer == Answer("open")
    assert state_of(skipped, "length").answer.value == "0"
    assert not state_of(skipped, "inner").relevant
    assert [section.relevant for section in skipped.sections] == [True, False]
    asked_again = evaluate(skipping, Answers({**answers.by_ref, ItemRef("has_card"): Answer("yes")}), around())
    assert state_of(asked_again, "length").answer.value == "4"
    assert state_of(asked_again, "inner").answer == Answer("kept")
    assert state_of(asked_again, "inner").relevant


def test_only_asked_items_can_be_missing(skipping: Checklist, around: Around) -> None:
    assert [item.ref.item for item in evaluate(skipping, given(has_card="no"), around()).missing] == []
    assert [item.ref.item for item in evaluate(skipping, given(has_card="yes"), around()).missing] == ["card_no"]


def test_calculations_are_computed_after_all_they_read_whatever_the_order_of_rows(write: Any, around: Around) -> None:
    checklist = compiled(
        write,
        write.group(
            "one",
            write.calculation("third", "${second} * 2"),
            write.calculation("second", "${first} + 1"),
            write.question("integer", "first"),
        ),
    )

    assert state_of(evaluate(checklist, given(first="4"), around()), "third").answer.value == "10"


def test_a_calculation_that_is_no_number_is_blank(write: Any, around: Around) -> None:
    checklist = compiled(
        write, write.group("one", write.question("integer", "men"), write.calculation("twice", "${men} * 2"))
    )

    assert state_of(evaluate(checklist, given(), around()), "twice").answer.is_blank


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("round(1.25, 1000000000)", "1.25"),
        ("round(1.25, -1000000000)", "0"),
        ("round(1.25, 1 div 0)", "1.25"),
        ("format-date('9999-12-31T23:59:59Z', '%Y')", ""),
        ("date(99999999999)", ""),
        ("date('2026-02-30')", ""),
        ("base64-decode('AAAA')", ""),
        ("pulldata('workers', 'a[', 'b@', 'c')", ""),
        ("1 mod 0", ""),
        ("int(pow(10, 400))", ""),
        ("selected-at('a b', 1 div 0)", ""),
    ],
)
def test_a_calculation_beyond_all_bounds_gives_a_value_and_no_exception(
    write: Any, around: Around, expression: str, value: str
) -> None:
    checklist = compiled(write, write.group("one", write.calculation("odd", expression)))

    assert state_of(evaluate(checklist, given(), around()), "odd").answer.value == value


def test_texts_that_double_from_calculation_to_calculation_end_blank_before_they_fill_the_memory(
    write: Any, around: Around
) -> None:
    doubled = [write.calculation(f"c{n}", f"concat(${{c{n - 1}}}, ${{c{n - 1}}})") for n in range(1, 60)]
    checklist = compiled(write, write.group("one", write.calculation("c0", "'0123456789'"), *doubled))

    form = evaluate(checklist, given(), around())

    assert max(len(item.answer.value) for item in form.items) == 81_920
    assert state_of(form, "c59").answer.is_blank


@pytest.fixture
def repeating(write: Any) -> Checklist:
    return compiled(
        write,
        write.repeat(
            "people",
            write.question("text", "who"),
            write.question("decimal", "wage", relevant="${who} != ''", constraint=". > 0 and . <= 2000000"),
            write.calculation("share", "${wage} div ${all}"),
            write.calculation("number", "position(..)"),
        ),
        write.group(
            "sums",
            write.calculation("all", "sum(${wage})"),
            write.calculation("named", "count-non-empty(${who})"),
            write.calculation("how_many", "count(${people})"),
            write.calculation("second", "indexed-repeat(${who}, ${people}, 2)"),
        ),
    )


def test_each_repetition_sees_its_own_answers_and_sums_see_all(repeating: Checklist, around: Around) -> None:
    answers = given({"people": ("k2", "k1")}, who__k1="Asghar", wage__k1="30000", who__k2="Boota", wage__k2="10000")

    form = evaluate(repeating, answers, around())

    assert [(item.ref.item, item.ref.key) for item in form.items[:8]] == [
        (item, key) for key in ("k2", "k1") for item in ("who", "wage", "share", "number")
    ]
    assert state_of(form, "share", "k1").answer.value == "0.75"
    assert [state_of(form, "number", key).answer.value for key in ("k2", "k1")] == ["1", "2"]
    assert [state_of(form, name).answer.value for name in ("all", "named", "how_many", "second")] == [
        "40000",
        "2",
        "2",
        "Asghar",
    ]


def test_a_repeat_without_repetitions_is_a_section_without_items(repeating: Checklist, around: Around) -> None:
    form = evaluate(repeating, given(), around())

    assert [(section.name, section.repeat, section.relevant, section.asked) for section in form.sections] == [
        ("people", True, True, 0),
        ("sums", False, True, 0),
    ]
    assert state_of(form, "how_many").answer.value == "0"


def test_answers_of_a_removed_repetition_are_ignored(repeating: Checklist, around: Around) -> None:
    answers = given({"people": ("k1",)}, who__k1="Asghar", wage__k1="5", who__gone="Nobody", wage__gone="7")

    form = evaluate(repeating, answers, around())

    assert state_of(form, "all").answer.value == "5"
    with pytest.raises(KeyError):
        form.item(ItemRef("who", "gone"))


@pytest.mark.parametrize(
    ("value", "stands"),
    [("0", False), ("0.01", True), ("2000000", True), ("2000000.01", False), ("-1", False), ("", True)],
)
def test_a_constraint_holds_at_its_edges_and_is_not_asked_of_a_blank(
    repeating: Checklist, around: Around, value: str, stands: bool
) -> None:
    form = evaluate(repeating, given({"people": ("k",)}, who__k="A", wage__k=value), around())

    assert (state_of(form, "wage", "k").problem is None) is stands


@pytest.mark.parametrize(
    ("type_", "value", "stands"),
    [
        ("integer", "12", True),
        ("integer", "12.5", False),
        ("integer", "۱۲", False),
        ("integer", "1e3", False),
        ("integer", " 12", False),
        ("decimal", "12.50", True),
        ("decimal", "NaN", False),
        ("date", "2026-02-28", True),
        ("date", "2026-02-30", False),
        ("date", "22-11-2026", False),
        ("time", "23:59", True),
        ("time", "24:00", False),
        ("datetime", "2026-11-22T09:30", True),
        ("datetime", "2026-11-22", False),
        ("select_one yes_no", "yes", True),
        ("select_one yes_no", "maybe", False),
        ("select_multiple yes_no", "yes no", True),
        ("select_multiple yes_no", "yes maybe", False),
        ("text", "x" * 4000, True),
        ("text", "x" * 10000, False),
        ("text", "a\x00b\x0b\ud800", True),
    ],
)
def test_an_answer_of_the_wrong_kind_cannot_stand_and_says_why_in_both_languages(
    write: Any, around: Around, type_: str, value: str, stands: bool
) -> None:
    checklist = compiled(write, write.group("one", write.question(type_, "item")))

    problem = state_of(evaluate(checklist, given(item=value), around()), "item").problem

    assert (problem is None) is stands
    if problem is not None:
        assert problem.en != problem.ur


def test_a_choice_is_offered_only_when_its_filter_lets_it(write: Any, around: Around) -> None:
    checklist = compiled(
        write,
        write.group(
            "place",
            write.question("select_one province", "province"),
            write.question("select_one city", "city", choice_filter="in = ${province}"),
        ),
        write.repeat(
            "branches",
            write.question("text", "at"),
            write.question("select_one city", "town", choice_filter="in = ${at}"),
        ),
        choices=[
            write.choice("province", "punjab"),
            write.choice("province", "sindh"),
            write.choice("city", "lahore", **{"in": "punjab"}),
            write.choice("city", "karachi", **{"in": "sindh"}),
        ],
    )
    answers = given({"branches": ("b",)}, province="punjab", city="karachi", at__b="sindh", town__b="karachi")

    form = evaluate(checklist, answers, around())

    assert [choice.name for choice in state_of(form, "city").choices] == ["lahore"]
    assert state_of(form, "city").problem is not None
    assert [choice.name for choice in state_of(form, "town", "b").choices] == ["karachi"]
    assert state_of(form, "town", "b").problem is None


def test_a_default_stands_until_the_item_is_answered_even_with_nothing(write: Any, around: Around) -> None:
    checklist = compiled(
        write,
        write.group(
            "one",
            write.question("date", "seen_on", default="today()"),
            write.question("text", "where", default="gate"),
            write.calculation("both", "concat(${seen_on}, ' ', ${where})"),
        ),
    )

    untouched = evaluate(checklist, given(), around())
    emptied = evaluate(checklist, given(seen_on="", where=""), around())

    assert state_of(untouched, "both").answer.value == "2026-11-22 gate"
    assert state_of(untouched, "seen_on").answer == Answer("2026-11-22")
    assert state_of(emptied, "both").answer.value == " "


def test_a_register_fact_fills_what_is_calculated_from_it(write: Any, around: Around) -> None:
    checklist = compiled(
        write,
        write.group("one", write.calculation("declared", "instance('register')/root/item/declared_workers")),
    )

    assert state_of(evaluate(checklist, given(), around(declared_workers="12")), "declared").answer.value == "12"
    assert state_of(evaluate(checklist, given(), around()), "declared").answer.is_blank


@pytest.fixture
def alleging(write: Any) -> Checklist:
    return compiled(
        write,
        write.group(
            "records",
            write.question(
                "select_one yes_no",
                "book",
                ss_states="not_produced not_applicable",
                ss_finding="NO_BOOK",
                ss_finding_when="ss:state(.) = 'not_produced' or . = 'no'",
                ss_severity="serious",
                ss_remedy_days="7",
                ss_evidence="photo document",
            ),
            write.question("decimal", "amount", ss_unit="PKR"),
            write.question("date", "due_on"),
        ),
        findings=[
            {
                "code": "NO_BOOK",
                "text::English (en)": "${item_label}: ${book}; Rs. ${amount} {due} on ${due_on}.",
                "text::Urdu (ur)": "${item_label}: ${book}؛ ${amount} روپے {due} ${due_on} کو۔",
                "facts": "amount",
            }
        ],
    )


def test_a_record_not_produced_is_an_answer_and_an_observation_with_its_facts(
    alleging: Checklist, around: Around
) -> None:
    answers = given(book=Answer(state=AnswerState.NOT_PRODUCED), amount="1234567.50", due_on="2026-12-05")

    form = evaluate(alleging, answers, around())

    (observation,) = form.observations
    assert observation.ref == ItemRef("book")
    assert observation.text.en == "Label of book: record not produced; Rs. 1,234,567.50 {due} on 05-12-2026."
    assert observation.text.ur == ("book کا عنوان: ریکارڈ پیش نہیں کیا گیا؛ ⁦1,234,567.50⁩ روپے {due} ⁦05-12-2026⁩ کو۔")
    assert dict(observation.facts) == {
        "book": "not_produced",
        "amount": "1234567.50",
        "due_on": "2026-12-05",
    }
    assert (observation.severity, observation.remedy_days, observation.provisions) == ("serious", 7, ("PESSO65.s21",))
    assert not state_of(form, "book").is_missing
    assert state_of(form, "book").evidence_needed
    assert state_of(form, "book").shown.en == "record not produced"


def test_a_state_the_item_does_not_take_and_a_state_without_its_reason_cannot_stand(
    alleging: Checklist, around: Around
) -> None:
    cannot = evaluate(alleging, given(book=Answer(state=AnswerState.CANNOT_VERIFY)), around())
    unexplained = evaluate(alleging, given(book=Answer(state=AnswerState.NOT_APPLICABLE)), around())
    explained = evaluate(alleging, given(book=Answer(state=AnswerState.NOT_APPLICABLE, reason="No staff")), around())

    assert [len(form.problems) for form in (cannot, unexplained, explained)] == [1, 1, 0]
    assert cannot.observations == ()


def test_an_answer_that_cannot_stand_shows_nothing(alleging: Checklist, around: Around) -> None:
    assert evaluate(alleging, given(book="perhaps"), around()).observations == ()


def test_privacy_of_a_repeat_holds_for_all_its_items(write: Any, around: Around) -> None:
    checklist = compiled(
        write,
        write.repeat("talks", write.question("text", "said"), **{"bind::ss:privacy": "worker_secret"}),
        write.group("open", write.question("text", "seen")),
    )

    form = evaluate(checklist, given({"talks": ("k",)}), around())

    assert state_of(form, "said", "k").privacy == "worker_secret"
    assert state_of(form, "seen").privacy == "public"


def test_a_label_tells_values_of_its_own_repetition(write: Any, around: Around) -> None:
    asking = write.question("text", "father") | {
        "label::English (en)": "Father of ${who}",
        "label::Urdu (ur)": "${who} کے والد",
    }
    checklist = compiled(write, write.repeat("people", write.question("text", "who"), asking))

    form = evaluate(checklist, given({"people": ("a", "b")}, who__a="Boota", who__b="بوٹا"), around())

    assert state_of(form, "father", "a").label.en == "Father of Boota"
    assert state_of(form, "father", "a").label.ur == "⁦Boota⁩ کے والد"
    assert state_of(form, "father", "b").label.ur == "⁨بوٹا⁩ کے والد"


def test_answers_to_unknown_items_change_nothing(skipping: Checklist, around: Around) -> None:
    assert evaluate(skipping, given(stranger="x"), around()) == evaluate(skipping, given(), around())


def test_kinds_of_items_are_told_apart(write: Any, around: Around) -> None:
    note = {"type": "note", "name": "told", "label::English (en)": "Told", "label::Urdu (ur)": "بتایا"}
    checklist = compiled(
        write, write.group("one", write.question("text", "asked"), note, write.calculation("computed", "1"))
    )

    form = evaluate(checklist, given(), around())

    assert [(item.kind, item.read_only) for item in form.items] == [
        (ItemKind.QUESTION, False),
        (ItemKind.NOTE, True),
        (ItemKind.CALCULATION, True),
    ]


def test_threads_evaluating_one_checklist_never_see_each_others_answers(repeating: Checklist, around: Around) -> None:
    wrong: list[str] = []

    def work(number: int) -> None:
        keys = tuple(f"k{place}" for place in range(5))
        values = {f"wage__{key}": str(number) for key in keys} | {f"who__{key}": f"w{number}" for key in keys}
        for _ in range(40):
            found = state_of(evaluate(repeating, given({"people": keys}, **values), around()), "all").answer.value
            if found != str(number * 5):
                wrong.append(f"{number}: {found}")

    threads = [threading.Thread(target=work, args=(number,)) for number in range(1, 7)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert wrong == []


@pytest.fixture
def counting(write: Any) -> Checklist:
    total = {"bind::ss:finding": "MANY", "bind::ss:finding_when": ". > 50", "bind::ss:severity": "grave"}
    rows = write.group(
        "count",
        write.question("integer", "men", constraint=". >= 0"),
        write.question("integer", "women", constraint=". >= 0"),
        write.question("integer", "of_these", constraint=". <= ${total}"),
        write.calculation("total", "coalesce(${men}, 0) - coalesce(${women}, 0)") | total | {"bind::ss:law": "X"},
        write.calculation("twice", "${of_these} * 2"),
    )
    told = {"code": "MANY", "text::English (en)": "${total}", "text::Urdu (ur)": "${total} کارکن"}
    return compiled(write, rows, findings=[told])


def test_an_answer_that_breaks_its_constraint_is_in_no_sum_and_no_finding(counting: Checklist, around: Around) -> None:
    form = evaluate(counting, given(men="48", women="-4"), around())

    assert state_of(form, "total").answer.value == "48"
    assert [state.ref.item for state in form.problems] == ["women"]
    assert state_of(form, "women").answer == Answer("-4")
    assert form.observations == ()
    assert [one.code for one in evaluate(counting, given(men="52", women="0"), around()).observations] == ["MANY"]
    assert evaluate(counting, given(men="52", women="-4"), around()).observations == ()


def test_an_answer_that_another_makes_impossible_counts_again_when_that_is_put_right(
    counting: Checklist, around: Around
) -> None:
    def twice(men: str) -> str:
        return str(state_of(evaluate(counting, given(men=men, of_these="10"), around()), "twice").answer.value)

    assert (twice("9"), twice("10")) == ("", "20")


@pytest.mark.parametrize("written", ["4.5", "2026-11-22", "many"])
def test_what_is_no_answer_of_its_type_is_in_no_sum(counting: Checklist, around: Around, written: str) -> None:
    form = evaluate(counting, given(men="48", women=written), around())

    assert state_of(form, "total").answer.value == "48"
    assert [state.ref.item for state in form.problems] == ["women"]
