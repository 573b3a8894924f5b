"""What papers need of the centre, as its last believed word had it: letterhead and keys. Field room only."""

from __future__ import annotations

import json

from sqlite_utils import Database

from inspector_app.store.driver import row, run
from sync_protocol.papers import Papers, letterhead_from_json, letterhead_to_json


def papers(work: Database) -> Papers | None:
    """Return what the centre told, or None before it told anything."""
    found = row(work, "SELECT keys, letterhead FROM papers")
    if found is None:
        return None
    return Papers(tuple(json.loads(found["keys"])), letterhead_from_json(json.loads(found["letterhead"])))


def set_papers(work: Database, told: Papers) -> None:
    """Put this in place of what stood, in the caller's transaction."""
    head = json.dumps(letterhead_to_json(told.letterhead), ensure_ascii=False)
    run(work, "INSERT OR REPLACE INTO papers VALUES (1, ?, ?)", (json.dumps(told.keys), head))
