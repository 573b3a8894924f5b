"""Keeps what is typed on a page until it is sent in, and forgets it then; the page's script fills it in again."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from inspector_app.store import drafts
from inspector_app.store.driver import writing
from inspector_app.store.opened import Opened
from inspector_app.tools import moment

MOST_SIGNS = 200_000
"""Longest draft that is kept; a longer one is left to the page."""

KEPT = timedelta(days=30)


def kept_fields(opened: Opened, page: str) -> list[Any]:
    """Return what was typed on a page and not sent in; may be empty."""
    kept = drafts.draft(opened.work, page)
    fields: list[Any] = json.loads(kept) if kept else []
    return fields


def keep_fields(opened: Opened, page: str, fields: list[Any], *, at: datetime) -> bool:
    """Keep what is typed on a page, or forget it when there is nothing; return whether it is kept."""
    text = json.dumps(fields, ensure_ascii=False)
    if len(text) > MOST_SIGNS or not page:
        return False
    with writing(opened.work):
        drafts.forget_drafts_before(opened.work, moment(at - KEPT))
        if fields:
            drafts.put_draft(opened.work, page, text, moment(at))
        else:
            drafts.forget_draft(opened.work, page)
    return bool(fields)


def forget_sent_in(opened: Opened, page: str) -> None:
    """Forget what was typed on a page, for it has been sent in."""
    if drafts.draft(opened.work, page):
        with writing(opened.work):
            drafts.forget_draft(opened.work, page)


def forget_closed(opened: Opened, inspection: str) -> None:
    """Forget what was typed on the pages of an inspection, for it is closed: confidences may be among it.

    Args:
        opened: either room.
        inspection: path of its first page.
    """
    with writing(opened.work):
        drafts.forget_drafts_below(opened.work, inspection)
