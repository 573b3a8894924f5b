"""How values look on a page: identifiers, money, days, months, names and bilingual texts.

Decides nothing about the values themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

from markupsafe import Markup, escape

from casework.money import Money
from inspector_app.catalogue import texts
from inspector_app.web.language import current_lang, other_lang, say
from simplify_content.text import Text, isolate

LOCAL = timezone(timedelta(hours=5), "PKT")
"""Pakistan keeps one offset all year."""
_CNIC_DIGITS = 13
_NOTHING = Markup('<span class="muted">–</span>')


def ident(value: object) -> Markup:
    """Return an identifier as a left-to-right unit that surrounding Urdu cannot reorder; a dash for nothing."""
    if value is None or value == "":
        return _NOTHING
    return Markup('<bdi dir="ltr" class="ident">{}</bdi>').format(value)


def money(value: Money | int | None) -> Markup:
    """Return an amount (`Money` or integer paisa) in rupees; a dash for nothing."""
    if value is None:
        return _NOTHING
    figure = Markup('<bdi dir="ltr">{}</bdi>').format(_figure(value))
    sentence = escape(texts()["word.rupees"].in_(current_lang())).replace("{amount}", figure)
    return Markup('<span class="money">{}</span>').format(sentence)


def plain_money(value: Money | int) -> str:
    """Return an amount for use inside a sentence."""
    return say("word.rupees", amount=_figure(value))


def _figure(value: Money | int) -> str:
    paisa = value.paisa if isinstance(value, Money) else value
    whole, rest = divmod(abs(paisa), 100)
    sign = "-" if paisa < 0 else ""
    return f"{sign}{whole:,}" + (f".{rest:02d}" if rest else "")


def day(value: object) -> Markup:
    """Return a day in words, such as 22 November 2026; a dash for nothing, the text itself if it is no day."""
    parsed = _as_date(value)
    if parsed is None:
        return ident(value)
    return _spoken(f"{parsed.day} {_month_name(parsed.month)} {parsed.year}")


def month(value: object) -> Markup:
    """Return a month in words, such as November 2026; a dash for nothing."""
    parsed = _as_date(value)
    if parsed is None:
        return ident(value)
    return _spoken(f"{_month_name(parsed.month)} {parsed.year}")


def month_in_words(value: object) -> str:
    """Return a month in words as plain text, for charts and sentences."""
    parsed = _as_date(value)
    return str(value) if parsed is None else f"{_month_name(parsed.month)} {parsed.year}"


def moment(value: object) -> Markup:
    """Return a moment in local words and clock time; a dash for nothing."""
    parsed = _as_moment(value)
    if parsed is None:
        return ident(value)
    local = parsed.astimezone(LOCAL)
    spoken = f"{local.day} {_month_name(local.month)} {local.year}"
    clock = Markup('<bdi dir="ltr" class="ident">{}</bdi>').format(f"{local:%H:%M}")
    return Markup("{} {}").format(_spoken(spoken), clock)


def clock_time(value: datetime) -> str:
    """Return the local clock time to the second."""
    return f"{value.astimezone(LOCAL):%H:%M:%S}"


def text(value: object) -> str:
    """Return the half of a bilingual text in the page's language; other values as they are."""
    if isinstance(value, Text):
        return value.in_(current_lang())
    return "" if value is None else str(value)


def points(value: Decimal) -> str:
    """Return points of a score with at most one digit after the point."""
    return f"{value:.1f}".removesuffix(".0")


def other_half(value: Text | None) -> str:
    """Return the half of a bilingual text in the other language, or nothing where both are the same."""
    if value is None or value.en == value.ur:
        return ""
    return value.in_(other_lang())


def name(row: Mapping[str, Any], field: str = "name") -> str:
    """Return a record's name (or address) in the page's language, or the other half where one is empty."""
    halves = ("ur", "en") if current_lang() == "ur" else ("en", "ur")
    return next((str(row[f"{field}_{half}"]) for half in halves if row.get(f"{field}_{half}")), "")


def cnic(value: object) -> Markup:
    """Return a CNIC with its dashes, as an identifier."""
    digits = str(value or "")
    if len(digits) == _CNIC_DIGITS and digits.isdigit():
        digits = f"{digits[:5]}-{digits[5:12]}-{digits[12]}"
    return ident(digits)


def word(value: object, family: str) -> str:
    """Return the word for a code of a family of texts (such as `severity.`), or the code where none is known."""
    key = f"{family}{value}"
    if key in texts():
        return say(key)
    shown = str(value or "–")
    return isolate(shown) if current_lang() == "ur" else shown


def word_or_other(value: object, family: str) -> str:
    """Return the word for a code of a family of texts, or the family's word for any other code."""
    key = f"{family}{value}"
    return say(key if key in texts() else f"{family}other")


def _spoken(sentence: str) -> Markup:
    return Markup('<bdi class="day">{}</bdi>').format(sentence)


def _month_name(number: int) -> str:
    return say(f"months.{number:02d}")


def _as_date(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.astimezone(LOCAL).date()
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or len(value) < len("2026-11"):
        return None
    try:
        return date.fromisoformat(value[:10] if len(value) >= 10 else f"{value[:7]}-01")
    except ValueError:
        return None


def _as_moment(value: object) -> datetime | None:
    if isinstance(value, datetime):
        return value
    if not isinstance(value, str):
        return None
    try:
        parsed = datetime.fromisoformat(value)
    except ValueError:
        return None
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
