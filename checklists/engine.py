"""Evaluates a checklist: which items are asked, what is wrong with an answer, what the answers show.

Pure: the same checklist, answers and surroundings give the same state. Nothing is stored, and no answer is ever
dropped; an answer to an item that is not asked now is ignored until it is asked again.
"""

from __future__ import annotations

from collections import Counter

from lxml import etree

from checklists.form import Checklist, Form, Node
from checklists.form_state import (
    Answers,
    FormState,
    ItemKind,
    ItemState,
    SectionState,
    Surroundings,
)
from checklists.instance_tree import STATE, Instance, build_instance
from checklists.item_states import item_states
from checklists.observations import observations
from checklists.xpath_values import OFF, to_boolean, to_string


def evaluate(checklist: Checklist, answers: Answers, surroundings: Surroundings) -> FormState:
    """Return the state of the whole form under the answers.

    Relevance and calculations are computed in dependency order, each node once. A node that is not relevant is
    empty to every expression. A constraint is asked only of a value that is there.

    Source: ODK XForms specification, "Bind Attributes".
    """
    form = checklist.form
    instance = build_instance(form, answers, surroundings)
    _fill_defaults(form, instance, answers)
    for node in form.order:
        for element in instance.nodes[node.path]:
            _settle(node, element)
    standings = item_states(form, instance, answers)
    items = tuple(standing.state for standing in standings)
    return FormState(
        sections=_section_states(form, instance, items),
        items=items,
        observations=observations(form, instance, standings),
    )


def _fill_defaults(form: Form, instance: Instance, answers: Answers) -> None:
    for item in form.items:
        if item.default is not None:
            for element in instance.nodes[item.node.path]:
                if instance.refs[element] not in answers.by_ref:
                    element.text = to_string(item.default.value(element))


def _settle(node: Node, element: etree._Element) -> None:
    """Decide relevance of one node, empty it if it has none, otherwise compute it."""
    if _is_off(node, element):
        element.set(OFF, "1")
        if not node.is_group:
            element.text = None
            element.attrib.pop(STATE, "")
    elif node.calculate is not None:
        text = to_string(node.calculate.value(element))
        element.text = None if text == "NaN" else text


def _is_off(node: Node, element: etree._Element) -> bool:
    parent = element.getparent()
    if parent is not None and parent.get(OFF) is not None:
        return True
    return node.relevant is not None and not to_boolean(node.relevant.value(element))


def _section_states(form: Form, instance: Instance, items: tuple[ItemState, ...]) -> tuple[SectionState, ...]:
    asked: Counter[str] = Counter()
    answered: Counter[str] = Counter()
    problems: Counter[str] = Counter()
    for state in items:
        if state.relevant and state.kind is ItemKind.QUESTION:
            asked[state.section] += 1
            answered[state.section] += not state.answer.is_blank
            problems[state.section] += state.problem is not None
    return tuple(
        SectionState(
            name=section.name,
            label=section.label.text,
            repeat=section.is_repeat,
            relevant=_is_section_asked(form.nodes[section.path], instance),
            asked=asked[section.name],
            answered=answered[section.name],
            problems=problems[section.name],
        )
        for section in form.sections
    )


def _is_section_asked(node: Node, instance: Instance) -> bool:
    if elements := instance.nodes[node.path]:
        return any(element.get(OFF) is None for element in elements)
    return node.relevant is None or to_boolean(node.relevant.value(instance.root))
