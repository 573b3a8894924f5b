"""Finds the entries of a law pack's files: its own, those it includes from another pack, those shared by all packs.

What an entry means is `law_entries` and `law_fact_entries`; which packs there are is `law_loader`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath

from simplify_content.law_entries import BLANK
from simplify_content.law_pack import Act, Source
from simplify_content.law_reading import Reader

_FOLDER = re.compile(r"[a-z][a-z0-9_]*\Z")

SHARED = "shared"
"""The folder beside the packs whose facts hold in every scheme."""

KINDS = ("provisions", "values", "facts")
"""The folders of a pack that hold entries; each file of one names them under the folder's own name."""


@dataclass(frozen=True)
class Shelf:
    """The acts and sources that the entries of one folder may name."""

    acts: dict[str, Act]
    sources: dict[str, Source]


@dataclass(frozen=True)
class Include:
    """A file of another pack that holds in this one too, such as an act that two institutions apply."""

    scheme: str
    file: str
    without: frozenset[str]


@dataclass(frozen=True)
class Entry:
    """One entry of a file as it was written, with the shelf that its act and source stand on."""

    file: Path
    key: str
    raw: object
    read_on: date | None
    shelf: Shelf


@dataclass(frozen=True)
class PackFiles:
    """Where the entries of a pack stand."""

    folder: Path
    shelf: Shelf
    includes: tuple[Include, ...] = ()

    def entries(self, reader: Reader, kind: str) -> Iterator[Entry]:
        """Yield the entries of a kind: the pack's own, then included ones, then shared ones."""
        for file in sorted((self.folder / kind).glob("*.yaml")):
            yield from _file_entries(reader, file, kind, shelf=self.shelf)
        shelves: dict[str, Shelf] = {}
        for include in self.includes:
            if PurePosixPath(include.file).parts[0] == kind:
                yield from _included(reader, self.folder.parent / include.scheme, include, shelves=shelves)
        shared = self.folder.parent / SHARED
        files = sorted((shared / kind).glob("*.yaml"))
        for file in files:
            yield from _file_entries(reader, file, kind, shelf=_shelf_once(reader, shared, shelves=shelves))


def read_shelf(reader: Reader, folder: Path) -> Shelf:
    """Return the acts and sources of a folder; the shared folder has sources only."""
    acts = {} if folder.name == SHARED else _read_acts(reader, folder / "acts.yaml")
    return Shelf(acts, _read_sources(reader, folder / "sources.yaml"))


def with_shared(reader: Reader, folder: Path, shelf: Shelf) -> Shelf:
    """Return a folder's shelf with the shared sources, which its entries may name beside its own."""
    file = folder.parent / SHARED / "sources.yaml"
    return Shelf(shelf.acts, {**_read_sources(reader, file), **shelf.sources}) if file.is_file() else shelf


def includes_of(reader: Reader, file: Path, *, raw: object) -> tuple[Include, ...]:
    """Return what a pack declares to include; entries with a problem are left out."""
    if not isinstance(raw, list):
        reader.problem(file, "includes", found=raw, expected="a list of files of other packs")
        return ()
    found = [_include(reader, file, f"includes[{place}]", raw=entry) for place, entry in enumerate(raw)]
    return tuple(include for include in found if include is not None)


def _include(reader: Reader, file: Path, name: str, *, raw: object) -> Include | None:
    entry = reader.fields(file, name, raw=raw, required={"from", "file"}, optional={"without"})
    if entry is None:
        return None
    scheme = reader.words(file, f"{name}.from", raw=entry["from"])
    path = reader.words(file, f"{name}.file", raw=entry["file"])
    without = entry.get("without", [])
    if not isinstance(without, list):
        reader.problem(file, f"{name}.without", found=without, expected="a list of keys")
        return None
    if scheme is None or path is None:
        return None
    parts = PurePosixPath(path).parts
    if not _FOLDER.match(scheme) or scheme == file.parent.name:
        reader.problem(file, f"{name}.from", found=scheme, expected="the name of another pack")
        return None
    if len(parts) != 2 or parts[0] not in KINDS or not (file.parent.parent / scheme / path).is_file():
        reader.problem(
            file, f"{name}.file", found=f"{scheme}/{path}", expected="a file in provisions, values or facts of a pack"
        )
        return None
    return Include(scheme, path, frozenset(str(key) for key in without))


def _included(reader: Reader, folder: Path, include: Include, *, shelves: dict[str, Shelf]) -> Iterator[Entry]:
    kind = PurePosixPath(include.file).parts[0]
    shelf = _shelf_once(reader, folder, shelves=shelves)
    seen = set()
    for entry in _file_entries(reader, folder / include.file, kind, shelf=shelf):
        seen.add(entry.key)
        if entry.key not in include.without:
            yield entry
    if stray := sorted(include.without - seen):
        reader.problem(folder / include.file, "without", found=", ".join(stray), expected="keys of the included file")


def _shelf_once(reader: Reader, folder: Path, *, shelves: dict[str, Shelf]) -> Shelf:
    if folder.name not in shelves:
        shelves[folder.name] = with_shared(reader, folder, read_shelf(reader, folder))
    return shelves[folder.name]


def _file_entries(reader: Reader, file: Path, kind: str, *, shelf: Shelf) -> Iterator[Entry]:
    content = reader.mapping_of(file)
    whole = reader.fields(file, "the file", raw=dict(content), required={"read_on", kind}, optional=set())
    if whole is None:
        return
    read_on = reader.day(file, "read_on", raw=whole["read_on"])
    if not isinstance(whole[kind], dict):
        reader.problem(file, kind, found=whole[kind], expected="a mapping of keys")
        return
    for key, raw in whole[kind].items():
        yield Entry(file, str(key), raw, read_on, shelf)


def _read_sources(reader: Reader, file: Path) -> dict[str, Source]:
    sources = {}
    for key, raw in reader.mapping_of(file).items():
        if entry := reader.fields(file, key, raw=raw, required={"title"}, optional={"url", "note"}):
            title = reader.words(file, f"{key}.title", raw=entry["title"]) or ""
            sources[key] = Source(key, title, str(entry.get("url", "")), str(entry.get("note", "")))
    return sources


def _read_acts(reader: Reader, file: Path) -> dict[str, Act]:
    acts = {}
    for key, raw in reader.mapping_of(file).items():
        if entry := reader.fields(file, key, raw=raw, required={"title", "short"}, optional=set()):
            title = reader.text(file, f"{key}.title", raw=entry["title"])
            short = reader.text(file, f"{key}.short", raw=entry["short"])
            acts[key] = Act(key, title or BLANK, short or BLANK)
    return acts
