"""Reads the fields of a case file one by one: each value of its kind and within reason, or an error with its place.

Which fields there are is `case_yaml`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from casework.money import Money
from simplify_content.cleaning import western_digits

_Kind = TypeVar("_Kind", bound=StrEnum)

EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)
"""Days outside are slips of the pen: no scheme is older, and nobody works out a case of the next century."""

MOST_RUPEES, MOST_PEOPLE = 10**12, 10**7
"""Amounts and numbers beyond are slips of the pen, of one employer and one month as of one worker."""

_NUMBER = re.compile(r"[-+]?[0-9]{1,18}(\.[0-9]{1,8})?\Z")
_LONGEST_SHOWN, _LONGEST_TEXT = 200, 10_000

_NOT_PRINTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")
"""Characters that turn or hide what stands beside them on a paper; marks for joining letters stay."""


class CaseError(ValueError):
    """A case file cannot be read: names the place, what stands there, and what was expected."""


def wrong(place: str, found: object, expected: str) -> CaseError:
    """Return the error of one value; of a long one its beginning is shown."""
    told = repr(found)
    if len(told) > _LONGEST_SHOWN:
        told = f"{told[:_LONGEST_SHOWN]}..."
    return CaseError(f"{place}: found {told}; expected {expected}")


def fields(place: str, raw: object, known: tuple[set[str], set[str]]) -> Mapping[str, Any]:
    """Return a mapping that has all of the required and none but the known fields."""
    required, optional = known
    if not isinstance(raw, dict):
        raise wrong(place, raw, f"the fields {', '.join(sorted(required))}")
    names = set(raw)
    if missing := required - names:
        raise CaseError(f"{place}: found no {', '.join(sorted(missing))}; expected it to be given")
    if unknown := names - required - optional:
        allowed = ", ".join(sorted(required | optional))
        raise CaseError(f"{place}: found {', '.join(sorted(unknown))[:_LONGEST_SHOWN]}; expected only {allowed}")
    return raw


def list_of(place: str, row: Mapping[str, Any], name: str) -> list[object]:
    """Return a list; empty where it is not given."""
    value = row.get(name)
    if value is None:
        return []
    if not isinstance(value, list):
        raise wrong(f"{place}.{name}", value, "a list")
    return value


def names(place: str, row: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """Return a list of texts that are not blank."""
    return tuple(named(f"{place}.{name}[{n}]", value) for n, value in enumerate(list_of(place, row, name)))


def said(place: str, raw: object) -> str:
    """Return a text, "" where nothing is given; a number or day, such as a challan's, as it was written."""
    if raw is None:
        return ""
    if isinstance(raw, bool) or not isinstance(raw, str | int | date):
        raise wrong(place, raw, "a text")
    text = str(raw)
    if len(text) > _LONGEST_TEXT:
        raise wrong(place, raw, f"a text of at most {_LONGEST_TEXT} characters")
    if found := _NOT_PRINTED.search(text):
        raise wrong(place, found.group(), "letters, digits and marks, without control or direction characters")
    return text


def named(place: str, raw: object) -> str:
    """Return a text that is not blank."""
    text = said(place, raw)
    if not text.strip():
        raise wrong(place, raw, "a text that is not blank")
    return text


def once(place: str, field: str, values: list[str]) -> None:
    """Refuse a value that stands twice."""
    if twice := [value for value, count in Counter(values).items() if count > 1]:
        raise CaseError(f"{place}: found {field} {twice[0]!r} twice; expected each once")


def one_of(place: str, raw: object, kinds: type[_Kind]) -> _Kind:
    """Return a member of an enumeration by its word."""
    try:
        return kinds(str(raw))
    except ValueError:
        raise wrong(place, raw, f"one of {', '.join(kinds)}") from None


def first_day(place: str, raw: object) -> date:
    """Return the first day of a month written as 2026-09; a whole day is refused."""
    text = str(raw)
    if len(text) != len("2026-09"):
        raise wrong(place, raw, "a month such as 2026-09")
    return day_of(place, f"{text}-01")


def day_of(place: str, raw: object) -> date:
    """Return a day written as 2026-09-30."""
    try:
        day = date.fromisoformat(str(raw))
    except ValueError:
        raise wrong(place, raw, "a day such as 2026-09-30") from None
    if str(day) != str(raw):
        raise wrong(place, raw, f"a day written as {day}")
    if not EARLIEST <= day <= LATEST:
        raise wrong(place, str(raw), f"a day from {EARLIEST} to {LATEST}")
    return day


def last_day(place: str, raw: object, *, first: date | None) -> date | None:
    """Return a day that may be left open and does not lie before the first one."""
    if raw is None:
        return None
    day = day_of(place, raw)
    if first is not None and day < first:
        raise wrong(place, str(day), f"a day not before {first}")
    return day


def amount(place: str, raw: object) -> Money:
    """Return rupees, zero or more, to the paisa; Urdu digits are digits."""
    written = str(raw)
    if isinstance(raw, bool) or not _NUMBER.match(western_digits(written)):
        raise wrong(place, raw, "rupees of zero or more, to the paisa")
    number = Decimal(western_digits(written))
    if number > MOST_RUPEES:
        raise wrong(place, raw, f"rupees of at most {MOST_RUPEES:,}")
    if number < 0 or number * 100 % 1:
        raise wrong(place, raw, "rupees of zero or more, to the paisa")
    return Money.rupees(number)


def count(place: str, raw: object) -> int:
    """Return a whole number of people."""
    if not isinstance(raw, int) or isinstance(raw, bool) or not 0 <= raw <= MOST_PEOPLE:
        raise wrong(place, raw, f"a whole number from zero to {MOST_PEOPLE:,}")
    return raw


def yes_or_no(place: str, raw: object) -> bool:
    """Return a statement that is true or false; one that is not given is false."""
    if raw is not None and not isinstance(raw, bool):
        raise wrong(place, raw, "true or false")
    return bool(raw)
