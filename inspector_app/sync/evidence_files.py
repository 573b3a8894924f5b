"""Step: send the evidence files that the centre asks for; they come after the records, smallest first."""

from __future__ import annotations

from inspector_app.store import outbox, work
from inspector_app.store.driver import writing
from inspector_app.sync.errors import CentreProblem
from inspector_app.sync.run import SyncRun
from inspector_app.tools import moment
from sync_protocol.errors import Code

_THIS_FILE_ONLY = (Code.NOT_FOUND, Code.TOO_BIG, Code.EVIDENCE_HASH)
"""Refusals of one file; the others are sent all the same, and this one stays waiting in the queue."""


def send_evidence_files(run: SyncRun) -> None:
    """Send every file that is wanted; each is marked as held when the centre has said so."""
    wanted = outbox.wanted_files(run.work)
    if not wanted:
        with writing(run.work):
            outbox.mark_unwanted_held(run.work, moment(run.tools.now()))
    for number, sha256 in enumerate(wanted):
        run.step("files", number / len(wanted))
        _send(run, sha256)


def _send(run: SyncRun, sha256: str) -> None:
    content = work.content(run.work, sha256)
    if content is None:
        return
    try:
        run.link.put_file(sha256, content)
    except CentreProblem as problem:
        if problem.code in _THIS_FILE_ONLY:
            return
        raise
    with writing(run.work):
        outbox.mark_held(run.work, sha256, moment(run.tools.now()))
    run.counts.files += 1
