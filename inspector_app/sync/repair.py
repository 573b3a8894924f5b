"""Step: compare the register copy with the centre's digest, and fetch again what differs or is known to lack.

Also lets go of records that left every scope, once no work waits for them.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlite_utils import Database

from inspector_app.store.driver import writing
from inspector_app.store.pending_work import employers_with_work
from inspector_app.store.register_changes import drop_row, fill_fields, let_go, put_row
from inspector_app.store.register_cursors import (
    ScopeState,
    add_suspects,
    clear_suspects,
    mark_checked,
    scope_states,
    set_schema,
)
from inspector_app.store.register_digests import bucket_digests, ids_in_buckets
from inspector_app.sync.believe import check_repair
from inspector_app.sync.run import SyncRun
from inspector_app.tools import moment
from sync_protocol.digests import BUCKETS, combined
from sync_protocol.entities import ENTITIES
from sync_protocol.pages import Change, ChangeKind, ungrouped
from sync_protocol.versions import SCHEMA_VERSION

EVERY = timedelta(hours=1)
"""Least time between two comparisons of one scope."""

MOST_BUCKETS = 16
"""Buckets fetched in one reply, which is one transaction."""

log = logging.getLogger(__name__)


def comparison_is_due(register: Database, *, now: datetime) -> bool:
    """Return whether the centre should say its digests with the next pages."""
    return any(
        not state.checked_at or not timedelta() <= now - datetime.fromisoformat(state.checked_at) < EVERY
        for state in scope_states(register)
    )


def repair(run: SyncRun) -> None:
    """Make the copy of each scope the centre's again, and drop what only waited for a receipt.

    Raises:
        Unreachable, CentreProblem, StrangeReply: what was repaired until then stays, the rest is known and waits.
    """
    for state in scope_states(run.register):
        _compare(run, state)
    for state in scope_states(run.register):
        if state.suspects:
            _replace_buckets(run, state)
        if state.schema < SCHEMA_VERSION:
            _fill_new_fields(run, state)
    with writing(run.register):
        let_go(run.register, kept=employers_with_work(run.work))


def _compare(run: SyncRun, state: ScopeState) -> None:
    """Compare with the digest that the last page brought; find out which buckets differ."""
    if not state.offered or state.schema < SCHEMA_VERSION:
        return
    ours, differing = bucket_digests(run.register, state.scope), set[int]()
    if combined(ours) != state.offered:
        theirs = run.link.digest({"scope": state.scope, "epoch": state.epoch})["buckets"]
        differing = {bucket for bucket in range(BUCKETS) if ours[bucket] != theirs[bucket]}
        log.warning("%s: %d of %d buckets are not the centre's", state.scope, len(differing), BUCKETS)
    with writing(run.register):
        add_suspects(run.register, state.scope, differing)
        mark_checked(run.register, state.scope, at=moment(run.tools.now()))


def _replace_buckets(run: SyncRun, state: ScopeState) -> None:
    """Fetch buckets and put them in place of what stood there; each reply is one transaction."""
    for buckets in _portions(sorted(state.suspects)):
        changes = _fetch(run, state, buckets, newer_than=0)
        kept = employers_with_work(run.work)
        with writing(run.register):
            _drop_others(run.register, state.scope, buckets, changes, kept=kept)
            for change in changes:
                _put_whole(run.register, state.scope, change)
            clear_suspects(run.register, state.scope, buckets)
        run.counts.rows += len(changes)
        run.counts.repaired += len(changes)


def _fill_new_fields(run: SyncRun, state: ScopeState) -> None:
    """Fetch the fields that this version of the laptop has learnt, of every record, and nothing else."""
    known = {name: entity.at(state.schema).fields for name, entity in ENTITIES.items() if entity.since <= state.schema}
    if known != {name: entity.fields for name, entity in ENTITIES.items()}:
        for buckets in _portions(range(BUCKETS)):
            changes = _fetch(run, state, buckets, newer_than=state.schema)
            with writing(run.register):
                for change in changes:
                    _fill(run.register, state.scope, change)
            run.counts.rows += len(changes)
    with writing(run.register):
        set_schema(run.register, state.scope, SCHEMA_VERSION)


def _fetch(run: SyncRun, state: ScopeState, buckets: Sequence[int], *, newer_than: int) -> list[Change]:
    message: dict[str, Any] = {
        "scope": state.scope,
        "epoch": state.epoch,
        "buckets": list(buckets),
        "newer_than": newer_than,
    }
    reply = run.link.repair(message)
    check_repair(reply, message)
    return list(ungrouped(reply["groups"]))


def _put_whole(register: Database, scope: str, change: Change) -> None:
    entity = ENTITIES[change.entity]
    put_row(register, entity, scope, row_id=change.row_id, rev=change.rev, values=change.values)


def _fill(register: Database, scope: str, change: Change) -> None:
    """Write new fields beside the others, whose revision stays what it is until the feed brings them."""
    if change.kind is ChangeKind.WHOLE:
        _put_whole(register, scope, change)
    else:
        fill_fields(register, ENTITIES[change.entity], scope, row_id=change.row_id, values=change.values)


def _drop_others(
    register: Database, scope: str, buckets: Sequence[int], changes: Sequence[Change], *, kept: Collection[str]
) -> None:
    """Take out of the scope what stands in these buckets and is not among the centre's records."""
    theirs = {(change.entity, change.row_id) for change in changes}
    for entity in ENTITIES.values():
        for row_id in ids_in_buckets(register, entity, scope, buckets):
            if (entity.name, row_id) not in theirs:
                drop_row(register, entity, scope, row_id, kept=kept)


def _portions(buckets: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(buckets), MOST_BUCKETS):
        yield buckets[start : start + MOST_BUCKETS]
