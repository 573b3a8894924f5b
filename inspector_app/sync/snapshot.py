"""Step: fetch the register of a scope as one file, piece by piece, and put it in place of what stood there."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

from inspector_app.catalogue import say
from inspector_app.store.driver import writing
from inspector_app.store.pending_work import employers_with_work
from inspector_app.store.register import cursors
from inspector_app.store.register_changes import drop_scope
from inspector_app.store.snapshot_pieces import SnapshotPieces
from inspector_app.sync.disk_room import refuse_without_room
from inspector_app.sync.download import DamagedPiece, Download
from inspector_app.sync.errors import CentreProblem, StrangeReply, Unreachable
from inspector_app.sync.install_snapshot import install_snapshot, open_snapshot
from inspector_app.sync.progress import Progress
from inspector_app.sync.run import SyncRun
from sync_protocol.errors import Code

MOST_TRIES = 4
"""Tries in a row that bring nothing, after which the sync ends; the next one goes on where this one stood."""

MOST_DAMAGED = 3
"""Damaged pieces in one sync, after which whatever answers is not believed."""


def fetch_missing_snapshots(run: SyncRun) -> None:
    """Fetch the register of every scope that this device holds and has no register of; remove scopes it lost."""
    held = {cursor["scope"] for cursor in cursors(run.register)}
    wanted = set(run.device.scopes)
    for scope in sorted(held - wanted):
        with writing(run.register):
            drop_scope(run.register, scope, kept=employers_with_work(run.work))
    missing = sorted(wanted - held)
    for number, scope in enumerate(missing):
        _fetch(run, scope, progress=Progress(run, number=number + 1, of=len(missing)))
    with _pieces(run):
        pass  # lets go of what was begun of a district that is no longer this device's


def fetch_snapshot(run: SyncRun, scope: str) -> None:
    """Fetch the register of one scope and put it in place; what came of it before is not fetched again.

    Raises:
        Unreachable, CentreProblem.
        NoRoom: it would not fit on the disk; nothing was fetched.
        StrangeReply: the file is not what its manifest says.
    """
    _fetch(run, scope, progress=Progress(run))


def _fetch(run: SyncRun, scope: str, *, progress: Progress) -> None:
    run.step("snapshot", progress.share(0.0))
    with _pieces(run) as pieces:
        snapshot, manifest = _fetched(run, pieces, scope, progress=progress)
        with closing(snapshot):
            install_snapshot(run, snapshot, manifest, tell=progress.built)
        pieces.forget(scope)


@contextmanager
def _pieces(run: SyncRun) -> Iterator[SnapshotPieces]:
    """Give the pieces that are kept, without those of scopes that this device no longer holds."""
    pieces = SnapshotPieces(run.opened.folder, run.opened.register_key)
    try:
        for scope in pieces.scopes() - set(run.device.scopes):
            pieces.forget(scope)
        yield pieces
    finally:
        pieces.close()


def _fetched(
    run: SyncRun, pieces: SnapshotPieces, scope: str, *, progress: Progress
) -> tuple[sqlite3.Connection, dict[str, Any]]:
    """Return a scope's snapshot, opened, and its manifest; pieces that changed on this disk are fetched again."""
    for _ in range(MOST_DAMAGED):
        manifest = _whole(run, pieces, scope, progress=progress)
        try:
            return open_snapshot(Download(pieces, manifest).contents(), manifest), manifest
        except DamagedPiece:
            continue
        except StrangeReply:
            pieces.forget(scope)
            raise
    raise StrangeReply(say("core.sync_strange"))


def _whole(run: SyncRun, pieces: SnapshotPieces, scope: str, *, progress: Progress) -> dict[str, Any]:
    """Return the manifest of a file whose pieces are all here; one that the centre has replaced is begun anew."""
    manifest = _kept_manifest(run, pieces, scope)
    for _ in range(MOST_TRIES):
        manifest = manifest or _new_manifest(run, pieces, scope)
        download = Download(pieces, manifest)
        refuse_without_room(run.opened, manifest, held=download.held_bytes)
        try:
            _fetch_missing_pieces(run, download, progress=progress)
        except CentreProblem as problem:
            if problem.code is not Code.NOT_FOUND:
                raise
            pieces.forget(scope)
            manifest = None
        else:
            return manifest
    raise StrangeReply(say("core.sync_strange"))


def _kept_manifest(run: SyncRun, pieces: SnapshotPieces, scope: str) -> dict[str, Any] | None:
    """Return the file that was being fetched, unless it belongs to the history that is to be replaced."""
    manifest = pieces.manifest(scope)
    replaced = {cursor["epoch"] for cursor in cursors(run.register) if cursor["scope"] == scope}
    return manifest if manifest and manifest["epoch"] not in replaced else None


def _new_manifest(run: SyncRun, pieces: SnapshotPieces, scope: str) -> dict[str, Any]:
    manifest = run.link.manifest(scope)
    if manifest["scope"] != scope:
        raise StrangeReply(say("core.sync_strange"))
    pieces.begin(manifest)
    if not Download(pieces, manifest).is_sound:
        pieces.forget(scope)
        raise StrangeReply(say("core.sync_strange"))
    return manifest


def _fetch_missing_pieces(run: SyncRun, download: Download, *, progress: Progress) -> None:
    """Fetch until nothing is missing; a try that brought something is followed by the next at once."""
    idle = damaged = 0
    progress.begin(download)
    while missing := download.missing():
        before = download.held_bytes
        try:
            with closing(run.link.snapshot_bytes(download.sha256, *missing)) as parts:
                for part in parts:
                    download.take(part)
                    progress.fetched(download)
            idle += download.held_bytes == before
        except DamagedPiece:
            damaged += 1
        except Unreachable:
            idle = 0 if download.held_bytes > before else idle + 1
            if idle >= MOST_TRIES:
                raise
        finally:
            download.pause()
        if damaged > MOST_DAMAGED or idle > MOST_TRIES:
            raise StrangeReply(say("core.sync_strange"))
