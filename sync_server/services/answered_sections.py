"""The answers of an inspection as a reader sees them: by section, with the labels of the checklist's own version.

What workers said in confidence is left out here for whoever may not read it, so that no page can forget to.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from checklists.form_state import AnswerState, FormState, ItemKind, ItemState
from simplify_content.text import Text, same
from sync_server.services.inspection_form import CONFIDENTIAL


class ValueKind(StrEnum):
    """How a page writes a value."""

    WORDS = "words"
    IDENTIFIER = "identifier"
    DAY = "day"
    STATE = "state"
    BLANK = "blank"


@dataclass(frozen=True)
class Answered:
    """One question and its answer."""

    item: str
    key: str
    label: Text
    value: Text
    kind: ValueKind
    reason: str
    provisions: tuple[str, ...]
    problem: Text | None


@dataclass(frozen=True)
class Repetition:
    """One turn of a repeat section, numbered from 1; a section without repeats has one turn, number 0."""

    number: int
    answers: tuple[Answered, ...]


@dataclass(frozen=True)
class AnsweredSection:
    """One section."""

    name: str
    title: Text
    confidential: bool
    repetitions: tuple[Repetition, ...]


def answered_sections(form: FormState, *, hidden: frozenset[str]) -> tuple[AnsweredSection, ...]:
    """Return the sections that were asked, without the hidden items; a section with nothing left is left out.

    Args:
        form: the form under its answers.
        hidden: item names that the reader may not see.
    """
    found: list[AnsweredSection] = []
    for section in form.sections:
        states = [
            state
            for state in form.items
            if state.section == section.name and state.relevant and _is_shown(state) and state.ref.item not in hidden
        ]
        if states:
            found.append(
                AnsweredSection(
                    name=section.name,
                    title=section.label,
                    confidential=any(state.privacy == CONFIDENTIAL for state in states),
                    repetitions=_repetitions(states),
                )
            )
    return tuple(found)


def _is_shown(state: ItemState) -> bool:
    return state.kind is ItemKind.QUESTION or (state.kind is ItemKind.CALCULATION and not state.answer.is_blank)


def _repetitions(states: list[ItemState]) -> tuple[Repetition, ...]:
    keys = list(dict.fromkeys(state.ref.key for state in states))
    return tuple(
        Repetition(
            number=number if key else 0,
            answers=tuple(answered(state) for state in states if state.ref.key == key),
        )
        for number, key in enumerate(keys, start=1)
    )


def answered(state: ItemState) -> Answered:
    """Return one question with its answer as a person reads it."""
    value, kind = _value(state)
    return Answered(
        item=state.ref.item,
        key=state.ref.key,
        label=state.label,
        value=value,
        kind=kind,
        reason=state.answer.reason,
        provisions=state.provisions,
        problem=state.problem,
    )


def _value(state: ItemState) -> tuple[Text, ValueKind]:
    answer = state.answer
    if answer.state is not AnswerState.GIVEN:
        return same(answer.state.value), ValueKind.STATE
    if answer.is_blank:
        return same("—"), ValueKind.BLANK
    if state.choices:
        return _chosen(state), ValueKind.WORDS
    if state.type == "date":
        return same(answer.value), ValueKind.DAY
    is_words = state.type in ("text", "note") and not answer.value.replace("-", "").isdigit()
    return same(answer.value), ValueKind.WORDS if is_words else ValueKind.IDENTIFIER


def _chosen(state: ItemState) -> Text:
    names = state.answer.value.split()
    labels = {choice.name: choice.label for choice in state.choices}
    chosen = [labels.get(name, same(name)) for name in names]
    return Text(en=", ".join(c.en for c in chosen), ur="، ".join(c.ur for c in chosen))
