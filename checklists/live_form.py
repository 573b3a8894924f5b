"""The working copy behind an evaluated form: its tree, the state of each item, and what an answer changes in them.

Mutable and owned by one `Evaluated` at a time; nobody else holds it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from heapq import heappop, heappush

from lxml import etree

from checklists.dependencies import Reader
from checklists.display import Reading
from checklists.form import Form, Node
from checklists.form_state import (
    Answers,
    FormState,
    ItemKind,
    ItemRef,
    ItemState,
    Observation,
    SectionState,
    Surroundings,
)
from checklists.instance_tree import HELD, STATE, Instance, fill
from checklists.item_states import Standing, item_states, standing_of
from checklists.observations import observation_of
from checklists.set_aside import SettingAside
from checklists.settling import settle, settled_instance
from checklists.xpath_values import OFF, to_boolean

Place = tuple[str, str]
"""Path of a node and key of its repetition."""


class LiveForm:
    """One form under its answers. Between calls every node is settled and every state is that of its node."""

    def __init__(self, form: Form, answers: Answers, surroundings: Surroundings) -> None:
        self._form = form
        self._answers = answers
        self._instance, raw = settled_instance(form, answers, surroundings)
        self._raw = dict(raw)
        self._reading = Reading(form, self._instance)
        self._standings = list(item_states(form, self._instance, answers))
        self._states = [standing.state for standing in self._standings]
        self._numbers: dict[Place, int] = {}
        self._observations: dict[int, Observation] = {}
        self._idle: set[int] = set()
        self._setting_aside = SettingAside(form, self._instance, self._reading)
        self._is_counted = any(node.count for node in form.repeats.values())
        self._cut = tuple(self._setting_aside.of_cut_repetitions(answers)) if self._is_counted else ()
        self._asked: Counter[str] = Counter()
        self._given: Counter[str] = Counter()
        self._problems: Counter[str] = Counter()
        for number, standing in enumerate(self._standings):
            self._enter(number, standing)

    def state(self) -> FormState:
        """Return the state of the form as it stands now; nothing is alleged that rests on an answer in doubt."""
        unsure = self._resting_on_problems() if self._observations and any(self._problems.values()) else set()
        return FormState(
            sections=tuple(self._section_states()),
            items=tuple(self._states),
            observations=tuple(self._observations[number] for number in sorted(self._observations.keys() - unsure)),
            set_aside=(*(self._setting_aside.of_item(self._standings[n]) for n in sorted(self._idle)), *self._cut),
        )

    def _resting_on_problems(self) -> set[int]:
        """Return the numbers of the items that read, however indirectly, an answer that cannot stand."""
        standings = (one for one in self._standings if one.state.relevant and one.state.problem is not None)
        waiting = [(one.item.node.path, one.state.ref.key) for one in standings]
        known = set(waiting)
        while waiting:
            path, key = waiting.pop()
            for reader in self._form.dependencies.nodes.get(path, ()):
                found = {(reader.path, at) for at in self._keys_of(reader, key)} - known
                known |= found
                waiting += found
        return {number for number in self._items_reading(list(known)) if number in self._observations}

    def take(self, ref: ItemRef, answers: Answers) -> bool:
        """Take the answers, which differ from those before in one item; False where the form must be computed anew."""
        dependencies = self._form.dependencies
        path = self._form.path_of.get(ref.item, "")
        if dependencies.is_whole:
            return False
        self._answers = answers
        if (path, ref.key) not in self._instance.by_key:
            return not self._is_counted
        if ref not in answers.by_ref and not self._forget(ref, path):
            return False
        changed = self._settle_from((path, ref.key))
        if any(place[0] in dependencies.counts for place in changed):
            return False
        for number in self._items_reading([(path, ref.key), *changed]):
            self._renew(number)
        return True

    def _forget(self, ref: ItemRef, path: str) -> bool:
        """Put the text that a node has before it is answered in its place; False where a default is computed for it."""
        if self._form.by_path[path].default is not None:
            return False
        self._raw[self._instance.by_key[path, ref.key]] = self._form.first_texts.get(path)
        return True

    def _settle_from(self, start: Place) -> list[Place]:
        """Settle a node and all that its change reaches, each after all it reads; return those that changed."""
        waiting = [(self._form.places[start[0]], start[1])]
        known = set(waiting)
        changed: list[Place] = []
        while waiting:
            number, key = heappop(waiting)
            node = self._form.order[number]
            if not self._settle_again(node, self._instance.by_key[node.path, key]):
                continue
            changed.append((node.path, key))
            for reader in self._form.dependencies.nodes.get(node.path, ()):
                for place in ((reader.place, at) for at in self._keys_of(reader, key)):
                    if place not in known:
                        known.add(place)
                        heappush(waiting, place)
        return changed

    def _settle_again(self, node: Node, element: etree._Element) -> bool:
        before = _shape(element)
        element.attrib.pop(OFF, "")
        if not node.is_group:
            element.attrib.pop(STATE, "")
            element.attrib.pop(HELD, "")
            element.text = self._raw[element]
            fill(element, self._answers.by_ref.get(self._instance.refs[element]))
        settle(node, element)
        return _shape(element) != before

    def _keys_of(self, reader: Reader, key: str) -> Iterable[str]:
        if reader.is_same_row:
            return (key,)
        return (self._instance.refs[element].key for element in self._instance.nodes[reader.path])

    def _items_reading(self, places: list[Place]) -> set[int]:
        return {
            self._numbers[reader.path, key]
            for path, changed_key in places
            for reader in self._form.dependencies.items.get(path, ())
            for key in self._keys_of(reader, changed_key)
        }

    def _renew(self, number: int) -> None:
        old = self._standings[number]
        self._count(old.state, -1)
        new = standing_of(old.item, old.element, old.state.ref, answers=self._answers, reading=self._reading)
        self._standings[number] = new
        self._states[number] = new.state
        self._enter(number, new)

    def _enter(self, number: int, standing: Standing) -> None:
        self._numbers[standing.item.node.path, standing.state.ref.key] = number
        self._count(standing.state, 1)
        is_idle = standing.state.kind is ItemKind.QUESTION and not standing.state.relevant
        (self._idle.add if is_idle and not standing.state.answer.is_blank else self._idle.discard)(number)
        observation = observation_of(standing, self._reading)
        if observation is None:
            self._observations.pop(number, None)
        else:
            self._observations[number] = observation

    def _count(self, state: ItemState, one: int) -> None:
        if state.relevant and state.kind is ItemKind.QUESTION:
            self._asked[state.section] += one
            self._given[state.section] += one * (not state.answer.is_blank)
            self._problems[state.section] += one * (state.problem is not None)

    def _section_states(self) -> Iterator[SectionState]:
        for section in self._form.sections:
            yield SectionState(
                name=section.name,
                label=section.label.text,
                repeat=section.is_repeat,
                relevant=_is_section_asked(self._form.nodes[section.path], self._instance),
                asked=self._asked[section.name],
                answered=self._given[section.name],
                problems=self._problems[section.name],
            )


def _shape(element: etree._Element) -> tuple[str | None, str | None, str | None]:
    return element.text, element.get(OFF), element.get(STATE)


def _is_section_asked(node: Node, instance: Instance) -> bool:
    if elements := instance.nodes[node.path]:
        return any(element.get(OFF) is None for element in elements)
    return node.relevant is None or to_boolean(node.relevant.value(instance.root))
