"""Functions of the ODK XPath library that look at the form itself: instances, repeats, choices, answer states.

Source: ODK XForms specification, "Node-set Functions", "Repeat Functions", `jr:choice-name`, `jr:itext`;
`ss:state` is ours.
"""

from __future__ import annotations

import math

from checklists.instance_tree import (
    CHOICE_TEXT,
    LANGUAGE,
    LIST_OF,
    STATE,
    choices_of,
    instance_named,
    root_of,
    selects_of,
    texts_of,
)
from checklists.xpath_library import ANY, Function, Library
from checklists.xpath_values import NodeSet, Value, relevant_nodes, to_number, to_string


def _position(context: object, value: Value) -> float:
    nodes = relevant_nodes(value) if isinstance(value, list) else []
    if not nodes:
        return math.nan
    return float(1 + sum(1 for _ in nodes[0].itersiblings(nodes[0].tag, preceding=True)))


def _instance(context: object, name: Value) -> NodeSet:
    found = instance_named(root_of(context), to_string(name))
    return [] if found is None else [found]


def _pulldata(context: object, name: Value, wanted: Value, key: Value, sought: Value) -> str:
    instance = instance_named(root_of(context), to_string(name))
    if instance is None:
        return ""
    for item in instance.iterfind("root/item"):
        columns = {str(column.tag): column.text or "" for column in item}
        if columns.get(to_string(key)) == to_string(sought):
            return columns.get(to_string(wanted), "")
    return ""


def _indexed_repeat(context: object, nodes: Value, *pairs: Value) -> str:
    remaining = nodes if isinstance(nodes, list) else []
    for repeat, index in zip(pairs[::2], pairs[1::2], strict=False):
        place = to_number(index)
        repeats = repeat if isinstance(repeat, list) else []
        if math.isnan(place) or not 1 <= place <= len(repeats):
            return ""
        wanted = repeats[int(place) - 1]
        remaining = [node for node in remaining if any(above is wanted for above in node.iterancestors())]
    return to_string(remaining)


def _choice_name(context: object, value: Value, question: Value) -> str:
    root, path = root_of(context), to_string(question).strip()
    for select in selects_of(root):
        if select.get("path") == path:
            instance = instance_named(root, select.get(LIST_OF, ""))
            return _label(instance, to_string(value), root.get(LANGUAGE, "en"))
    return ""


def _label(instance: object, name: str, lang: str) -> str:
    for item in instance.iterfind("root/item") if instance is not None else ():  # type: ignore[attr-defined]
        if item.findtext("name") == name:
            return str(item.get(CHOICE_TEXT + lang, ""))
    return ""


def _itext(context: object, name: Value) -> str:
    root, wanted = root_of(context), to_string(name).strip()
    lang = CHOICE_TEXT + root.get(LANGUAGE, "en")
    for text in texts_of(root):
        if text.get("id") == wanted:
            return str(text.get(lang, ""))
    return next((str(item.get(lang, "")) for item in choices_of(root) if item.findtext("itextId") == wanted), "")


def _state(context: object, value: Value) -> str:
    nodes = relevant_nodes(value) if isinstance(value, list) else []
    return nodes[0].get(STATE, "given") if nodes else ""


FORM: Library = {
    "position": Function(_position, 1, 1, gives_number=True),
    "instance": Function(_instance, 1, 1),
    "pulldata": Function(_pulldata, 4, 4),
    "indexed-repeat": Function(_indexed_repeat, 3, ANY),
    "jr:choice-name": Function(_choice_name, 2, 2),
    "jr:itext": Function(_itext, 1, 1),
    "ss:state": Function(_state, 1, 1),
}
