"""Forms as no page would send them: fields left out, doubled, of another kind, or holding what nobody types."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

DEEP = "[" * 3000 + "]" * 3000
"""JSON that Python's own reader cannot follow to its end."""

STRANGE = (
    "", " ", "x" * 20_000, "-1", "9" * 40, "NaN", "1e999", "1.5", "0", "1", "2147483648", "1,2", "٣", "²",
    "2026-13-45", "2026-02", "0001-01-01", "9999-12-31", "9999-12", "10000-01-01", "00:00", "99:99",
    "a\0b", "\u202e", "😀" * 50, "\r\nX: y", "<b>", "'; DROP", "../..", "/", "//evil.example/", "%00",
    "/\t/evil.example/", "/\rx",
    "null", "{}", "[", "[1]", '{"a": 1}', '{"outcome": null, "note": 3}', DEEP,
)  # fmt: skip
FILES = (b"", b"%PDF-1.7", b"\xff\xd8\xff", b"a,b\n1,2", b"PK\x03\x04" + bytes(30), b"\0" * 50)
NAMES_OF_FILES = ("x.png", "x.csv", "x.xlsx", "../x", "", "ا.pdf")
BODIES = (
    "[]", "{}", "null", '"x"', "3", "{", DEEP, '{"lines": 3}', '{"lines": [{}]}', '{"item": {}, "value": []}',
    '{"lines": [{"number": {}, "cells": []}]}', '{"lines": [{"number": -1, "cells": {"name": "\\ud800"}, "seen": 3}]}',
    '{"lines": [{"number": 1, "cells": {"name": {"a": 1}, "wage": [1]}, "seen": {"name": 3}, "mark": {"x": 1}}]}',
)  # fmt: skip
"""Bodies that are sent as JSON."""

_NOTHINGS = ("x", "%00", "٣", "..", "0" * 300)
_ARGUMENT = re.compile(r"<(?:[^:<>]+:)?([^<>]+)>")
_BOX = re.compile(r"<(?:input|select|textarea|button)[^>]*>")

Fields = dict[str, Any]


def forms_in(page: str) -> Iterator[tuple[str, Fields]]:
    """Yield the address and the fields of every form that a page would post, but for its token."""
    for form in re.findall(r'<form[^>]*method="post".*?</form>', page, re.DOTALL):
        address, fields = re.search(r'action="([^"]+)"', form), Fields()
        for box in _BOX.findall(form):
            name, value = re.search(r'name="([^"]+)"', box), re.search(r'value="([^"]*)"', box)
            if name and name[1] != "token":
                fields.setdefault(name[1], []).append(html.unescape(value[1]) if value else "")
        if address:
            yield html.unescape(address[1]).partition("?")[0], fields


def mangled(fields: Mapping[str, Any], names: Sequence[str], chance: Random) -> Fields:
    """Return the fields of a form with a few of them spoilt; `names`: of fields of other forms."""
    spoilt = dict(fields)
    for _ in range(chance.randrange(5)):
        name = chance.choice(list(spoilt) if spoilt and chance.random() < 0.7 else names)
        what = chance.random()
        if what < 0.15:
            spoilt.pop(name, None)
        elif what < 0.25:
            spoilt[name] = [chance.choice(STRANGE) for _ in range(3)]
        elif what < 0.3 or name == "file":
            spoilt["file"] = (io.BytesIO(chance.choice(FILES)), chance.choice(NAMES_OF_FILES))
        else:
            spoilt[name] = chance.choice(STRANGE)
    return spoilt


@dataclass(frozen=True)
class Addresses:
    """The addresses that an app answers by a method, once each.

    `known` have the arguments that they were given, `strange` have arguments that stand for nothing.
    """

    known: tuple[str, ...]
    strange: tuple[str, ...]

    @classmethod
    def of(cls, app: Any, method: str, values: Mapping[str, Sequence[str]], *, without: Collection[str]) -> Addresses:
        """Return the addresses of an app.

        Args:
            app: the Flask app.
            method: of the requests.
            values: what fills an argument, by its name.
            without: endpoints and blueprints that are left alone.
        """
        rules = [
            rule.rule
            for rule in sorted(app.url_map.iter_rules(), key=str)
            if method in rule.methods and not {rule.endpoint, rule.endpoint.partition(".")[0]} & set(without)
        ]
        most = max(len(each) for each in values.values())
        fills = [{name: each[number % len(each)] for name, each in values.items()} for number in range(most)]
        known = [_filled(rule, fill, "x") for rule in rules for fill in fills]
        strange = [_filled(rule, {}, other) for rule in rules for other in _NOTHINGS]
        return cls(tuple(dict.fromkeys(known)), tuple(dict.fromkeys(strange)))


def _filled(rule: str, named: Mapping[str, str], other: str) -> str:
    return _ARGUMENT.sub(lambda found: named.get(found[1], other), rule)
