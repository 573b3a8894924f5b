"""Sync by a USB stick: save what waits as one sealed file, read the answer that the centre gave."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO, TypeVar

from inspector_app.catalogue import say
from inspector_app.errors import RoomRefused
from inspector_app.services.synchronise import alone
from inspector_app.store import files_to_send, outbox
from inspector_app.store.device import device
from inspector_app.store.opened import Opened
from inspector_app.sync.bundles import take_answer, write_for_centre
from inspector_app.sync.link import Link
from inspector_app.sync.run import SyncRun
from inspector_app.tools import Tools
from simplify_content.text import Text

SUFFIX = ".muaina"

T = TypeVar("T")


@dataclass(frozen=True)
class AnswerTaken:
    """What an answer of the centre brought."""

    acknowledged: int
    rows: int
    left: int
    """Operations and files that still wait."""
    text: Text


def save_bundle(opened: Opened, target: BinaryIO, *, tools: Tools) -> int:
    """Write a bundle for the centre into an empty file and return how many operations it holds.

    Raises:
        RoomRefused: in the practice room.
        SyncRunning: a sync is on its way.
    """
    return _with_run(opened, tools, lambda run: write_for_centre(run, target))


def bundle_name(opened: Opened) -> str:
    """Return a file name that says nothing about anybody: the device and its last number."""
    return f"laptop-{device(opened.work).device_id[-8:]}-{outbox.last(opened.work)[0]}{SUFFIX}"


def read_answer(opened: Opened, source: BinaryIO, *, tools: Tools) -> AnswerTaken:
    """Take the centre's answer.

    Raises:
        RoomRefused: in the practice room.
        SyncRunning: a sync is on its way.
        SyncStopped: the file is not believed; nothing, or what came before the fault, was taken.
    """

    def take(run: SyncRun) -> AnswerTaken:
        take_answer(run, source)
        left = outbox.unsent(run.work) + files_to_send.files_waiting(run.work)[0]
        text = say("core.bundle_partly", count=left) if left else say("core.bundle_done")
        return AnswerTaken(run.counts.acknowledged, run.counts.rows, left, text)

    return _with_run(opened, tools, take)


def _with_run(opened: Opened, tools: Tools, work: Callable[[SyncRun], T]) -> T:
    if opened.is_practice:
        raise RoomRefused(say("core.not_in_practice"))
    known = device(opened.work)
    with alone(opened):
        link = Link(known.centre_url, token=known.token, timeout_s=1.0)  # never used: a bundle needs no network
        try:
            return work(SyncRun(opened, link, tools, lambda text, share: None))
        finally:
            link.close()
