"""Decides whether a reply may be believed, before one word of it is written down."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from sqlite_utils import Database

from inspector_app.catalogue import say
from inspector_app.store import outbox
from inspector_app.store.device import Device
from inspector_app.sync.errors import AnotherHistory, StrangeReply, WrongReceipt
from sync_protocol.digests import bucket_of
from sync_protocol.entities import ENTITIES, Entity, FieldType
from sync_protocol.errors import ReceiptError
from sync_protocol.pages import Change, ChangeKind, ungrouped
from sync_protocol.receipts import verify_receipt
from sync_protocol.versions import OLDEST_SCHEMA

_WHOLE = (FieldType.INTEGER, FieldType.PAISA, FieldType.FLAG)
_ENDS_IN_A_BYTE = re.compile(r"[0-9a-f]{2}\Z")


def receipt_through(work: Database, device: Device, receipt: Mapping[str, Any]) -> int:
    """Return through which number the centre holds our operations.

    Raises:
        WrongReceipt: not signed by the centre of enrolment, or for another device.
        AnotherHistory: the centre's, over another history than ours.
    """
    through = check_receipt(device, receipt, incarnation=device.incarnation)
    head = outbox.head_at(work, through)
    if head != receipt["head"]:
        raise AnotherHistory(say("core.sync_receipt"), "restored" if head is None else "fork")
    return through


def check_receipt(device: Device, receipt: Mapping[str, Any], *, incarnation: int) -> int:
    """Return which number a receipt of an incarnation names, whatever history it is over.

    Raises:
        WrongReceipt: not signed by the centre of enrolment, or for another device.
    """
    try:
        return verify_receipt(
            device.centre_public_key,
            receipt,
            device_id=device.device_id,
            incarnation=incarnation,
            heads={receipt["seq"]: receipt["head"]},
        )
    except ReceiptError as problem:
        raise WrongReceipt(say("core.sync_receipt")) from problem


def check_pages(reply: Mapping[str, Any], asked: Mapping[str, Mapping[str, Any]]) -> None:
    """Check that every page answers a cursor that was sent and holds what its changes need.

    Raises:
        StrangeReply: it does not.
    """
    for page in reply["pull"]:
        cursor = asked.get(page["scope"])
        if cursor is None or page["epoch"] != cursor["epoch"] or page["until"] < cursor["since"]:
            raise StrangeReply(say("core.sync_strange"))
        if page["more"] and page["until"] == cursor["since"]:
            raise StrangeReply(say("core.sync_strange"))
        _check_changes(page["groups"])


def check_runs(reply: Mapping[str, Any]) -> None:
    """Check that runs of verdicts are about operations that the receipt covers.

    Raises:
        StrangeReply: one is about others.
    """
    if any(one["seq"] + one["count"] - 1 > reply["receipt"]["seq"] for one in reply["runs"]):
        raise StrangeReply(say("core.sync_strange"))


def check_repair(reply: Mapping[str, Any], asked: Mapping[str, Any]) -> None:
    """Check that a reply holds the buckets that were asked for, and no record of another.

    Raises:
        StrangeReply: it does not.
    """
    if reply["scope"] != asked["scope"] or reply["epoch"] != asked["epoch"]:
        raise StrangeReply(say("core.sync_strange"))
    _check_changes(reply["groups"])
    buckets, kinds = set(asked["buckets"]), {ChangeKind.WHOLE, *((ChangeKind.PATCH,) if asked["newer_than"] else ())}
    for change in ungrouped(reply["groups"]):
        if change.kind not in kinds or bucket_of(change.row_id) not in buckets:
            raise StrangeReply(say("core.sync_strange"))


def _check_changes(groups: Iterable[Mapping[str, Any]]) -> None:
    for change in ungrouped(groups):
        if not _may_be(ENTITIES[change.entity], change):
            raise StrangeReply(say("core.sync_strange"))


def _may_be(entity: Entity, change: Change) -> bool:
    """Return whether a change holds the fields that its kind needs, each of its type.

    A centre of an older schema has not every field of ours; a field that it has is of an age that we know.
    """
    named = set(change.values)
    if change.kind is ChangeKind.WHOLE and not set(entity.at(OLDEST_SCHEMA).field_names) <= named:
        return False
    if change.kind is ChangeKind.GONE and named:
        return False
    if not _ENDS_IN_A_BYTE.search(change.row_id):
        return False
    return all(_fits(entity.field(name).type, value) for name, value in change.values.items())


def _fits(kind: FieldType, value: Any) -> bool:
    if value is None:
        return True
    if kind in _WHOLE:
        return isinstance(value, int)
    return isinstance(value, int | float) if kind is FieldType.REAL else isinstance(value, str)
