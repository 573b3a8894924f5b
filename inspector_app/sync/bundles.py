"""Sync by hand: writes what waits into a bundle for the centre, and takes the bundle that answers it.

A laptop that never has a network gets its receipts this way. Sending the same by link before or after does no harm:
the centre knows every operation by its place in the chain.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from marshmallow import ValidationError

from inspector_app.catalogue import say
from inspector_app.store import files_to_send, outbox, work
from inspector_app.store.corrections import settle_corrections
from inspector_app.store.driver import writing
from inspector_app.store.register_cursors import scope_states
from inspector_app.sync.believe import check_pages, check_runs, receipt_through
from inspector_app.sync.errors import StrangeReply
from inspector_app.sync.exchange import compose_request
from inspector_app.sync.push import LARGEST
from inspector_app.sync.run import SyncRun
from inspector_app.sync.take_reply import take_reply
from inspector_app.tools import moment
from sync_protocol.bundles import BundleError, BundleHeader, BundleKind, open_bundle, read_header, write_bundle
from sync_protocol.errors import Code
from sync_protocol.schemas import SyncReplySchema
from sync_protocol.versions import OLDEST_SCHEMA


class WrongBundle(StrangeReply):
    """The file is not an answer of the centre to this laptop."""

    status = 422


def write_for_centre(run: SyncRun, target: BinaryIO) -> int:
    """Write every operation without a receipt, and the files that wait, and return how many operations it were.

    They stay in the queue as tried: only a receipt in the answer says that the centre holds them.
    """
    device = run.device
    messages = list(_messages(run))
    header = BundleHeader(BundleKind.TO_CENTRE, run.tools.new_id(), device.device_id, moment(run.tools.now()))
    write_bundle(
        target,
        header,
        messages=messages,
        files=_files(run),
        sender_key=device.private_key,
        reader_key=device.centre_public_key,
    )
    runs = [message["push"]["operations"] for message in messages if message["push"]]
    for operations in runs:
        with writing(run.work):
            outbox.mark_sent(run.work, operations[0]["seq"], operations[-1]["seq"], header.made_at)
    run.counts.sent = sum(len(operations) for operations in runs)
    return run.counts.sent


def _messages(run: SyncRun) -> Iterator[dict[str, Any]]:
    """Yield a request for each run of operations, then one that asks for what is new."""
    through = outbox.acknowledged_through(run.work)
    while (request := compose_request(run, through, limit=LARGEST))["push"]:
        yield {**request, "pull": []}
        through = request["push"]["operations"][-1]["seq"]
    yield request


def _files(run: SyncRun) -> Iterator[tuple[str, bytes]]:
    for sha256 in files_to_send.files_to_carry(run.work):
        content = work.content(run.work, sha256)
        if content is not None:
            yield sha256, content


def take_answer(run: SyncRun, source: BinaryIO) -> None:
    """Take the centre's answer to a bundle of this laptop; one that came before, or is older than the link's, is idle.

    Raises:
        WrongBundle: not a bundle, damaged, or not of our centre for this laptop; nothing was taken.
        StrangeReply, WrongReceipt, AnotherHistory: as with an answer over the link.
    """
    device = run.device
    try:
        header = read_header(source)
        if header.kind is not BundleKind.TO_LAPTOP or header.device_id != device.device_id:
            raise WrongBundle(say("core.bundle_not_ours"))
        bundle = open_bundle(source, sender_key=device.centre_public_key, reader_key=device.private_key)
        messages = list(bundle.messages())
    except BundleError as problem:
        key = "core.bundle_not_ours" if problem.code in (Code.CHAIN, Code.TOKEN) else "core.bundle_damaged"
        raise WrongBundle(say(key)) from problem
    for message in messages:
        _take(run, message)
    with writing(run.work):
        settle_corrections(run.work)


def _take(run: SyncRun, message: Mapping[str, Any]) -> None:
    if "problem" in message:
        raise WrongBundle(say("core.bundle_refused", code=message["problem"].get("code", "")))
    if message["incarnation"] != run.device.incarnation:
        return
    try:
        reply = SyncReplySchema().load(message["reply"])
    except ValidationError as problem:
        raise WrongBundle(say("core.bundle_damaged")) from problem
    if reply["receipt"]["server_time"] < run.device.beacon:
        return
    held = receipt_through(run.work, run.device, reply["receipt"])
    if held < outbox.acknowledged_through(run.work):
        return
    check_runs(reply)
    asked = {cursor["scope"]: cursor for cursor in message["pull"]}
    reply = {**reply, "pull": [page for page in reply["pull"] if _goes_on(run, asked.get(page["scope"]))]}
    check_pages(reply, asked)
    take_reply(run, reply, through=held, schema=message.get("schema", OLDEST_SCHEMA), exchanged=None)
    if not reply["evidence_wanted"]:
        with writing(run.work):
            files_to_send.mark_unwanted_held(run.work, moment(run.tools.now()))


def _goes_on(run: SyncRun, cursor: Mapping[str, Any] | None) -> bool:
    """Return whether the register stands where a page begins; the link may have brought it further since."""
    standing = {state.scope: (state.epoch, state.v) for state in scope_states(run.register)}
    return cursor is not None and standing.get(cursor["scope"]) == (cursor["epoch"], cursor["since"])
