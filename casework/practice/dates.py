"""Dates of a scenario, counted from the day of the attempt, and the places for them in its texts.

`{day:0}` is the day itself in words, `{month:-1}` the month before in words, `{iso:14}` and `{isomonth:-1}` the
same as data; `{date:0}` is day-month-year as papers write it.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from casework.wording import day_text, month_text, name_text
from simplify_content.text import Text

_PLACE = re.compile(r"\{(day|date|month|iso|isomonth):(-?\d+)\}")


def day_after_months(day: date, months: int) -> date:
    """Return the same day so many months later (earlier for a negative count), the last day where there is none."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def dated(text: Text, on: date) -> Text:
    """Return a text with its dates filled in: days counted in days, months in months, from the given day."""
    return Text(
        en=_PLACE.sub(lambda place: _said(place, on).en, text.en),
        ur=_PLACE.sub(lambda place: _said(place, on).ur, text.ur),
    )


def _said(place: re.Match[str], on: date) -> Text:
    kind, count = place[1], int(place[2])
    if kind in ("month", "isomonth"):
        month = day_after_months(on.replace(day=1), count)
        return month_text(month) if kind == "month" else name_text(month.isoformat())
    day = on + timedelta(days=count)
    if kind == "day":
        return day_text(day)
    return name_text(day.isoformat() if kind == "iso" else f"{day:%d-%m-%Y}")
