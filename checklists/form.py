"""A compiled checklist: its nodes in the order they are computed, its items in the order they are read.

Immutable and shared by all threads; what answers make of it is `engine`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from lxml import etree

from checklists.form_state import AnswerState, Choice, ItemKind
from checklists.formula import Formula
from simplify_content.text import Text

if TYPE_CHECKING:
    from checklists.dependencies import Dependencies


@dataclass(frozen=True)
class Template:
    """A text with places for values of items: `paths` names the node that fills each `{name}`."""

    text: Text
    paths: Mapping[str, str]

    def filled(self, value_at: Callable[[str], str | Text]) -> Text:
        """Return the text with every value in its place, isolated in Urdu."""
        if not self.paths:
            return self.text
        return self.text.fill(**{name: value_at(path) for name, path in self.paths.items()})


@dataclass(frozen=True)
class Node:
    """One place of the form. `repeat` is the path of the repeat that it lies in or is, "" outside."""

    path: str
    name: str
    parent: str
    repeat: str
    is_group: bool
    relevant: Formula | None
    calculate: Formula | None
    count: Formula | None = None
    """How many repetitions a repeat has; None where the inspector adds them."""
    type: str = ""
    standing: Formula | None = None
    """The constraint, where all it reads is computed before the node: an answer that breaks it counts nowhere."""


@dataclass(frozen=True)
class Breach:
    """When an item's answer is an observation, and how grave."""

    code: str
    when: Formula
    severity: str
    remedy_days: int | None
    text: Template
    facts: Mapping[str, str]
    """Path of each named fact."""


@dataclass(frozen=True)
class Select:
    """The choices of a select; `filtered` picks the items of the list that are offered now.

    A list from a file has no `choices` of its own, they come with the surroundings.
    """

    list_name: str
    choices: tuple[Choice, ...]
    filtered: Formula | None
    is_multiple: bool
    is_from_file: bool = False


@dataclass(frozen=True)
class Item:
    """One item as written; expressions are None where the column is empty."""

    node: Node
    kind: ItemKind
    type: str
    section: str
    repeat: str
    label: Template
    hint: Template | None
    required: Formula | None
    read_only: Formula | None
    constraint: Formula | None
    message: Template | None
    required_message: Template | None
    default: Formula | None
    select: Select | None
    states: tuple[AnswerState, ...]
    provisions: tuple[str, ...]
    """As `ss:law` has them; in a checklist of several schemes roles, until `for_scheme` resolves them."""
    evidence_kinds: tuple[str, ...]
    evidence_when: Formula | None
    privacy: str
    weight: int
    source: str
    appearance: str
    unit: str
    breach: Breach | None
    row: int
    unrecorded: tuple[Text, ...] = ()
    """What the question rests on and the scheme's pack has no section for."""


@dataclass(frozen=True)
class Section:
    """One top-level group or repeat: a page."""

    name: str
    path: str
    label: Template
    is_repeat: bool


@dataclass(frozen=True)
class Form:
    """All of a form. `order` lists nodes so that each comes after all it reads."""

    root: str
    template: bytes
    """The empty instance with its choice lists, as XML; repeats have no repetition in it."""
    sections: tuple[Section, ...]
    items: tuple[Item, ...]
    nodes: Mapping[str, Node]
    order: tuple[Node, ...]
    repeats: Mapping[str, Node]
    """Node of each repeat by its name."""
    by_path: Mapping[str, Item]
    dependencies: Dependencies

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Place of each path in `order`."""
        return {node.path: place for place, node in enumerate(self.order)}

    @cached_property
    def first_texts(self) -> Mapping[str, str]:
        """Text of each node that has one before anything is answered: its default as written."""
        root = etree.fromstring(self.template)
        found = {path: root.findtext(path.removeprefix(f"{self.root}/")) for path in self.by_path}
        return {path: text for path, text in found.items() if text}

    @cached_property
    def file_lists(self) -> frozenset[str]:
        """Names of the lists that come with the surroundings."""
        selects = (item.select for item in self.items)
        return frozenset(select.list_name for select in selects if select is not None and select.is_from_file)

    @cached_property
    def path_of(self) -> Mapping[str, str]:
        """Path of each item by its name."""
        return {item.node.name: path for path, item in self.by_path.items()}


@dataclass(frozen=True)
class Checklist:
    """One version of one checklist; (name, version) never changes its meaning."""

    name: str
    version: str
    title: Text
    scheme: str
    """One scheme; several, separated by blanks, until `for_scheme` was asked for one of them."""
    form: Form

    @property
    def item_names(self) -> tuple[str, ...]:
        """Names of all items in document order."""
        return tuple(item.node.name for item in self.form.items)
