"""The rules a definition keeps before it is compiled: columns, names, both languages, provision, finding.

Returns problems, never raises; expressions are checked in `compile`, where their paths are known.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator

from checklists.characters import character_problems
from checklists.columns import (
    CHOICE_COLUMNS,
    CLOSINGS,
    EVIDENCE_KINDS,
    FINDING_COLUMNS,
    OPENINGS,
    PRIVACIES,
    QUESTION_TYPES,
    SETTINGS_COLUMNS,
    SEVERITIES,
    SURVEY_COLUMNS,
    TRANSLATED,
    TYPES,
    fields_of,
    kind_of,
)
from checklists.definition import EN, UR, Definition, Row
from checklists.errors import Problem
from checklists.for_scheme import cites_roles, schemes_in
from checklists.form_state import AnswerState
from checklists.not_offered import TYPES as TYPES_NOT_OFFERED
from checklists.not_offered import column_reason
from simplify_content.law_loader import available_schemes

_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}\Z")
_CODE = re.compile(r"[A-Z][A-Z0-9_]{1,59}\Z")
_OF_ONE_ACT = re.compile(r"\b[Ss]ections? \d+|\bOrdinance\b|دفعہ \d+|آرڈیننس")
"""A section's number or the kind of one act, which is another in another scheme."""
_WHOLE = re.compile(r"[0-9]{1,4}\Z")
_DEEPEST = 10
_FILE = re.compile(r"[a-z][a-z0-9_]{0,59}\.csv\Z")


def check_definition(definition: Definition, provisions: Collection[str] | None) -> list[Problem]:
    """Return every problem that the sheets show by themselves, in sheet and row order.

    Args:
        definition: the sheets.
        provisions: keys of the scheme's law pack; None where there is no pack to check against.
    """
    return [
        *character_problems(definition),
        *_settings_problems(definition.settings),
        *_nesting_problems(definition.survey),
        *_duplicates(definition.survey, "name"),
        *(problem for row in definition.survey for problem in _survey_row(row, definition, provisions)),
        *(problem for row in definition.choices for problem in _choice_row(row)),
        *_choice_duplicates(definition.choices),
        *(problem for row in definition.findings for problem in _finding_row(row, definition)),
        *_scheme_problems(definition),
        *_duplicates(definition.findings, "code"),
    ]


def _settings_problems(row: Row) -> Iterator[Problem]:
    yield from _unknown_columns(row, SETTINGS_COLUMNS)
    for column in sorted(SETTINGS_COLUMNS):
        if not row[column]:
            yield row.problem(column, "nothing", "a value")


def _scheme_problems(definition: Definition) -> Iterator[Problem]:
    """Yield what cannot stand in a checklist of several schemes: a scheme without rules, the words of one act."""
    setting = definition.settings["scheme"]
    if not cites_roles(setting):
        return
    for scheme in schemes_in(setting):
        if scheme not in available_schemes():
            yield definition.settings.problem("scheme", repr(scheme), f"words of {', '.join(available_schemes())}")
    for _, rows in definition.sheets():
        for row in rows:
            for column in row.columns:
                if "::" in column and not column.startswith("bind::") and (found := _OF_ONE_ACT.search(row[column])):
                    yield row.problem(column, repr(found[0]), "words that hold in every scheme; ss:law cites")


def _unknown_columns(row: Row, known: Collection[str]) -> Iterator[Problem]:
    for column in row.columns:
        if column not in known:
            reason = column_reason(column)
            found = f"{row[column][:60]!r}, a feature not taken" if reason else "an unknown column"
            yield row.problem(column, found, f"a form without {reason}" if reason else "a column of this sheet")


