from __future__ import annotations

from typing import Any

import pytest

from checklists.compile import compile_definition
from checklists.errors import ChecklistError
from checklists.library import available_checklists, definition_of
from checklists.translations import missing_texts, with_stand_ins

UR = "Urdu (ur)"


def _unfinished(write: Any) -> Any:
    question = write.question("integer", "men", constraint=". > 0")
    del question[f"label::{UR}"], question[f"constraint_message::{UR}"]
    choice = write.choice("yes_no", "yes")
    del choice["label::English (en)"]
    return write.definition(write.group("g", question), choices=[choice])


def test_every_missing_text_is_named_by_sheet_row_and_column_and_replaced_by_a_marked_one(write: Any) -> None:
    definition = _unfinished(write)
    with pytest.raises(ChecklistError):
        compile_definition(definition)

    missing = missing_texts(definition)
    item = compile_definition(with_stand_ins(definition)).form.items[0]

    assert [(one.sheet, one.row, one.column) for one in missing] == [
        ("survey", 4, f"label::{UR}"),
        ("survey", 4, f"constraint_message::{UR}"),
        ("choices", 2, "label::English (en)"),
    ]
    assert item.label.text.ur == f"[اردو متن ابھی نہیں لکھا گیا] {item.label.text.en}"


@pytest.mark.parametrize("name", available_checklists())
def test_what_ships_lacks_no_text_and_takes_no_stand_in(name: str) -> None:
    definition = definition_of(name, available_checklists()[name][-1])

    assert missing_texts(definition) == ()
    assert with_stand_ins(definition) == definition
