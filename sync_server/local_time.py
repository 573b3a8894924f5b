"""Legal days at the centre: the calendar day of a moment in Pakistan, which keeps one offset all year."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

PAKISTAN = timezone(timedelta(hours=5), "PKT")


def local(moment: datetime) -> datetime:
    """Return a moment in Pakistan time; a value without an offset was stored as UTC."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(PAKISTAN)


def local_day(moment: datetime) -> date:
    """Return the calendar day of a moment in Pakistan."""
    return local(moment).date()


def parsed(moment: str) -> datetime | None:
    """Return the moment of an ISO 8601 text as laptops send it, or None for an empty or unreadable one."""
    try:
        value = datetime.fromisoformat(moment)
    except ValueError:
        return None
    return value if value.tzinfo else value.replace(tzinfo=UTC)
