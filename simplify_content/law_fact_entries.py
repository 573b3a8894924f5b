"""Turns one entry under `facts:` of a law pack's YAML into a fact of its kind; the field types say how each is read.

Which files hold the entries is `law_files`; what the kinds are is `law_facts`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from decimal import Decimal
from pathlib import Path
from typing import Any

from simplify_content.law_entries import STANDING, STANDING_OPTIONAL, provenance_of
from simplify_content.law_facts import FACT_KINDS, Forgiven, Form, IdentityFormat, LawFact, NoticeStep
from simplify_content.law_files import Entry
from simplify_content.law_pack import LawPack
from simplify_content.law_reading import Reader
from simplify_content.text import Text

_KINDS = {kind.kind: kind for kind in FACT_KINDS}
_READ_APART = {"key", "provenance", "confirmation", "rate_provenance"}
"""Fields that are not written under their own name."""

_RATE_STANDING = {"rate_source", "rate_confidence"}
VALUE_FIELDS = ("value", "imprisonment", "fine", "fine_from", "amount")
"""Fields that name a value of the pack."""


def fact_of(reader: Reader, entry: Entry) -> LawFact | None:
    """Return the fact that an entry holds, or None with the problems noted."""
    file, key, raw = entry.file, entry.key, entry.raw
    name = raw.get("kind") if isinstance(raw, dict) else None
    kind = _KINDS.get(str(name))
    if kind is None:
        reader.problem(file, f"{key}.kind", found=name, expected="one of " + ", ".join(_KINDS))
        return None
    given = _fields_of(reader, entry, kind)
    if given is None:
        return None
    before = len(reader.problems)
    told = {
        field: _READERS[kinds](reader, file, f"{key}.{field}", given[field]) for field, kinds in _typed(kind, given)
    }
    provenance = provenance_of(reader, file, key, entry=given, read_on=entry.read_on, sources=entry.shelf.sources)
    if "rate_source" in given:
        told["rate_provenance"] = _rate_provenance(reader, entry, given)
    _check_pattern(reader, entry, kind, told)
    if provenance is None or len(reader.problems) > before:
        return None
    return kind(key=key, provenance=provenance, **told)


def refuse_stray_names(reader: Reader, files: Mapping[str, Path], pack: LawPack) -> None:
    """Note every provision, value, alternative or form that a fact names and the pack does not hold."""
    forms = {form.code for form in pack.facts_of(Form)}
    for fact in pack.facts.values():
        file = files[fact.key]
        for name in fact.provisions:
            if name not in pack.provisions:
                reader.problem(file, f"{fact.key}.provisions", found=name, expected="a provision of the pack")
        for field in VALUE_FIELDS:
            name = getattr(fact, field, "")
            if name and name not in pack.values:
                reader.problem(file, f"{fact.key}.{field}", found=name, expected="the key of a value of the pack")
        side = getattr(fact, "alternative", "")
        if side and side not in {value.alternative for value in pack.values.get(getattr(fact, "value", ""), ())}:
            reader.problem(file, f"{fact.key}.alternative", found=side, expected="an alternative of the value it names")
        if isinstance(fact, NoticeStep) and fact.form and fact.form not in forms:
            reader.problem(file, f"{fact.key}.form", found=fact.form, expected="the code of a form of the pack")


def _fields_of(reader: Reader, entry: Entry, kind: type[LawFact]) -> Mapping[str, Any] | None:
    known = {field.name: field for field in fields(kind) if field.name not in _READ_APART}
    optional = {
        name for name, field in known.items() if field.default is not MISSING or field.default_factory is not MISSING
    }
    required = (set(known) - optional) | STANDING | {"kind"}
    extra = _RATE_STANDING if any(field.name == "rate_provenance" for field in fields(kind)) else set()
    return reader.fields(
        entry.file, entry.key, raw=entry.raw, required=required, optional=optional | STANDING_OPTIONAL | extra
    )


def _typed(kind: type[LawFact], given: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [
        (field.name, str(field.type)) for field in fields(kind) if field.name not in _READ_APART and field.name in given
    ]


def _words(reader: Reader, file: Path, name: str, raw: object) -> str:
    return reader.words(file, name, raw=raw) or ""


def _text(reader: Reader, file: Path, name: str, raw: object) -> Text | None:
    return reader.text(file, name, raw=raw)


def _decimal(reader: Reader, file: Path, name: str, raw: object) -> Decimal | None:
    if raw is None:
        reader.problem(file, name, found=None, expected="a number, or no such field")
    return reader.decimal(file, name, raw=raw)


def _list(reader: Reader, file: Path, name: str, raw: object) -> tuple[str, ...]:
    if not isinstance(raw, list) or not raw:
        reader.problem(file, name, found=raw, expected="a list that is not empty")
        return ()
    return tuple(_words(reader, file, f"{name}[{place}]", item) for place, item in enumerate(raw))


def _forgiven(reader: Reader, file: Path, name: str, raw: object) -> tuple[Forgiven, ...]:
    found = [reader.kind(file, name, raw=item, kinds=Forgiven) for item in _list(reader, file, name, raw)]
    return tuple(item for item in found if item is not None)


def _closing_day(reader: Reader, file: Path, name: str, raw: object) -> object:
    if raw is None:
        reader.problem(file, name, found=None, expected="a day such as 2021-06-30")
    return reader.day(file, name, raw=raw)


_READERS: Mapping[str, Callable[[Reader, Path, str, Any], Any]] = {
    "str": _words,
    "Text": _text,
    "Text | None": _text,
    "Decimal": _decimal,
    "Decimal | None": _decimal,
    "date": _closing_day,
    "date | None": lambda reader, file, name, raw: reader.day(file, name, raw=raw),
    "tuple[str, ...]": _list,
    "tuple[Forgiven, ...]": _forgiven,
}
"""How a field is read, by the type that its dataclass gives it."""


def _rate_provenance(reader: Reader, entry: Entry, given: Mapping[str, Any]) -> object:
    standing = {"source": given["rate_source"], "confidence": given.get("rate_confidence")}
    return provenance_of(
        reader, entry.file, f"{entry.key}.rate", entry=standing, read_on=entry.read_on, sources=entry.shelf.sources
    )


def _check_pattern(reader: Reader, entry: Entry, kind: type[LawFact], told: Mapping[str, Any]) -> None:
    if kind is not IdentityFormat:
        return
    try:
        shape = re.compile(told["pattern"], re.ASCII)
    except re.error as problem:
        reader.problem(entry.file, f"{entry.key}.pattern", found=str(problem), expected="a regular expression")
        return
    for example in told.get("examples", ()):
        if shape.fullmatch(example) is None:
            reader.problem(entry.file, f"{entry.key}.examples", found=example, expected=f"a match of {shape.pattern}")
