"""Turns one entry of a law pack's YAML into a provision or into dated values, with their provenance.

Which files hold the entries is `law_loader`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from simplify_content.law_pack import Act, Confidence, DatedValue, LegalStatus, Provenance, Provision, Source
from simplify_content.law_reading import Reader
from simplify_content.text import same

UNITS = (
    "percent",
    "percent/day",
    "percent/month",
    "paisa",
    "PKR",
    "PKR/month",
    "persons",
    "years",
    "months",
    "days",
    "day of month",
    "per year",
)
"""What a value may be counted in."""

BLANK = same("-")
"""Stands where a text could not be read; a pack with such a text is never handed out."""

STANDING = {"source", "confidence"}
"""Fields that every fact tells of where it was read."""

STANDING_OPTIONAL = {"legal_status", "note", "read_on"}


def provision_of(
    reader: Reader,
    file: Path,
    key: str,
    *,
    raw: object,
    read_on: date | None,
    known: tuple[Mapping[str, Act], Mapping[str, Source]],
) -> Provision | None:
    """Return the provision that an entry holds, or None with the problems noted."""
    required = {"act", "section", "title", "summary"} | STANDING
    entry = reader.fields(file, key, raw=raw, required=required, optional=STANDING_OPTIONAL)
    if entry is None:
        return None
    acts, sources = known
    act = str(entry["act"])
    if act not in acts:
        reader.problem(file, f"{key}.act", found=act, expected="one of " + ", ".join(sorted(acts)))
    elif not key.startswith(f"{act}."):
        reader.problem(file, key, found=key, expected=f"a key that begins with {act}.")
    section = reader.words(file, f"{key}.section", raw=entry["section"])
    title = reader.text(file, f"{key}.title", raw=entry["title"])
    summary = reader.text(file, f"{key}.summary", raw=entry["summary"])
    provenance = provenance_of(reader, file, key, entry=entry, read_on=read_on, sources=sources)
    if section is None or title is None or summary is None or provenance is None:
        return None
    return Provision(key, act, section, title, summary, provenance)


def values_of(
    reader: Reader, file: Path, key: str, *, raw: object, read_on: date | None, sources: Mapping[str, Source]
) -> tuple[DatedValue, ...]:
    """Return the dated values that an entry holds, by alternative and day; those with a problem are left out."""
    entry = reader.fields(file, key, raw=raw, required={"unit", "title", "rows"}, optional=set())
    if entry is None:
        return ()
    if entry["unit"] not in UNITS:
        reader.problem(file, f"{key}.unit", found=entry["unit"], expected="one of " + ", ".join(UNITS))
    title = reader.text(file, f"{key}.title", raw=entry["title"]) or BLANK
    if not isinstance(entry["rows"], list) or not entry["rows"]:
        reader.problem(file, f"{key}.rows", found=entry["rows"], expected="at least one dated value")
        return ()
    rows = []
    for place, raw_row in enumerate(entry["rows"]):
        name = f"{key}.rows[{place}]"
        row = _row(reader, file, name, raw=raw_row, read_on=read_on, sources=sources)
        if row is not None:
            rows.append(DatedValue(key=key, unit=str(entry["unit"]), title=title, **row))
    rows.sort(key=lambda value: (value.alternative, value.from_on or date.min))
    _refuse_overlaps(reader, file, rows)
    return tuple(rows)


def _row(
    reader: Reader, file: Path, name: str, *, raw: object, read_on: date | None, sources: Mapping[str, Source]
) -> dict[str, Any] | None:
    required = {"value", "from", "to", "reference"} | STANDING
    entry = reader.fields(file, name, raw=raw, required=required, optional=STANDING_OPTIONAL | {"alternative"})
    if entry is None:
        return None
    reference = reader.words(file, f"{name}.reference", raw=entry["reference"])
    provenance = provenance_of(reader, file, name, entry=entry, read_on=read_on, sources=sources)
    from_on = reader.day(file, f"{name}.from", raw=entry["from"])
    to_on = reader.day(file, f"{name}.to", raw=entry["to"])
    if from_on and to_on and to_on < from_on:
        reader.problem(file, f"{name}.to", found=to_on.isoformat(), expected=f"a day from {from_on} on")
    if entry["value"] is None and not str(entry.get("note", "")).strip():
        reader.problem(file, name, found="an unknown value without a note", expected="a note that says what is unknown")
    value = reader.decimal(file, f"{name}.value", raw=entry["value"])
    if reference is None or provenance is None:
        return None
    return {
        "value": value,
        "from_on": from_on,
        "to_on": to_on,
        "reference": reference,
        "provenance": provenance,
        "alternative": str(entry.get("alternative", "")),
    }


def provenance_of(
    reader: Reader,
    file: Path,
    key: str,
    *,
    entry: Mapping[str, Any],
    read_on: date | None,
    sources: Mapping[str, Source],
) -> Provenance | None:
    """Return where a fact was read and how sure it is, or None with the problems noted."""
    source = str(entry["source"])
    if source not in sources:
        reader.problem(file, f"{key}.source", found=source, expected="a key of sources.yaml")
    confidence = reader.kind(file, f"{key}.confidence", raw=entry["confidence"], kinds=Confidence)
    status = reader.kind(
        file, f"{key}.legal_status", raw=entry.get("legal_status", LegalStatus.IN_FORCE), kinds=LegalStatus
    )
    day = reader.day(file, f"{key}.read_on", raw=entry["read_on"]) if "read_on" in entry else read_on
    if day is None:
        reader.problem(file, f"{key}.read_on", found=None, expected="the day on which the source was read")
    if day is None or confidence is None or status is None or source not in sources:
        return None
    return Provenance(source, day, confidence, status, str(entry.get("note", "")).strip())


def _refuse_overlaps(reader: Reader, file: Path, rows: list[DatedValue]) -> None:
    for earlier, later in pairwise(rows):
        if earlier.alternative != later.alternative:
            continue
        if earlier.to_on is None or later.from_on is None or later.from_on <= earlier.to_on:
            reader.problem(
                file, later.fact, found=f"{later.from_on} within {earlier.fact}", expected="spans that do not overlap"
            )
