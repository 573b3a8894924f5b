"""Makes the state of each item from a settled instance: answer, choices offered, problem, evidence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from lxml import etree

from checklists.answer_rules import problem_of
from checklists.display import Reading, shown_answer
from checklists.form import Form, Item
from checklists.form_state import Answer, Answers, Choice, ItemKind, ItemRef, ItemState
from checklists.formula import Formula
from checklists.instance_tree import HELD, Instance
from checklists.xpath_values import OFF, node_text, to_boolean


@dataclass(frozen=True)
class Standing:
    """An item's state with the node it came from; `is_breach` that its answer is an observation."""

    item: Item
    element: etree._Element
    state: ItemState
    is_breach: bool


def item_states(form: Form, instance: Instance, answers: Answers) -> tuple[Standing, ...]:
    """Return the standing of every item in document order; in a repeat, repetition by repetition."""
    reading = Reading(form, instance)
    return tuple(
        standing_of(item, element, instance.refs[element], answers=answers, reading=reading)
        for item, element in _in_order(form, instance)
    )


def _in_order(form: Form, instance: Instance) -> Iterator[tuple[Item, etree._Element]]:
    for _, group in groupby(form.items, key=lambda item: item.repeat):
        items = tuple(group)
        for elements in zip(*(instance.nodes[item.node.path] for item in items), strict=True):
            yield from zip(items, elements, strict=True)


def standing_of(item: Item, element: etree._Element, ref: ItemRef, *, answers: Answers, reading: Reading) -> Standing:
    """Return the standing of one item at its settled node."""
    relevant = element.get(OFF) is None
    answer = _answer(item, element, answers.by_ref.get(ref))
    choices = _choices(item, element, reading)
    problem = problem_of(item, answer, choices, element=element, reading=reading) if relevant else None
    is_breach = relevant and problem is None and _is_true(item.breach.when if item.breach else None, element)
    state = ItemState(
        ref=ref,
        kind=item.kind,
        type=item.type,
        section=item.section,
        repeat=item.repeat,
        label=reading.fill(item.label, ref),
        hint=None if item.hint is None else reading.fill(item.hint, ref),
        relevant=relevant,
        required=item.kind is ItemKind.QUESTION and _is_true(item.required, element),
        read_only=item.kind is not ItemKind.QUESTION or _is_true(item.read_only, element),
        answer=answer,
        choices=choices,
        allowed_states=item.states,
        problem=problem,
        evidence_kinds=item.evidence_kinds,
        evidence_needed=relevant and _needs_evidence(item, element, is_breach),
        provisions=item.provisions,
        privacy=item.privacy,
        source=item.source,
        appearance=item.appearance,
        unit=item.unit,
        shown=shown_answer(item, answer, reading.choices_of(item)) if relevant else None,
        required_message=None if item.required_message is None else reading.fill(item.required_message, ref),
        unrecorded=item.unrecorded,
    )
    return Standing(item, element, state, is_breach)


def _answer(item: Item, element: etree._Element, given: Answer | None) -> Answer:
    if item.node.calculate is not None or given is None:
        return Answer(value=element.get(HELD) or node_text(element))
    return given


def _choices(item: Item, element: etree._Element, reading: Reading) -> tuple[Choice, ...]:
    listed = reading.choices_of(item)
    if item.select is None or item.select.filtered is None:
        return listed
    offered = item.select.filtered.value(element)
    names = {node.findtext("name") for node in offered} if isinstance(offered, list) else set()
    return tuple(choice for choice in listed if choice.name in names)


def _needs_evidence(item: Item, element: etree._Element, is_breach: bool) -> bool:
    """Whether evidence must be tied to the item; a figure that is computed is proved by the answers behind it."""
    if item.kind is not ItemKind.QUESTION:
        return False
    if item.evidence_when is not None:
        return _is_true(item.evidence_when, element)
    return is_breach and bool(item.evidence_kinds)


def _is_true(formula: Formula | None, element: etree._Element) -> bool:
    return formula is not None and to_boolean(formula.value(element))
