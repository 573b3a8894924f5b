"""Step: push and pull until both sides have nothing left to say."""

from __future__ import annotations

from typing import Any

from inspector_app.catalogue import say
from inspector_app.store import outbox, verdicts
from inspector_app.store.driver import writing
from inspector_app.store.papers import papers
from inspector_app.store.register import cursors
from inspector_app.store.register_cursors import scope_states
from inspector_app.store.standing import standing
from inspector_app.store.way import way
from inspector_app.sync.believe import check_pages, check_runs, receipt_through
from inspector_app.sync.errors import Forgotten, StrangeReply, SyncStopped
from inspector_app.sync.incarnation import finish_new_incarnation
from inspector_app.sync.older_centre import as_spoken
from inspector_app.sync.push import BatchSize, next_push
from inspector_app.sync.repair import comparison_is_due
from inspector_app.sync.report import compose_report
from inspector_app.sync.run import SyncRun
from inspector_app.sync.setbacks import Setbacks
from inspector_app.sync.snapshot import fetch_missing_snapshots
from inspector_app.sync.take_reply import take_reply
from inspector_app.sync.take_word import Exchanged
from inspector_app.tools import moment
from sync_protocol.papers import mark_of
from sync_protocol.versions import SCHEMA_VERSION

MAX_ROWS = 2000
"""Rows of the register in one reply."""


def exchange(run: SyncRun) -> None:
    """Send what waits and take what is new, round by round; each round is durable before the next.

    Raises:
        SyncStopped: after what was exchanged until then has been kept.
    """
    size = BatchSize.at(way(run.work).push_bytes_per_s)
    setbacks = Setbacks(run, size)
    waiting = outbox.unsent_size(run.work)[1]
    run.show_bytes("exchange", done=0, size=waiting)
    more = True
    while more:
        try:
            finish_new_incarnation(run)
            more = _round(run, size)
            setbacks.gained()
            run.show_bytes("exchange", done=waiting - outbox.unsent_size(run.work)[1], size=waiting)
        except SyncStopped as problem:
            setbacks.mend(problem)


def _round(run: SyncRun, size: BatchSize) -> bool:
    """Exchange once and return whether there is more."""
    through = outbox.acknowledged_through(run.work)
    request = compose_request(run, through, limit=size.limit)
    sent_bytes = _mark_sent(run, request)
    sent_at, began = run.tools.now(), run.tools.reading()
    reply = run.link.sync(as_spoken(request))
    answered = Exchanged(sent_at, began, run.tools.now(), run.tools.reading())
    held = receipt_through(run.work, run.device, reply["receipt"])
    if held < through:
        raise Forgotten(say("core.sync_receipt"), held)
    check_runs(reply)
    check_pages(reply, {cursor["scope"]: cursor for cursor in request["pull"]})
    if request["push"]:
        size.went_well(sent_bytes, answered.took_ms)
    take_reply(run, reply, through=held, schema=request["schema"], exchanged=answered)
    if request["push"] and held <= through:
        raise StrangeReply(say("core.sync_receipt"))
    run.note_pages(request["pull"], reply)
    fetch_missing_snapshots(run)
    return _is_more(run, reply, request, held=held)


def _mark_sent(run: SyncRun, request: dict[str, Any]) -> int:
    """Write down which operations are on their way and return their bytes."""
    if not request["push"]:
        return 0
    first, last = (request["push"]["operations"][place]["seq"] for place in (0, -1))
    with writing(run.work):
        run.counts.resent += outbox.mark_sent(run.work, first, last, request["sent_at"])
    run.counts.sent += last - first + 1
    return outbox.size_between(run.work, first, last)


def _is_more(run: SyncRun, reply: dict[str, Any], request: dict[str, Any], *, held: int) -> bool:
    asked = {cursor["scope"] for cursor in request["pull"]}
    unasked = {cursor["scope"] for cursor in cursors(run.register)} - asked
    unread = any(page["more"] for page in reply["pull"])
    if unasked or unread or outbox.last(run.work)[0] > held:
        return True
    return bool(reply["verdicts"] or reply["runs"]) and verdicts.awaiting_verdict(run.work) > 0


def compose_request(run: SyncRun, through: int, *, limit: int) -> dict[str, Any]:
    """Return a `SyncRequest` that pushes what comes after a number, at most `limit` bytes, and asks for what is new."""
    device = run.device
    return {
        "protocol": run.protocol,
        "schema": SCHEMA_VERSION,
        "device_id": device.device_id,
        "incarnation": device.incarnation,
        "sent_at": moment(run.tools.now()),
        "unsent": outbox.unsent(run.work),
        "push": next_push(run.work, device, through, limit=limit),
        "pull": [
            {"scope": state.scope, "epoch": state.epoch, "since": state.v, "complete": state.complete}
            for state in scope_states(run.register)
        ],
        "verdicts_since": device.verdicts_since,
        "max_rows": MAX_ROWS,
        "digests": comparison_is_due(run.register, now=run.tools.now()),
        "knows": mark_of(papers(run.work), recovery_key=standing(run.work).recovery_key),
        "report": compose_report(run.opened),
        "runs": True,
    }
