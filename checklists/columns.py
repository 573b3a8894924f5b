"""The words of a definition: its types and columns, which of them hold expressions, and how a row is read.

Decides nothing; `rules` says what a row must keep.
"""

from __future__ import annotations

import re

from checklists.definition import EN, UR, Row

QUESTION_TYPES = frozenset(
    {
        *("text", "integer", "decimal", "date", "time", "datetime", "acknowledge"),
        *("select_one", "select_multiple", "select_one_from_file", "select_multiple_from_file"),
    }
)
OPENINGS = {"begin_group": "end_group", "begin_repeat": "end_repeat"}
CLOSINGS = frozenset(OPENINGS.values())
TYPES = QUESTION_TYPES | {"note", "calculate", "xml-external"} | set(OPENINGS) | CLOSINGS
TRANSLATED = ("label", "hint", "constraint_message", "required_message")

EXPRESSIONS = {
    "relevant": "relevant",
    "constraint": "constraint",
    "calculation": "calculate",
    "required": "required",
    "read_only": "readonly",
    "bind::ss:finding_when": "ss:finding_when",
    "bind::ss:evidence_when": "ss:evidence_when",
}
"""Survey column of each expression, and the attribute that pyxform writes it to."""

OWN_COLUMNS = tuple(
    f"bind::ss:{name}"
    for name in (
        "law",
        "finding",
        "finding_when",
        "severity",
        "remedy_days",
        "evidence",
        "evidence_when",
        "privacy",
        "weight",
        "source",
        "states",
        "unit",
    )
)
"""Columns in our own namespace, which other clients of a form ignore."""

SURVEY_COLUMNS = frozenset(
    {"type", "name", "choice_filter", "repeat_count", "default", "appearance", "ss_comment", *EXPRESSIONS, *OWN_COLUMNS}
    | {f"{column}::{lang}" for column in TRANSLATED for lang in (EN, UR)}
)
SETTINGS_COLUMNS = frozenset(
    {"form_id", "form_title", "version", "default_language", "namespaces", f"title::{UR}", "scheme"}
)
CHOICE_COLUMNS = frozenset({"list_name", "name", f"label::{EN}", f"label::{UR}", "ss_comment"})
"""Columns of every list; others of a plain name are what choice filters ask of."""
FINDING_COLUMNS = frozenset({"code", f"text::{EN}", f"text::{UR}", "facts", "ss_comment"})

SEVERITIES = ("minor", "serious", "grave")
PRIVACIES = ("public", "employer_hidden", "worker_secret")
EVIDENCE_KINDS = ("photo", "document", "count", "none")

_FIELD = re.compile(r"\$\{([^}]*)\}")


def kind_of(row: Row) -> str:
    """Return the first word of a row's type."""
    return row["type"].split(" ")[0]


def list_of(row: Row) -> str:
    """Return the name of the list that a select asks from; of a file the name without its ending, otherwise ""."""
    return row["type"].partition(" ")[2].strip().removesuffix(".csv") if kind_of(row).startswith("select_") else ""


def fields_of(text: str) -> list[str]:
    """Return the names inside `${...}` of a text."""
    return _FIELD.findall(text)
