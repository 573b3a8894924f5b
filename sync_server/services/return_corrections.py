"""Takes corrections that named a merged employer back from its survivor when the merge is undone."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from sync_protocol.merge import Writer
from sync_server.models import Conflict, Device, EmployerAlias, LedgerEntry, User
from sync_server.queries.following import landed_corrections
from sync_server.queries.gateway import Gateway
from sync_server.queries.synced_rows import lock_row
from sync_server.refusals import said
from sync_server.tools import Tools


def return_corrections(session: Session, gateway: Gateway, alias: EmployerAlias, *, by: User, tools: Tools) -> None:
    """Write each correction to the employer that it named, and give the survivor back the value it replaced.

    The survivor keeps a field that somebody wrote since. A conflict that such a correction raised is about the survivor
    no longer: it is settled as it stands and kept.
    """
    for entry in reversed(landed_corrections(session, alias.absorbed_id, since=alias.merged_at)):
        _take_from_survivor(session, gateway, alias, entry, by=by)
        _settle_conflicts(session, entry, by=by, tools=tools)
    for entry in landed_corrections(session, alias.absorbed_id, since=alias.merged_at):
        _write_to_named(session, gateway, alias, entry)


def _take_from_survivor(
    session: Session, gateway: Gateway, alias: EmployerAlias, entry: LedgerEntry, *, by: User
) -> None:
    survivor = lock_row(session, "employer", alias.survivor_id)
    assert survivor is not None
    place = [entry.device_id, entry.incarnation, entry.seq]
    own = [name for name in entry.body["set"] if list(survivor.stamps.get(name, ()))[1:4] == place]
    replaced = {name: entry.body["was"][name] for name in own}
    gateway.write("employer", alias.survivor_id, replaced, user_id=by.id)


def _write_to_named(session: Session, gateway: Gateway, alias: EmployerAlias, entry: LedgerEntry) -> None:
    named = lock_row(session, "employer", alias.absorbed_id)
    assert named is not None
    body: dict[str, Any] = entry.body
    fitting = {name: value for name, value in body["set"].items() if named.values[name] == body["was"][name]}
    writer = Writer(entry.device_id, entry.incarnation, entry.seq)
    device = session.get_one(Device, entry.device_id)
    gateway.write("employer", alias.absorbed_id, fitting, by=writer, user_id=device.user_id)


def _settle_conflicts(session: Session, entry: LedgerEntry, *, by: User, tools: Tools) -> None:
    for conflict_id in entry.conflict_ids:
        conflict = session.get(Conflict, conflict_id)
        if conflict is not None and conflict.state == "open":
            conflict.state, conflict.version = "settled", conflict.version + 1
            conflict.resolved_by, conflict.resolved_at = by.id, tools.now()
            conflict.reason = said("conflict.merge_undone").en
    session.flush()
