"""Which texts of a definition lack a language, and stand-ins for them, so that an unfinished checklist can be tried.

Only trying it uses the stand-ins; what is shipped and released has both languages, `rules` sees to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from checklists.columns import CLOSINGS, TRANSLATED, kind_of
from checklists.definition import EN, UR, Definition, Row
from checklists.errors import Problem

TITLE_UR = f"title::{UR}"
_NO_LABEL = ("calculate", "xml-external")
_MARKS = {EN: "[no English text yet]", UR: "[اردو متن ابھی نہیں لکھا گیا]"}


def missing_texts(definition: Definition) -> tuple[Problem, ...]:
    """Return every text that lacks a language, by sheet and row."""
    return tuple(
        row.problem(column, "nothing", f"the {lang.split()[0]} text")
        for _, rows in definition.sheets()
        for row in rows
        for lang, column, _ in _missing(row)
    )


def with_stand_ins(definition: Definition) -> Definition:
    """Return the definition with a marked copy of the other language in the place of each missing text."""
    survey, choices, findings = (
        tuple(map(_filled, rows)) for rows in (definition.survey, definition.choices, definition.findings)
    )
    return Definition(_filled(definition.settings), survey, choices, findings)


def _filled(row: Row) -> Row:
    texts = {column: f"{_MARKS[lang]} {other}".strip() for lang, column, other in _missing(row)}
    return replace(row, columns={**row.columns, **texts}) if texts else row


def _missing(row: Row) -> Iterator[tuple[str, str, str]]:
    """Yield language, column and the other language's text of what a row lacks."""
    for english, urdu, is_needed in _pairs(row):
        if row[english] or row[urdu] or is_needed:
            if not row[english]:
                yield EN, english, row[urdu] or row["name"]
            if not row[urdu]:
                yield UR, urdu, row[english] or row["name"]


def _pairs(row: Row) -> Iterator[tuple[str, str, bool]]:
    if row.sheet == "settings":
        yield "form_title", TITLE_UR, True
    elif row.sheet == "findings":
        yield f"text::{EN}", f"text::{UR}", True
    elif row.sheet == "choices":
        yield f"label::{EN}", f"label::{UR}", True
    elif kind_of(row) not in CLOSINGS:
        needed = {"label": kind_of(row) not in _NO_LABEL, "constraint_message": bool(row["constraint"])}
        for column in TRANSLATED:
            yield f"{column}::{EN}", f"{column}::{UR}", needed.get(column, False)
