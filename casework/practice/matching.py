"""Matches what an attempt alleged with what the key holds: found, missed, wrongly alleged.

Repetitions have their own keys in every attempt, so a worker is matched by CNIC or name, and what was heard in
confidence by how often it was heard.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from casework.practice.scenario import Person, Scenario
from checklists.form_state import ItemRef, Observation

LIKE = 0.84
"""From this likeness on two spellings of a name are taken as one."""


@dataclass(frozen=True)
class Matched:
    """The three heaps; `found` and `missed` are the key's observations, `wrong` the attempt's."""

    found: tuple[Observation, ...]
    missed: tuple[Observation, ...]
    wrong: tuple[Observation, ...]


def match(scenario: Scenario, *, expected: Sequence[Observation], alleged: Sequence[Observation]) -> Matched:
    """Return which expected observations were alleged, which were not, and what was alleged besides."""
    open_: list[tuple[tuple[str, str, str], Observation]] = [(_mark(scenario, one), one) for one in expected]
    found: list[Observation] = []
    wrong: list[Observation] = []
    for one in alleged:
        mark = _mark(scenario, one)
        hit = next((pair for pair in open_ if pair[0] == mark), None)
        if hit is None:
            wrong.append(one)
        else:
            open_.remove(hit)
            found.append(hit[1])
    return Matched(tuple(_ordered(found, expected)), tuple(pair[1] for pair in open_), tuple(wrong))


def whom(scenario: Scenario, observation: Observation) -> Person | None:
    """Return the person whom an observation about a listed worker is about, or None where nobody fits."""
    cnic = _digits(observation.facts.get("wf_cnic", ""))
    name = observation.facts.get("wf_name", "")
    for person in scenario.people:
        if cnic and _digits(person.cnic) == cnic:
            return person
    ranked = sorted(scenario.people, key=lambda person: -_likeness(name, person))
    return ranked[0] if name and ranked and _likeness(name, ranked[0]) >= LIKE else None


def _mark(scenario: Scenario, observation: Observation) -> tuple[str, str, str]:
    """Return what makes an observation this one: code, item, and for a listed worker the person."""
    if not observation.ref.key or observation.privacy != "public":
        return observation.code, observation.ref.item, ""
    person = whom(scenario, observation)
    stranger = f"?{observation.facts.get('wf_name', '')}{observation.ref.key}"
    return observation.code, observation.ref.item, person.key if person else stranger


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _likeness(name: str, person: Person) -> float:
    return max(
        SequenceMatcher(None, name.casefold().strip(), half.casefold()).ratio()
        for half in (person.name.en, person.name.ur)
    )


def _ordered(found: Iterable[Observation], expected: Sequence[Observation]) -> list[Observation]:
    places: dict[ItemRef, int] = {one.ref: place for place, one in enumerate(expected)}
    return sorted(found, key=lambda one: places[one.ref])
