"""What a page says of a question: where it stands, its answer in words, its evidence, the title of a card."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import InvalidOperation
from typing import Any
from zlib import crc32

from flask import url_for
from markupsafe import Markup

from casework.money import Money
from checklists.form_state import Answer, AnswerState, ItemRef, ItemState
from inspector_app.catalogue import texts
from inspector_app.services.open_inspection import EvidenceLine
from inspector_app.web.language import current_lang, say
from inspector_app.web.presentation import day, ident, money, month

_READ_AT_A_GLANCE = 15
_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")


def place(ref: ItemRef) -> str:
    """Return the name of an item's place on its page, as used in anchors."""
    return f"item-{ref.item}-{ref.key}" if ref.key else f"item-{ref.item}"


def question_url(item: ItemState, inspection_id: str) -> str:
    """Return the address of a question on its section's page."""
    return question_place(inspection_id, item.section, item.ref)


def question_place(inspection_id: str, section: str, ref: ItemRef, **query: str) -> str:
    """Return the address of a place in a section; of a question on a card, of the page that shows the card."""
    beside: dict[str, Any] = {**query, "card": ref.key} if ref.key else dict(query)
    return url_for("inspections.section", inspection_id=inspection_id, name=section, _anchor=place(ref), **beside)


def card_title(repeat: str, number: int) -> str:
    """Return the title of one card of a repeat, such as: Worker 2."""
    key = f"answers.card_{repeat}"
    return say(key if key in texts() else "answers.card_other", number=number)


def evidence_of(evidence: Iterable[EvidenceLine], ref: ItemRef) -> list[EvidenceLine]:
    """Return the evidence attached to one item."""
    return [line for line in evidence if (line.item, line.key) == (ref.item, ref.key)]


def shown_value(item: ItemState) -> Markup | str:
    """Return an answer in words: the choice's label, a day, a number, or why there is no value."""
    answer = item.answer
    if answer.state is not AnswerState.GIVEN:
        said = say(f"answers.state_{answer.state.value}")
        return f"{said}: {answer.reason}" if answer.reason else said
    if not answer.value:
        return say("answers.from_register")
    if item.choices:
        labels = {choice.name: choice.label.in_(current_lang()) for choice in item.choices}
        return ("، " if current_lang() == "ur" else ", ").join(labels.get(v, v) for v in answer.value.split())
    if item.unit == "PKR":
        return _rupees(answer.value)
    if item.appearance == "month-year" or _MONTH.fullmatch(answer.value):
        return month(answer.value)
    return day(answer.value) if item.type == "date" else ident(answer.value)


def _rupees(value: str) -> Markup:
    try:
        return money(Money.rupees(value))
    except (ValueError, InvalidOperation):
        return ident(value)


def with_answer(item: ItemState, answer: Answer) -> ItemState:
    """Return an item as it reads with another answer, such as an amended one."""
    return replace(item, answer=answer)


def offered_value(item: ItemState, value: str) -> Markup | str:
    """Return a value that a book gives for an item, in the words that an answer of the item has."""
    return shown_value(with_answer(item, Answer(value, AnswerState.GIVEN)))


def offer_of(item: ItemState) -> str:
    """Return a short mark of what may be answered; it changes when the choices do, or when answering is barred."""
    names = " ".join(choice.name for choice in item.choices)
    return f"{crc32(names.encode()):08x}{'-' if item.read_only else ''}"


def is_long(item: ItemState) -> bool:
    """Return whether the choices are so many that one searches them rather than reads them."""
    return len(item.choices) > _READ_AT_A_GLANCE


def column_name(letter: str, heading: str) -> str:
    """Return what a page calls a column of a file: its letter, and its heading where it has one."""
    lettered = say("books.column_letter", letter=letter)
    return f"{lettered}: {heading}" if heading else lettered
