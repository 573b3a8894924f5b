from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from checklists.compile import compile_definition
from checklists.definition import definition_from, read_definition
from checklists.errors import ChecklistError, Problem
from checklists.lint import lint_all, lint_definition

EN, UR = "English (en)", "Urdu (ur)"


@pytest.fixture
def good(write: Any) -> dict[str, Any]:
    return write.sheets(
        [
            *write.group(
                "one",
                write.question("integer", "men", constraint=". >= 0"),
                write.question(
                    "select_one yes_no",
                    "book",
                    ss_finding="NO_BOOK",
                    ss_finding_when=". = 'no'",
                    ss_severity="minor",
                ),
                write.calculation("twice", "${men} * 2"),
            ),
            *write.repeat("people", write.question("text", "who", relevant="${men} > 0")),
        ],
        findings=[{"code": "NO_BOOK", f"text::{EN}": "No ${item_label}", f"text::{UR}": "نہیں: ${item_label}"}],
    )


def _problems(content: dict[str, Any]) -> tuple[Problem, ...]:
    with pytest.raises(ChecklistError) as refusal:
        compile_definition(definition_from(content, name="small"), provisions={"PESSO65.s21"})
    return refusal.value.problems


def test_the_good_definition_compiles(good: dict[str, Any]) -> None:
    checklist = compile_definition(definition_from(good, name="small"), provisions={"PESSO65.s21"})

    assert checklist.item_names == ("men", "book", "twice", "who")


def _set(row: int, column: str, value: str) -> Callable[[dict[str, Any]], None]:
    def change(content: dict[str, Any]) -> None:
        content["survey"][row - 2][column] = value

    return change


def _finding(column: str, value: str) -> Callable[[dict[str, Any]], None]:
    def change(content: dict[str, Any]) -> None:
        content["findings"][0][column] = value

    return change


BROKEN = [
    (_set(4, f"label::{UR}", ""), ("survey", 4, f"label::{UR}", "nothing", "the Urdu text")),
    (_set(4, f"label::{EN}", ""), ("survey", 4, f"label::{EN}", "nothing", "the English text")),
    (_set(4, f"hint::{EN}", "Count"), ("survey", 4, f"hint::{UR}", "nothing", "the Urdu text")),
    (_set(4, f"constraint_message::{UR}", ""), ("survey", 4, f"constraint_message::{UR}", "nothing", "the Urdu text")),
    (_set(3, f"label::{UR}", ""), ("survey", 3, f"label::{UR}", "nothing", "the Urdu text")),
    (
        _set(4, f"label::{EN}", "Men of ${men}"),
        ("survey", 4, f"label::{UR}", "other ${} places than in English", "the same places in both languages"),
    ),
    (_set(4, "bind::ss:law", ""), ("survey", 4, "bind::ss:law", "nothing", "the provision")),
    (
        _set(4, "bind::ss:law", "PESSO65.s999"),
        ("survey", 4, "bind::ss:law", "'PESSO65.s999'", "a provision of the scheme's law pack"),
    ),
    (_set(4, "bind::ss:source", ""), ("survey", 4, "bind::ss:source", "nothing", "where it comes from")),
    (_set(5, "name", "men"), ("survey", 4, "name", "'men' 2 times", "a name used once")),
    (
        _set(4, "name", "Men"),
        ("survey", 4, "name", "'Men'", "small Latin letters, digits and _, starting with a letter"),
    ),
    (_set(4, "type", "geopoint"), None),
    (_set(4, "colour", "red"), ("survey", 4, "colour", "an unknown column", "a column of this sheet")),
    (
        _set(5, "type", "select_one colours"),
        ("survey", 5, "type", "the list 'colours'", "a list_name of the sheet 'choices'"),
    ),
    (
        _set(5, "bind::ss:finding", "NO_CAR"),
        ("survey", 5, "bind::ss:finding", "'NO_CAR'", "a code of the sheet 'findings'"),
    ),
    (
        _set(5, "bind::ss:severity", "awful"),
        ("survey", 5, "bind::ss:severity", "'awful'", "one of minor, serious, grave"),
    ),
    (
        _set(5, "bind::ss:finding_when", ""),
        ("survey", 5, "bind::ss:finding_when", "nothing", "a value, because the row can lead to NO_BOOK"),
    ),
    (
        _set(5, "bind::ss:remedy_days", "soon"),
        ("survey", 5, "bind::ss:remedy_days", "'soon'", "a whole number of at most four digits 0 to 9"),
    ),
    (
        _set(5, "bind::ss:privacy", "hidden"),
        ("survey", 5, "bind::ss:privacy", "'hidden'", "one of public, employer_hidden, worker_secret"),
    ),
    (
        _set(5, "bind::ss:states", "given"),
        ("survey", 5, "bind::ss:states", "'given'", "words of not_produced, cannot_verify, not_applicable"),
    ),
    (_set(6, "calculation", "twise(${men})"), None),
    (_set(6, "calculation", "${men} *"), ("survey", 6, "calculation", "the end in '/data/one/men  *'", None)),
    (_set(6, "calculation", "/data/one/women + 1"), ("survey", 6, "calculation", "the path '/data/one/women'", None)),
    (
        _set(6, "calculation", "if(${men}, 1)"),
        ("survey", 6, "calculation", "if() with 2 arguments", "3 to 3 arguments"),
    ),
    (_set(6, "calculation", "${men} + ${twice}"), ("survey", 6, "calculation", "a circle: twice reads twice", None)),
    (
        _set(9, "relevant", "false()"),
        ("survey", 9, "relevant", "an expression that is always false", "a way to be asked"),
    ),
    (_set(9, "relevant", "${who} = 'x'"), ("survey", 9, "relevant", "a circle: who reads who", None)),
    (_finding(f"text::{UR}", ""), ("findings", 2, f"text::{UR}", "nothing", "the Urdu text")),
    (
        _finding("code", "NO_BOOKS"),
        ("survey", 5, "bind::ss:finding", "'NO_BOOK'", "a code of the sheet 'findings'"),
    ),
    (_finding("facts", "who when"), ("findings", 2, "facts", "'when'", "the name of an item")),
]


