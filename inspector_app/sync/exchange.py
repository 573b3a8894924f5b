"""Step: push and pull until both sides have nothing left to say."""

from __future__ import annotations

import time
from typing import Any

from inspector_app.catalogue import say
from inspector_app.store import outbox
from inspector_app.store.driver import writing
from inspector_app.store.pending_work import employers_with_work
from inspector_app.store.register import cursors
from inspector_app.store.register_changes import drop_scope
from inspector_app.store.register_cursors import scope_states
from inspector_app.sync.believe import check_pages, receipt_through
from inspector_app.sync.errors import CentreProblem, StrangeReply, Unreachable
from inspector_app.sync.push import BatchSize, next_push
from inspector_app.sync.repair import comparison_is_due
from inspector_app.sync.run import SyncRun
from inspector_app.sync.snapshot import fetch_missing_snapshots, fetch_snapshot
from inspector_app.sync.take_reply import take_reply
from inspector_app.tools import moment
from sync_protocol.errors import Code
from sync_protocol.versions import PROTOCOL_VERSION, SCHEMA_VERSION

MAX_ROWS = 2000
"""Rows of the register in one reply."""

MOST_SETBACKS = 4
"""Failures within one sync after which it ends; the next one goes on where this one stood."""


def exchange(run: SyncRun) -> None:
    """Send what waits and take what is new, round by round; each round is durable before the next.

    Raises:
        SyncStopped: after what was exchanged until then has been kept.
    """
    through, size, setbacks = outbox.acknowledged_through(run.work), BatchSize(), 0
    waiting = max(outbox.unsent(run.work), 1)
    while True:
        try:
            through, more = _round(run, through, size)
            run.step("exchange", 1 - outbox.unsent(run.work) / waiting)
        except (CentreProblem, Unreachable) as problem:
            setbacks += 1
            if setbacks > MOST_SETBACKS:
                raise
            through, more = _after(run, problem, through, size=size), True
        if not more:
            return


def _round(run: SyncRun, through: int, size: BatchSize) -> tuple[int, bool]:
    """Exchange once; return through which number the centre holds our operations and whether there is more."""
    request = _request(run, through, limit=size.limit)
    if request["push"]:
        first, last = (request["push"]["operations"][place]["seq"] for place in (0, -1))
        with writing(run.work):
            run.counts.resent += outbox.mark_sent(run.work, first, last, request["sent_at"])
        run.counts.sent += last - first + 1
    started = time.monotonic()
    reply = run.link.sync(request)
    held = receipt_through(run.work, run.device, reply["receipt"])
    check_pages(reply, {cursor["scope"]: cursor for cursor in request["pull"]})
    take_reply(run, reply, through=held)
    size.went_well(time.monotonic() - started)
    if request["push"] and held <= through:
        raise StrangeReply(say("core.sync_receipt"))
    fetch_missing_snapshots(run)
    return held, _is_more(run, reply, request, held=held)


def _is_more(run: SyncRun, reply: dict[str, Any], request: dict[str, Any], *, held: int) -> bool:
    asked = {cursor["scope"] for cursor in request["pull"]}
    unasked = {cursor["scope"] for cursor in cursors(run.register)} - asked
    told_more = bool(reply["verdicts"]) and outbox.awaiting_verdict(run.work) > 0
    unread = any(page["more"] for page in reply["pull"])
    return bool(unasked) or unread or told_more or outbox.last(run.work)[0] > held


def _request(run: SyncRun, through: int, *, limit: int) -> dict[str, Any]:
    device = run.device
    return {
        "protocol": PROTOCOL_VERSION,
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
    }


def _after(run: SyncRun, problem: CentreProblem | Unreachable, through: int, *, size: BatchSize) -> int:
    """Mend what a failure names and return from which number to go on; raise it again when it cannot be mended here."""
    if isinstance(problem, Unreachable):
        if outbox.last(run.work)[0] <= through:
            raise problem
        size.failed()
        return through
    match problem.code:
        case Code.SEQUENCE_GAP:
            return _gap(run, problem)
        case Code.EPOCH:
            _fetch_anew(run, problem)
            return through
        case Code.TOO_BIG:
            size.failed()
            return through
        case _:
            raise problem


def _gap(run: SyncRun, problem: CentreProblem) -> int:
    """The centre lacks operations before the ones it was sent: go on from the one it expects."""
    expected = problem.facts.get("expected")
    if not isinstance(expected, int) or not 1 <= expected <= outbox.last(run.work)[0]:
        raise problem
    return expected - 1


def _fetch_anew(run: SyncRun, problem: CentreProblem) -> None:
    """The centre's history of a scope is another one than ours: take its register as a whole."""
    scope = problem.facts.get("scope")
    held = [cursor["scope"] for cursor in cursors(run.register)]
    if not isinstance(scope, str) or scope not in held:
        raise problem
    if scope not in run.device.scopes:
        with writing(run.register):
            drop_scope(run.register, scope, kept=employers_with_work(run.work))
        return
    fetch_snapshot(run, scope)
