"""What is wrong is refused by name: hostile XML and YAML, odd cells, forms that cannot be meant."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from checklist_writing import EN, UR, Write
from hypothesis import example, given, settings
from hypothesis import strategies as st

from checklists.compile import compile_definition
from checklists.definition import definition_from, read_definition
from checklists.engine import evaluate
from checklists.errors import ChecklistError
from checklists.form_state import Answer, Answers, ItemRef, Surroundings
from checklists.workbook import read_workbook, write_workbook

Around = Callable[..., Surroundings]

HOSTILE = (
    '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>',
    "</label><bind nodeset='/data'/>",
    "&e; &amp; &#x0; ]]>",
    "<output value='/data/one/who'/>",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_and_entities_in_a_label_stay_the_text_they_are(write: Any, around: Around, text: str) -> None:
    asking = write.question("text", "who") | {f"label::{EN}": text, f"label::{UR}": f"{text} اردو"}
    definition = write.definition(write.group("one", asking))

    form = evaluate(compile_definition(definition), Answers(), around())

    assert form.item(ItemRef("who")).label.en == text
    assert read_workbook(write_workbook(definition), name="form.xlsx") == definition


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_and_entities_in_answers_lists_and_facts_stay_the_text_they_are(
    write: Any, around: Around, text: str
) -> None:
    fact = write.calculation("fact", "instance('register')/root/item/employer_name")
    listed = write.question("select_one_from_file workers.csv", "worker")
    checklist = compile_definition(
        write.definition(
            write.group("one", write.question("text", "who"), listed, write.calculation("copy", "${who}"), fact)
        )
    )
    lists = {"workers": ({"name": "w", "label": text},)}
    surroundings = Surroundings(around().today, {"employer_name": text}, lists=lists)

    form = evaluate(checklist, Answers({ItemRef("who"): Answer(text)}), surroundings)

    assert [form.item(ItemRef(name)).answer.value for name in ("copy", "fact")] == [text, text]
    assert form.item(ItemRef("worker")).choices[0].label.en == text


def test_a_yaml_file_that_multiplies_by_aliases_is_refused_before_it_grows(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    file = tmp_path / "laughs.yaml"
    file.write_text("\n".join(lines), "utf-8")

    with pytest.raises(ChecklistError, match="line 1: found &a0; expected values written out"):
        read_definition(file)


def test_a_column_that_stands_twice_in_a_row_is_refused_and_not_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "twice.yaml"
    file.write_text("survey:\n- {type: text, name: who, relevant: '1', relevant: '0'}\n", "utf-8")

    with pytest.raises(ChecklistError, match="line 2: found the key 'relevant' stands twice"):
        read_definition(file)


@pytest.mark.parametrize("text", ["!!python/object/apply:os.system ['true']", "[" * 5000, "\x00", "a: *nowhere"])
def test_a_yaml_file_that_is_no_plain_document_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "odd.yaml"
    file.write_text(text, "utf-8")

    with pytest.raises(ChecklistError):
        read_definition(file)


def test_a_yaml_file_that_is_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    file = tmp_path / "huge.yaml"
    with file.open("wb") as opened:
        opened.truncate(200 * 1024 * 1024)

    with pytest.raises(ChecklistError, match="expected at most"):
        read_definition(file)


def _good() -> dict[str, Any]:
    write = Write()
    breach = {"ss_finding": "NO_BOOK", "ss_finding_when": ". = 'no'", "ss_severity": "minor"}
    return write.sheets(
        [
            *write.group(
                "one",
                write.question("integer", "men", constraint=". >= 0"),
                write.question("select_one yes_no", "book", choice_filter="name != ''", default="yes", **breach),
                write.calculation("twice", "${men} * 2"),
            ),
            *write.repeat("people", write.question("text", "who", relevant="${men} > 0"), repeat_count="2"),
        ],
        findings=[{"code": "NO_BOOK", f"text::{EN}": "No ${item_label}", f"text::{UR}": "نہیں: ${item_label}"}],
    )


TRICKY = """\
${men} ${} ${who . .. / // * @ ( ) [ ' " -- 1 = <a> &e; select_one select_one_from_file begin_repeat end_group text
${last-saved#men} /data/one/men ../men jr:itext('x') instance('x') position(..) true() today() 9e9 ${men}${men}
select_multiple calculate note xml-external count(/data/*) //men concat( string(/data)
"""

CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(TRICKY.split()),
    st.lists(st.sampled_from(["${men}", "+", "(", ")", "'", "and", "1", "[", "]", "/", "."]), max_size=6).map(" ".join),
)


def test_the_form_whose_cells_are_spoilt_is_good_by_itself() -> None:
    assert compile_definition(definition_from(_good(), name="small")).item_names == ("men", "book", "twice", "who")


@given(
    sheet=st.sampled_from(["survey", "survey", "survey", "choices", "findings"]),
    place=st.integers(0, 20),
    column=st.sampled_from(
        [
            *(
                "type",
                "name",
                "relevant",
                "constraint",
                "calculation",
                "required",
                "read_only",
                "default",
                "choice_filter",
            ),
            *("repeat_count", "appearance", "list_name", "code", "facts", f"label::{EN}", f"label::{UR}"),
            *("bind::ss:finding_when", "bind::ss:evidence_when", "bind::ss:weight", "trigger"),
        ]
    ),
    cell=CELLS,
)
@example(sheet="survey", place=5, column="repeat_count", cell=".")
@settings(max_examples=120, deadline=None)
def test_whatever_stands_in_a_cell_the_form_compiles_or_is_refused_by_name(
    sheet: str, place: int, column: str, cell: str
) -> None:
    content = copy.deepcopy(_good())
    rows = content[sheet]
    rows[place % len(rows)][column] = cell
    try:
        checklist = compile_definition(definition_from(content, name="small"))
    except ChecklistError:
        return
    evaluate(checklist, Answers({ItemRef("men"): Answer("2")}), Surroundings(date(2026, 11, 22)))
