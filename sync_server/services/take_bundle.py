"""Takes a bundle that was carried here by hand, as if each message had come over the link, and writes the answer.

The ledger knows an operation by its id and its place in the chain, so one that comes by hand and by link, in either
order, has one effect.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

from marshmallow import ValidationError
from sqlalchemy.orm import Session

from sync_protocol.bundles import Bundle, BundleError, BundleHeader, BundleKind, open_bundle, read_header, write_bundle
from sync_protocol.errors import Code, ProtocolError
from sync_protocol.schemas import SyncRequestSchema
from sync_server.models import Device
from sync_server.queries.database import reading
from sync_server.queries.keys import signing_key
from sync_server.services.evidence_store import EvidencePlace
from sync_server.services.receive import receive
from sync_server.services.reply import RECEIPT
from sync_server.services.store_evidence import store_evidence
from sync_server.tools import Tools, moment_text

MOST_PAGES = 400
"""Most rounds of pages in one answer; a laptop further behind than that goes on from there with the next bundle."""


@dataclass
class Taken:
    """What a bundle brought. `problem` is why its messages were not taken to the end; "" when they were."""

    device_id: str
    operations: int = 0
    files: int = 0
    refused_files: int = 0
    problem: str = ""


def take_bundle(session: Session, source: BinaryIO, *, answer: BinaryIO, place: EvidencePlace, tools: Tools) -> Taken:
    """Take a laptop's bundle and write the bundle that answers it.

    Args:
        session: outside any transaction.
        source: the laptop's file, open for reading.
        answer: an empty file, open for writing: sealed for the laptop, signed by the centre.
        place: where evidence is kept.
        tools: clock and ids.

    Raises:
        BundleError: no bundle, damaged, not for this centre, or not of a laptop of this centre; nothing was taken.
    """
    header = read_header(source)
    device_key, private_key = _keys(session, header)
    bundle = open_bundle(source, sender_key=device_key, reader_key=private_key)
    taken = Taken(header.device_id)
    answers = list(_answers(session, bundle, taken, place=place, tools=tools))
    write_bundle(
        answer,
        BundleHeader(BundleKind.TO_LAPTOP, header.bundle_id, header.device_id, moment_text(tools.now())),
        messages=answers,
        sender_key=private_key,
        reader_key=device_key,
    )
    return taken


def _keys(session: Session, header: BundleHeader) -> tuple[str, str]:
    """Return the laptop's public and the centre's private key."""
    reading(session)
    device = session.get(Device, header.device_id)
    private_key = signing_key(session, RECEIPT).private_key
    device_key = device.public_key if device is not None and device.revoked_at is None else ""
    session.rollback()
    if header.kind is not BundleKind.TO_CENTRE:
        raise BundleError("this is a bundle for a laptop")
    if not device_key:
        raise BundleError("no laptop of this centre has made this bundle, or it was withdrawn", Code.TOKEN)
    return device_key, private_key


def _answers(
    session: Session, bundle: Bundle, taken: Taken, *, place: EvidencePlace, tools: Tools
) -> Iterator[dict[str, Any]]:
    """Yield an answer to each message: first the operations, then, when the files are in, the pages."""
    last: Mapping[str, Any] | None = None
    try:
        for message in bundle.messages():
            last = _loaded(message)
            if last["push"]:
                yield _answer(session, bundle, {**last, "pull": []}, tools=tools)
                taken.operations += len(last["push"]["operations"])
    except ProtocolError as problem:
        yield _said(taken, problem)
        return
    _take_files(session, bundle, taken, place=place, tools=tools)
    if last is not None:
        yield from _pages(session, bundle, {**last, "push": None}, taken, tools=tools)


def _loaded(message: Any) -> Mapping[str, Any]:
    try:
        loaded: Mapping[str, Any] = SyncRequestSchema().load(message)
    except ValidationError as problem:
        raise ProtocolError(Code.MALFORMED, "a message of the bundle cannot be read", fields=problem.messages) from None
    return loaded


def _answer(session: Session, bundle: Bundle, request: Mapping[str, Any], *, tools: Tools) -> dict[str, Any]:
    reply = receive(session, bundle.header.device_id, request, tools=tools)
    asked = {name: request[name] for name in ("incarnation", "schema", "pull")}
    return {**asked, "reply": reply}


def _said(taken: Taken, problem: ProtocolError) -> dict[str, Any]:
    taken.problem = problem.message
    return {"problem": {"code": str(problem.code), "facts": dict(problem.facts)}}


def _take_files(session: Session, bundle: Bundle, taken: Taken, *, place: EvidencePlace, tools: Tools) -> None:
    """Keep the files; one that is refused is asked for again by the next link or bundle."""
    for sha256, pieces in bundle.files():
        try:
            store_evidence(session, bundle.header.device_id, sha256, pieces=pieces, place=place, tools=tools)
            taken.files += 1
        except BundleError:
            raise
        except ProtocolError:
            session.rollback()
            taken.refused_files += 1


def _pages(
    session: Session, bundle: Bundle, request: Mapping[str, Any], taken: Taken, *, tools: Tools
) -> Iterator[dict[str, Any]]:
    """Yield pages until every feed is at its end."""
    for _ in range(MOST_PAGES):
        try:
            answer = _answer(session, bundle, request, tools=tools)
        except ProtocolError as problem:
            session.rollback()
            yield _said(taken, problem)
            return
        yield answer
        pages = {page["scope"]: page for page in answer["reply"]["pull"]}
        more = any(page["more"] for page in pages.values()) or len(pages) < len(request["pull"])
        if not more or not pages:
            return
        request = {**request, "pull": [_moved(cursor, pages.get(cursor["scope"])) for cursor in request["pull"]]}


def _moved(cursor: Mapping[str, Any], page: Mapping[str, Any] | None) -> Mapping[str, Any]:
    return {**cursor, "since": page["until"]} if page else cursor
