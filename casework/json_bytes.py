"""JSON as bytes, written fast: most of what a sync costs the processor is writing the same operations as JSON."""

from __future__ import annotations

import json
from typing import Any

import orjson

_OWN_TYPES_ONLY = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_DATACLASS


def json_bytes(value: Any, *, sort_names: bool = False) -> bytes:
    """Return a JSON value without spaces, in UTF-8, with the names of objects as they come or sorted by code point.

    Raises:
        TypeError: it is no JSON value.
        UnicodeEncodeError: a text holds half a surrogate pair.
    """
    try:
        return orjson.dumps(value, option=_OWN_TYPES_ONLY | (orjson.OPT_SORT_KEYS if sort_names else 0))
    except orjson.JSONEncodeError:  # whole numbers of more than 64 bits, names that are no text, deep nesting
        return json.dumps(value, ensure_ascii=False, sort_keys=sort_names, separators=(",", ":")).encode("utf-8")
