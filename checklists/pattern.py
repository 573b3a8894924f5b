"""Regular expressions that cannot hang: a pattern is matched in one pass over the text, whatever the pattern and text.

Takes what Python's own parser reads, under re.ASCII, except what needs backtracking or flags; captures nothing.

Source: ODK XForms specification, `regex()`; K. Thompson, "Regular Expression Search Algorithm", CACM 11(6), 1968.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from checklists.errors import XPathError

LONGEST_PATTERN, MOST_BRACKETS, MOST_STATES = 1_000, 50, 5_000

_parser: Any = re._parser  # type: ignore[attr-defined]  # no public parser; drop this when the library offers one
_ALLOWED_FLAGS = re.ASCII | re.UNICODE

_Test = Callable[[str], bool]
_Place = Callable[[str, int], bool]

_WORD = frozenset(string.ascii_letters + string.digits + "_")
_CATEGORIES: dict[str, _Test] = {
    "CATEGORY_DIGIT": lambda letter: letter in string.digits,
    "CATEGORY_NOT_DIGIT": lambda letter: letter not in string.digits,
    "CATEGORY_SPACE": lambda letter: letter in " \t\n\r\f\v",
    "CATEGORY_NOT_SPACE": lambda letter: letter not in " \t\n\r\f\v",
    "CATEGORY_WORD": lambda letter: letter in _WORD,
    "CATEGORY_NOT_WORD": lambda letter: letter not in _WORD,
}


def _at_boundary(text: str, place: int) -> bool:
    before, after = text[place - 1 : place] in _WORD, text[place : place + 1] in _WORD
    return (place > 0 and before) != (place < len(text) and after)


_PLACES: dict[str, _Place] = {
    "AT_BEGINNING": lambda text, place: place == 0,
    "AT_BEGINNING_STRING": lambda text, place: place == 0,
    "AT_END": lambda text, place: place == len(text) or (place == len(text) - 1 and text[place] == "\n"),
    "AT_END_STRING": lambda text, place: place == len(text),
    "AT_BOUNDARY": _at_boundary,
    "AT_NON_BOUNDARY": lambda text, place: not _at_boundary(text, place),
}


@dataclass
class _State:
    """Goes on to `nexts`: over one letter that `takes` it, or, where it takes none, at once if `holds` at the place."""

    takes: _Test | None = None
    holds: _Place | None = None
    nexts: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Pattern:
    """A compiled pattern; `states` are never changed after it is made."""

    states: tuple[_State, ...]
    start: int
    end: int

    def is_in(self, text: str) -> bool:
        """Return whether some part of a text matches; the time grows with text times pattern and no faster."""
        reached: set[int] = set()
        for place in range(len(text) + 1):
            here = self._closure([*reached, self.start], text, place)
            if self.end in here:
                return True
            if place < len(text):
                reached = self._over(text[place], here)
        return False

    def _over(self, letter: str, here: set[int]) -> set[int]:
        found: set[int] = set()
        for number in here:
            state = self.states[number]
            if state.takes is not None and state.takes(letter):
                found.update(state.nexts)
        return found

    def _closure(self, waiting: list[int], text: str, place: int) -> set[int]:
        found: set[int] = set()
        while waiting:
            number = waiting.pop()
            if number in found:
                continue
            found.add(number)
            state = self.states[number]
            if state.takes is None and (state.holds is None or state.holds(text, place)):
                waiting.extend(state.nexts)
        return found


@lru_cache(maxsize=256)
def compile_pattern(source: str) -> Pattern:
    """Return the pattern of a regular expression.

    Raises:
        XPathError: it is none, is too long, or uses flags, back references, look-around or possessive repetition.
    """
    if len(source) > LONGEST_PATTERN:
        raise XPathError(f"a pattern of {len(source)} characters", f"at most {LONGEST_PATTERN}")
    if source.count("(") > MOST_BRACKETS:
        raise XPathError(f"the pattern {source!r}", f"at most {MOST_BRACKETS} brackets")
    try:
        tree = _parser.parse(source, re.ASCII)
        if tree.state.flags & ~_ALLOWED_FLAGS:
            raise XPathError(f"the pattern {source!r}", "a pattern without flags such as (?i)")
        return _Builder(source).pattern(tree)
    except (re.error, OverflowError) as problem:
        raise XPathError(f"the pattern {source!r}: {problem}", "a regular expression") from None


class _Builder:
    """Turns the tree of a pattern into states, from the last to the first."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._states: list[_State] = []

    def pattern(self, tree: Iterable[tuple[Any, Any]]) -> Pattern:
        end = self._add(_State())
        start = self._sequence(tree, end)
        return Pattern(tuple(self._states), start, end)

    def _add(self, state: _State) -> int:
        if len(self._states) >= MOST_STATES:
            raise XPathError(f"the pattern {self._source!r}", "a pattern with smaller counts in {}")
        self._states.append(state)
        return len(self._states) - 1

    def _sequence(self, tree: Iterable[tuple[Any, Any]], after: int) -> int:
        for operator, value in reversed(list(tree)):
            after = self._one(str(operator), value, after)
        return after

    def _one(self, operator: str, value: Any, after: int) -> int:
        if operator == "AT":
            return self._add(_State(holds=_PLACES[str(value)], nexts=[after]))
        if operator == "SUBPATTERN":
            _, added, removed, inner = value
            if not added and not removed:
                return self._sequence(inner, after)
        if operator == "BRANCH":
            return self._add(_State(nexts=[self._sequence(branch, after) for branch in value[1]]))
        if operator in ("MAX_REPEAT", "MIN_REPEAT"):
            return self._repeat(*value, after=after)
        if (takes := _test_of(operator, value)) is not None:
            return self._add(_State(takes=takes, nexts=[after]))
        expected = "a pattern without flags, back references, look-around and possessive repetition"
        raise XPathError(f"the pattern {self._source!r}", expected)

    def _repeat(self, least: int, most: int, inner: Any, *, after: int) -> int:
        if most == _parser.MAXREPEAT:
            loop = self._add(_State(nexts=[after]))
            self._states[loop].nexts.append(self._sequence(inner, loop))
            after = loop
        else:
            end = after
            for _ in range(most - least):
                after = self._add(_State(nexts=[self._sequence(inner, after), end]))
        for _ in range(least):
            before = after
            after = self._sequence(inner, after)
            if after == before:  # nothing to repeat
                break
        return after


def _test_of(operator: str, value: Any) -> _Test | None:
    """Return the test of one letter, or None where the operator takes none."""
    if operator == "LITERAL":
        return lambda letter: ord(letter) == value
    if operator == "NOT_LITERAL":
        return lambda letter: ord(letter) != value
    if operator == "ANY":
        return lambda letter: letter != "\n"
    if operator == "RANGE":
        return lambda letter: value[0] <= ord(letter) <= value[1]
    if operator == "CATEGORY":
        return _CATEGORIES[str(value)]
    if operator == "IN":
        is_negated = str(value[0][0]) == "NEGATE"
        tests = [test for inner, what in value[is_negated:] if (test := _test_of(str(inner), what))]
        return lambda letter: any(test(letter) for test in tests) is not is_negated
    return None
