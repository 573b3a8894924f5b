"""The account of the collected sources (`docs/law-account.md`) against the packs: every name and amount in it holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from simplify_content.law_loader import available_schemes, load_law_pack
from simplify_content.law_pack import LawPack
from simplify_content.places import district

ROOT = Path(__file__).parents[2]
LINES = (ROOT / "docs" / "law-account.md").read_text(encoding="utf-8").splitlines()
SECTIONS = (
    "meta",
    "sources",
    "acts",
    "rates",
    "eobi_base_history",
    "eobi_base_disputes",
    "due_dates",
    "surcharges",
    "min_wages",
    "wage_ceilings",
    "rounding",
    "penalties",
    "time_limits",
    "inspection_policy",
    "amnesties",
    "notice_workflow_eobi",
    "forms",
    "benefits",
    "id_formats",
    "directorates",
    "districts",
    "worked_examples",
    "simplify_pocket_book",
    "unknowns",
)


def _rows() -> list[list[str]]:
    cells = [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in LINES if line.startswith("| ")]
    return [row for row in cells if row[0] != "entry"]


def _tokens(row: list[str]) -> list[str]:
    return re.findall(r"`([^`]+)`", row[2])


def _names_of(pack: LawPack) -> Iterator[str]:
    yield from (*pack.acts, *pack.provisions, *pack.sources, *pack.facts, "unknowns")
    for rows in pack.values.values():
        yield from (f"{row.fact}={'unknown' if row.value is None else f'{row.value:f}'}" for row in rows)


def _missing(token: str, held: dict[str, frozenset[str]]) -> bool:
    kind, _, name = token.partition(":")
    if kind == "district":
        return district(name).key != name
    if kind == "doc":
        return not (ROOT / name).is_file()
    if kind == "test":
        file, _, test = name.partition("::")
        return f"def {test}(" not in (Path(__file__).parent / file).read_text(encoding="utf-8")
    return name not in held.get(kind, frozenset())


def test_every_place_that_the_account_names_is_in_the_packs_with_that_amount() -> None:
    held = {scheme: frozenset(_names_of(load_law_pack(scheme))) for scheme in available_schemes()}

    assert [f"{row[0]}: {token}" for row in _rows() for token in _tokens(row) if _missing(token, held)] == []


def test_every_entry_is_held_or_says_why_not() -> None:
    assert [row[0] for row in _rows() if not _tokens(row) and len(row[3]) < 20] == []


def test_only_entries_that_tell_no_law_are_left_out() -> None:
    assert {row[0] for row in _rows() if not _tokens(row)} == {
        "meta",
        "sessi_home",
        "lhc6871",
        "MIN_WAGE_LAWS",
        "note on brief",
        "any after 2021",
        "SESSI demand Mehran Industries",
    }


def test_the_account_adds_up() -> None:
    rows = _rows()
    held = sum(bool(_tokens(row)) for row in rows)

    assert f"Entries: {len(rows)}; held: {held}; not held: {len(rows) - held}." in LINES
    assert len(rows) > 650


@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_of_the_collection_has_its_table(section: str) -> None:
    assert f"## {section}" in LINES


def test_every_scheme_is_accounted_for() -> None:
    named = {token.partition(":")[0] for row in _rows() for token in _tokens(row)}

    assert set(available_schemes()) <= named
