"""What the centre answers to one sync: verdicts, receipt, pages of the feed, and the files it still wants."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from sync_protocol.errors import Code, ProtocolError
from sync_protocol.pages import ChangeKind, grouped
from sync_protocol.papers import Papers, mark_of, tell_papers
from sync_protocol.receipts import issue_receipt
from sync_protocol.versions import OLDEST_PROTOCOL, OLDEST_SCHEMA, PROTOCOL_VERSION
from sync_server.models import Device, DeviceChain, User
from sync_server.queries.evidence import evidence_wanted
from sync_server.queries.feed import Entry, Page, Versions, read_page, scope_counter
from sync_server.queries.keys import NOTICE, public_keys, recovery_key, signing_key
from sync_server.queries.ledger import MAX_VERDICTS, chain_of, verdicts_after, verdicts_of
from sync_server.queries.scoped import scopes_followed
from sync_server.services.letterhead import letterhead_of
from sync_server.tools import Tools, moment_text

_PAPERS_SINCE = 3
"""Schema from which on a laptop knows of what papers need."""

RECOVERY_SINCE = 3
"""Protocol from which on a laptop knows of the institution's recovery key."""

RECEIPT = "receipt"
"""Purpose of the key that signs receipts."""


def compose_reply(session: Session, device_id: str, request: Mapping[str, Any], *, tools: Tools) -> dict[str, Any]:
    """Return a `SyncReply` from one state of the database.

    Args:
        session: inside a reading transaction.
        device_id: the laptop.
        request: as loaded by `SyncRequestSchema`.
        tools: clock.

    Raises:
        ProtocolError: a cursor belongs to another history of the centre; operations that came along are
            taken all the same, and sending them again is answered with the same verdicts.
    """
    device = session.get_one(Device, device_id)
    chain = chain_of(session, device_id, request["incarnation"])
    assert chain is not None
    scopes = scopes_followed(session, session.get_one(User, device.user_id))
    server_time = moment_text(tools.now())
    verdicts = _verdicts(session, chain, request)
    told, runs = apart(verdicts, chain.incarnation) if request["runs"] else (verdicts, [])
    return {
        "protocol": min(request["protocol"], PROTOCOL_VERSION),
        "server_time": server_time,
        "receipt": issue_receipt(
            signing_key(session, RECEIPT).private_key,
            device_id=device.id,
            incarnation=chain.incarnation,
            seq=chain.next_seq - 1,
            head=chain.chain_head,
            server_time=server_time,
        ),
        "verdicts": [_verdict(entry) for entry in told],
        "pull": [_page(page, request) for page in _pages(session, request, scopes)],
        "scopes": scopes,
        "evidence_wanted": evidence_wanted(session, device.id),
        **_unknown_papers(session, request),
        **({"runs": runs} if runs else {}),
        **({"update": True} if _is_too_old(request) and request["protocol"] > 1 else {}),
    }


def _unknown_papers(session: Session, request: Mapping[str, Any]) -> dict[str, Any]:
    """Return letterhead, keys and recovery key for a laptop that knows of such things and not of these."""
    papers = Papers(public_keys(session, NOTICE), letterhead_of(session))
    recovery = recovery_key(session)
    if request["knows"] == mark_of(papers, recovery_key=recovery):
        return {}
    told = {"recovery_key": recovery} if request["protocol"] >= RECOVERY_SINCE else {}
    if request["schema"] < _PAPERS_SINCE:
        return told
    return {**told, "papers": tell_papers(papers, receipt_key=signing_key(session, RECEIPT).private_key)}


def _is_too_old(request: Mapping[str, Any]) -> bool:
    return bool(request["protocol"] < OLDEST_PROTOCOL or request["schema"] < OLDEST_SCHEMA)


def _verdicts(session: Session, chain: DeviceChain, request: Mapping[str, Any]) -> list[Row[Any]]:
    """Return the verdicts the laptop does not know, and once more those of operations that it sent again."""
    news = verdicts_after(session, chain.device_id, request["verdicts_since"])
    if request["push"] is None or len(news) == MAX_VERDICTS:
        return news
    first, last = (request["push"]["operations"][place]["seq"] for place in (0, -1))
    return [*verdicts_of(session, chain, first, last, until=request["verdicts_since"]), *news]


def apart(entries: Sequence[Row[Any]], incarnation: int) -> tuple[list[Row[Any]], list[dict[str, int]]]:
    """Return the verdicts that have something to tell, and the others of this incarnation as runs, in order."""
    told: list[Row[Any]] = []
    runs: list[dict[str, int]] = []
    number = seq = 0
    for entry in entries:
        if entry.outcome != "applied" or entry.incarnation != incarnation or entry.reason_en or entry.conflict_ids:
            told.append(entry)
        elif (entry.verdict_no, entry.seq) == (number, seq):
            runs[-1]["count"] += 1
            number, seq = number + 1, seq + 1
        else:
            runs.append({"number": entry.verdict_no, "seq": entry.seq, "count": 1})
            number, seq = entry.verdict_no + 1, entry.seq + 1
    return told, runs


def _pages(session: Session, request: Mapping[str, Any], scopes: Sequence[str]) -> list[Page]:
    """Return a page of each scope that the laptop asks for and still holds, `max_rows` rows in all.

    A laptop older than those we still write for gets none; its operations are taken all the same.
    """
    if _is_too_old(request):
        return []
    versions = Versions(protocol=request["protocol"], schema=request["schema"])
    left = int(request["max_rows"])
    pages = []
    for cursor in request["pull"]:
        if cursor["scope"] not in scopes:
            continue
        scope = scope_counter(session, cursor["scope"])
        if scope is None or scope.epoch != cursor["epoch"] or cursor["since"] > scope.v:
            raise ProtocolError(
                Code.EPOCH,
                "the centre's history of this scope is another one",
                scope=cursor["scope"],
                epoch=scope.epoch if scope else "",
            )
        page = read_page(
            session, scope, since=cursor["since"], limit=left, complete=cursor["complete"], versions=versions
        )
        left -= len(page.entries)
        pages.append(page)
    return pages


def _page(page: Page, request: Mapping[str, Any]) -> dict[str, Any]:
    head = {"scope": page.scope_id, "epoch": page.epoch, "until": page.until, "more": page.more}
    if request["protocol"] == 1:
        return {**head, "changes": [_old_change(entry) for entry in page.entries]}
    digest = page.digest if request["digests"] else ""
    return {**head, "digest": digest, "groups": grouped(entry.change for entry in page.entries)}


def _old_change(entry: Entry) -> dict[str, Any]:
    """Return a change in the form of protocol 1."""
    change = entry.change
    return {
        "entity": change.entity,
        "row_id": change.row_id,
        "v": entry.v,
        "present": change.kind is not ChangeKind.GONE,
        "rev": change.rev,
        "values": dict(change.values),
    }


def _verdict(entry: Row[Any]) -> dict[str, Any]:
    return {
        "number": entry.verdict_no,
        "seq": entry.seq,
        "op_id": entry.op_id,
        "outcome": entry.outcome,
        "code": entry.code,
        "reason_en": entry.reason_en,
        "reason_ur": entry.reason_ur,
        "waits_for": entry.waits_for,
        "conflict_ids": entry.conflict_ids,
    }
