"""YAML as far as people need it to write facts down: mappings, lists, texts; nothing that multiplies, hides or guesses.

Refuses anchors and aliases, tags, a key twice, a second document and deep nesting, each with its line. What the values
mean is for who reads the file.

Source: YAML 1.2.2, section 10.3 (core schema) without octal, hexadecimal and infinite numbers; numbers with a fraction
stay as written, so that no digit is lost.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

MOST_NESTED = 40

_WHOLE = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})\Z")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Gives events only, one after the other: neither parser goes deeper into the stack for what is nested."""


class YamlRefused(ValueError):
    """A text is not YAML of this kind: says what stands there, in which line, and what was expected."""


def typed(text: str) -> object:
    """Return an unquoted scalar as null, a truth, a whole number or a day, if it is one, otherwise as written."""
    if text in ("", "~", "null", "Null", "NULL"):
        return None
    if text in ("true", "True", "TRUE", "false", "False", "FALSE"):
        return text.lower() == "true"
    if _WHOLE.match(text):
        return int(text)
    if _DAY.match(text):
        try:
            return date.fromisoformat(text)
        except ValueError:  # no such day; who reads it says where
            return text
    return text


def read_yaml(text: str, *, unquoted: Callable[[str], object] = typed) -> object:
    """Return what a YAML text holds: dicts with texts for keys, lists, texts, and what `unquoted` makes of scalars.

    Raises:
        YamlRefused: see above.
    """
    reading = _Reading(unquoted)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            reading.take(event)
    except (yaml.YAMLError, UnicodeEncodeError) as problem:
        raise YamlRefused(f"found {' '.join(str(problem).split())}; expected plain YAML") from None
    return reading.whole


def read_yaml_file(file: Path, *, most_bytes: int, unquoted: Callable[[str], object] = typed) -> object:
    """Return what a YAML file holds; one that is too large is refused before it is read whole.

    Raises:
        YamlRefused: it cannot be read, is too large, is not UTF-8, or see `read_yaml`.
    """
    try:
        with file.open("rb") as opened:
            content = opened.read(most_bytes + 1)
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise YamlRefused(f"found a byte that is not UTF-8 at {problem.start}; expected a text in UTF-8") from None
    except OSError as problem:
        raise YamlRefused(f"cannot be read: {problem.strerror}") from None
    if len(content) > most_bytes:
        raise YamlRefused(f"found more than {most_bytes} bytes; expected at most {most_bytes}")
    return read_yaml(text, unquoted=unquoted)


@dataclass
class _Open:
    """A mapping or list that is being read; `key` waits for its value in a mapping, None where a key comes next."""

    holds: dict[str, object] | list[object]
    key: str | None = None


@dataclass
class _Reading:
    unquoted: Callable[[str], object]
    open: list[_Open] = field(default_factory=list)
    documents: int = 0
    whole: object = None

    def take(self, event: Any) -> None:
        """Take the next event of the text."""
        if isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                raise _refused(event, "a second document", "one document")
        elif isinstance(event, yaml.CollectionEndEvent):
            self.open.pop()
        elif isinstance(event, yaml.NodeEvent):
            self._take_node(event)

    def _take_node(self, event: Any) -> None:
        if event.anchor is not None:
            sign = "*" if isinstance(event, yaml.AliasEvent) else "&"
            raise _refused(event, f"{sign}{event.anchor}", "values written out, without anchors and aliases")
        if event.tag is not None and event.tag != "!":
            raise _refused(event, f"the tag {event.tag}", "values without a tag")
        if isinstance(event, yaml.ScalarEvent):
            self._put(event, event.value if self._is_key or not event.implicit[0] else self.unquoted(event.value))
            return
        if len(self.open) >= MOST_NESTED:
            raise _refused(event, f"more than {MOST_NESTED} levels", "values that are not nested so deep")
        holds: dict[str, object] | list[object] = {} if isinstance(event, yaml.MappingStartEvent) else []
        self._put(event, holds)
        self.open.append(_Open(holds))

    @property
    def _is_key(self) -> bool:
        return bool(self.open) and isinstance(self.open[-1].holds, dict) and self.open[-1].key is None

    def _put(self, event: Any, value: object) -> None:
        if not self.open:
            self.whole = value
            return
        inmost = self.open[-1]
        if isinstance(inmost.holds, list):
            inmost.holds.append(value)
        elif inmost.key is not None:
            inmost.holds[inmost.key] = value
            inmost.key = None
        elif not isinstance(value, str):
            raise _refused(event, "a key that is no text", "a text")
        elif value in inmost.holds:
            raise _refused(event, f"the key {value!r} stands twice", "each key once")
        else:
            inmost.key = value


def _refused(event: Any, found: str, expected: str) -> YamlRefused:
    return YamlRefused(f"line {event.start_mark.line + 1}: found {found}; expected {expected}")
