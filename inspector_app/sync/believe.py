"""Decides whether a reply may be believed, before one word of it is written down."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlite_utils import Database

from inspector_app.catalogue import say
from inspector_app.store import outbox
from inspector_app.store.device import Device
from inspector_app.sync.errors import StrangeReply, WrongReceipt
from sync_protocol.entities import ENTITIES, Entity, FieldType
from sync_protocol.errors import ReceiptError
from sync_protocol.pages import Change, ChangeKind, ungrouped
from sync_protocol.receipts import verify_receipt

_WHOLE = (FieldType.INTEGER, FieldType.PAISA, FieldType.FLAG)


def receipt_through(work: Database, device: Device, receipt: Mapping[str, Any]) -> int:
    """Return through which number the centre holds our operations.

    Raises:
        WrongReceipt: not signed by the centre of enrolment, for another device, or over another history.
    """
    seq = receipt["seq"]
    head = outbox.head_at(work, seq)
    try:
        return verify_receipt(
            device.centre_public_key,
            receipt,
            device_id=device.device_id,
            incarnation=device.incarnation,
            heads={} if head is None else {seq: head},
        )
    except ReceiptError as problem:
        raise WrongReceipt(say("core.sync_receipt")) from problem


def check_pages(reply: Mapping[str, Any], asked: Mapping[str, Mapping[str, Any]]) -> None:
    """Check that every page answers a cursor that was sent and holds whole records.

    Raises:
        StrangeReply: it does not.
    """
    for page in reply["pull"]:
        cursor = asked.get(page["scope"])
        if cursor is None or page["epoch"] != cursor["epoch"] or page["until"] < cursor["since"]:
            raise StrangeReply(say("core.sync_strange"))
        if page["more"] and page["until"] == cursor["since"]:
            raise StrangeReply(say("core.sync_strange"))
        for change in ungrouped(page["groups"]):
            if not _may_be(ENTITIES[change.entity], change):
                raise StrangeReply(say("core.sync_strange"))


def _may_be(entity: Entity, change: Change) -> bool:
    """Return whether a change holds the fields that its kind needs, each of its type."""
    named = set(change.values)
    if change.kind is ChangeKind.WHOLE and named != set(entity.field_names):
        return False
    if change.kind is ChangeKind.GONE and named:
        return False
    return all(_fits(entity.field(name).type, value) for name, value in change.values.items())


def _fits(kind: FieldType, value: Any) -> bool:
    if value is None:
        return True
    if kind in _WHOLE:
        return isinstance(value, int)
    return isinstance(value, int | float) if kind is FieldType.REAL else isinstance(value, str)
