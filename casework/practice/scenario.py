"""What a practice scenario is: a made-up employer, the papers on the desk, the floor, the people, and the truth.

Values only. Everything is dated from one day, the day of the attempt, so that a scenario never grows old.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from casework.money import Money
from checklists.form_state import Answers, ItemRef
from simplify_content.text import Text


@dataclass(frozen=True)
class Person:
    """One made-up person of the unit. `standing` is "declared", "undeclared", "above_limit" or "contractor"."""

    key: str
    name: Text
    cnic: str
    sex: str
    work: Text
    joined_on: date
    wage_at_entry: Money
    wage: Money
    standing: str
    attendance: str
    """"P" present, "L" on leave, "" not in the attendance register."""
    register_line: int
    """Line in the wage register; 0 for those who are not in it."""
    record: Text
    """The employer's record that shows the person, as an inspector would cite it."""


@dataclass(frozen=True)
class Paper:
    """One paper to read: a table with a title and a note on how it looks. Every row has a cell per column."""

    key: str
    title: Text
    note: Text
    columns: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]


@dataclass(frozen=True)
class FloorSection:
    """What an inspector sees in one part of the premises."""

    name: Text
    men: int
    women: int
    contractor: int
    seen: Text


@dataclass(frozen=True)
class Exchange:
    """One question to a worker and the answer."""

    question: Text
    answer: Text


@dataclass(frozen=True)
class Script:
    """One confidential interview; `alias` is the name under which it may be written down."""

    alias: str
    setting: Text
    exchanges: tuple[Exchange, ...]


@dataclass(frozen=True)
class Lesson:
    """Why something is or is not a finding. Without `item` it holds for every item; `refers_to` names a person."""

    code: str
    item: str
    refers_to: str
    text: Text


@dataclass(frozen=True)
class Scenario:
    """One scenario as it stands on a day.

    `employer`, `months`, `certificates` and `coverage` are register rows with the fields of the records that
    travel, without `id` and `employer_id`, which the app gives them. `truth` is what a perfect inspector writes
    down; the answer key is computed from it, never typed.
    """

    name: str
    on: date
    scheme: str
    checklist: str
    checklist_version: str
    title: Text
    briefing: Text
    goals: tuple[Text, ...]
    employer: Mapping[str, object]
    months: tuple[Mapping[str, object], ...]
    certificates: tuple[Mapping[str, object], ...]
    coverage: tuple[Mapping[str, object], ...]
    papers: tuple[Paper, ...]
    floor: tuple[FloorSection, ...]
    interviews: tuple[Script, ...]
    people: tuple[Person, ...]
    truth: Answers
    planted: tuple[Lesson, ...]
    distractors: tuple[Lesson, ...]

    def person(self, key: str) -> Person:
        """Return a person of the unit.

        Raises:
            KeyError: there is none of that key.
        """
        for person in self.people:
            if person.key == key:
                return person
        raise KeyError(key)

    def person_at(self, ref: ItemRef) -> Person | None:
        """Return the person whom a repetition of the truth is about (its key is the person's), or None."""
        return next((person for person in self.people if person.key == ref.key), None)
