"""Lets pyxform turn a definition into an XForm and reads back what it wrote: binds, defaults, choice filters.

pyxform decides what a path is (relative inside a repeat, absolute outside); we take its word for it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from xml.parsers.expat import ExpatError

from lxml import etree

from checklists.columns import list_of
from checklists.definition import EN, UR, Definition, Row
from checklists.errors import ChecklistError, Problem
from checklists.instance_tree import CHOICE_TEXT, INSTANCE, LIST_OF, SELECT, SS, SURROUNDINGS, TEXT
from checklists.xpath_values import OFF

_XF = "{http://www.w3.org/2002/xforms}"
_COUNT = "{http://openrosa.org/javarosa}count"
_ITEXT = re.compile(r"""jr:itext\(\s*(?:'([^']*)'|"([^"]*)")\s*\)""")
_STUMBLES = (AttributeError, TypeError, ValueError, LookupError, RecursionError, ExpatError)
"""What pyxform lets through where it does not foresee a cell; a form at which it stumbles is refused like others."""
_DROPPED = frozenset({f"title::{UR}", "scheme", "ss_comment"})


@dataclass(frozen=True)
class XForm:
    """The parts of an XForm that we use, by absolute path of the node."""

    root: str
    template: bytes
    binds: Mapping[str, Mapping[str, str]]
    defaults: Mapping[str, str]
    """Expressions that fill a node that was not answered."""
    counts: Mapping[str, str]
    """Expression of how many repetitions a repeat has."""
    filters: Mapping[str, str]
    """Node-set expression of the choices of each select with a choice filter."""


def convert_definition(definition: Definition) -> XForm:
    """Return the XForm of a definition whose rows keep the rules.

    Raises:
        ChecklistError: pyxform refuses it, or warns.
    """
    # here and not above: pyxform brings a spreadsheet reader, and an app that shows no checklist need not wait for it
    from pyxform.errors import PyXFormError
    from pyxform.xls2xform import convert

    sheets: dict[str, Any] = {
        "settings": [_columns(definition.settings)],
        "survey": [_columns(row) for row in definition.survey],
        "choices": [_columns(row) for row in definition.choices],
    }
    for sheet in ("survey", "choices"):
        # pyxform takes the first row's columns for the headings of the sheet, unless it is told them
        sheets[f"{sheet}_header"] = [dict.fromkeys(column for row in sheets[sheet] for column in row)]
    try:
        result = convert(sheets, validate=False, pretty_print=False)
    except (PyXFormError, *_STUMBLES) as refusal:
        problem = Problem("survey", 0, "", str(refusal), "a form that pyxform converts")
        raise ChecklistError(_title(definition), (problem,)) from None
    if result.warnings:
        problems = tuple(Problem("survey", 0, "", warning, "no warning of pyxform") for warning in result.warnings)
        raise ChecklistError(_title(definition), problems)
    return _read(etree.fromstring(result.xform.encode("utf-8"), _parser()), definition)


def _title(definition: Definition) -> str:
    return f"checklist {definition.settings['form_id']} {definition.settings['version']}"


def _columns(row: Row) -> dict[str, str]:
    return {column: value for column, value in row.columns.items() if value and column not in _DROPPED}


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, remove_blank_text=True)


def _read(xform: etree._Element, definition: Definition) -> XForm:
    model = next(xform.iter(f"{_XF}model"))
    main = model.find(f"{_XF}instance")
    assert main is not None
    root = _plain(main[0])
    for meta in root.findall("meta"):
        root.remove(meta)
    binds = {
        str(bind.get("nodeset")): {_attribute(name): str(value) for name, value in bind.attrib.items()}
        for bind in model.iter(f"{_XF}bind")
        if not str(bind.get("nodeset")).startswith(f"/{root.tag}/meta")
    }
    counts = _counts(xform, binds, root, own={path for path, _ in paths_of(definition, f"/{root.tag}")})
    return XForm(
        root=f"/{root.tag}",
        template=_template(root, model, definition),
        binds=binds,
        counts=counts,
        defaults={str(found.get("ref")): str(found.get("value")) for found in model.findall(f"{_XF}setvalue")},
        filters={
            str(select.get("ref")): str(itemset.get("nodeset"))
            for itemset in xform.iter(f"{_XF}itemset")
            if (select := itemset.getparent()) is not None and "[" in str(itemset.get("nodeset"))
        },
    )


