"""What makes an answer unable to stand: its state, its type, its choice, its constraint, in that order."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

from checklists.display import Reading
from checklists.form import Item
from checklists.form_state import Answer, AnswerState, Choice
from checklists.instance_tree import HELD
from checklists.texts import TEXTS
from checklists.xpath_values import is_date, to_boolean, to_moment
from simplify_content.text import Text

LONGEST_ANSWER = 4000
"""Characters; a statement of several pages fits, a pasted file does not."""

_INTEGER = re.compile(r"-?[0-9]{1,15}\Z")
_DECIMAL = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,6})?\Z")
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]+)?)?(Z|[+-][0-9]{2}:[0-9]{2})?\Z")
_EXAMPLES = {"integer": "25", "decimal": "25.50", "time": "14:30", "datetime": "2026-11-22T14:30", "date": ""}


def problem_of(
    item: Item, answer: Answer, choices: tuple[Choice, ...], *, element: etree._Element, reading: Reading
) -> Text | None:
    """Return why an answer cannot stand, or None.

    Args:
        item: the item that is asked.
        answer: the answer to it; a blank one always stands (whether it is missing is another matter).
        choices: the choices that are offered now.
        element: the item's node in the settled instance.
        reading: fills the places of the constraint's message.
    """
    if answer.state is not AnswerState.GIVEN:
        return _state_problem(item, answer)
    if answer.is_blank or item.node.calculate is not None:
        return None
    if len(answer.value) > LONGEST_ANSWER:
        return TEXTS["problem.too_long"].fill(found=len(answer.value), most=LONGEST_ANSWER)
    return _type_problem(item, answer.value, choices, reading) or _constraint_problem(item, element, reading)


def _state_problem(item: Item, answer: Answer) -> Text | None:
    if answer.state not in item.states:
        return TEXTS["problem.state"].fill(state=TEXTS[f"answer.{answer.state.value}"])
    if answer.state is AnswerState.NOT_APPLICABLE and not answer.reason.strip():
        return TEXTS["problem.reason"]
    if len(answer.reason) > LONGEST_ANSWER:
        return TEXTS["problem.too_long"].fill(found=len(answer.reason), most=LONGEST_ANSWER)
    return None


def _type_problem(item: Item, value: str, choices: tuple[Choice, ...], reading: Reading) -> Text | None:
    if item.select is not None:
        known = {choice.name: choice.label for choice in reading.choices_of(item)}
        return _choice_problem(value.split() if item.select.is_multiple else [value], choices, known)
    if is_of_type(item.type, value):
        return None
    return TEXTS[f"problem.{item.type}"].fill(example=_EXAMPLES[item.type])


def is_of_type(type_: str, value: str) -> bool:
    """Return whether a value can be one of a question type."""
    match type_:
        case "integer":
            return _INTEGER.match(value) is not None
        case "decimal":
            return _DECIMAL.match(value) is not None
        case "date":
            return is_date(value) and value == value.strip()
        case "time":
            return _TIME.match(value) is not None
        case "datetime":
            return "T" in value and to_moment(value) is not None
    return True


def _choice_problem(names: list[str], choices: tuple[Choice, ...], known: Mapping[str, Text]) -> Text | None:
    """Return what was chosen that is not offered now, by its label where the list knows it."""
    offered = {choice.name for choice in choices}
    for name in names:
        if name not in offered:
            return TEXTS["problem.choice"].fill(found=known.get(name) or name[:60])
    return None


def _constraint_problem(item: Item, element: etree._Element, reading: Reading) -> Text | None:
    if item.constraint is None or item.message is None:
        return None
    if element.get(HELD) is None and to_boolean(item.constraint.value(element)):
        return None
    return reading.fill(item.message, reading.ref_of(element))
