"""What an operation may hold: bad content is named by field, good content gets its defaults."""

from __future__ import annotations

from typing import Any

import pytest

from sync_protocol.entities import EMPLOYER, OperationKind
from sync_protocol.errors import SchemaError
from sync_protocol.operations import CONTENT, load_content

ID = "01930000-0000-7000-8000-000000000001"
START = {
    "employer_id": ID,
    "checklist": "registration_contribution",
    "checklist_version": "1",
    "started_at": "2026-11-21T05:00:00Z",
}


def test_every_kind_has_a_schema() -> None:
    assert set(CONTENT) == set(OperationKind)


def test_an_inspector_may_correct_exactly_the_fields_that_say_so() -> None:
    correctable = {field.name for field in EMPLOYER.fields if field.from_field}
    assert set(CONTENT[OperationKind.EMPLOYER_CORRECT]().fields) == correctable


def test_what_may_be_left_out_gets_its_default() -> None:
    loaded = load_content(OperationKind.INSPECTION_START, START)
    assert loaded == {**START, "establishment_id": "", "visit_id": "", "authorisation": {}}


@pytest.mark.parametrize(
    ("kind", "set_", "field"),
    [
        (OperationKind.EMPLOYER_CORRECT, {}, "_schema"),
        (OperationKind.EMPLOYER_CORRECT, {"ntn": "1234567-8"}, "ntn"),
        (OperationKind.EMPLOYER_CORRECT, {"name_en": ""}, "name_en"),
        (OperationKind.EMPLOYER_CORRECT, {"name_en": "x" * 10_000}, "name_en"),
        (OperationKind.EMPLOYER_CORRECT, {"name_ur": "a\x00b"}, "name_ur"),
        (OperationKind.EMPLOYER_CORRECT, {"name_ur": "\ud800"}, "name_ur"),
        (OperationKind.EMPLOYER_CORRECT, {"owner_cnic": "3520212345671"}, "owner_cnic"),
        (OperationKind.EMPLOYER_CORRECT, {"phone": "ring the bell"}, "phone"),
        (OperationKind.EMPLOYER_CORRECT, {"phone": None}, "phone"),
        (OperationKind.INSPECTION_START, {**START, "employer_id": "1"}, "employer_id"),
        (OperationKind.INSPECTION_START, {**START, "started_at": "yesterday"}, "started_at"),
        (OperationKind.INSPECTION_START, {**START, "checklist": "../secret"}, "checklist"),
        (OperationKind.INSPECTION_START, {**START, "extra": 1}, "extra"),
    ],
)
def test_bad_content_is_refused_and_the_field_named(kind: OperationKind, set_: dict[str, Any], field: str) -> None:
    with pytest.raises(SchemaError) as refused:
        load_content(kind, set_)
    assert field in refused.value.facts["fields"]  # type: ignore[operator]


def test_an_operation_of_more_than_a_mebibyte_is_refused() -> None:
    with pytest.raises(SchemaError):
        load_content(OperationKind.INSPECTION_START, {**START, "authorisation": {"x": "y" * 1_100_000}})
