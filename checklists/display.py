"""How a value reads to a person: a choice by its label, an amount with commas, a date as day-month-year."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from lxml import etree

from checklists.form import Form, Item, Template
from checklists.form_state import Answer, AnswerState, Choice, ItemRef
from checklists.instance_tree import STATE, Instance
from checklists.texts import TEXTS
from checklists.xpath_values import is_date, node_text
from simplify_content.text import Text, isolate


class Reading:
    """Reads values out of one settled instance for the places of a text."""

    def __init__(self, form: Form, instance: Instance) -> None:
        self._form = form
        self._instance = instance

    def raw(self, path: str, near: ItemRef) -> str:
        """Return the stored text of a node, of the repetition of `near` where the node lies in one."""
        element = self._instance.at(path, near)
        return "" if element is None else node_text(element)

    def ref_of(self, element: etree._Element) -> ItemRef:
        """Return which item and repetition a node is."""
        return self._instance.refs[element]

    def choices_of(self, item: Item) -> tuple[Choice, ...]:
        """Return all choices of an item's list, offered now or not; none where it is no select."""
        if item.select is None:
            return ()
        return self._instance.lists.get(item.select.list_name, ()) if item.select.is_from_file else item.select.choices

    def fill(self, template: Template, near: ItemRef) -> Text:
        """Return a text with the values of the form in its places."""
        return template.filled(lambda path: self.shown(path, near))

    def shown(self, path: str, near: ItemRef) -> Text:
        """Return what stands at a path, of the repetition of `near`, as a person reads it."""
        element = self._instance.at(path, near)
        item = self._form.by_path.get(path)
        if element is None or item is None:
            return TEXTS["answer.none"]
        state = AnswerState(element.get(STATE, AnswerState.GIVEN.value))
        return shown_answer(item, Answer(node_text(element), state), self.choices_of(item)) or TEXTS["answer.none"]


def shown_answer(item: Item, answer: Answer, choices: tuple[Choice, ...]) -> Text | None:
    """Return an answer as a person reads it, with the labels of the choices, or None where nothing was answered."""
    if answer.state is not AnswerState.GIVEN:
        return TEXTS[f"answer.{answer.state.value}"]
    if not answer.value.strip():
        return None
    if item.select is not None:
        return _labels(answer.value, choices)
    readable = _readable(item, answer.value)
    return Text(en=readable, ur=isolate(readable))


def _labels(value: str, choices: tuple[Choice, ...]) -> Text:
    labels = {choice.name: choice.label for choice in choices}
    chosen = [labels.get(name) or Text(en=name, ur=isolate(name)) for name in value.split()]
    return Text(en=", ".join(text.en for text in chosen), ur="، ".join(text.ur for text in chosen))


def _readable(item: Item, value: str) -> str:
    if is_date(value):
        year, month, day = value.strip().split("-")
        return f"{month}-{year}" if item.appearance == "month-year" else f"{day}-{month}-{year}"
    if item.unit == "PKR":
        return _grouped(value)
    return value


def _grouped(value: str) -> str:
    try:
        return f"{Decimal(value):,f}"
    except InvalidOperation:
        return value
