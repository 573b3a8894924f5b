"""Writes the fields of every message: `python docs/protocol_fields.py > docs/protocol-fields.md`; a test compares."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from marshmallow import Schema, fields, missing, validate

sys.path.insert(0, str(Path(__file__).parent.parent))

from sync_protocol import operations, pages, schemas, schemas_enrol, schemas_register

MODULES = (schemas, schemas_enrol, schemas_register, pages)
ABSTRACT = {"Message", "Schema"}

HEAD = """# Messages of the sync protocol, field by field

Written by `docs/protocol_fields.py` from the schemas both sides load messages with; [the protocol](protocol.md) says
what they mean. A field that is not named here is refused.
"""


def document() -> str:
    """Return the whole document."""
    parts = [HEAD]
    for module in MODULES:
        parts += [_table(found, found.__name__.removesuffix("Schema")) for found in _schemas(module)]
    parts.append("\n## What the `set` of an operation holds\n")
    parts += [_table(schema, f"`{kind}`") for kind, schema in operations.CONTENT.items()]
    return "\n".join(parts) + "\n"


def _schemas(module: object) -> Iterator[type[Schema]]:
    for value in vars(module).values():
        is_ours = isinstance(value, type) and issubclass(value, Schema) and value.__module__ == module.__name__  # type: ignore[attr-defined]
        if is_ours and value.__name__ not in ABSTRACT:
            yield value


def _table(schema: type[Schema], name: str) -> str:
    lines = [f"\n### {name}\n", " ".join((schema.__doc__ or "").split("\n\n")[0].split()), ""]
    lines += ["| field | type | needed |", "|---|---|---|"]
    for key, field in schema().fields.items():
        lines.append(f"| `{field.data_key or key}` | {_type(field)} | {_need(field)} |")
    return "\n".join(lines)


def _need(field: fields.Field[object]) -> str:
    if field.required:
        return "yes"
    if field.load_default is missing:
        return "no"
    default = field.load_default() if callable(field.load_default) else field.load_default
    return f"no; `{default!r}`"


def _type(field: fields.Field[object]) -> str:
    if isinstance(field, fields.Nested):
        return type(field.schema).__name__.removesuffix("Schema")
    if isinstance(field, fields.List):
        return f"list of {_type(field.inner)}"
    name = {"Str": "text", "String": "text", "Int": "whole number", "Integer": "whole number"}.get(
        type(field).__name__, type(field).__name__.lower()
    )
    name = {"bool": "true or false", "boolean": "true or false", "dict": "object", "raw": "any value"}.get(name, name)
    limits = [_limit(rule) for rule in field.validators]
    return " ".join([name, *(limit for limit in limits if limit)]) + (" or null" if field.allow_none else "")


def _limit(rule: object) -> str:
    match rule:
        case validate.Range():
            return f"from {rule.min} to {rule.max}" if rule.max is not None else f"from {rule.min}"
        case validate.Length() if rule.equal is not None:
            return f"of {rule.equal}"
        case validate.Length() if rule.min:
            return f"of {rule.min} to {rule.max}"
        case validate.Length():
            return f"of at most {rule.max}"
        case validate.OneOf():
            return "out of " + ", ".join(f"`{choice}`" for choice in rule.choices)
    return ""


if __name__ == "__main__":
    sys.stdout.write(document())
