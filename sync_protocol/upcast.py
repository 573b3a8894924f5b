"""Brings the content of an operation made under an older schema to the present one, one schema at a time.

An outbox may be as old as it likes: a step, once written, stays. What a newer schema may leave out needs no step.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sync_protocol.entities import OperationKind
from sync_protocol.versions import SCHEMA_VERSION

Content = Mapping[str, Any]
Step = Callable[[Content], Content]


def _without_copies(content: Content) -> Content:
    """Schema 1 knew the original alone."""
    return {**content, "copy_sha256": "", "copy_size": 0, "thumbnail_sha256": ""}


STEPS: Mapping[tuple[OperationKind, int], Step] = {
    (OperationKind.EVIDENCE_ADD, 1): _without_copies,
}
"""From the schema named to the next one; a kind without a step has the same content in both."""


def upcast(
    kind: OperationKind, schema: int, content: Content, *, steps: Mapping[tuple[OperationKind, int], Step] = STEPS
) -> Content:
    """Return what an operation of an older schema would have held had it been made under the present one."""
    for older in range(max(schema, 1), SCHEMA_VERSION):
        step = steps.get((kind, older))
        content = step(content) if step else content
    return content
