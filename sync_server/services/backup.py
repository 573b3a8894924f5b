"""Backs the centre up: a folder with its database and secret, beside a store of evidence that all backups share.

`FOLDER/<moment>/` holds `backup.json`, the database, the secret and `SHA256SUMS`; `FOLDER/evidence/` every evidence
file once, named by its hash. A backup that has its name is whole: it is written aside and renamed last. Nothing in it
is encrypted, so only its owner may read it.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import UTC
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from sync_server.config import Config
from sync_server.queries.database import reading
from sync_server.queries.evidence import held_files
from sync_server.services.backup_database import copy_database
from sync_server.services.durable_files import file_place, flush_folder, store_bytes
from sync_server.services.evidence_store import EvidenceStore, NotStored, evidence_place
from sync_server.services.migrate import revision_of
from sync_server.tools import Tools, moment_text

FACTS = "backup.json"
SUMS = "SHA256SUMS"
SECRET = "secret"  # noqa: S105 - a file's name
EVIDENCE = "evidence"

Tell = Callable[[int, int], None]
"""Told how many evidence files are done, of how many."""


@dataclass(frozen=True)
class Backup:
    """What a backup says of itself."""

    made_at: str
    database: str
    """Name of the database's file."""
    revision: str
    """Step of the migrations."""
    evidence: int
    """How many evidence files belong to it."""
    missing: tuple[str, ...] = ()
    """Evidence that the database calls held and that was not there."""


def back_up(
    session: Session, engine: Engine, config: Config, *, folder: Path, tools: Tools, tell: Tell = lambda *_: None
) -> tuple[Path, Backup]:
    """Write a backup and return its folder and what it says of itself.

    Args:
        session: outside any transaction.
        engine: the same database.
        config: of this centre.
        folder: of all backups; made when missing.
        tools: clock.
        tell: called after each evidence file.

    Raises:
        Refusal: the database could not be copied, or the copy is not sound.
    """
    now = tools.now()
    place = folder / f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    part = folder / f".{place.name}.part"
    for made in (folder, folder / EVIDENCE):
        made.mkdir(parents=True, exist_ok=True, mode=0o700)
    if place.exists():
        raise FileExistsError(place)
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(mode=0o700)
    database = copy_database(config, part)
    if config.secret_file.exists():
        _write(part / SECRET, config.secret_file.read_bytes())
    reading(session)
    files = held_files(session)
    session.rollback()
    missing = tuple(_copy_evidence(evidence_place(config).store, folder / EVIDENCE, files, tell=tell))
    facts = Backup(moment_text(now), database.name, revision_of(engine), len(files) - len(missing), missing)
    _write(part / FACTS, json.dumps(asdict(facts), indent=1).encode())
    _write(part / SUMS, _sums(part, sorted(set(files) - set(missing))).encode())
    part.rename(place)
    flush_folder(folder)
    return place, facts


def evidence_of_backup(place: Path, sha256: str) -> Path:
    """Return where a backup keeps an evidence file."""
    return file_place(place.parent / EVIDENCE, sha256)


def sha256_of_file(file: Path) -> str:
    """Return the hash of a file."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _copy_evidence(store: EvidenceStore, folder: Path, files: list[str], *, tell: Tell) -> Iterable[str]:
    """Copy what the folder lacks, checked against its name; yield what the store lacks."""
    for number, sha256 in enumerate(files, 1):
        if not file_place(folder, sha256).exists():
            try:
                store_bytes(folder, [store.read(sha256)], expected=sha256)
            except NotStored:
                yield sha256
        tell(number, len(files))


def _sums(part: Path, files: list[str]) -> str:
    """Return lines as `sha256sum -c` reads them inside the backup's folder."""
    own = [f"{sha256_of_file(file)}  {file.name}" for file in sorted(part.iterdir()) if file.name != SUMS]
    shared = [f"{sha256}  ../{EVIDENCE}/{sha256[:2]}/{sha256}" for sha256 in files]
    return "\n".join([*own, *shared]) + "\n"


def _write(file: Path, content: bytes) -> None:
    store = store_bytes(file.parent / ".writing", [content])
    store.path.chmod(0o600)
    store.path.replace(file)
    shutil.rmtree(file.parent / ".writing")
