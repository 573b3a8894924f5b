"""Date and time functions of the ODK XPath library; the day itself comes with the document.

Source: ODK XForms specification, "Date and Time Functions".
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import datetime

from checklists.instance_tree import NOW, TODAY, root_of
from checklists.xpath_library import Function, Library
from checklists.xpath_values import PAKISTAN, Value, days_of, moment_from_days, to_moment, to_number, to_string

_TIME = re.compile(r"\s*(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?(?:Z|[+-]\d{2}:?\d{2})?\s*\Z")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

_DAY_MARKS: dict[str, Callable[[datetime], str]] = {
    "Y": lambda moment: f"{moment.year:04d}",
    "y": lambda moment: f"{moment.year % 100:02d}",
    "m": lambda moment: f"{moment.month:02d}",
    "n": lambda moment: str(moment.month),
    "b": lambda moment: _MONTHS[moment.month - 1],
    "d": lambda moment: f"{moment.day:02d}",
    "e": lambda moment: str(moment.day),
    "a": lambda moment: _WEEKDAYS[moment.weekday()],
}
_TIME_MARKS: dict[str, Callable[[datetime], str]] = {
    **_DAY_MARKS,
    "H": lambda moment: f"{moment.hour:02d}",
    "h": lambda moment: str(moment.hour),
    "M": lambda moment: f"{moment.minute:02d}",
    "S": lambda moment: f"{moment.second:02d}",
    "3": lambda moment: f"{moment.microsecond // 1000:03d}",
}


def _today(context: object) -> str:
    return root_of(context).get(TODAY, "")


def _now(context: object) -> str:
    return root_of(context).get(NOW, "")


def _moment(value: Value) -> datetime | None:
    if isinstance(value, float | int) and not isinstance(value, bool):
        return moment_from_days(float(value))
    text = to_string(value)
    moment = to_moment(text)
    if moment is not None:
        return moment
    number = to_number(text)
    return None if math.isnan(number) else moment_from_days(number)


def _date(context: object, value: Value) -> str:
    moment = _moment(value)
    return "" if moment is None else moment.date().isoformat()


def _date_time(context: object, value: Value) -> str:
    moment = _moment(value)
    return "" if moment is None else moment.isoformat(timespec="milliseconds")


def _format_date(context: object, value: Value, pattern: Value) -> str:
    return _formatted(_moment(value), to_string(pattern), _DAY_MARKS)


def _format_date_time(context: object, value: Value, pattern: Value) -> str:
    return _formatted(_moment(value), to_string(pattern), _TIME_MARKS)


def _formatted(moment: datetime | None, pattern: str, marks: dict[str, Callable[[datetime], str]]) -> str:
    if moment is None:
        return ""
    try:
        local = moment if moment.tzinfo is PAKISTAN else moment.astimezone(PAKISTAN)
    except OverflowError:  # at the first or last day of the calendar there is none
        return ""
    return re.sub(r"%(.)", lambda mark: marks[mark[1]](local) if mark[1] in marks else mark[0], pattern)


def _decimal_date_time(context: object, value: Value) -> float:
    moment = to_moment(to_string(value))
    return math.nan if moment is None else days_of(moment)


def _decimal_time(context: object, value: Value) -> float:
    match = _TIME.match(to_string(value))
    if match is None:
        return math.nan
    seconds = int(match[1]) * 3600 + int(match[2]) * 60 + int(match[3] or 0) + float(f"0.{match[4] or 0}")
    return seconds / 86400


DATES: Library = {
    "today": Function(_today, 0, 0),
    "now": Function(_now, 0, 0),
    "date": Function(_date, 1, 1),
    "date-time": Function(_date_time, 1, 1),
    "format-date": Function(_format_date, 2, 2),
    "format-date-time": Function(_format_date_time, 2, 2),
    "decimal-date-time": Function(_decimal_date_time, 1, 1, gives_number=True),
    "decimal-time": Function(_decimal_time, 1, 1, gives_number=True),
}
