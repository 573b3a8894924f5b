"""Strict reading of the handbook's YAML: both languages, known provisions, values and sources, no key twice.

What is read is `handbook_types`; every problem is noted with its file and key, so that one run names them all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from simplify_content.handbook_facts import fact_kinds
from simplify_content.handbook_figures import PLACEHOLDER, unit_words
from simplify_content.handbook_types import Block, BlockKind, Chapter, Handbook, Section, Term
from simplify_content.law_pack import LawPack, Source
from simplify_content.law_reading import Reader
from simplify_content.text import LANGS, Text

_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_ARABIC = re.compile("[\u0600-\u06ff]")
_REQUIRED = {"title", "body", "provisions", "source", "simplify_source"}
_OPTIONAL = {"scheme", "facts", "words"}


class HandbookReader:
    """Reads one handbook folder once."""

    def __init__(self, folder: Path, laws: Mapping[str, LawPack]) -> None:
        self._folder = folder
        self._laws = laws
        self._reader = Reader(folder)
        self._places: dict[tuple[str, str], str] = {}
        self._sources: dict[str, Source] = {}

    def read(self) -> tuple[Handbook, list[str]]:
        """Return what could be read and the problems met; usable only where there is none."""
        self._sources = self._read_sources(self._folder / "sources.yaml")
        files = sorted((self._folder / "chapters").glob("*.yaml"))
        if not files:
            self._reader.problem(self._folder / "chapters", "the folder", found="no file", expected="a chapter")
        chapters = [chapter for file in files if (chapter := self._chapter(file))]
        terms = self._terms(self._folder / "glossary.yaml")
        return Handbook(tuple(chapters), terms, self._sources), self._reader.problems

    def _read_sources(self, file: Path) -> dict[str, Source]:
        sources = {}
        for key, raw in self._reader.mapping_of(file).items():
            if entry := self._reader.fields(file, key, raw=raw, required={"title"}, optional={"url"}):
                title = self._reader.words(file, f"{key}.title", raw=entry["title"])
                sources[key] = Source(key, title or "", str(entry.get("url", "")))
        return sources

    def _chapter(self, file: Path) -> Chapter | None:
        fields = {"chapter", "title", "sections"}
        content = dict(self._reader.mapping_of(file))
        whole = self._reader.fields(file, "the file", raw=content, required=fields, optional=set())
        if whole is None:
            return None
        key = self._key(file, "chapter", key=str(whole["chapter"]))
        title = self._text(file, f"{key}.title", raw=whole["title"])
        if not isinstance(whole["sections"], dict) or not whole["sections"]:
            self._reader.problem(file, "sections", found=whole["sections"], expected="a mapping of sections")
            return None
        sections = [self._section(file, str(name), chapter=key, raw=raw) for name, raw in whole["sections"].items()]
        return Chapter(key, title, tuple(s for s in sections if s is not None)) if title else None

    def _section(self, file: Path, name: str, *, chapter: str, raw: object) -> Section | None:
        entry = self._reader.fields(file, name, raw=raw, required=_REQUIRED, optional=_OPTIONAL)
        if entry is None:
            return None
        key = self._key(file, "section", key=name)
        title = self._text(file, f"{key}.title", raw=entry["title"])
        scheme = str(entry.get("scheme", ""))
        if scheme and scheme not in self._laws:
            expected = "one of " + ", ".join(sorted(self._laws))
            self._reader.problem(file, f"{key}.scheme", found=scheme, expected=expected)
        section = Section(
            key=key,
            chapter=chapter,
            title=title or Text("-", "-"),
            body=self._body(file, f"{key}.body", raw=entry["body"]),
            provisions=self._list(file, f"{key}.provisions", raw=entry["provisions"]),
            sources=self._list(file, f"{key}.source", raw=entry["source"]),
            simplify_source=str(entry["simplify_source"] or "").strip(),
            scheme=scheme,
            facts=self._list(file, f"{key}.facts", raw=entry.get("facts", [])),
            words=self._list(file, f"{key}.words", raw=entry.get("words", [])),
        )
        self._check(file, section)
        return section

    def _check(self, file: Path, section: Section) -> None:
        for provision in section.provisions:
            if not any(provision in law.provisions for law in self._laws.values()):
                place = f"{section.key}.provisions"
                self._reader.problem(file, place, found=provision, expected="a provision of a law pack")
        for kind in section.facts:
            if kind not in fact_kinds():
                expected = "one of " + ", ".join(fact_kinds())
                self._reader.problem(file, f"{section.key}.facts", found=kind, expected=expected)
        if not section.sources:
            self._reader.problem(file, f"{section.key}.source", found="nothing", expected="a key of sources.yaml")
        for source in section.sources:
            if source not in self._sources:
                self._reader.problem(file, f"{section.key}.source", found=source, expected="a key of sources.yaml")
        for line in section.lines:
            self._check_figures(file, section, line)

    def _check_figures(self, file: Path, section: Section, line: Text) -> None:
        place = f"{section.key}.body"
        halves = {lang: sorted(PLACEHOLDER.findall(line.in_(lang))) for lang in LANGS}
        if halves["en"] != halves["ur"]:
            self._reader.problem(file, place, found=halves, expected="the same values in both languages")
        if any(set("{}") & set(PLACEHOLDER.sub("", line.in_(lang))) for lang in LANGS):
            self._reader.problem(file, place, found=line.en, expected="no braces but {value:KEY}")
        laws = [self._laws[section.scheme]] if section.scheme in self._laws else list(self._laws.values())
        for key in halves["en"]:
            units = {value.unit for law in laws for value in law.values.get(key, ())}
            if not units:
                self._reader.problem(file, place, found=key, expected="a value of a law pack")
            for unit in sorted(units - set(unit_words())):
                self._reader.problem(file, place, found=f"{key} in {unit}", expected="a unit of handbook/words")

    def _body(self, file: Path, place: str, *, raw: object) -> tuple[Block, ...]:
        if not isinstance(raw, list) or not raw:
            self._reader.problem(file, place, found=raw, expected="a list of paragraphs, steps or points")
            return ()
        blocks = [self._block(file, f"{place}[{number}]", raw=part) for number, part in enumerate(raw)]
        return tuple(block for block in blocks if block is not None)

    def _block(self, file: Path, place: str, *, raw: object) -> Block | None:
        kinds = [kind for kind in (BlockKind.STEPS, BlockKind.POINTS) if isinstance(raw, dict) and kind.value in raw]
        if not kinds:
            line = self._text(file, place, raw=raw)
            return Block(BlockKind.TEXT, (line,)) if line else None
        kind = kinds[0]
        entry = self._reader.fields(file, place, raw=raw, required={kind.value}, optional={"heading"})
        if entry is None:
            return None
        heading = self._text(file, f"{place}.heading", raw=entry["heading"]) if "heading" in entry else None
        raw_lines = entry[kind.value] if isinstance(entry[kind.value], list) else [entry[kind.value]]
        lines = [self._text(file, f"{place}[{number}]", raw=line) for number, line in enumerate(raw_lines)]
        return Block(kind, tuple(line for line in lines if line is not None), heading)

    def _terms(self, file: Path) -> tuple[Term, ...]:
        terms = []
        for name, raw in self._reader.mapping_of(file).items():
            entry = self._reader.fields(file, name, raw=raw, required={"name", "meaning"}, optional={"aliases"})
            if entry is None:
                continue
            key = self._key(file, "term", key=name)
            said = self._text(file, f"{key}.name", raw=entry["name"])
            meaning = self._text(file, f"{key}.meaning", raw=entry["meaning"])
            aliases = self._list(file, f"{key}.aliases", raw=entry.get("aliases", []))
            if said and meaning:
                terms.append(Term(key, said, meaning, aliases))
        return tuple(terms)

    def _key(self, file: Path, kind: str, *, key: str) -> str:
        if not _KEY.fullmatch(key):
            self._reader.problem(file, key, found=key, expected="small letters and digits joined by hyphens")
        if other := self._places.get((kind, key)):
            self._reader.problem(file, key, found=f"a {kind} that stands in {other}", expected="a key of its own")
        self._places[kind, key] = file.name
        return key

    def _text(self, file: Path, place: str, *, raw: object) -> Text | None:
        text = self._reader.text(file, place, raw=raw)
        if text is not None and not _ARABIC.search(text.ur):
            self._reader.problem(file, f"{place}.ur", found=text.ur, expected="a text in Urdu")
        return text

    def _list(self, file: Path, place: str, *, raw: object) -> tuple[str, ...]:
        if not isinstance(raw, list) or any(not isinstance(entry, str) or not entry.strip() for entry in raw):
            self._reader.problem(file, place, found=raw, expected="a list of words")
            return ()
        if len(set(raw)) != len(raw):
            self._reader.problem(file, place, found=raw, expected="each entry once")
        return tuple(raw)