def _counts(
    xform: etree._Element, binds: Mapping[str, Mapping[str, str]], root: etree._Element, *, own: set[str]
) -> dict[str, str]:
    """Return the count of each repeat; the helping node that pyxform makes for an expression is taken out again."""
    counts: dict[str, str] = {}
    for repeat in xform.iter(f"{_XF}repeat"):
        count = str(repeat.get(_COUNT, "")).strip()
        if count.startswith("/") and count.endswith("_count") and count not in own and count in binds:
            helper = root.find(count.removeprefix(f"/{root.tag}/"))
            above = None if helper is None else helper.getparent()
            if helper is not None and above is not None:
                above.remove(helper)
            count = binds[count]["calculate"]
        if count:
            counts[str(repeat.get("nodeset"))] = count
    return counts


def _attribute(name: str | bytes) -> str:
    return str(name).replace(f"{{{SS}}}", "ss:").rpartition("}")[2]


def _plain(node: etree._Element) -> etree._Element:
    """Return a copy without namespaces, attributes, and the second copy of each repeat that pyxform writes."""
    copy = etree.Element(etree.QName(node).localname)
    copy.text = node.text
    patterns: set[str] = set()
    for child in node:
        name = etree.QName(child).localname
        is_pattern = any(str(attribute).endswith("}template") for attribute in child.attrib)
        if name in patterns:
            continue
        if is_pattern:
            patterns.add(name)
        copy.append(_plain(child))
    return copy


def _template(root: etree._Element, model: etree._Element, definition: Definition) -> bytes:
    # switched off, so that `/data/*` never counts what surrounds the form as a part of it
    surroundings = etree.SubElement(root, SURROUNDINGS, {OFF: "1"}, nsmap={"ss": SS})
    texts = {(row["list_name"], row["name"]): (row[f"label::{EN}"], row[f"label::{UR}"]) for row in definition.choices}
    for instance in model.findall(f"{_XF}instance")[1:]:
        if len(instance):
            copy = etree.SubElement(surroundings, INSTANCE, id=str(instance.get("id")))
            copy.append(_plain(instance[0]))
            for item in copy.iterfind("root/item"):
                _set_texts(item, texts[str(instance.get("id")), item.findtext("name") or ""])
    _list_selects(surroundings, definition, f"/{root.tag}")
    _list_texts(surroundings, definition, f"/{root.tag}")
    return etree.tostring(root)


def _set_texts(element: etree._Element, halves: tuple[str, str]) -> None:
    for lang, text in zip(("en", "ur"), halves, strict=True):
        element.set(f"{CHOICE_TEXT}{lang}", text)


def _list_texts(surroundings: etree._Element, definition: Definition, root: str) -> None:
    """Put the labels and hints beside the form that some expression asks for by `jr:itext('/data/path:label')`."""
    asked = {
        first or second
        for row in definition.survey
        for text in row.columns.values()
        for first, second in _ITEXT.findall(text)
    }
    for path, row in paths_of(definition, root) if asked else ():
        for column in ("label", "hint"):
            if f"{path}:{column}" in asked:
                element = etree.SubElement(surroundings, TEXT, id=f"{path}:{column}")
                _set_texts(element, (row[f"{column}::{EN}"], row[f"{column}::{UR}"]))


def _list_selects(surroundings: etree._Element, definition: Definition, root: str) -> None:
    for path, row in paths_of(definition, root):
        if list_name := list_of(row):
            etree.SubElement(surroundings, SELECT, attrib={"path": path, LIST_OF: list_name})


def paths_of(definition: Definition, root: str) -> list[tuple[str, Row]]:
    """Return the absolute path of every named row that is a node of the form, in document order."""
    found: list[tuple[str, Row]] = []
    open_paths = [root]
    for row in definition.survey:
        kind = row["type"].split(" ")[0]
        if kind.startswith("end_"):
            open_paths.pop()
        elif kind != "xml-external":
            path = f"{open_paths[-1]}/{row['name']}"
            found.append((path, row))
            if kind.startswith("begin_"):
                open_paths.append(path)
    return found
