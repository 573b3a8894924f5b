"""Whether this machine is fit for the field, whoever works on it: disk, SQLite, fonts, camera."""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from sqlcipher3 import dbapi2

from casework.documents.fonts import shape
from inspector_app.catalogue import say
from inspector_app.errors import StoreTooOld
from inspector_app.services.check import Check, Fitness
from inspector_app.store.driver import require_sqlite
from inspector_app.sync.disk_room import RESERVE, free_bytes
from simplify_content.look import FONTS

SCARCE_BYTES = 1024 * 1024 * 1024
"""Below this a day's photographs and a new register may not fit any more."""

SLOW_WRITE_MS = 500
_WRITTEN_BYTES = 64 * 1024
_SAMPLES = {"NotoSans-Regular": "Inspection 1234", "NotoNastaliqUrdu-Regular": "معائنہ"}
_PAGE_FONTS = ("NotoSans-Regular.woff2", "NotoNastaliqUrdu-Regular.woff2")


def machine_checks(home: Path) -> Iterator[Check]:
    """Yield what was found about this machine; `home` is the laptop's folder, or will be."""
    folder = next(path for path in (home, *home.parents) if path.is_dir())
    yield _disk(folder)
    yield _writing(folder)
    yield _sqlite()
    yield _fonts()
    yield _camera()


def _disk(folder: Path) -> Check:
    free = free_bytes(folder)
    found = say("selftest.disk_free", megabytes=free // 1_000_000)
    if free < RESERVE:
        return Check("disk", Fitness.UNFIT, found, say("selftest.disk_clear"))
    if free < SCARCE_BYTES:
        return Check("disk", Fitness.WARNING, found, say("selftest.disk_clear"))
    return Check("disk", Fitness.FIT, found)


def _writing(folder: Path) -> Check:
    """Write, sync to the disk and read back, as every answer does before the page says that it is saved."""
    content, path = secrets.token_bytes(_WRITTEN_BYTES), folder / f"write-test-{secrets.token_hex(4)}.tmp"
    started = perf_counter()
    try:
        with path.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        is_same = path.read_bytes() == content
    except OSError as problem:
        reason = problem.strerror or type(problem).__name__
        return Check("writing", Fitness.UNFIT, say("selftest.writing_failed", reason=reason), say("selftest.disk_mend"))
    finally:
        path.unlink(missing_ok=True)
    took_ms = round((perf_counter() - started) * 1000)
    if not is_same:
        return Check("writing", Fitness.UNFIT, say("selftest.writing_other"), say("selftest.disk_mend"))
    fitness = Fitness.WARNING if took_ms > SLOW_WRITE_MS else Fitness.FIT
    to_do = say("selftest.disk_slow") if fitness is Fitness.WARNING else None
    return Check("writing", fitness, say("selftest.writing_took", milliseconds=took_ms), to_do)


def _sqlite() -> Check:
    version = dbapi2.sqlite_version
    try:
        require_sqlite(version)
        with_search = dbapi2.connect(":memory:")
        with_search.execute("CREATE VIRTUAL TABLE probe USING fts5 (words)")
        cipher = with_search.execute("PRAGMA cipher_version").fetchone()
        with_search.close()
    except (StoreTooOld, dbapi2.Error):
        return Check(
            "sqlite", Fitness.UNFIT, say("selftest.sqlite_old", version=version), say("selftest.install_again")
        )
    if not cipher:
        return Check("sqlite", Fitness.UNFIT, say("selftest.sqlite_open"), say("selftest.install_again"))
    return Check("sqlite", Fitness.FIT, say("selftest.sqlite_is", version=version, cipher=cipher[0].split()[0]))


def _fonts() -> Check:
    """Set a word in each typeface of papers, and look for those of pages."""
    try:
        drawn = all(shape(name, text, name.startswith("NotoNastaliq")).width > 0 for name, text in _SAMPLES.items())
        is_whole = drawn and all((FONTS / name).stat().st_size > 0 for name in _PAGE_FONTS)
    except (OSError, ValueError, KeyError):
        is_whole = False
    if not is_whole:
        return Check("fonts", Fitness.UNFIT, say("selftest.fonts_missing"), say("selftest.install_again"))
    return Check("fonts", Fitness.FIT, say("selftest.fonts_there"))


def _camera() -> Check:
    """Linux tells of cameras by files; elsewhere only the browser knows."""
    if sys.platform != "linux":
        return Check("camera", Fitness.UNKNOWN, say("selftest.camera_unknown"))
    if any(Path("/dev").glob("video*")):
        return Check("camera", Fitness.FIT, say("selftest.camera_there"))
    return Check("camera", Fitness.WARNING, say("selftest.camera_none"), say("selftest.camera_file"))
