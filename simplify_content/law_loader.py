"""Reads the law packs in `law/`: one folder per scheme, every fact with its source, reference and standing.

What a pack can be asked is `law_pack`; this module only turns YAML into it, and refuses what it does not understand.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from simplify_content.law_entries import BLANK, provision_of, values_of
from simplify_content.law_pack import Act, DatedValue, LawError, LawPack, Provision, Source
from simplify_content.law_reading import Reader

LAW_FOLDER = Path(__file__).parent / "law"


@dataclass(frozen=True)
class LawLint:
    """What a law pack holds, counted, and what is wrong with it (nothing, where it may be used)."""

    scheme: str
    provisions: int
    values: int
    unknown: int
    """Values that the sources leave unknown."""
    printable: int
    unconfirmed: tuple[str, ...]
    """Names of facts that a notice may not print before a law officer confirms them, sorted."""
    problems: tuple[str, ...]


def available_schemes() -> tuple[str, ...]:
    """Return the names of all law packs, sorted."""
    return tuple(sorted(file.parent.name for file in LAW_FOLDER.glob("*/scheme.yaml")))


@lru_cache(maxsize=16)
def load_law_pack(scheme: str) -> LawPack:
    """Return the law pack of a scheme; read once per process.

    Raises:
        LawError: there is no such scheme, or its files cannot be used.
    """
    if scheme not in available_schemes():
        raise LawError(f"no law pack {scheme!r}; expected one of {', '.join(available_schemes())}")
    return read_law_pack(LAW_FOLDER / scheme)


def read_law_pack(folder: Path) -> LawPack:
    """Return the law pack that a folder holds.

    Raises:
        LawError: it cannot be used; the message names each problem: file, key, what stands there, what was expected.
    """
    pack, problems = _read(folder)
    if pack is None or problems:
        raise LawError(f"law pack {folder.name}:\n  " + "\n  ".join(problems))
    return pack


def lint_law(scheme: str) -> LawLint:
    """Return the counts and problems of a scheme's law pack.

    Raises:
        LawError: there is no such scheme.
    """
    if scheme not in available_schemes():
        raise LawError(f"no law pack {scheme!r}; expected one of {', '.join(available_schemes())}")
    return lint_folder(LAW_FOLDER / scheme)


def lint_folder(folder: Path) -> LawLint:
    """Return the counts and problems of the law pack in a folder; reads on after a problem."""
    pack, problems = _read(folder)
    if pack is None:
        return LawLint(folder.name, 0, 0, 0, 0, (), tuple(problems))
    values = [value for rows in pack.values.values() for value in rows]
    facts: list[Provision | DatedValue] = [*pack.provisions.values(), *values]
    return LawLint(
        scheme=pack.scheme,
        provisions=len(pack.provisions),
        values=len(values),
        unknown=sum(value.value is None for value in values),
        printable=sum(fact.is_printable for fact in facts),
        unconfirmed=tuple(sorted(fact.fact for fact in facts if not fact.is_printable)),
        problems=tuple(problems),
    )


def _read(folder: Path) -> tuple[LawPack | None, list[str]]:
    reader = Reader(folder)
    sources = _read_sources(reader, folder / "sources.yaml")
    acts = _read_acts(reader, folder / "acts.yaml")
    provisions: dict[str, Provision] = {}
    for file, key, raw, read_on in _entries(reader, folder / "provisions", "provisions"):
        if key in provisions:
            reader.problem(file, key, found="a second entry", expected="each provision once in the pack")
        if provision := provision_of(reader, file, key, raw=raw, read_on=read_on, known=(acts, sources)):
            provisions[key] = provision
    values: dict[str, tuple[DatedValue, ...]] = {}
    for file, key, raw, read_on in _entries(reader, folder / "values", "values"):
        if key in values:
            reader.problem(file, key, found="a second entry", expected="each key once in the pack")
        values[key] = values_of(reader, file, key, raw=raw, read_on=read_on, sources=sources)
    pack = _scheme(reader, folder / "scheme.yaml", parts=(acts, provisions, values, sources))
    return pack, reader.problems


def _scheme(reader: Reader, file: Path, *, parts: tuple[Any, Any, Any, Any]) -> LawPack | None:
    required = {"scheme", "version", "jurisdiction", "institution", "institution_short", "unknowns"}
    raw = reader.fields(file, "the file", raw=dict(reader.mapping_of(file)), required=required, optional=set())
    if raw is None:
        return None
    if raw["scheme"] != file.parent.name:
        reader.problem(file, "scheme", found=raw["scheme"], expected=f"the folder's name, {file.parent.name!r}")
    unknowns = raw["unknowns"] if isinstance(raw["unknowns"], list) else [raw["unknowns"]]
    texts = [reader.text(file, f"unknowns[{place}]", raw=entry) for place, entry in enumerate(unknowns)]
    acts, provisions, values, sources = parts
    return LawPack(
        scheme=file.parent.name,
        version=reader.words(file, "version", raw=raw["version"]) or "",
        institution=reader.text(file, "institution", raw=raw["institution"]) or BLANK,
        institution_short=reader.text(file, "institution_short", raw=raw["institution_short"]) or BLANK,
        jurisdiction=reader.words(file, "jurisdiction", raw=raw["jurisdiction"]) or "",
        acts=acts,
        provisions=provisions,
        values=values,
        sources=sources,
        unknowns=tuple(text for text in texts if text is not None),
    )


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


def _entries(reader: Reader, folder: Path, name: str) -> Iterable[tuple[Path, str, object, date | None]]:
    for file in sorted(folder.glob("*.yaml")):
        content = reader.mapping_of(file)
        whole = reader.fields(file, "the file", raw=dict(content), required={"read_on", name}, optional=set())
        if whole is None:
            continue
        read_on = reader.day(file, "read_on", raw=whole["read_on"])
        if not isinstance(whole[name], dict):
            reader.problem(file, name, found=whole[name], expected="a mapping of keys")
            continue
        for key, raw in whole[name].items():
            yield file, str(key), raw, read_on
