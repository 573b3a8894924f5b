"""Reads the law packs in `law/`: one folder per scheme, every fact with its source, reference and standing.

What a pack can be asked is `law_pack`; this module only turns YAML into it, and refuses what it does not understand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from simplify_content.law_entries import BLANK, provision_of, values_of
from simplify_content.law_fact_entries import fact_of, refuse_stray_names
from simplify_content.law_facts import FACT_KINDS, LawFact
from simplify_content.law_files import Entry, PackFiles, Shelf, includes_of, read_shelf, with_shared
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
    facts: Mapping[str, int]
    """How many facts of each kind the pack holds; kinds it does not hold are left out."""
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
        return LawLint(folder.name, 0, 0, 0, {}, 0, (), tuple(problems))
    values = [value for rows in pack.values.values() for value in rows]
    facts: list[Provision | DatedValue | LawFact] = [*pack.provisions.values(), *values, *pack.facts.values()]
    return LawLint(
        scheme=pack.scheme,
        provisions=len(pack.provisions),
        values=len(values),
        unknown=sum(value.value is None for value in values),
        facts={kind.kind: len(pack.facts_of(kind)) for kind in FACT_KINDS if pack.facts_of(kind)},
        printable=sum(fact.is_printable for fact in facts),
        unconfirmed=tuple(sorted(fact.fact for fact in facts if not fact.is_printable)),
        problems=tuple(problems),
    )


def _read(folder: Path) -> tuple[LawPack | None, list[str]]:
    reader = Reader(folder)
    shelf = read_shelf(reader, folder)
    head = _head(reader, folder / "scheme.yaml")
    includes = includes_of(reader, folder / "scheme.yaml", raw=head.get("includes", []))
    files = PackFiles(folder, with_shared(reader, folder, shelf), includes)
    borrowed = Shelf(dict(shelf.acts), dict(shelf.sources))
    provisions = _read_provisions(reader, files, borrowed)
    values = _read_values(reader, files, borrowed)
    facts, places = _read_facts(reader, files, borrowed)
    if not head:
        return None, reader.problems
    parts = (borrowed.acts, provisions, values, borrowed.sources, facts)
    pack = _scheme(reader, folder / "scheme.yaml", head, parts=parts)
    if not reader.problems:  # a fact may name an entry that was left out for a problem already told
        refuse_stray_names(reader, places, pack)
    return pack, reader.problems


def _read_provisions(reader: Reader, files: PackFiles, borrowed: Shelf) -> dict[str, Provision]:
    provisions: dict[str, Provision] = {}
    for entry in files.entries(reader, "provisions"):
        if entry.key in provisions:
            reader.problem(entry.file, entry.key, found="a second entry", expected="each provision once in the pack")
        known = (entry.shelf.acts, entry.shelf.sources)
        read = provision_of(reader, entry.file, entry.key, raw=entry.raw, read_on=entry.read_on, known=known)
        if read is not None and _lend(reader, entry, borrowed, act=read.act, source=read.provenance.source):
            provisions[entry.key] = read
    return provisions


def _read_values(reader: Reader, files: PackFiles, borrowed: Shelf) -> dict[str, tuple[DatedValue, ...]]:
    values: dict[str, tuple[DatedValue, ...]] = {}
    for entry in files.entries(reader, "values"):
        if entry.key in values:
            reader.problem(entry.file, entry.key, found="a second entry", expected="each key once in the pack")
        values[entry.key] = values_of(
            reader, entry.file, entry.key, raw=entry.raw, read_on=entry.read_on, sources=entry.shelf.sources
        )
        for row in values[entry.key]:
            _lend(reader, entry, borrowed, act="", source=row.provenance.source)
    return values


def _read_facts(reader: Reader, files: PackFiles, borrowed: Shelf) -> tuple[dict[str, LawFact], dict[str, Path]]:
    facts: dict[str, LawFact] = {}
    places: dict[str, Path] = {}
    for entry in files.entries(reader, "facts"):
        if entry.key in facts:
            reader.problem(entry.file, entry.key, found="a second entry", expected="each fact once in the pack")
        told = fact_of(reader, entry)
        if told is None or not _lend(reader, entry, borrowed, act="", source=told.provenance.source):
            continue
        if (rate := getattr(told, "rate_provenance", None)) is not None:
            _lend(reader, entry, borrowed, act="", source=rate.source)
        facts[entry.key], places[entry.key] = told, entry.file
    return facts, places


def _lend(reader: Reader, entry: Entry, borrowed: Shelf, *, act: str, source: str) -> bool:
    """Put an included entry's act and source on the pack's own shelf; say whether they agree with what stands there."""
    lent: list[Act | Source] = []
    stands: list[Act | Source] = []
    if act in entry.shelf.acts:
        lent.append(entry.shelf.acts[act])
        stands.append(borrowed.acts.setdefault(act, entry.shelf.acts[act]))
    if source in entry.shelf.sources:
        lent.append(entry.shelf.sources[source])
        stands.append(borrowed.sources.setdefault(source, entry.shelf.sources[source]))
    for found, there in zip(lent, stands, strict=True):
        if found != there:
            reader.problem(entry.file, entry.key, found=found, expected=f"the words of the pack for it, {there}")
    return lent == stands


def _head(reader: Reader, file: Path) -> Mapping[str, Any]:
    required = {"scheme", "version", "jurisdiction", "institution", "institution_short", "unknowns"}
    raw = dict(reader.mapping_of(file))
    return reader.fields(file, "the file", raw=raw, required=required, optional={"includes"}) or {}


def _scheme(reader: Reader, file: Path, raw: Mapping[str, Any], *, parts: tuple[Any, Any, Any, Any, Any]) -> LawPack:
    if raw["scheme"] != file.parent.name:
        reader.problem(file, "scheme", found=raw["scheme"], expected=f"the folder's name, {file.parent.name!r}")
    unknowns = raw["unknowns"] if isinstance(raw["unknowns"], list) else [raw["unknowns"]]
    texts = [reader.text(file, f"unknowns[{place}]", raw=entry) for place, entry in enumerate(unknowns)]
    acts, provisions, values, sources, facts = parts
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
        facts=facts,
        unknowns=tuple(text for text in texts if text is not None),
    )
