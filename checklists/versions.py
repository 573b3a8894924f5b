"""Versions of a checklist: which are released and so never change, and what a new one may not change under a name.

Reads files, prints and raises nothing; `muaina checklist publish` and `lint` act on what comes back.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml

from checklists.columns import CLOSINGS, kind_of
from checklists.definition import Definition, Row
from checklists.errors import Problem
from checklists.library import FOLDER, available_checklists, definition_of

LOCK = FOLDER / "released.lock"
"""One line per released version: `name/version: SHA-256 of its file`. A line is added once and never edited."""

_HEADING = "# SHA-256 of each released version. A line is added by `muaina checklist publish`, never edited.\n"


def released(lock: Path = LOCK) -> dict[str, str]:
    """Return the hash of each released version by `name/version`."""
    return dict(yaml.safe_load(lock.read_text("utf-8")) or {}) if lock.exists() else {}


def hash_of(name: str, version: str, folder: Path = FOLDER) -> str:
    """Return the SHA-256 of a version's file; the way lines end does not count."""
    content = (folder / name / f"{version}.yaml").read_bytes().replace(b"\r\n", b"\n")
    return hashlib.sha256(content).hexdigest()


def lock_text(locked: Mapping[str, str]) -> str:
    """Return the lock file of these versions."""
    return _HEADING + "".join(f"{key}: {locked[key]}\n" for key in sorted(locked))


def changed_since_release(folder: Path = FOLDER) -> tuple[Problem, ...]:
    """Return a problem for each released version whose file is not what was released, or is gone."""
    return tuple(_lock_problems(released(folder / LOCK.name), folder))


def _lock_problems(locked: Mapping[str, str], folder: Path) -> Iterator[Problem]:
    for key, released_hash in sorted(locked.items()):
        name, _, version = key.partition("/")
        if not (folder / name / f"{version}.yaml").exists():
            yield Problem(f"{key}.yaml", 0, "", "no file", "the file as it was released; old inspections need it")
        elif hash_of(name, version, folder) != released_hash:
            yield Problem(f"{key}.yaml", 0, "", "another content", "the file as it was released; add a new version")


def broken_names(older: Definition, newer: Definition) -> tuple[Problem, ...]:
    """Return a problem for each row of a newer version that gives a name of the older one another meaning.

    A name keeps its type, and stays inside or outside the repeat in which it was: figures over years compare it.
    """
    before, after = dict(_shapes(older)), dict(_shapes(newer))
    return tuple(
        row.problem(
            "type", f"{_told(shape)} where version {older.settings['version']} has {_told(before[name])}", "a new name"
        )
        for row in newer.survey
        if (name := row["name"]) in before and (shape := after[name]) != before[name]
    )


def broken_since(name: str, newer: Definition) -> tuple[Problem, ...]:
    """Return what a version changes under a name of any older version of the same checklist that ships."""
    versions = available_checklists().get(name, ())
    older = [version for version in versions if version < newer.settings["version"]]
    return tuple(problem for version in older for problem in broken_names(definition_of(name, version), newer))


def _shapes(definition: Definition) -> Iterator[tuple[str, tuple[str, str]]]:
    repeat = ""
    for row in definition.survey:
        kind = kind_of(row)
        if kind in CLOSINGS:
            repeat = "" if kind == "end_repeat" else repeat
            continue
        yield row["name"], (_type_of(row), repeat)
        repeat = row["name"] if kind == "begin_repeat" else repeat


def _type_of(row: Row) -> str:
    return kind_of(row).removesuffix("_from_file")


def _told(shape: tuple[str, str]) -> str:
    type_, repeat = shape
    return f"{type_} in {repeat}" if repeat else type_
