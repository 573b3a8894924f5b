"""Conversions between XPath's four kinds of value as the ODK XForms specification extends them.

Dates and dateTimes are numbers too: days since 1 January 1970 UTC. Never raises on odd values: what is no
number is NaN, as in XPath.
"""

from __future__ import annotations

import math
import re
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

from lxml import etree

OFF = "off"
"""Attribute of a node that is not relevant; such a node counts in no node-set."""

NodeSet = list[etree._Element]
Value = NodeSet | str | float | bool

_NUMBER = re.compile(r"\s*-?(\d+(\.\d*)?|\.\d+)\s*\Z")
_MOMENT = re.compile(
    r"\s*(?P<day>\d{4}-\d{2}-\d{2})(?:T(?P<hour>\d{2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.(?P<part>\d+))?)?"
    r"(?P<zone>Z|[+-]\d{2}:?\d{2})?)?\s*\Z"
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
PAKISTAN = timezone(timedelta(hours=5))
"""The local time of every inspection; Pakistan keeps one time all year."""


def to_string(value: Value) -> str:
    """Return a value as text; of a node-set its first relevant node, and "" where there is none."""
    if isinstance(value, list):
        return next((node_text(node) for node in relevant_nodes(value)), "")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float | int):
        return _number_text(float(value))
    return str(value)


def to_number(value: Value) -> float:
    """Return a value as a number; a date or dateTime becomes days since 1 January 1970 UTC, other text NaN."""
    if isinstance(value, bool):
        return float(value)
    if isinstance(value, float | int):
        return float(value)
    text = to_string(value)
    if _NUMBER.match(text):
        return float(text)
    moment = to_moment(text)
    return math.nan if moment is None else days_of(moment)


def to_boolean(value: Value) -> bool:
    """Return a value as a truth: a node-set by having nodes, a number by not being zero, text by its length."""
    if isinstance(value, list):
        return bool(relevant_nodes(value))
    if isinstance(value, bool):
        return value
    if isinstance(value, float | int):
        return not (value == 0 or math.isnan(value))
    return bool(value)


def to_strings(value: Value) -> list[str]:
    """Return the text of every relevant node, or of the one value."""
    if isinstance(value, list):
        return [node_text(node) for node in relevant_nodes(value)]
    return [to_string(value)]


def relevant_nodes(nodes: NodeSet) -> NodeSet:
    """Return the nodes that take part in the form as it stands, in document order."""
    return [node for node in nodes if node.get(OFF) is None]


def node_text(node: etree._Element) -> str:
    """Return the string value of an element."""
    return (node.text or "") if len(node) == 0 else "".join(str(part) for part in node.itertext())


def to_moment(text: str) -> datetime | None:
    """Return an ISO date (midnight in Pakistan) or dateTime as an aware moment, or None if it is neither."""
    match = _MOMENT.match(text)
    if match is None:
        return None
    try:
        day = date.fromisoformat(match["day"])
        hour, minute, second = (int(match[part] or 0) for part in ("hour", "minute", "second"))
        micros = int((match["part"] or "0").ljust(6, "0")[:6])
        return datetime(day.year, day.month, day.day, hour, minute, second, micros, _zone(match["zone"]))
    except ValueError:
        return None


def is_date(text: str) -> bool:
    """Return whether a text is a plain ISO date, and one that the calendar has."""
    return "T" not in text and to_moment(text) is not None


def days_of(moment: datetime) -> float:
    """Return days since 1 January 1970; a midnight without a time of day is a whole number of days.

    Source: ODK XForms specification, `number()` and `decimal-date-time()`.
    """
    if moment.tzinfo is PAKISTAN and moment.time() == moment.time().min:
        return float((moment.date() - _EPOCH.date()).days)
    return (moment - _EPOCH).total_seconds() / 86400


def moment_from_days(days: float) -> datetime | None:
    """Return the moment so many days after 1 January 1970, or None if there is none such."""
    try:
        if days == math.floor(days):
            day = _EPOCH.date() + timedelta(days=days)
            return datetime(day.year, day.month, day.day, tzinfo=PAKISTAN)
        return (_EPOCH + timedelta(days=days)).astimezone(PAKISTAN)
    except (OverflowError, ValueError):
        return None


def _zone(text: str | None) -> timezone:
    if not text:
        return PAKISTAN
    if text == "Z":
        return UTC
    sign = -1 if text[0] == "-" else 1
    return timezone(sign * timedelta(hours=int(text[1:3]), minutes=int(text[-2:])))


def _number_text(number: float) -> str:
    if math.isnan(number):
        return "NaN"
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    if number == int(number):
        return str(int(number))
    # what a float holds beyond 15 digits is noise of its binary form: 44000.55 is not 44000.550000000003
    places = Decimal(1).scaleb(-12 if abs(number) >= 1e-6 else -15)
    return f"{Decimal(f'{number:.15g}').quantize(places):f}".rstrip("0").rstrip(".")
