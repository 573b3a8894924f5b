"""Makes the items and sections of a form from rows and from what pyxform wrote."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from checklists.columns import EXPRESSIONS, fields_of, kind_of, list_of
from checklists.definition import EN, UR, Definition, Row
from checklists.errors import Problem, XPathError
from checklists.form import Breach, Item, Node, Section, Select, Template
from checklists.form_state import AnswerState, Choice, ItemKind
from checklists.formula import Formula, make_formula
from checklists.xform import XForm
from simplify_content.text import Text


class FormulaMaker:
    """Makes formulas and gathers what is wrong with them; a formula that cannot be made is None."""

    def __init__(self, xform: XForm, paths: frozenset[str]) -> None:
        self._xform = xform
        self._paths = paths
        self.problems: list[Problem] = []

    def make(self, path: str, row: Row, column: str) -> Formula | None:
        """Return the formula of one cell, or None where the cell is empty."""
        source = self._xform.binds.get(path, {}).get(EXPRESSIONS[column], "") if row[column] else ""
        return self.of_source(source, path, row, column=column)

    def count(self, path: str, row: Row) -> Formula | None:
        """Return the formula of a repeat's count; it is asked outside the repeat and so may name only whole paths."""
        formula = self.of_source(self._xform.counts.get(path, ""), path, row, column="repeat_count")
        if formula is not None and any(formula.reads.values()):
            self.problems.append(row.problem("repeat_count", "a relative path", "items by ${name}"))
        return formula

    def of_source(self, source: str, path: str, row: Row, *, column: str) -> Formula | None:
        """Return the formula of an expression that pyxform wrote elsewhere than on the bind."""
        if not source:
            return None
        try:
            return make_formula(source, context=path, paths=self._paths)
        except XPathError as problem:
            self.problems.append(row.problem(column, problem.found, problem.expected))
            return None


def make_sections(rows: Mapping[str, Row], root: str) -> tuple[Section, ...]:
    """Return the top-level groups and repeats in document order."""
    by_name = {row["name"]: path for path, row in rows.items()}
    return tuple(
        Section(row["name"], path, _template(row, "label", by_name), kind_of(row) == "begin_repeat")
        for path, row in rows.items()
        if path.rpartition("/")[0] == root and kind_of(row).startswith("begin_")
    )


def make_items(
    definition: Definition,
    rows: Mapping[str, Row],
    nodes: Mapping[str, Node],
    *,
    constraints: Mapping[str, Formula | None],
    xform: XForm,
    maker: FormulaMaker,
) -> tuple[Item, ...]:
    """Return every item (question, note, calculation) in document order."""
    by_name = {row["name"]: path for path, row in rows.items()}
    findings = {row["code"]: row for row in definition.findings}
    choices = _choices(definition.choices)
    items = []
    for path, row in rows.items():
        if nodes[path].is_group:
            continue
        above = _ancestors(path, rows)
        items.append(
            Item(
                node=nodes[path],
                kind=_kind(row),
                type=kind_of(row).removesuffix("_from_file"),
                section=above[0]["name"],
                repeat=nodes[path].repeat.rpartition("/")[2],
                label=_template(row, "label", by_name),
                hint=_template(row, "hint", by_name) if row[f"hint::{EN}"] else None,
                required=maker.make(path, row, "required"),
                read_only=maker.make(path, row, "read_only"),
                constraint=constraints[path],
                message=_template(row, "constraint_message", by_name) if row["constraint"] else None,
                required_message=_template(row, "required_message", by_name)
                if row[f"required_message::{EN}"]
                else None,
                default=maker.of_source(xform.defaults.get(path, ""), path, row, column="default"),
                select=_select(path, row, choices, xform=xform, maker=maker),
                states=(AnswerState.GIVEN, *(AnswerState(word) for word in row["bind::ss:states"].split())),
                provisions=tuple(row["bind::ss:law"].split()),
                evidence_kinds=tuple(word for word in row["bind::ss:evidence"].split() if word != "none"),
                evidence_when=maker.make(path, row, "bind::ss:evidence_when"),
                privacy=_inherited([row, *reversed(above)], "bind::ss:privacy") or "public",
                weight=int(row["bind::ss:weight"] or "1"),
                source=row["bind::ss:source"],
                appearance=row["appearance"],
                unit=row["bind::ss:unit"],
                breach=_breach(path, row, findings, by_name=by_name, maker=maker),
                row=row.number,
            )
        )
    return tuple(items)


