"""Puts a backup in the place of a centre's database, secret and evidence; what stood there is set aside."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from sync_server.config import Config
from sync_server.errors import Refusal
from sync_server.queries.worker_lock import FILE
from sync_server.refusals import said
from sync_server.services.backup import FACTS, SECRET, SUMS, Backup, evidence_of_backup, sha256_of_file
from sync_server.services.backup_database import check_copy, has_database, put_database
from sync_server.services.durable_files import store_bytes
from sync_server.services.evidence_store import evidence_place


def read_backup(place: Path) -> Backup:
    """Return what a backup says of itself, after every file of it but the evidence was compared with its hash.

    Raises:
        Refusal: it is not a backup, or damaged.
    """
    if not (place / FACTS).exists() or not (place / SUMS).exists():
        raise Refusal(said("backup.not_one", folder=str(place)))
    for sha256, name in _sums(place):
        if "/" not in name and (not (place / name).is_file() or sha256_of_file(place / name) != sha256):
            raise Refusal(said("backup.damaged", file=name))
    facts = json.loads((place / FACTS).read_text(encoding="utf-8"))
    return Backup(**{**facts, "missing": tuple(facts["missing"])})


def restore_files(
    config: Config, place: Path, *, now: datetime, may_replace: bool, tell: Callable[[int, int], None]
) -> Backup:
    """Put a backup's files in place and return what it says of itself; then the database must be brought up to date.

    Args:
        config: of the centre that is to be.
        place: folder of one backup.
        now: names what is set aside.
        may_replace: whether a database that stands there may be set aside.
        tell: called after each evidence file.

    Raises:
        Refusal: not a sound backup, the centre runs, or a database stands there and may not be set aside.
    """
    backup = read_backup(place)
    check_copy(config, place / backup.database)
    if has_database(config) and not may_replace:
        raise Refusal(said("backup.stands", folder=str(config.home)))
    aside = f".before-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    config.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    with nobody_works(config):
        _restore_evidence(config, place, tell=tell)
        _put_secret(config, place / SECRET, aside=aside)
        put_database(config, place / backup.database, aside=aside)
    return backup


@contextmanager
def nobody_works(config: Config) -> Iterator[None]:
    """Hold the worker's lock while a block runs.

    Raises:
        Refusal: the worker holds it, or somebody answers where the centre listens.
    """
    lock = FileLock(config.home / FILE, timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise Refusal(said("backup.running", address=config.address)) from None
    try:
        if _answers(config):
            raise Refusal(said("backup.running", address=config.address))
        yield
    finally:
        lock.release()


def _answers(config: Config) -> bool:
    try:
        socket.create_connection((config.host, config.port), timeout=2).close()
    except OSError:
        return False
    return True


def _restore_evidence(config: Config, place: Path, *, tell: Callable[[int, int], None]) -> None:
    """Bring back every evidence file that the store lacks; one that is damaged is left out, and laptops may have it."""
    evidence = evidence_place(config)
    files = [sha256 for sha256, name in _sums(place) if "/" in name]
    for number, sha256 in enumerate(files, 1):
        copy = evidence_of_backup(place, sha256)
        if not evidence.store.has(sha256) and copy.is_file() and sha256_of_file(copy) == sha256:
            aside = store_bytes(evidence.parts, [copy.read_bytes()], expected=sha256)
            evidence.store.keep(aside.path, sha256)
        tell(number, len(files))


def _put_secret(config: Config, secret: Path, *, aside: str) -> None:
    """The laptops' tokens were made with the backup's secret."""
    if not secret.exists():
        return
    standing = config.secret_file
    if standing.exists() and standing.read_bytes() != secret.read_bytes():
        standing.replace(standing.with_name(f"{standing.name}{aside}"))
    stored = store_bytes(config.home / ".restoring", [secret.read_bytes()])
    stored.path.chmod(0o600)
    stored.path.replace(standing)
    for folder in (stored.path.parent, config.home / ".restoring"):
        folder.rmdir()


def _sums(place: Path) -> Iterator[tuple[str, str]]:
    for line in (place / SUMS).read_text(encoding="utf-8").splitlines():
        sha256, _, name = line.partition("  ")
        yield sha256, name
