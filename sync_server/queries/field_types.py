"""Whether values are of their field's type: what a laptop compares by digest must be stored as it was given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sync_protocol.entities import Entity, FieldType

_NOTHING = type(None)
_TYPES: Mapping[FieldType, tuple[type, ...]] = {
    FieldType.INTEGER: (int, _NOTHING),
    FieldType.PAISA: (int, _NOTHING),
    FieldType.FLAG: (int, _NOTHING),
    FieldType.REAL: (int, float, _NOTHING),
}
_TEXT = (str, _NOTHING)


def refuse_strange_values(entity: Entity, rows: Sequence[Mapping[str, Any]]) -> None:
    """Refuse values that a database would turn into something else.

    Raises:
        ValueError: a value is not of its field's type.
    """
    for field in entity.fields:
        allowed = _TYPES.get(field.type, _TEXT)
        found = {type(row[field.name]) for row in rows if field.name in row}
        strange = [kind for kind in found if not issubclass(kind, allowed)]
        if bool in found and field.type is not FieldType.FLAG:
            strange.append(bool)
        if strange:
            names = ", ".join(sorted(kind.__name__ for kind in strange))
            raise ValueError(f"{entity.name}.{field.name} is {field.type}, not {names}")
