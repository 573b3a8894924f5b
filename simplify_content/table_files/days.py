"""Days and months as clerks and spreadsheets write them, to ISO text.

Day before month, always; which day today is, the caller says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from simplify_content.cleaning import clean_text, western_digits
from simplify_content.table_files.errors import ValueRefused
from simplify_content.table_files.tables import EPOCH_1900

_OLDEST = date(1900, 1, 1)
_FURTHEST_YEARS = 30
_MONTHS = (
    ("january", "jan", "جنوری"),
    ("february", "feb", "فروری"),
    ("march", "mar", "مارچ"),
    ("april", "apr", "اپریل"),
    ("may", "may", "مئی"),
    ("june", "jun", "جون"),
    ("july", "jul", "جولائی"),
    ("august", "aug", "اگست"),
    ("september", "sep", "ستمبر"),
    ("october", "oct", "اکتوبر"),
    ("november", "nov", "نومبر"),
    ("december", "dec", "دسمبر"),
)
_MONTH_BY_NAME = {clean_text(name): number for number, names in enumerate(_MONTHS, 1) for name in names} | {"sept": 9}
_ISO = re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T]\d{1,2}:\d{2}.*)?$", re.ASCII)
_DMY = re.compile(r"^(\d{1,2})[-/.\s](\d{1,2})[-/.\s](\d{4}|\d{2})(?:\s+\d{1,2}:\d{2}.*)?$", re.ASCII)
_NAMED = re.compile(r"^(\d{1,2})(?:st|nd|rd|th)?[-/.,\s]*([^\W\d_]+)\.?[-/.,\s]*(\d{4}|\d{2})$")
_SERIAL = re.compile(r"^\d{5}(\.\d+)?$", re.ASCII)
_YEAR_MONTH = re.compile(r"^(\d{4})[-/.\s]?(\d{2}|\d)$", re.ASCII)
_MONTH_YEAR = re.compile(r"^(\d{1,2})[-/.\s](\d{4})$", re.ASCII)
_NAME_YEAR = re.compile(r"^([^\W\d_]+)\.?[-/.,'\s]*(\d{4}|\d{2})$")


@dataclass(frozen=True)
class DayReader:
    """Reads days and months as seen on the day `today`; serial numbers count from `epoch`."""

    today: date
    epoch: date = EPOCH_1900

    def past_day(self, raw: str) -> str:
        """Return a day that has come, in ISO form.

        Raises:
            ValueRefused: no date, no such day, in the future, or before 1900.
        """
        if not (day := self._day(raw)):
            return ""
        if day > self.today:
            raise ValueRefused("day.future")
        return day.isoformat()

    def any_day(self, raw: str) -> str:
        """Return a day in ISO form; it may be up to thirty years ahead, such as an expiry.

        Raises:
            ValueRefused: no date, no such day, before 1900, or further ahead.
        """
        if not (day := self._day(raw)):
            return ""
        if day.year > self.today.year + _FURTHEST_YEARS:
            raise ValueRefused("day.too_late")
        return day.isoformat()

    def month(self, raw: str) -> str:
        """Return a month as YYYY-MM.

        Raises:
            ValueRefused: no month, or one that has not begun.
        """
        text = _typed(raw)
        if not text:
            return ""
        year, month = self._year_and_month(text)
        if not 1 <= month <= 12 or year < _OLDEST.year:
            raise ValueRefused("month.shape")
        if (year, month) > (self.today.year, self.today.month):
            raise ValueRefused("month.future")
        return f"{year:04d}-{month:02d}"

    def _day(self, raw: str) -> date | None:
        text = _typed(raw)
        if not text:
            return None
        if found := _ISO.match(text):
            year, month, day = (int(part) for part in found.groups())
        elif found := _DMY.match(text):
            day, month, year = int(found[1]), int(found[2]), self._year(found[3])
        elif (found := _NAMED.match(text)) and found[2].casefold() in _MONTH_BY_NAME:
            day, month, year = int(found[1]), _MONTH_BY_NAME[found[2].casefold()], self._year(found[3])
        elif _SERIAL.match(text):
            return self.epoch + timedelta(days=int(float(text)))
        else:
            raise ValueRefused("day.shape")
        return _date(year, month, day)

    def _year_and_month(self, text: str) -> tuple[int, int]:
        if not _SERIAL.match(text) and (found := _YEAR_MONTH.match(text)):
            return int(found[1]), int(found[2])
        if found := _MONTH_YEAR.match(text):
            return int(found[2]), int(found[1])
        if (found := _NAME_YEAR.match(text)) and found[1].casefold() in _MONTH_BY_NAME:
            return self._year(found[2]), _MONTH_BY_NAME[found[1].casefold()]
        try:
            day = self._day(text)
        except ValueRefused:
            raise ValueRefused("month.shape") from None
        if day is None:
            raise ValueRefused("month.shape")
        return day.year, day.month

    def _year(self, text: str) -> int:
        """Return a year of two digits as the latest one that is not far ahead of today."""
        if len(text) == 4:
            return int(text)
        century = self.today.year // 100 * 100
        year = century + int(text)
        return year if year <= self.today.year + 10 else year - 100


def _typed(raw: str) -> str:
    return western_digits(clean_text(raw)).removeprefix("'").strip()


def _date(year: int, month: int, day: int) -> date:
    if month > 12 and day <= 12:
        raise ValueRefused("day.order", month=month)
    try:
        made = date(year, month, day)
    except ValueError:
        raise ValueRefused("day.impossible") from None
    if made < _OLDEST:
        raise ValueRefused("day.too_old")
    return made
