"""A supervisor takes a merge back: everything that was taken over returns, and what named the absorbed employer since.

What arrived in the survivor's own name stays with the survivor.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from sync_protocol.entities import ENTITIES
from sync_server.models import DuplicatePair, EmployerAlias, User
from sync_server.queries.aliases import MERGED
from sync_server.queries.following import follower, hanging_on, landed_inspections
from sync_server.queries.gateway import Gateway, writing
from sync_server.queries.pairs import alias_of_pair
from sync_server.queries.scoped import district_scope
from sync_server.queries.synced_rows import fetch_rows, lock_rows
from sync_server.refusals import Barred, said
from sync_server.services.decide_pair import PairDecision, pair_for_decision, take_pair
from sync_server.services.merge_employers import Moved, refresh_flags
from sync_server.services.return_corrections import return_corrections
from sync_server.tools import Tools


def undo_merge(session: Session, user: User, pair_id: str, *, decision: PairDecision, tools: Tools) -> DuplicatePair:
    """Take a merge back and return its pair, which is open again.

    Args:
        session: one transaction, committed here.
        user: the supervisor.
        pair_id: the pair that was decided.
        decision: why, and the version of the pair that the supervisor saw.
        tools: clock and ids.

    Raises:
        NotAllowed, NotFound: see `pair_for_decision`.
        Barred: somebody took it back first, or the survivor was itself merged since.
        Refusal: the reason is too long.
    """
    pair = pair_for_decision(session, user, pair_id).pair
    with writing(session, now=tools.now()) as gateway:
        take_pair(session, pair, decision, by=user, step=("merged", "open"), tools=tools)
        alias = alias_of_pair(session, pair.id)
        assert alias is not None
        rows = lock_rows(session, "employer", [alias.survivor_id, alias.absorbed_id])
        if rows[alias.survivor_id].values["status"] == MERGED:
            raise Barred(said("refused.undo_later_first"))
        return_corrections(session, gateway, alias, by=user, tools=tools)
        _return_children(session, gateway, alias)
        _return_followers(session, alias)
        _return_landed(session, gateway, alias, scope_id=district_scope(rows[alias.absorbed_id].values["district"]))
        _return_fields(session, gateway, alias, by=user)
        alias.undone_by, alias.undone_at = user.id, tools.now()
        for employer_id in (alias.survivor_id, alias.absorbed_id):
            refresh_flags(session, employer_id, tools=tools)
    return pair


def _return_children(session: Session, gateway: Gateway, alias: EmployerAlias) -> None:
    """Hang on the absorbed employer what was taken from it and still is the survivor's."""
    for name, entity in ENTITIES.items():
        ids = [row_id for table, row_id, _ in alias.moved if table == name and entity.scope_by]
        _hang_on(session, gateway, name, ids, alias)


def _hang_on(session: Session, gateway: Gateway, name: str, ids: Sequence[str], alias: EmployerAlias) -> None:
    owner = ENTITIES[name].scope_by
    rows = [
        {"id": row.row_id, **row.values, owner: alias.absorbed_id}
        for row in fetch_rows(session, name, ids).values()
        if row.values[owner] == alias.survivor_id
    ]
    if rows:
        gateway.write_many(name, rows)


def _return_followers(session: Session, alias: EmployerAlias) -> None:
    for table, row_id, before in _moved(alias, ("inspection", "flag", "case")):
        row = follower(session, table, row_id)
        if row is None or row.employer_id != alias.survivor_id:
            continue
        row.employer_id, row.scope_id = before["employer_id"], before["scope_id"]
    session.flush()


def _return_landed(session: Session, gateway: Gateway, alias: EmployerAlias, *, scope_id: str) -> None:
    """Return the inspections that arrived since in the absorbed employer's name, with what rests on them."""
    landed = landed_inspections(session, alias.survivor_id, alias.absorbed_id)
    for inspection in landed:
        for row in (inspection, *(row for _, row in hanging_on(session, inspection.id))):
            row.employer_id, row.scope_id = alias.absorbed_id, scope_id
    session.flush()
    _hang_on(session, gateway, "inspection_summary", [inspection.id for inspection in landed], alias)


def _return_fields(session: Session, gateway: Gateway, alias: EmployerAlias, *, by: User) -> None:
    """Give both employers their own fields again; a field that somebody wrote since is left as it is."""
    for _, row_id, before in _moved(alias, ("employer",)):
        gateway.write("employer", row_id, before, user_id=by.id)
    for _, row_id, filled in _moved(alias, ("filled",)):
        standing: Mapping[str, Any] = fetch_rows(session, "employer", [row_id])[row_id].values
        emptied = {name: before for name, (before, value) in filled.items() if standing[name] == value}
        gateway.write("employer", row_id, emptied, user_id=by.id)


def _moved(alias: EmployerAlias, tables: tuple[str, ...]) -> list[Moved]:
    return [moved for moved in alias.moved if moved[0] in tables]
