"""What the questions engine is asked and what it answers: answers in, the state of the form out.

Only values; the engine that computes them is `engine`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property

from simplify_content.text import Text


class AnswerState(StrEnum):
    """What kind of answer was given; all but GIVEN are answers in their own right, without a value."""

    GIVEN = "given"
    NOT_PRODUCED = "not_produced"
    CANNOT_VERIFY = "cannot_verify"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, order=True)
class ItemRef:
    """One place in a form: item name, and inside a repeat the key of the repetition ("" outside)."""

    item: str
    key: str = ""


@dataclass(frozen=True)
class Answer:
    """One answer. `value` is XForms text: ISO date, plain number, choice name(s) separated by spaces."""

    value: str = ""
    state: AnswerState = AnswerState.GIVEN
    reason: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether nothing was answered at all; blanks alone are nothing."""
        return self.state is AnswerState.GIVEN and not self.value.strip()


@dataclass(frozen=True)
class Answers:
    """All answers of one inspection; `repeats` gives the keys of each repeat in the order they were added."""

    by_ref: Mapping[ItemRef, Answer] = field(default_factory=dict)
    repeats: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Surroundings:
    """What expressions may ask besides answers: the day, and facts of the register by name.

    `register` fills items whose calculation or default is `instance('register')/root/item/<name>`;
    values are XForms text.
    """

    today: date
    register: Mapping[str, str] = field(default_factory=dict)
    moment: datetime | None = None
    """The aware moment that `now()` gives; without it midnight of `today` in Pakistan."""
    lists: Mapping[str, tuple[Mapping[str, str], ...]] = field(default_factory=dict)
    """Rows of each list that a `select_one_from_file` asks from, by the file's name without its ending.

    A row has `name`, the labels `label_en` and `label_ur` (each falls back to `label`, then to the name), and
    whatever choice filters ask of it.
    """


@dataclass(frozen=True)
class Choice:
    """One option of a select."""

    name: str
    label: Text


class ItemKind(StrEnum):
    """What an item is to the person who fills it."""

    QUESTION = "question"
    NOTE = "note"
    CALCULATION = "calculation"


@dataclass(frozen=True)
class ItemState:
    """One item as it stands under the present answers."""

    ref: ItemRef
    kind: ItemKind
    type: str
    section: str
    repeat: str
    label: Text
    hint: Text | None
    relevant: bool
    required: bool
    read_only: bool
    answer: Answer
    choices: tuple[Choice, ...]
    allowed_states: tuple[AnswerState, ...]
    """GIVEN first, then the states without a value that this item takes."""
    problem: Text | None
    """Why the present answer cannot stand (constraint), or None."""
    evidence_kinds: tuple[str, ...]
    evidence_needed: bool
    provisions: tuple[str, ...]
    privacy: str
    """"public", "employer_hidden" or "worker_secret"."""
    source: str
    appearance: str = ""
    """XLSForm's hint to the page, such as "month-year" or "multiline"."""
    unit: str = ""
    """"PKR" for an amount in rupees, otherwise ""."""
    shown: Text | None = None
    """The answer as a person reads it (choice label, amount with commas), or None when there is none."""
    required_message: Text | None = None
    """What the form's author says where a required answer is missing, or None."""
    unrecorded: tuple[Text, ...] = ()
    """What the question rests on and the scheme's pack has no provision for."""

    @property
    def is_missing(self) -> bool:
        """Whether the item is asked, required and not answered."""
        return self.relevant and self.required and self.answer.is_blank


@dataclass(frozen=True)
class Observation:
    """Something the answers show that the law has a word on; becomes a finding when evidence is tied to it."""

    code: str
    ref: ItemRef
    text: Text
    provisions: tuple[str, ...]
    severity: str
    """"minor", "serious" or "grave"."""
    remedy_days: int | None
    privacy: str
    facts: Mapping[str, str]
    evidence_kinds: tuple[str, ...]


@dataclass(frozen=True)
class Cause:
    """An item whose present answer has set another one aside, as a person reads it."""

    label: Text
    answer: Text


@dataclass(frozen=True)
class SetAside:
    """An answer that was given and does not count now; it is kept, and counts again when the item is asked again."""

    ref: ItemRef
    section: str
    label: Text
    answer: Text
    because: tuple[Cause, ...]
    """The answers that the item's asking hangs on; empty where it hangs on what no person answers."""


@dataclass(frozen=True)
class SectionState:
    """One section (page) of the checklist, and how far it is."""

    name: str
    label: Text
    repeat: bool
    relevant: bool
    asked: int
    answered: int
    problems: int


@dataclass(frozen=True)
class FormState:
    """The whole form under the present answers, in document order."""

    sections: tuple[SectionState, ...]
    items: tuple[ItemState, ...]
    observations: tuple[Observation, ...]
    set_aside: tuple[SetAside, ...] = ()

    def item(self, ref: ItemRef) -> ItemState:
        """Return the state of one item.

        Raises:
            KeyError: the form has no such item (or no such repetition).
        """
        return self._by_ref[ref]

    @cached_property
    def _by_ref(self) -> Mapping[ItemRef, ItemState]:
        return {state.ref: state for state in self.items}

    @property
    def missing(self) -> tuple[ItemState, ...]:
        """Required items without an answer."""
        return tuple(state for state in self.items if state.is_missing)

    @property
    def problems(self) -> tuple[ItemState, ...]:
        """Items whose answer breaks a constraint."""
        return tuple(state for state in self.items if state.relevant and state.problem)