def _nesting_problems(rows: tuple[Row, ...]) -> Iterator[Problem]:
    open_rows: list[Row] = []
    if not any(kind_of(row) in QUESTION_TYPES | {"note", "calculate"} for row in rows):
        yield Problem("survey", 0, "type", "no item", "a form that asks or shows something")
    for row in rows:
        kind = kind_of(row)
        if kind in OPENINGS:
            if kind == "begin_repeat" and any(kind_of(above) == "begin_repeat" for above in open_rows):
                yield row.problem("type", "a repeat inside a repeat", "repeats side by side")
            open_rows.append(row)
            if len(open_rows) == _DEEPEST + 1:
                yield row.problem("type", f"groups nested more than {_DEEPEST} deep", "sections side by side")
        elif kind in CLOSINGS:
            if not open_rows or OPENINGS[kind_of(open_rows[-1])] != kind:
                yield row.problem("type", kind, "the end of what was opened last")
            else:
                open_rows.pop()
        elif not open_rows and kind != "xml-external":
            yield row.problem("type", f"{kind} outside every section", "an item inside a top-level group or repeat")
    for row in open_rows:
        yield row.problem("type", f"{kind_of(row)} without its end", OPENINGS[kind_of(row)])


def _duplicates(rows: tuple[Row, ...], column: str) -> Iterator[Problem]:
    counts = Counter(row[column] for row in rows if row[column])
    for row in rows:
        if counts[row[column]] > 1:
            yield row.problem(column, f"{row[column]!r} {counts[row[column]]} times", "a name used once")


def _choice_duplicates(rows: tuple[Row, ...]) -> Iterator[Problem]:
    counts = Counter((row["list_name"], row["name"]) for row in rows)
    for row in rows:
        if counts[row["list_name"], row["name"]] > 1:
            yield row.problem("name", f"{row['name']!r} twice in the list", "a name used once in its list")


def _survey_row(row: Row, definition: Definition, provisions: Collection[str] | None) -> Iterator[Problem]:
    yield from _unknown_columns(row, SURVEY_COLUMNS)
    kind = kind_of(row)
    if kind not in TYPES:
        reason = TYPES_NOT_OFFERED.get(kind)
        expected = f"a form without {reason}" if reason else f"one of {', '.join(sorted(TYPES))}"
        yield row.problem("type", repr(row["type"]), expected)
        return
    if kind == "xml-external" and row["name"] != "register":
        yield row.problem("name", repr(row["name"]), f"a form without {TYPES_NOT_OFFERED[kind]}")
    for column, text in row.columns.items():
        if "${last-saved#" in text:
            yield row.problem(column, repr(text[:60]), "a form without answers of the form that was saved last")
    if row["repeat_count"] and kind != "begin_repeat":
        yield row.problem("repeat_count", f"a count on {kind}", "a count on begin_repeat")
    if kind in CLOSINGS:
        return
    if not _NAME.match(row["name"]):
        yield row.problem("name", repr(row["name"]), "small Latin letters, digits and _, starting with a letter")
    yield from _language_problems(row, definition, has_label=kind not in ("calculate", "xml-external"))
    yield from _own_columns(row, definition)
    if kind.startswith("select_"):
        yield from _select_problems(row, definition)
    if kind in QUESTION_TYPES:
        yield from _question_problems(row, provisions)


def _language_problems(row: Row, definition: Definition, *, has_label: bool) -> Iterator[Problem]:
    names = {other["name"] for other in definition.survey}
    for column in TRANSLATED:
        needed = (column == "label" and has_label) or (column == "constraint_message" and bool(row["constraint"]))
        yield from _both_halves(row, column, needed=needed)
        for lang in (EN, UR):
            for name in fields_of(row[f"{column}::{lang}"]):
                if name not in names:
                    yield row.problem(f"{column}::{lang}", f"${{{name}}}", "the name of an item")


def _both_halves(row: Row, column: str, *, needed: bool) -> Iterator[Problem]:
    halves = {lang: row[f"{column}::{lang}"] for lang in (EN, UR)}
    if not needed and not any(halves.values()):
        return
    for lang, text in halves.items():
        if not text:
            yield row.problem(f"{column}::{lang}", "nothing", f"the {lang.split()[0]} text")
    if all(halves.values()) and set(fields_of(halves[EN])) != set(fields_of(halves[UR])):
        yield row.problem(f"{column}::{UR}", "other ${} places than in English", "the same places in both languages")


