"""The words with which tests write small checklists, as authors write them: sheets of rows."""

from __future__ import annotations

from typing import Any

from checklists.definition import Definition, definition_from

EN, UR = "English (en)", "Urdu (ur)"

Rows = list[dict[str, str]]


def question(type_: str, name: str, **columns: str) -> dict[str, str]:
    """A question with everything that the rules ask of it; columns may replace or add."""
    row = {
        "type": type_,
        "name": name,
        f"label::{EN}": f"Label of {name}",
        f"label::{UR}": f"{name} کا عنوان",
        "bind::ss:law": "PESSO65.s21",
        "bind::ss:source": "a test",
    }
    if "constraint" in columns:
        row |= {f"constraint_message::{EN}": "Cannot stand.", f"constraint_message::{UR}": "قبول نہیں۔"}
    return row | {column.replace("ss_", "bind::ss:"): value for column, value in columns.items()}


def calculation(name: str, expression: str, **columns: str) -> dict[str, str]:
    return {"type": "calculate", "name": name, "calculation": expression, **columns}


def group(name: str, *rows: dict[str, str], opening: str = "begin_group", **columns: str) -> Rows:
    start = {"type": opening, "name": name, f"label::{EN}": f"Section {name}", f"label::{UR}": f"حصہ {name}"}
    return [start | columns, *rows, {"type": opening.replace("begin", "end")}]


def repeat(name: str, *rows: dict[str, str], **columns: str) -> Rows:
    return group(name, *rows, opening="begin_repeat", **columns)


def choice(list_name: str, name: str, **columns: str) -> dict[str, str]:
    return {
        "list_name": list_name,
        "name": name,
        f"label::{EN}": name.title(),
        f"label::{UR}": f"{name} اردو",
    } | columns


def sheets(survey: Rows, *, choices: Rows | None = None, findings: Rows | None = None) -> dict[str, Any]:
    return {
        "settings": {
            "form_id": "small",
            "form_title": "Small form",
            f"title::{UR}": "چھوٹا فارم",
            "version": "1",
            "default_language": EN,
            "namespaces": 'ss="https://muaina.example/ss"',
            "scheme": "pessi",
        },
        "survey": [{"type": "xml-external", "name": "register"}, *survey],
        "choices": choices if choices is not None else [choice("yes_no", "yes"), choice("yes_no", "no")],
        "findings": findings or [],
    }


class Write:
    """The words with which a test writes a form."""

    question = staticmethod(question)
    calculation = staticmethod(calculation)
    group = staticmethod(group)
    repeat = staticmethod(repeat)
    choice = staticmethod(choice)
    sheets = staticmethod(sheets)

    @staticmethod
    def definition(survey: Rows, **others: Any) -> Definition:
        return definition_from(sheets(survey, **others), name="small")