@pytest.mark.parametrize(("change", "expected"), BROKEN)
def test_a_broken_definition_is_refused_with_sheet_row_column_found_and_expected(
    good: dict[str, Any],
    change: Callable[[dict[str, Any]], None],
    expected: tuple[str, int, str, str, str | None] | None,
) -> None:
    content = copy.deepcopy(good)
    change(content)

    problems = _problems(content)

    assert all(problem.sheet and problem.column and problem.found and problem.expected for problem in problems)
    if expected is not None:
        first = problems[0]
        assert (first.sheet, first.row, first.column, first.found) == expected[:4]
        assert expected[4] in (None, first.expected)


def test_an_unknown_function_is_named_with_its_place(good: dict[str, Any]) -> None:
    good["survey"][4]["calculation"] = "sume(${men})"

    (problem,) = _problems(good)

    assert str(problem) == (
        "sheet 'survey', row 6, column 'calculation': found the unknown function sume(); "
        "expected a function of the ODK XForms specification (sum)"
    )


def test_two_items_that_read_each_other_are_a_circle(good: dict[str, Any], write: Any) -> None:
    good["survey"][4]["calculation"] = "${thrice} + 1"
    good["survey"].insert(5, write.calculation("thrice", "${twice} + 1"))

    (problem,) = _problems(good)

    assert (problem.row, problem.column) == (6, "calculation")
    assert problem.found == "a circle: twice reads thrice reads twice"


def test_a_group_asked_by_its_own_content_is_a_circle(good: dict[str, Any]) -> None:
    good["survey"][1]["relevant"] = "${men} > 0"

    (problem,) = _problems(good)

    assert problem.column == "relevant"
    assert problem.found.startswith("a circle: one reads men reads one")


def test_a_name_that_pyxform_does_not_know_is_refused(good: dict[str, Any]) -> None:
    good["survey"][4]["calculation"] = "${women} + 1"

    (problem,) = _problems(good)

    assert "women" in problem.found


def test_every_problem_of_the_sheets_is_told_at_once(good: dict[str, Any]) -> None:
    good["survey"][2][f"label::{UR}"] = ""
    good["survey"][3]["bind::ss:law"] = ""
    good["choices"][0][f"label::{EN}"] = ""

    problems = _problems(good)

    assert {(problem.sheet, problem.row) for problem in problems} == {("survey", 4), ("survey", 5), ("choices", 2)}


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([{"type": "end_group"}], "end_group"),
        (
            [{"type": "begin_group", "name": "g", f"label::{EN}": "G", f"label::{UR}": "گ"}],
            "begin_group without its end",
        ),
        ([{"type": "note", "name": "n", f"label::{EN}": "N", f"label::{UR}": "ن"}], "note outside every section"),
    ],
)
def test_sections_that_do_not_open_and_close_are_refused(write: Any, rows: list[dict[str, str]], found: str) -> None:
    problems = _problems(write.sheets(rows))

    assert found in {problem.found for problem in problems}


