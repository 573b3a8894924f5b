"""Settles the nodes of a form in the order of what they read: relevance decided, calculations made.

Works on the tree that `instance_tree` builds; what the items then are is `item_states`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

from lxml import etree

from checklists.answer_rules import is_of_type
from checklists.form import Form, Node
from checklists.form_state import Answers, Surroundings
from checklists.instance_tree import HELD, STATE, Instance, build_instance
from checklists.xpath_values import OFF, to_boolean, to_number, to_string

MOST_REPETITIONS = 500
"""No more are made for a repeat_count, whatever number it gives."""

LONGEST_VALUE = 100_000
"""Characters of a calculation; a longer one is blank, as one that is no number: texts that double grow without end."""

RawTexts = Mapping[etree._Element, str | None]
"""Text of each node before anything was computed: the answer, the default, or nothing."""


def settled_instance(form: Form, answers: Answers, surroundings: Surroundings) -> tuple[Instance, RawTexts]:
    """Return the settled tree of a form and the text of its nodes before they were settled.

    Each node is settled once. Where a repeat_count gives another number of repetitions than there are, the tree is
    built again with that number; a count never reads its own repeat, so this ends.
    """
    given = answers
    for _ in range(1 + sum(1 for node in form.repeats.values() if node.count)):
        instance = build_instance(form, answers, surroundings)
        _fill_defaults(form, instance, answers)
        raw = {element: element.text for element in instance.refs}
        for node in form.order:
            for element in instance.nodes[node.path]:
                settle(node, element)
        wanted = counted_keys(form, instance, given)
        if wanted == {name: answers.repeats.get(name, ()) for name in wanted}:
            break
        answers = replace(answers, repeats={**answers.repeats, **wanted})
    return instance, raw


def counted_keys(form: Form, instance: Instance, answers: Answers) -> dict[str, tuple[str, ...]]:
    """Return the keys of each repeat with a repeat_count: those that were added, cut or filled up to the count.

    A repetition that nobody added has its place, counted from 1, as its key.
    """
    keys: dict[str, tuple[str, ...]] = {}
    for name, node in form.repeats.items():
        if node.count is not None:
            number = to_number(node.count.value(instance.root))
            wanted = 0 if math.isnan(number) else int(max(0, min(number, MOST_REPETITIONS)))
            added = answers.repeats.get(name, ())[:wanted]
            keys[name] = (*added, *(str(place) for place in range(len(added) + 1, wanted + 1)))
    return keys


def settle(node: Node, element: etree._Element) -> None:
    """Decide relevance of one node, empty it if it has none, otherwise compute it.

    An answer that cannot stand is kept aside at its node, which is empty to every expression.
    """
    if _is_off(node, element):
        element.set(OFF, "1")
        if not node.is_group:
            element.text = None
            element.attrib.pop(STATE, "")
    elif node.calculate is not None:
        text = to_string(node.calculate.value(element))
        element.text = None if text == "NaN" or len(text) > LONGEST_VALUE else text
    elif element.text and not node.is_group and not _can_stand(node, element):
        element.set(HELD, element.text)
        element.text = None


def _fill_defaults(form: Form, instance: Instance, answers: Answers) -> None:
    for item in form.items:
        if item.default is not None:
            for element in instance.nodes[item.node.path]:
                if instance.refs[element] not in answers.by_ref:
                    element.text = to_string(item.default.value(element))


def _can_stand(node: Node, element: etree._Element) -> bool:
    if not is_of_type(node.type, element.text or ""):
        return False
    return node.standing is None or to_boolean(node.standing.value(element))


def _is_off(node: Node, element: etree._Element) -> bool:
    parent = element.getparent()
    if parent is not None and parent.get(OFF) is not None:
        return True
    return node.relevant is not None and not to_boolean(node.relevant.value(element))
