"""Writes a believed reply down: first the register (register.db), then verdicts and receipt (work.db).

Each half is one transaction and may be repeated: a page is asked for again from its cursor, a verdict is read again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from inspector_app.store.driver import writing
from inspector_app.store.pending_work import employers_with_work
from inspector_app.store.register_changes import drop_row, patch_row, put_row
from inspector_app.store.register_cursors import add_suspects, mark_complete, move_cursor
from inspector_app.sync.run import SyncRun
from inspector_app.sync.take_word import Exchanged, take_word
from sync_protocol.digests import bucket_of
from sync_protocol.entities import ENTITIES
from sync_protocol.pages import Change, ChangeKind, ungrouped


def take_reply(
    run: SyncRun, reply: Mapping[str, Any], *, through: int, schema: int, exchanged: Exchanged | None
) -> None:
    """Write down everything of a reply whose receipt covers our operations through a number.

    `schema` is that of the request, whose fields the pages have.
    `exchanged` is None for a reply that was carried by hand: it says nothing of the link or the clock.
    """
    kept = employers_with_work(run.work) if any(page["groups"] for page in reply["pull"]) else frozenset()
    for page in reply["pull"]:
        _take_page(run, page, kept, schema=schema)
    take_word(run, reply, through=through, exchanged=exchanged)


def _take_page(run: SyncRun, page: Mapping[str, Any], kept: frozenset[str], *, schema: int) -> None:
    """Write a page down and move the cursor with it; a patch of a record that is not here is left to the repair."""
    lacking = set()
    with writing(run.register):
        for change in ungrouped(page["groups"]):
            if not _take_change(run, page["scope"], change, kept):
                lacking.add(bucket_of(change.row_id))
            run.counts.rows += 1
        move_cursor(run.register, page["scope"], v=page["until"], offered=page["digest"], schema=schema)
        if lacking:
            add_suspects(run.register, page["scope"], lacking)
        if not page["more"]:
            mark_complete(run.register, page["scope"])


def _take_change(run: SyncRun, scope: str, change: Change, kept: frozenset[str]) -> bool:
    """Write one change down; return whether the record that it needs was there."""
    register, entity, row_id = run.register, ENTITIES[change.entity], change.row_id
    match change.kind:
        case ChangeKind.GONE:
            drop_row(register, entity, scope, row_id, kept=kept)
        case ChangeKind.PATCH:
            return patch_row(register, entity, scope, row_id=row_id, rev=change.rev, values=change.values)
        case ChangeKind.WHOLE:
            put_row(register, entity, scope, row_id=row_id, rev=change.rev, values=change.values)
    return True
