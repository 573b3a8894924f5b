"""Writes a believed reply down: first the register (register.db), then verdicts and receipt (work.db).

Each half is one transaction and may be repeated: a page is asked for again from its cursor, a verdict is read again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from inspector_app.store import outbox
from inspector_app.store.device import set_beacon, set_scopes, set_verdicts_since
from inspector_app.store.driver import writing
from inspector_app.store.register_changes import drop_row, put_row, set_cursor
from inspector_app.sync.run import SyncRun
from inspector_app.tools import moment
from sync_protocol.entities import ENTITIES
from sync_protocol.pages import ChangeKind, ungrouped


def take_reply(run: SyncRun, reply: Mapping[str, Any], *, through: int) -> None:
    """Write down everything of a reply whose receipt covers our operations through a number."""
    for page in reply["pull"]:
        _take_page(run, page)
    _take_word(run, reply, through=through)


def _take_page(run: SyncRun, page: Mapping[str, Any]) -> None:
    with writing(run.register):
        for change in ungrouped(page["groups"]):
            entity = ENTITIES[change.entity]
            if change.kind is ChangeKind.GONE:
                drop_row(run.register, entity, page["scope"], change.row_id)
            else:
                put_row(run.register, entity, page["scope"], row_id=change.row_id, rev=change.rev, values=change.values)
            run.counts.rows += 1
        set_cursor(run.register, page["scope"], epoch=page["epoch"], v=page["until"])


def _take_word(run: SyncRun, reply: Mapping[str, Any], *, through: int) -> None:
    receipt, work = reply["receipt"], run.work
    with writing(work):
        run.counts.acknowledged += outbox.mark_acknowledged(work, through, receipt["server_time"])
        for verdict in reply["verdicts"]:
            outbox.put_verdict(work, verdict)
        if reply["verdicts"]:
            set_verdicts_since(work, max(verdict["number"] for verdict in reply["verdicts"]))
        outbox.put_receipt(work, receipt, taken_at=moment(run.tools.now()))
        set_beacon(work, receipt["server_time"])
        set_scopes(work, reply["scopes"])
        outbox.set_wanted_files(work, reply["evidence_wanted"])
