"""Speaking with a centre of an older protocol: what it would not know is left out, its answer brought up to now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sync_protocol.pages import Change, ChangeKind, GroupSchema, grouped

_SINCE_2 = ("digests", "report")
_SINCE_3 = ("runs", "knows")
_CURSOR_SINCE_2 = ("complete",)


def as_spoken(request: Mapping[str, Any]) -> dict[str, Any]:
    """Return a `SyncRequest` without what its protocol does not have."""
    request = {name: value for name, value in request.items() if request["protocol"] > 2 or name not in _SINCE_3}
    if request["protocol"] > 1:
        return request
    cursors = [
        {name: value for name, value in cursor.items() if name not in _CURSOR_SINCE_2} for cursor in request["pull"]
    ]
    return {**{name: value for name, value in request.items() if name not in _SINCE_2}, "pull": cursors}


def as_now(reply: Mapping[str, Any]) -> dict[str, Any]:
    """Return a `SyncReply` of protocol 1 in today's form."""
    return {**reply, "pull": [_page(page) for page in reply["pull"]]}


def _page(page: Mapping[str, Any]) -> dict[str, Any]:
    head = {name: page[name] for name in ("scope", "epoch", "until", "more")}
    groups = GroupSchema(many=True).load(grouped(_change(change) for change in page["changes"]))
    return {**head, "digest": "", "groups": groups}


def _change(change: Mapping[str, Any]) -> Change:
    kind = ChangeKind.WHOLE if change["present"] else ChangeKind.GONE
    return Change(
        kind, change["entity"], change["row_id"], change["rev"], change["values"] if change["present"] else {}
    )
