"""The document that expressions are evaluated in: answers, choice lists, register facts and the day, as one XML tree.

Each evaluation builds its own tree, so evaluations in several threads share nothing. Knows no relevance; `engine` does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from lxml import etree

from checklists.form_state import Answer, Answers, AnswerState, Choice, ItemRef, Surroundings
from checklists.xpath_values import PAKISTAN
from simplify_content.text import Text

if TYPE_CHECKING:
    from checklists.form import Form

SS = "https://muaina.example/ss"
"""Namespace of our own columns, functions and attributes."""

TODAY, NOW, LANGUAGE, STATE, HELD = f"{{{SS}}}today", f"{{{SS}}}now", f"{{{SS}}}lang", f"{{{SS}}}state", f"{{{SS}}}held"
CHOICE_TEXT, LIST_OF = "text-", "list"
SURROUNDINGS, INSTANCE, SELECT = f"{{{SS}}}surroundings", f"{{{SS}}}instance", f"{{{SS}}}select"
TEXT = f"{{{SS}}}text"
REGISTER = "register"
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""A character that XML cannot hold."""


@dataclass(frozen=True)
class Instance:
    """One tree with its nodes by path; in a repeat there is one node per repetition, in order."""

    root: etree._Element
    nodes: dict[str, list[etree._Element]]
    refs: dict[etree._Element, ItemRef]
    by_key: dict[tuple[str, str], etree._Element]
    """Node of each path and repetition; the repetition is "" outside repeats."""
    lists: Mapping[str, tuple[Choice, ...]]
    """Choices of the lists that came with the surroundings."""

    def at(self, path: str, near: ItemRef | None = None) -> etree._Element | None:
        """Return the node of a path: of the repetition of `near`, or the only (first) one."""
        if near is not None and near.key:
            return self.by_key.get((path, near.key), self.by_key.get((path, "")))
        found = self.nodes.get(path, [])
        return found[0] if found else None


def build_instance(form: Form, answers: Answers, surroundings: Surroundings) -> Instance:
    """Return the tree of a form with every answer in its place; answers to unknown items are left alone."""
    root = etree.fromstring(form.template)
    _surround(root, surroundings)
    keys: dict[etree._Element, str] = {}
    for name, repeat in form.repeats.items():
        _repeat(root, repeat.path, form.root, keys=answers.repeats.get(name, ()), found=keys)
    nodes: dict[str, list[etree._Element]] = {path: [] for path in form.nodes}
    refs: dict[etree._Element, ItemRef] = {}
    by_key: dict[tuple[str, str], etree._Element] = {}
    for node, path, key in _walk(root, f"/{root.tag}", "", keys):
        if path not in nodes:
            continue
        nodes[path].append(node)
        by_key[path, key] = node
        refs[node] = ItemRef(form.nodes[path].name, key)
        if not form.nodes[path].is_group:
            fill(node, answers.by_ref.get(refs[node]))
    lists = {name: tuple(map(_choice, rows)) for name, rows in surroundings.lists.items()}
    return Instance(root, nodes, refs, by_key, lists)


def _surround(root: etree._Element, surroundings: Surroundings) -> None:
    root.set(TODAY, surroundings.today.isoformat())
    moment = surroundings.moment
    root.set(
        NOW,
        moment.astimezone(PAKISTAN).isoformat(timespec="milliseconds")
        if moment
        else f"{surroundings.today.isoformat()}T00:00:00.000+05:00",
    )
    register = instance_named(root, REGISTER)
    if register is None:
        register = etree.SubElement(root[-1], INSTANCE, id=REGISTER)
    item = etree.SubElement(etree.SubElement(register, "root"), "item")
    for name, value in surroundings.register.items():
        etree.SubElement(item, name).text = _clean(value)
    for name, rows in surroundings.lists.items():
        _add_list(root, name, rows)


def _add_list(root: etree._Element, name: str, rows: tuple[Mapping[str, str], ...]) -> None:
    if instance_named(root, name) is not None:
        return
    items = etree.SubElement(etree.SubElement(root[-1], INSTANCE, id=name), "root")
    for row in rows:
        label = _choice(row).label
        item = etree.SubElement(
            items, "item", {f"{CHOICE_TEXT}en": _clean(label.en), f"{CHOICE_TEXT}ur": _clean(label.ur)}
        )
        for column, value in row.items():
            etree.SubElement(item, column).text = _clean(value)


def _choice(row: Mapping[str, str]) -> Choice:
    plain = row.get("label") or row["name"]
    return Choice(row["name"], Text(en=row.get("label_en") or plain, ur=row.get("label_ur") or plain))


def _repeat(
    root: etree._Element, path: str, root_path: str, *, keys: tuple[str, ...], found: dict[etree._Element, str]
) -> None:
    """Put one copy of a repeat's empty content in place for each key; the pattern itself is taken out."""
    pattern = cast("etree._Element", root.find(path.removeprefix(f"{root_path}/")))
    parent = cast("etree._Element", pattern.getparent())
    place = parent.index(pattern)
    parent.remove(pattern)
    for offset, key in enumerate(keys):
        copy = etree.fromstring(etree.tostring(pattern))
        parent.insert(place + offset, copy)
        found[copy] = key


def _walk(
    node: etree._Element, path: str, key: str, keys: dict[etree._Element, str]
) -> Iterator[tuple[etree._Element, str, str]]:
    for child in node:
        below = f"{path}/{child.tag}"
        own = keys.get(child, key)
        yield child, below, own
        if len(child):
            yield from _walk(child, below, own, keys)


def fill(node: etree._Element, answer: Answer | None) -> None:
    """Put an answer into its node; without one the node stays as it is."""
    if answer is None:
        return
    if answer.state is AnswerState.GIVEN:
        node.text = None if answer.is_blank else _clean(answer.value)
    else:
        node.text = None
        node.set(STATE, answer.state.value)


def _clean(value: str) -> str:
    """Return a text without the characters that XML cannot hold."""
    return NOT_XML.sub("", value)


def root_of(context: object) -> etree._Element:
    """Return the root of the document in which lxml is evaluating."""
    root: etree._Element = context.context_node.getroottree().getroot()  # type: ignore[attr-defined]
    return root


def instance_named(root: etree._Element, name: str) -> etree._Element | None:
    """Return a secondary instance, such as a choice list or the register."""
    return next((found for found in root[-1].iterchildren(INSTANCE) if found.get("id") == name), None)


def texts_of(root: etree._Element) -> Iterator[etree._Element]:
    """Yield one element per text that an expression asks by its id, with `id` and the text in each language."""
    return root[-1].iterchildren(TEXT)


def choices_of(root: etree._Element) -> Iterator[etree._Element]:
    """Yield the choices of all lists."""
    for instance in root[-1].iterchildren(INSTANCE):
        yield from instance.iterfind("root/item")


def selects_of(root: etree._Element) -> Iterator[etree._Element]:
    """Yield one element per select of the form, with its `path` and `list`."""
    return root[-1].iterchildren(SELECT)
