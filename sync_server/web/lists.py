"""What every list page reads from its address: the filters and the page number."""

from __future__ import annotations

from flask import request


def page_number() -> int:
    """Return the page asked for, from 1; nonsense is the first page."""
    value = request.args.get("page", "1")
    return min(max(int(value), 1), 100_000) if value.isascii() and value.isdigit() and len(value) < 7 else 1


def one_of(name: str, *allowed: str) -> str:
    """Return a filter of the address when it is one of the allowed values, else nothing."""
    value = request.args.get(name, "")
    return value if value in allowed else ""


def words(name: str, *, limit: int = 100) -> str:
    """Return a filter of free words, cut to a length."""
    return request.args.get(name, "").strip()[:limit]


def form_version() -> int:
    """Return the version of the record that the posted form was shown with; 0 for nonsense, which matches none."""
    return form_number("version")


def form_number(name: str) -> int:
    """Return a whole number of the posted form; 0 for nonsense."""
    value = request.form.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else 0