def _kind(row: Row) -> ItemKind:
    return {"note": ItemKind.NOTE, "calculate": ItemKind.CALCULATION}.get(kind_of(row), ItemKind.QUESTION)


def _ancestors(path: str, rows: Mapping[str, Row]) -> list[Row]:
    above: list[Row] = []
    while (path := path.rpartition("/")[0]) in rows:
        above.insert(0, rows[path])
    return above


def _inherited(rows: Iterable[Row], column: str) -> str:
    return next((row[column] for row in rows if row[column]), "")


def _template(row: Row, column: str, by_name: Mapping[str, str]) -> Template:
    english, urdu = row[f"{column}::{EN}"] or row["name"], row[f"{column}::{UR}"] or row["name"]
    return template_of(english, urdu, by_name)


def template_of(english: str, urdu: str, by_name: Mapping[str, str]) -> Template:
    """Return a template of two texts with `${name}` places."""
    names = [name for name in fields_of(english) if name in by_name]
    if not names:
        return Template(Text(en=english, ur=urdu), {})
    return Template(Text(en=_format(english), ur=_format(urdu)), {name: by_name[name] for name in names})


def _format(text: str) -> str:
    """Return a text as `str.format` takes it: braces doubled, but `${name}` as `{name}`."""
    doubled = text.replace("{", "{{").replace("}", "}}")
    return re.sub(r"\$\{\{(\w+)\}\}", r"{\1}", doubled)


def _choices(rows: Iterable[Row]) -> dict[str, tuple[Choice, ...]]:
    lists: dict[str, tuple[Choice, ...]] = {}
    for row in rows:
        choice = Choice(row["name"], Text(en=row[f"label::{EN}"], ur=row[f"label::{UR}"]))
        lists[row["list_name"]] = (*lists.get(row["list_name"], ()), choice)
    return lists


def _select(
    path: str, row: Row, choices: Mapping[str, tuple[Choice, ...]], *, xform: XForm, maker: FormulaMaker
) -> Select | None:
    list_name = list_of(row)
    if not list_name:
        return None
    source = xform.filters.get(path, "") if row["choice_filter"] else ""
    return Select(
        list_name=list_name,
        choices=choices.get(list_name, ()),
        filtered=maker.of_source(source, path, row, column="choice_filter"),
        is_multiple=kind_of(row).startswith("select_multiple"),
        is_from_file=kind_of(row).endswith("_from_file"),
    )


def _breach(
    path: str, row: Row, findings: Mapping[str, Row], *, by_name: Mapping[str, str], maker: FormulaMaker
) -> Breach | None:
    when = maker.make(path, row, "bind::ss:finding_when")
    if when is None or not row["bind::ss:finding"]:
        return None
    finding = findings[row["bind::ss:finding"]]
    english, urdu = (
        finding[f"text::{lang}"].replace("${item_label}", row[f"label::{lang}"] or row["name"]) for lang in (EN, UR)
    )
    template = template_of(english, urdu, by_name)
    named = {name: by_name[name] for name in finding["facts"].split() if name in by_name}
    return Breach(
        code=finding["code"],
        when=when,
        severity=row["bind::ss:severity"],
        remedy_days=int(row["bind::ss:remedy_days"]) if row["bind::ss:remedy_days"] else None,
        text=template,
        facts={**template.paths, **named},
    )
