"""Mends a history that is no longer the centre's: takes back what it forgot, or goes on in a new incarnation.

A laptop that was copied or restored, and a centre that was: nothing is ever decided on whose fault it was, and no
operation is lost. What the centre has already it knows by its id.
"""

from __future__ import annotations

from casework.signatures import sign
from inspector_app.store import histories, outbox
from inspector_app.store.driver import writing
from inspector_app.store.histories import Asked
from inspector_app.sync.believe import check_receipt
from inspector_app.sync.run import SyncRun


def finish_new_incarnation(run: SyncRun) -> None:
    """Ask again for a new incarnation whose answer was lost in an earlier sync.

    Raises:
        Unreachable, StrangeReply, WrongReceipt, CentreProblem: the question stays.
    """
    question = histories.asked(run.work)
    if question is not None:
        _go_on(run, question)


def begin_new_incarnation(run: SyncRun, cause: str) -> None:
    """Leave this incarnation: operations without a receipt are chained anew, under the ids they have.

    Raises:
        Unreachable, StrangeReply, WrongReceipt, CentreProblem: the question is asked again with the next sync.
    """
    question = histories.asked(run.work)
    if question is None:
        seq, head = outbox.last(run.work)
        question = Asked(run.device.incarnation, run.tools.new_id(), cause, seq, head)
        with writing(run.work):
            histories.ask(run.work, question)
    _go_on(run, question)


def _go_on(run: SyncRun, question: Asked) -> None:
    device = run.device
    request = {
        "device_id": device.device_id,
        "incarnation": question.incarnation,
        "nonce": question.nonce,
        "cause": question.cause,
        "seq": question.seq,
        "head": question.head,
    }
    reply = run.link.incarnation({**request, "signature": sign(device.private_key, request)})
    check_receipt(device, reply["receipt"], incarnation=reply["incarnation"])
    histories.begin(run.work, reply["incarnation"])


def take_back(run: SyncRun, above: int) -> None:
    """Push again what the centre no longer has of this incarnation: it was restored from a backup.

    Where an operation among these is no longer kept, the chain cannot be sent as it was: what is kept goes on anew.

    Raises:
        Unreachable, StrangeReply, WrongReceipt, CentreProblem: see `begin_new_incarnation`.
    """
    with writing(run.work):
        is_whole = histories.is_whole_after(run.work, above)
        histories.take_back(run.work, above)
    if not is_whole:
        begin_new_incarnation(run, "restored")


def begin_where_the_centre_knows_nothing(run: SyncRun) -> None:
    """Go on where the centre does not know this incarnation: push again everything that is kept.

    Raises:
        Unreachable, StrangeReply, WrongReceipt, CentreProblem: see `begin_new_incarnation`.
    """
    with writing(run.work):
        histories.take_back_everything(run.work)
    begin_new_incarnation(run, "restored")
