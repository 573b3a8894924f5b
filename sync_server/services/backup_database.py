"""Copies the centre's database into one file and back: SQLite by its online backup, PostgreSQL by its own programs.

A copy is one state of the database; nobody has to stop working while it is made.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlite_driver
from sqlalchemy import URL, make_url

from sync_server.config import Config
from sync_server.errors import Refusal
from sync_server.refusals import said
from sync_server.services.durable_files import flush_folder

SQLITE_FILE = "centre.db"
POSTGRES_FILE = "centre.dump"


def copy_database(config: Config, folder: Path) -> Path:
    """Write a copy of the database into a folder, check it, and return its file.

    Raises:
        Refusal: the database's own program is missing or failed, or the copy is not sound.
    """
    url = make_url(config.database)
    if url.get_backend_name() == "sqlite":
        copy = folder / SQLITE_FILE
        _copy_sqlite(Path(url.database or ""), copy)
    else:
        copy = folder / POSTGRES_FILE
        _run(config, url, "pg_dump", "--format=custom", "--no-owner", "--file", str(copy))
        copy.chmod(0o600)
    check_copy(config, copy)
    _flush(copy)
    return copy


def check_copy(config: Config, copy: Path) -> None:
    """Read a copy to its end.

    Raises:
        Refusal: it is damaged.
    """
    if copy.name == POSTGRES_FILE:
        _run(config, make_url(config.database), "pg_restore", "--list", str(copy), connect="")
        return
    try:
        connection = sqlite_driver.connect(f"file:{copy}?mode=ro", uri=True)
        [(sound,)] = connection.execute("pragma integrity_check(1)").fetchall()
        connection.close()
    except sqlite_driver.DatabaseError as problem:
        raise Refusal(said("backup.damaged", file=copy.name)) from problem
    if sound != "ok":
        raise Refusal(said("backup.damaged", file=copy.name))


def put_database(config: Config, copy: Path, *, aside: str) -> None:
    """Put a copy in the place of the database; a SQLite that stood there is set aside under a name of its own.

    Args:
        config: whose database.
        copy: as made by `copy_database`.
        aside: ending of the name under which the present SQLite files are kept.

    Raises:
        Refusal: the copy is of the other kind of database; PostgreSQL refused it, and nothing was changed.
    """
    url = make_url(config.database)
    if (copy.name == SQLITE_FILE) != (url.get_backend_name() == "sqlite"):
        raise Refusal(said("backup.other_kind", file=copy.name))
    if copy.name == POSTGRES_FILE:
        options = ("--clean", "--if-exists", "--no-owner", "--single-transaction", "--exit-on-error")
        _run(config, url, "pg_restore", *options, str(copy), connect="--dbname")
        return
    place = Path(url.database or "")
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = place.with_name(f"{place.name}.restoring")
    shutil.copyfile(copy, part)
    part.chmod(0o600)
    _flush(part)
    for suffix in ("-shm", "-wal", ""):
        standing = place.with_name(place.name + suffix)
        if standing.exists():
            standing.replace(place.with_name(f"{place.name}{aside}{suffix}"))
    part.replace(place)
    flush_folder(place.parent)


def has_database(config: Config) -> bool:
    """Return whether a SQLite database stands where a restored one would go; PostgreSQL is asked otherwise."""
    url = make_url(config.database)
    return url.get_backend_name() == "sqlite" and Path(url.database or "").exists()


def _copy_sqlite(source: Path, copy: Path) -> None:
    copy.touch(mode=0o600, exist_ok=False)
    reading = sqlite_driver.connect(f"file:{source}?mode=rw", uri=True)
    writing = sqlite_driver.connect(str(copy))
    try:
        reading.backup(writing)
        writing.execute("pragma journal_mode=delete")
    finally:
        writing.close()
        reading.close()


def _run(config: Config, url: URL, program: str, *arguments: str, connect: str = "--dbname") -> None:
    """Run a program of PostgreSQL; the password goes by the environment, where other users cannot see it."""
    found = shutil.which(program, path=config.postgres_tools or None)
    if found is None:
        raise Refusal(said("backup.no_program", program=program))
    address = url.set(drivername="postgresql", password=None).render_as_string(hide_password=False)
    command = [found, *([connect, address] if connect else []), *arguments]
    environment: dict[str, Any] = {**os.environ, **({"PGPASSWORD": url.password} if url.password else {})}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - our own
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["-"])[-1]
        raise Refusal(said("backup.program_failed", program=program, reason=reason))


def _flush(file: Path) -> None:
    with file.open("rb+") as opened:
        os.fsync(opened.fileno())
    flush_folder(file.parent)
