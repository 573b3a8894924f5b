from __future__ import annotations

from typing import Any

import pytest

from sync_protocol import upcast as module
from sync_protocol.entities import OperationKind
from sync_protocol.operations import load_content
from sync_protocol.upcast import STEPS, upcast
from sync_protocol.versions import SCHEMA_VERSION

OLD_EVIDENCE: dict[str, Any] = {
    "inspection_id": "01930000-0000-7000-8000-000000000001",
    "sha256": "0" * 64,
    "size_bytes": 1,
    "media_type": "image/jpeg",
    "kind": "photo",
    "captured_at": "2026-11-22T05:00:00Z",
}


def test_evidence_of_the_first_schema_has_no_copies() -> None:
    content = upcast(OperationKind.EVIDENCE_ADD, 1, OLD_EVIDENCE)
    assert content["copy_sha256"] == content["thumbnail_sha256"] == ""
    assert load_content(OperationKind.EVIDENCE_ADD, content) == load_content(OperationKind.EVIDENCE_ADD, OLD_EVIDENCE)


def test_steps_are_taken_one_after_another_from_the_schema_of_the_operation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SCHEMA_VERSION", 4)
    kind = OperationKind.FINDING_RECORD
    steps = {(kind, 1): lambda one: {**one, "b": 1}, (kind, 3): lambda one: {"c": one.get("b", 0) + 1}}
    assert [upcast(kind, schema, {"a": 0}, steps=steps) for schema in (0, 1, 2, 4, 5)] == [
        {"c": 2},
        {"c": 2},
        {"c": 1},
        {"a": 0},
        {"a": 0},
    ]


def test_every_step_leads_to_a_schema_that_there_is() -> None:
    assert all(1 <= schema < SCHEMA_VERSION for _, schema in STEPS)