@pytest.mark.parametrize("weight", ["²", "۵", "-1", "1.5", "9" * 5_000])
def test_a_weight_that_is_no_whole_number_in_plain_digits_is_refused(good: dict[str, Any], weight: str) -> None:
    good["survey"][2]["bind::ss:weight"] = weight

    assert [(problem.row, problem.column) for problem in _problems(good)] == [(4, "bind::ss:weight")]


@pytest.mark.parametrize("name", ["a b", "a\tb", "a\nb", "a\u00a0b", "a\u200b", "a\u200db"])
def test_a_choice_whose_name_holds_what_cannot_be_seen_is_refused(good: dict[str, Any], name: str) -> None:
    good["choices"][0]["name"] = name

    refused = {(problem.sheet, problem.row, problem.expected) for problem in _problems(good)}

    assert ("choices", 2, "a name without blanks and characters that cannot be seen") in refused


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a\u202eb", "the character U+202E"),
        ("a\u2028b", "the character U+2028"),
        ("a\x85b", "the character U+0085"),
        ("a\u2066b", "a direction isolate without its end"),
        ("a\u2069b", "a direction isolate without its end"),
    ],
)
def test_a_character_that_turns_or_hides_a_line_is_refused(good: dict[str, Any], text: str, found: str) -> None:
    good["survey"][2]["hint::English (en)"] = text
    good["survey"][2]["hint::Urdu (ur)"] = "اشارہ \u2066123\u2069"

    assert [(problem.row, problem.column, problem.found) for problem in _problems(good)] == [
        (4, "hint::English (en)", found)
    ]


def test_groups_nested_without_end_are_refused_before_anything_walks_them(write: Any) -> None:
    openings = [write.group(f"g{depth}")[0] for depth in range(300)]
    rows = [*openings, write.question("text", "who"), *[{"type": "end_group"}] * 300]

    refused = _problems(write.sheets(rows))

    assert [problem.found for problem in refused] == ["groups nested more than 10 deep"]


def test_a_form_that_asks_and_shows_nothing_is_refused(write: Any) -> None:
    assert [problem.found for problem in _problems(write.sheets([]))] == ["no item"]


def test_a_chain_of_thousands_of_calculations_is_ordered_whatever_the_order_of_rows(write: Any) -> None:
    chain = [write.calculation(f"c{n}", f"${{c{n + 1}}} + 1") for n in range(1_500)]
    rows = write.group("one", *chain, write.calculation("c1500", "0"))

    checklist = compile_definition(definition_from(write.sheets(rows), name="small"))

    order = [node.name for node in checklist.form.order]
    assert order.index("c1500") < order.index("c1499") < order.index("c0")


def test_a_repeat_inside_a_repeat_is_refused(write: Any) -> None:
    inner = write.repeat("inner", write.question("text", "who"))

    problems = _problems(write.sheets(write.repeat("outer", *inner)))

    assert "a repeat inside a repeat" in {problem.found for problem in problems}


@pytest.mark.parametrize("content", [[], {"survey": []}, {"settings": {}, "survey": 1, "choices": [], "findings": []}])
def test_a_document_that_is_not_of_our_sheets_is_refused(content: object) -> None:
    with pytest.raises(ChecklistError, match="expected"):
        definition_from(content, name="small")


def test_a_file_that_is_not_yaml_is_refused(tmp_path: Any) -> None:
    file = tmp_path / "broken.yaml"
    file.write_text("survey: [", encoding="utf-8")

    with pytest.raises(ChecklistError, match="cannot be read as YAML"):
        read_definition(file)


def test_cells_stay_the_text_that_was_written(tmp_path: Any) -> None:
    file = tmp_path / "cells.yaml"
    file.write_text(
        "settings: {version: 2026112201, form_id: yes}\nsurvey: [{type: text, required: yes, default: 2026-11-22}]\n"
        "choices: []\nfindings: []\n",
        encoding="utf-8",
    )

    definition = read_definition(file)

    assert dict(definition.settings.columns) == {"version": "2026112201", "form_id": "yes"}
    assert dict(definition.survey[0].columns) == {"type": "text", "required": "yes", "default": "2026-11-22"}


def test_lint_counts_a_good_definition_and_lists_the_problems_of_a_bad_one(good: dict[str, Any]) -> None:
    counted = lint_definition(definition_from(good, name="small"), provisions=None)
    good["survey"][2][f"label::{UR}"] = ""
    refused = lint_definition(definition_from(good, name="small"), provisions=None)

    assert (counted.sections, counted.questions, counted.calculations, counted.findings) == (2, 3, 1, 1)
    assert counted.problems == ()
    assert [problem.row for problem in refused.problems] == [4]


def test_everything_that_ships_is_without_problems() -> None:
    assert [(lint.name, lint.problems) for lint in lint_all() if lint.problems] == []
