"""What a laptop fetches when its copy of a scope is not the centre's: digests by bucket, then whole buckets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from sync_protocol.entities import ENTITIES, Entity
from sync_protocol.errors import Code, ProtocolError
from sync_protocol.pages import Change, ChangeKind, grouped
from sync_server.local_time import local_day
from sync_server.models import Scope
from sync_server.queries.alarms import raise_alarm
from sync_server.queries.database import reading
from sync_server.queries.digests import bucket_digests, rows_of_buckets
from sync_server.queries.feed import scope_counter
from sync_server.queries.snapshots import scopes_of_device
from sync_server.queries.synced_rows import SyncedRow
from sync_server.tools import Tools


def list_buckets(session: Session, device_id: str, request: Mapping[str, Any]) -> dict[str, Any]:
    """Return a `BucketsReply`.

    Args:
        session: outside any transaction.
        device_id: the laptop.
        request: as loaded by `BucketsRequestSchema`.

    Raises:
        ProtocolError: the scope is not the laptop's, or the centre's history of it is another one.
    """
    return _answer(session, device_id, request, lambda scope: {"buckets": bucket_digests(session, scope.id)})


def send_buckets(session: Session, device_id: str, request: Mapping[str, Any], *, tools: Tools) -> dict[str, Any]:
    """Return a `RepairReply`: whole records, or those of their fields that are newer than a schema.

    A laptop that asks for whole records held a wrong copy; that is an alarm, one for each scope and day.

    Args:
        session: outside any transaction.
        device_id: the laptop.
        request: as loaded by `RepairRequestSchema`.
        tools: clock and ids.

    Raises:
        ProtocolError: the scope is not the laptop's, or the centre's history of it is another one.
    """
    older = request["newer_than"]
    entities = {name: entity for name, entity in ENTITIES.items() if _names(entity, older)}

    def groups(scope: Scope) -> dict[str, Any]:
        found = rows_of_buckets(session, scope.id, request["buckets"], entities=entities)
        return {"groups": grouped(_change(entity, row, older) for entity, row in found)}

    reply = _answer(session, device_id, request, groups)
    if not older:
        day = local_day(tools.now()).isoformat()
        facts = {"scope": reply["scope"], "buckets": len(request["buckets"])}
        raise_alarm(session, device_id, "diverged", event=f"{reply['scope']} {day}", facts=facts, tools=tools)
        session.commit()
    return reply


def _answer(
    session: Session, device_id: str, request: Mapping[str, Any], content: Callable[[Scope], dict[str, Any]]
) -> dict[str, Any]:
    reading(session)
    try:
        scope = _scope(session, device_id, request)
        return {"scope": scope.id, "epoch": scope.epoch, "v": scope.v, **content(scope)}
    finally:
        session.rollback()


def _scope(session: Session, device_id: str, request: Mapping[str, Any]) -> Scope:
    if request["scope"] not in scopes_of_device(session, device_id):
        raise ProtocolError(Code.SCOPE, "the scope is not this laptop's", scope=request["scope"])
    scope = scope_counter(session, request["scope"])
    if scope is None or scope.epoch != request["epoch"]:
        raise ProtocolError(
            Code.EPOCH,
            "the centre's history of this scope is another one",
            scope=request["scope"],
            epoch=scope.epoch if scope else "",
        )
    return scope


def _names(entity: Entity, older: int) -> list[str]:
    """Return the fields that a laptop of an older schema lacks; all of them when it lacks the entity."""
    return [field.name for field in entity.fields if max(field.since, entity.since) > older]


def _change(entity: Entity, row: SyncedRow, older: int) -> Change:
    names = _names(entity, older)
    kind = ChangeKind.WHOLE if len(names) == len(entity.fields) else ChangeKind.PATCH
    return Change(kind, entity.name, row.row_id, row.rev, {name: row.values[name] for name in names})
