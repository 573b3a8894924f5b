"""One sync from beginning to end, as a list of named steps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from inspector_app.catalogue import say
from inspector_app.errors import StoreFull
from inspector_app.store import attempts, files_to_send, outbox, verdicts
from inspector_app.store.corrections import settle_corrections
from inspector_app.store.driver import DatabaseError, noting, writing
from inspector_app.store.opened import Opened
from inspector_app.store.own_employers import enter_own_employers
from inspector_app.sync.errors import CentreProblem, StrangeReply, SyncStopped, Unreachable, WrongReceipt
from inspector_app.sync.evidence_files import send_evidence_files
from inspector_app.sync.exchange import exchange
from inspector_app.sync.link import Link
from inspector_app.sync.repair import repair
from inspector_app.sync.run import Counts, SyncRun
from inspector_app.sync.snapshot import fetch_missing_snapshots
from inspector_app.sync.withdrawn import give_up_register
from inspector_app.telling import Tell, untold
from inspector_app.tools import Tools, moment
from simplify_content.text import Text
from sync_protocol.errors import Code

KEPT_DAYS = 45
"""How long operations are kept after their receipt: a centre restored from a backup may ask for them again."""

AT_ONCE = 200
"""Operations removed in one transaction."""


@dataclass(frozen=True)
class Outcome:
    """How a sync went. `reached` says whether the centre itself answered, `finished` whether nothing is left over."""

    at: str
    reached: bool
    finished: bool
    text: Text
    counts: Counts
    advised_s: float = 0.0
    """Seconds after which the centre asked us to come again; 0 for no advice."""


def settle(run: SyncRun) -> None:
    """Take corrections with a final verdict as settled: the register now shows what came of them."""
    with writing(run.work):
        settle_corrections(run.work)


def let_go_of_old_operations(run: SyncRun) -> None:
    """Remove operations that the centre has held long enough, by its own time; a few in each transaction."""
    now = verdicts.last_receipt_at(run.work)
    removed = AT_ONCE if now else 0
    while removed == AT_ONCE:
        with writing(run.work):
            removed = verdicts.remove_old(run.work, now=now, days=KEPT_DAYS, limit=AT_ONCE)


def fetch_registers_before_work(run: SyncRun) -> None:
    """Fetch the registers that are missing, unless work waits: exchanging sends that first and fetches them then.

    A district that was taken away meanwhile is refused; exchanging asks which districts are ours.
    """
    if outbox.unsent(run.work):
        return
    try:
        fetch_missing_snapshots(run)
    except CentreProblem as problem:
        if problem.code is not Code.SCOPE:
            raise


def put_own_employers_back(run: SyncRun) -> None:
    """Let the register have what was entered here, should power or room have failed between the two files."""
    enter_own_employers(run.opened)


STEPS: tuple[Callable[[SyncRun], None], ...] = (
    put_own_employers_back,
    fetch_registers_before_work,
    exchange,
    repair,
    settle,
    send_evidence_files,
    let_go_of_old_operations,
)
"""The whole sync. Every step keeps what it did; a sync that stops goes on from there the next time."""


def synchronise(opened: Opened, link: Link, *, tools: Tools, tell: Tell = untold) -> Outcome:
    """Run every step and return how it went; offline, refusals and strange replies are outcomes, not errors."""
    run = SyncRun(opened, link, tools, tell)
    try:
        outcome = _outcome(run)
        with noting(run.work):
            attempts.put_attempt(run.work, _attempt(outcome))
    finally:
        if run.opened is not opened:
            run.register.conn.close()
    return outcome


def _outcome(run: SyncRun) -> Outcome:
    at = moment(run.tools.now())
    try:
        for step in STEPS:
            step(run)
    except SyncStopped as stopped:
        if isinstance(stopped, CentreProblem) and stopped.code is Code.REVOKED:
            give_up_register(run)
        reached = not isinstance(stopped, Unreachable | StrangeReply | WrongReceipt)
        return Outcome(at, reached, finished=False, text=_said(stopped), counts=run.counts, advised_s=run.advised_s)
    except (DatabaseError, OSError, StoreFull) as problem:
        text = say("core.sync_no_room", reason=type(problem).__name__)
        return Outcome(at, reached=True, finished=False, text=text, counts=run.counts)
    left = outbox.unsent(run.work) + files_to_send.files_waiting(run.work)[0]
    return Outcome(at, reached=True, finished=not left, text=_left_over(run, left), counts=run.counts)


def _left_over(run: SyncRun, left: int) -> Text:
    if run.is_outdated:
        return say("core.sync_update_received" if not left else "core.sync_update")
    if left:
        return say("core.sync_partly", count=left)
    return say("core.sync_repaired", count=run.counts.repaired) if run.counts.repaired else say("core.sync_done")


def _said(stopped: SyncStopped) -> Text:
    if isinstance(stopped, CentreProblem):
        if stopped.code is Code.BUSY:
            return say("core.sync_busy")
        return say("core.sync_refused", reason=stopped.text)
    return stopped.text


def _attempt(outcome: Outcome) -> dict[str, object]:
    return {
        "at": outcome.at,
        "reached": int(outcome.reached),
        "finished": int(outcome.finished),
        "text_en": outcome.text.en,
        "text_ur": outcome.text.ur,
        "sent": outcome.counts.sent,
        "resent": outcome.counts.resent,
        "acknowledged": outcome.counts.acknowledged,
    }
