"""Names of the register as texts: a name written in one language only stands for both."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from inspector_app.catalogue import say
from simplify_content.text import Text


def name_of(row: Mapping[str, Any] | None) -> Text:
    """Return the name of an employer or place; one that is not in the register has a plain word for it."""
    both = both_halves(row, "name") if row else None
    return both or say("core.employer_elsewhere")


def address_of(row: Mapping[str, Any]) -> Text | None:
    """Return the address, or None when the register has none."""
    return both_halves(row, "address")


def both_halves(row: Mapping[str, Any], stem: str) -> Text | None:
    """Return `<stem>_en` and `<stem>_ur` as one text, each standing in for the other; None when both are empty."""
    en, ur = (str(row[f"{stem}_{lang}"] or "").strip() for lang in ("en", "ur"))
    return Text(en=en or ur, ur=ur or en) if en or ur else None
