"""A section of the checklist as a page shows it: its questions, its cards, and how far it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from checklists.form import Checklist, Node
from checklists.form_state import FormState, ItemState, SectionState
from inspector_app.web.language import say
from simplify_content.text import Text

CARDS_PER_PAGE = 25
"""Cards of one deck on a page; a deck may have hundreds."""


@dataclass(frozen=True)
class Card:
    """One repetition: its key and its questions."""

    key: str
    items: tuple[ItemState, ...]


@dataclass(frozen=True)
class Deck:
    """The cards of one repeat. `is_counted`: an answer says how many there are, nobody adds or removes one."""

    repeat: str
    cards: tuple[Card, ...]
    is_counted: bool


@dataclass(frozen=True)
class Window:
    """The cards of a deck that one page shows, the first of them counted from 1.

    `before` and `after` are keys of cards on the pages beside, "" where there is none.
    """

    cards: tuple[Card, ...]
    first: int
    before: str
    after: str

    @property
    def last(self) -> int:
        """Number of the last card shown."""
        return self.first + len(self.cards) - 1


def window_of(deck: Deck, key: str) -> Window:
    """Return the cards among which a card stands; the first ones where there is none of that key."""
    place = next((number for number, card in enumerate(deck.cards) if card.key == key), 0)
    first = place // CARDS_PER_PAGE * CARDS_PER_PAGE
    end = first + CARDS_PER_PAGE
    return Window(
        cards=deck.cards[first:end],
        first=first + 1,
        before=deck.cards[first - CARDS_PER_PAGE].key if first else "",
        after=deck.cards[end].key if end < len(deck.cards) else "",
    )


@dataclass(frozen=True)
class Section:
    """One section: questions that are asked once, and decks of cards."""

    name: str
    label: Text
    items: tuple[ItemState, ...]
    decks: tuple[Deck, ...]
    asked: int
    answered: int
    problems: int
    missing: int
    skipped: int
    """Answers that are kept though the present answers no longer ask for them."""
    is_confidential: bool

    @property
    def count_text(self) -> str:
        """How far the section is, in words."""
        if self.decks and not self.items:
            return say("inspection.cards", count=sum(len(deck.cards) for deck in self.decks))
        return say("inspection.asked_answered", answered=self.answered, asked=self.asked)


def sections_of(checklist: Checklist, form: FormState) -> tuple[Section, ...]:
    """Return the sections that are asked at present, in document order."""
    by_section: dict[str, list[ItemState]] = {state.name: [] for state in form.sections}
    for item in form.items:
        by_section[item.section].append(item)
    return tuple(_section(checklist, form, state, by_section[state.name]) for state in form.sections if state.relevant)


def _section(checklist: Checklist, form: FormState, state: SectionState, items: list[ItemState]) -> Section:
    return Section(
        name=state.name,
        label=state.label,
        items=tuple(item for item in items if not item.repeat),
        decks=tuple(_decks(checklist, state.name, items)),
        asked=state.asked,
        answered=state.answered,
        problems=state.problems,
        missing=sum(item.is_missing for item in items),
        skipped=sum(one.section == state.name for one in form.set_aside),
        is_confidential=any(item.privacy == "worker_secret" for item in items) or state.name == "interviews",
    )


def _decks(checklist: Checklist, section: str, items: list[ItemState]) -> Iterator[Deck]:
    path = next(found.path for found in checklist.form.sections if found.name == section)
    for name, node in checklist.form.repeats.items():
        if f"{node.path}/".startswith(f"{path}/"):
            yield _deck(name, node, [item for item in items if item.repeat == name])


def _deck(name: str, node: Node, items: list[ItemState]) -> Deck:
    by_key: dict[str, list[ItemState]] = {}
    for item in items:
        by_key.setdefault(item.ref.key, []).append(item)
    cards = tuple(Card(key, tuple(found)) for key, found in by_key.items())
    return Deck(name, cards, is_counted=node.count is not None)
