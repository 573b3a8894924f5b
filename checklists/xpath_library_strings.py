"""String, boolean and select functions of the ODK XPath library.

Source: ODK XForms specification, "String Functions", "Boolean Functions", "Select Functions".
"""

from __future__ import annotations

import base64
import hashlib
import math

from checklists.instance_tree import NOT_XML
from checklists.pattern import compile_pattern
from checklists.xpath_library import ANY, Function, Library
from checklists.xpath_values import Value, node_text, to_boolean, to_number, to_string, to_strings

_DIGESTS = {"MD5": "md5", "SHA-1": "sha1", "SHA-256": "sha256", "SHA-384": "sha384", "SHA-512": "sha512"}


def _string(context: object, value: Value) -> str:
    return to_string(value)


def _concat(context: object, *values: Value) -> str:
    return "".join(text for value in values for text in to_strings(value))


def _join(context: object, separator: Value, *values: Value) -> str:
    return to_string(separator).join(text for value in values for text in to_strings(value))


def _substr(context: object, value: Value, start: Value, end: Value | None = None) -> str:
    text = to_string(value)
    first = _index(start, len(text))
    last = len(text) if end is None else _index(end, len(text))
    return text[first:last]


def _index(value: Value, length: int) -> int:
    number = to_number(value)
    if math.isnan(number):
        return 0
    place = int(max(-length, min(length, number)))
    return place if place >= 0 else length + place


def _substring(context: object, value: Value, start: Value, length: Value | None = None) -> str:
    text, first = to_string(value), _half_up(to_number(start))
    beyond = math.inf if length is None else first + _half_up(to_number(length))
    return "".join(letter for place, letter in enumerate(text, 1) if first <= place < beyond)


def _half_up(number: float) -> float:
    return number if math.isnan(number) or math.isinf(number) else math.floor(number + 0.5)


def _substring_before(context: object, value: Value, mark: Value) -> str:
    before, found, _ = to_string(value).partition(to_string(mark) or "\0")
    return before if found else ""


def _substring_after(context: object, value: Value, mark: Value) -> str:
    text = to_string(mark)
    return to_string(value).partition(text)[2] if text else to_string(value)


def _translate(context: object, value: Value, letters: Value, others: Value) -> str:
    table: dict[int, str | None] = {}
    replacements = to_string(others)
    for place, letter in enumerate(to_string(letters)):
        table.setdefault(ord(letter), replacements[place] if place < len(replacements) else None)
    return to_string(value).translate(table)


def _string_length(context: object, value: Value) -> float:
    return float(len(to_string(value)))


def _normalize_space(context: object, *value: Value) -> str:
    text = to_string(value[0]) if value else node_text(context.context_node)  # type: ignore[attr-defined]
    return " ".join(text.split())


def _contains(context: object, value: Value, part: Value) -> bool:
    return to_string(part) in to_string(value)


def _starts_with(context: object, value: Value, start: Value) -> bool:
    return to_string(value).startswith(to_string(start))


def _ends_with(context: object, value: Value, end: Value) -> bool:
    return to_string(value).endswith(to_string(end))


def _regex(context: object, value: Value, pattern: Value) -> bool:
    return compile_pattern(to_string(pattern)).is_in(to_string(value))


def _digest(context: object, value: Value, algorithm: Value, encoding: Value = "base64") -> str:
    name = _DIGESTS.get(to_string(algorithm))
    if name is None:
        return ""
    raw = hashlib.new(name, to_string(value).encode(), usedforsecurity=False).digest()
    return raw.hex() if to_string(encoding) == "hex" else base64.b64encode(raw).decode("ascii")


def _if(context: object, condition: Value, then: Value, otherwise: Value) -> Value:
    return then if to_boolean(condition) else otherwise


def _coalesce(context: object, *values: Value) -> str:
    return next((text for value in values if (text := to_string(value))), "")


def _once(context: object, value: Value) -> str:
    return node_text(context.context_node) or to_string(value)  # type: ignore[attr-defined]


def _boolean(context: object, value: Value) -> bool:
    return to_boolean(value)


def _boolean_from_string(context: object, value: Value) -> bool:
    return to_string(value) in ("true", "1")


def _selected(context: object, chosen: Value, name: Value) -> bool:
    return to_string(name).strip() in to_string(chosen).split()


def _selected_at(context: object, chosen: Value, index: Value) -> str:
    names, place = to_string(chosen).split(), to_number(index)
    if math.isnan(place) or not 0 <= place < len(names):
        return ""
    return names[int(place)]


def _count_selected(context: object, chosen: Value) -> float:
    return float(len(to_string(chosen).split()))


def _base64_decode(context: object, value: Value) -> str:
    try:
        text = base64.b64decode("".join(to_string(value).split()), validate=True).decode("utf-8")
    except ValueError:
        return ""
    return "" if NOT_XML.search(text) else text


STRINGS: Library = {
    "string": Function(_string, 1, 1),
    "concat": Function(_concat, 1, ANY),
    "join": Function(_join, 2, ANY),
    "substr": Function(_substr, 2, 3),
    "substring": Function(_substring, 2, 3),
    "substring-before": Function(_substring_before, 2, 2),
    "substring-after": Function(_substring_after, 2, 2),
    "translate": Function(_translate, 3, 3),
    "string-length": Function(_string_length, 1, 1, gives_number=True),
    "normalize-space": Function(_normalize_space, 0, 1),
    "contains": Function(_contains, 2, 2),
    "starts-with": Function(_starts_with, 2, 2),
    "ends-with": Function(_ends_with, 2, 2),
    "regex": Function(_regex, 2, 2),
    "base64-decode": Function(_base64_decode, 1, 1),
    "digest": Function(_digest, 2, 3),
    "if": Function(_if, 3, 3),
    "coalesce": Function(_coalesce, 2, ANY),
    "once": Function(_once, 1, 1),
    "boolean": Function(_boolean, 1, 1),
    "boolean-from-string": Function(_boolean_from_string, 1, 1),
    "selected": Function(_selected, 2, 2),
    "selected-at": Function(_selected_at, 2, 2),
    "count-selected": Function(_count_selected, 1, 1, gives_number=True),
}