def _own_columns(row: Row, definition: Definition) -> Iterator[Problem]:
    yield from _one_of(row, "bind::ss:severity", SEVERITIES)
    yield from _one_of(row, "bind::ss:privacy", PRIVACIES)
    yield from _each_of(row, "bind::ss:evidence", EVIDENCE_KINDS)
    yield from _each_of(row, "bind::ss:states", tuple(state.value for state in AnswerState if state != "given"))
    for column in ("bind::ss:remedy_days", "bind::ss:weight"):
        if row[column] and not _WHOLE.match(row[column]):
            yield row.problem(column, repr(row[column]), "a whole number of at most four digits 0 to 9")
    code = row["bind::ss:finding"]
    if code and code not in {finding["code"] for finding in definition.findings}:
        yield row.problem("bind::ss:finding", repr(code), "a code of the sheet 'findings'")
    for column in ("bind::ss:finding_when", "bind::ss:severity", "bind::ss:law") if code else ():
        if not row[column]:
            yield row.problem(column, "nothing", f"a value, because the row can lead to {code}")
    if row["bind::ss:finding_when"] and not code:
        yield row.problem("bind::ss:finding", "nothing", "the code of the finding that finding_when leads to")


def _one_of(row: Row, column: str, known: tuple[str, ...]) -> Iterator[Problem]:
    if row[column] and row[column] not in known:
        yield row.problem(column, repr(row[column]), f"one of {', '.join(known)}")


def _each_of(row: Row, column: str, known: tuple[str, ...]) -> Iterator[Problem]:
    for word in row[column].split():
        if word not in known:
            yield row.problem(column, repr(word), f"words of {', '.join(known)}")


def _select_problems(row: Row, definition: Definition) -> Iterator[Problem]:
    wanted = row["type"].partition(" ")[2].strip()
    if wanted.endswith(" or_other"):
        yield row.problem("type", repr(row["type"]), "a form without or_other; write the choice other and a text item")
        return
    if wanted.startswith("${"):
        yield row.problem("type", repr(row["type"]), "a form without choices from a repeat; write a list")
        return
    if kind_of(row).endswith("_from_file"):
        if not _FILE.match(wanted):
            yield row.problem(
                "type", f"the file {wanted!r}", "a form without other files than lists such as workers.csv"
            )
        return
    if wanted not in {choice["list_name"] for choice in definition.choices}:
        yield row.problem("type", f"the list {wanted!r}", "a list_name of the sheet 'choices'")


def _question_problems(row: Row, provisions: Collection[str] | None) -> Iterator[Problem]:
    for column in ("bind::ss:law", "bind::ss:source"):
        if not row[column]:
            yield row.problem(column, "nothing", "the provision" if column.endswith("law") else "where it comes from")
    for key in row["bind::ss:law"].split():
        if provisions is not None and key not in provisions:
            yield row.problem("bind::ss:law", repr(key), "a provision of the scheme's law pack")


def _choice_row(row: Row) -> Iterator[Problem]:
    for column in ("list_name", "name"):
        if not row[column] or not row[column].isprintable() or " " in row[column]:
            yield row.problem(column, repr(row[column]), "a name without blanks and characters that cannot be seen")
    for column in row.columns:
        if column not in CHOICE_COLUMNS and not _NAME.match(column):
            reason = column_reason(column)
            found = f"{row[column][:60]!r}, a feature not taken" if reason else "an unknown column"
            expected = f"a form without {reason}" if reason else "a column, or one that a choice_filter can name"
            yield row.problem(column, found, expected)
    yield from _both_halves(row, "label", needed=True)


def _finding_row(row: Row, definition: Definition) -> Iterator[Problem]:
    yield from _unknown_columns(row, FINDING_COLUMNS)
    if not _CODE.match(row["code"]):
        yield row.problem("code", repr(row["code"]), "capital letters, digits and _")
    yield from _both_halves(row, "text", needed=True)
    names = {other["name"] for other in definition.survey} | {"item_label"}
    for column in (f"text::{EN}", f"text::{UR}"):
        for name in fields_of(row[column]):
            if name not in names:
                yield row.problem(column, f"${{{name}}}", "the name of an item")
    for name in row["facts"].split():
        if name not in names:
            yield row.problem("facts", repr(name), "the name of an item")
    if row["code"] not in {item["bind::ss:finding"] for item in definition.survey}:
        yield row.problem("code", repr(row["code"]), "a finding that some row of 'survey' leads to")
