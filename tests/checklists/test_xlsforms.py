"""Small forms of our own in the manner of public XLSForms, one per feature: each loads, or is refused by its feature.

A file holds what matters; what our rules ask of every form besides (settings, both labels, provision, source) is
filled in here where the file does not say it. Columns `answers`, `gives`, `asked`, `missing`, `problems`, `labels`
say what the loaded form does.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from checklist_writing import EN, UR, choice, question, sheets

from checklists.columns import CLOSINGS, OPENINGS, QUESTION_TYPES
from checklists.compile import compile_definition
from checklists.definition import Definition, definition_from
from checklists.engine import evaluate
from checklists.errors import ChecklistError, Problem
from checklists.form_state import Answer, Answers, FormState, ItemKind, ItemRef, Surroundings
from checklists.workbook import read_workbook, write_workbook

FORMS = {file.stem: yaml.safe_load(file.read_text("utf-8")) for file in (Path(__file__).parent / "xlsforms").iterdir()}
LOADED = sorted(name for name, form in FORMS.items() if "refused" not in form)
REFUSED = sorted(name for name, form in FORMS.items() if "refused" in form)


def _definition(form: dict[str, Any]) -> Definition:
    rows = [_row(row) for row in form["survey"]]
    if not rows[0]["type"].startswith("begin"):
        rows = [_row({"type": "begin_group", "name": "page"}), *rows, {"type": "end_group"}]
    lists = {"yes_no": ["yes", "no"], **form.get("choices", {})}
    content = sheets(rows, choices=[_choice(name, one) for name, listed in lists.items() for one in listed])
    content["settings"] |= form.get("settings", {})
    return definition_from(content, name="form")


def _row(row: dict[str, str]) -> dict[str, str]:
    kind = row["type"].split(" ")[0]
    if kind in CLOSINGS or kind in ("end", "calculate", "xml-external", "csv-external"):
        return row
    full = question(row["type"], row["name"], **({"constraint": "1"} if "constraint" in row else {})) | row
    if any(column.startswith("label") for column in row) and f"label::{EN}" not in row:
        full = {column: text for column, text in full.items() if column not in (f"label::{EN}", f"label::{UR}")} | row
    return full if kind in QUESTION_TYPES else {column: full[column] for column in full if "bind::ss:" not in column}


def _choice(list_name: str, one: str | dict[str, str]) -> dict[str, str]:
    return choice(list_name, one) if isinstance(one, str) else choice(list_name, **one)


def _ref(written: str) -> ItemRef:
    return ItemRef(*written.split("/"))


def _state(form: dict[str, Any], definition: Definition) -> FormState:
    answers = {_ref(name): Answer(value) for name, value in form.get("answers", {}).items()}
    repeats = {name: tuple(keys) for name, keys in form.get("repeats", {}).items()}
    lists = {name: tuple(rows) for name, rows in form.get("lists", {}).items()}
    around = Surroundings(date(2026, 11, 22), form.get("register", {}), lists=lists)
    return evaluate(compile_definition(definition), Answers(answers, repeats), around)


@pytest.mark.parametrize("name", LOADED)
def test_a_form_of_a_feature_we_take_loads_from_its_workbook_and_does_what_it_says(name: str) -> None:
    form = FORMS[name]
    definition = _definition(form)

    read = read_workbook(write_workbook(definition), name=f"{name}.xlsx")
    state = _state(form, read)

    assert read == definition
    assert {ref: state.item(_ref(ref)).answer.value for ref in form.get("gives", {})} == form.get("gives", {})
    assert {ref: state.item(_ref(ref)).label.en for ref in form.get("labels", {})} == form.get("labels", {})
    assert [item.ref.item for item in state.problems] == form.get("problems", [])
    assert [item.ref.item for item in state.missing] == form.get("missing", [])
    if "asked" in form:
        questions = [item for item in state.items if item.kind is ItemKind.QUESTION and item.relevant]
        assert [item.ref.item for item in questions] == form["asked"]
    assert set(form) & {"gives", "labels", "problems", "missing", "asked"}


@pytest.mark.parametrize("name", REFUSED)
def test_a_form_of_a_feature_we_do_not_take_is_refused_and_the_reason_names_it(name: str) -> None:
    form, wanted = FORMS[name], FORMS[name]["refused"]
    definition = read_workbook(write_workbook(_definition(form)), name=f"{name}.xlsx")

    with pytest.raises(ChecklistError) as refusal:
        compile_definition(definition)

    def is_wanted(problem: Problem) -> bool:
        is_place = (problem.sheet, problem.column) == (wanted.get("sheet", "survey"), wanted["column"])
        return is_place and wanted["because"] in problem.expected

    assert [problem for problem in refusal.value.problems if is_wanted(problem)], str(refusal.value)


def test_there_are_forms_for_at_least_forty_features_each_of_which_says_what_it_shows() -> None:
    assert len(FORMS) >= 40
    assert len({form["shows"] for form in FORMS.values()}) == len(FORMS)
    assert all(set(OPENINGS) and form["survey"] for form in FORMS.values())
