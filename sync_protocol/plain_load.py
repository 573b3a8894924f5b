"""Loads what is plainly valid by a marshmallow schema without marshmallow's machinery, some twenty times faster.

The schema stays the only definition of a message. A loader made here takes a value only where `Schema.load` would
return the same; anything else, wrong values above all, is left to `Schema.load`, which also words the errors.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, missing, validate

NOT_PLAIN = object()
"""What a loader returns for a value that marshmallow has to judge."""

Loader = Callable[[Any], Any]
_Test = Callable[[Any], bool]

_REQUIRED, _LEFT_OUT, _ABSENT = object(), object(), object()


class _NoLoader(Exception):
    """There is no plain way for a schema, a field, an option or a validator."""


@lru_cache(maxsize=256)
def plain_loader(schema: type[Schema]) -> Loader:
    """Return the plain loader of a schema class; where there is none, one that takes nothing."""
    try:
        return _object(schema())
    except _NoLoader:
        return lambda value: NOT_PLAIN


def is_as_declared(schema: Schema) -> bool:
    """Return whether an instance loads all that its class declares, so that the loader of its class fits it."""
    return schema.only is None and not schema.exclude and not schema.many and not schema.partial


def _object(schema: Schema) -> Loader:
    if schema.unknown != RAISE or any(schema._hooks.values()) or not is_as_declared(schema):
        raise _NoLoader
    rows = [(name, _loader(field), _default(field)) for name, field in schema.load_fields.items()]

    def load(value: Any) -> Any:
        if type(value) is not dict:
            return NOT_PLAIN
        met, changed = 0, None
        for name, loader, default in rows:
            item = value.get(name, _ABSENT)
            if item is _ABSENT:
                if default is _LEFT_OUT:
                    continue
                if default is _REQUIRED:
                    return NOT_PLAIN
                loaded = default() if callable(default) else default
            else:
                met += 1
                loaded = loader(item)
                if loaded is item:
                    continue
                if loaded is NOT_PLAIN:
                    return NOT_PLAIN
            if changed is None:
                changed = dict(value)
            changed[name] = loaded
        if met != len(value):
            return NOT_PLAIN
        return value if changed is None else changed

    return load


def _default(field: fields.Field[Any]) -> Any:
    if field.required:
        return _REQUIRED
    return _LEFT_OUT if field.load_default is missing else field.load_default


def _loader(field: fields.Field[Any]) -> Loader:
    """Return the loader of one field; one that has no plain way is loaded by marshmallow itself."""
    if field.data_key is not None or field.attribute is not None:
        raise _NoLoader
    make = None if field.pre_load or field.post_load else _MAKERS.get(type(field))
    try:
        loader = make(field) if make else _by_marshmallow(field)
    except _NoLoader:
        return _by_marshmallow(field)
    if not field.allow_none:
        return loader
    return lambda value: None if value is None else loader(value)


def _by_marshmallow(field: fields.Field[Any]) -> Loader:
    def load(value: Any) -> Any:
        try:
            return field.deserialize(value)
        except ValidationError:
            return NOT_PLAIN

    return load


def _text(field: fields.Field[Any]) -> Loader:
    """The commonest texts have a loader that is one expression."""
    match field.validators:
        case [validate.Length(equal=None, min=None, max=int(high))]:
            return lambda value: value if type(value) is str and len(value) <= high else NOT_PLAIN
        case [validate.Regexp() as shape]:
            match_: Callable[[Any], Any] = shape.regex.match
            return lambda value: value if type(value) is str and match_(value) else NOT_PLAIN
    return _tested(str, field)


def _tested(kind: type, field: fields.Field[Any]) -> Loader:
    tests = [_test(validator) for validator in field.validators]
    if not tests:
        return lambda value: value if type(value) is kind else NOT_PLAIN
    if len(tests) == 1:
        [only] = tests
        return lambda value: value if type(value) is kind and only(value) else NOT_PLAIN
    return lambda value: value if type(value) is kind and all(test(value) for test in tests) else NOT_PLAIN


def _test(validator: Any) -> _Test:
    match validator:
        case validate.Regexp():
            pattern: re.Pattern[Any] = validator.regex
            return lambda value: pattern.match(value) is not None
        case validate.Length():
            return _length(validator)
        case validate.OneOf():
            choices = tuple(validator.choices)
            return lambda value: value in choices
        case validate.Range():
            return _range(validator)
    raise _NoLoader


def _length(validator: validate.Length) -> _Test:
    if validator.equal is not None:
        raise _NoLoader
    low, high = validator.min or 0, validator.max
    if high is None:
        return lambda value: len(value) >= low
    return lambda value: low <= len(value) <= high


def _range(validator: validate.Range) -> _Test:
    if not (validator.min_inclusive and validator.max_inclusive):
        raise _NoLoader
    low, high = validator.min, validator.max
    return lambda value: (low is None or value >= low) and (high is None or value <= high)


def _dict(field: fields.Field[Any]) -> Loader:
    assert isinstance(field, fields.Dict)
    if field.validators:
        raise _NoLoader
    key = _loader(field.key_field) if field.key_field else None
    inner = _loader(field.value_field) if field.value_field else None

    def load(value: Any) -> Any:
        if type(value) is not dict:
            return NOT_PLAIN
        if key is not None:
            for name in value:
                if key(name) is not name:
                    return NOT_PLAIN
        if inner is None:
            return value
        loaded = {}
        for name, item in value.items():
            loaded[name] = inner(item)
            if loaded[name] is NOT_PLAIN:
                return NOT_PLAIN
        return loaded

    return load


def _list(field: fields.Field[Any]) -> Loader:
    assert isinstance(field, fields.List)
    inner, tests = _loader(field.inner), [_test(validator) for validator in field.validators]

    def load(value: Any) -> Any:
        if type(value) is not list or (tests and not all(test(value) for test in tests)):
            return NOT_PLAIN
        loaded = [inner(item) for item in value]
        for item in loaded:
            if item is NOT_PLAIN:
                return NOT_PLAIN
        return loaded

    return load


def _nested(field: fields.Field[Any]) -> Loader:
    assert isinstance(field, fields.Nested)
    if field.validators or field.unknown is not None or field.many:
        raise _NoLoader
    return _object(field.schema)


_MAKERS: Mapping[type, Callable[[fields.Field[Any]], Loader]] = {
    fields.String: _text,
    fields.Integer: lambda field: _tested(int, field),
    fields.Boolean: lambda field: _tested(bool, field),
    fields.Raw: lambda field: _raw(field),
    fields.Dict: _dict,
    fields.List: _list,
    fields.Nested: _nested,
}


def _raw(field: fields.Field[Any]) -> Loader:
    if field.validators:
        raise _NoLoader
    return lambda value: NOT_PLAIN if value is None else value
