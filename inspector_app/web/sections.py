"""A section of the checklist as a page shows it: its questions, or its cards, and how far it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from checklists.form_state import FormState, ItemState, SectionState
from inspector_app.services.open_inspection import InspectionView
from inspector_app.web.language import say
from simplify_content.text import Text


@dataclass(frozen=True)
class Card:
    """One repetition: its key and its questions."""

    key: str
    items: tuple[ItemState, ...]


@dataclass(frozen=True)
class Section:
    """One section. `items` is empty for a repeat section, `cards` for any other."""

    name: str
    label: Text
    repeat: str
    """Name of the repeat, or "" where the section is asked once."""
    items: tuple[ItemState, ...]
    cards: tuple[Card, ...]
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
        if self.repeat:
            return say("inspection.cards", count=len(self.cards))
        return say("inspection.asked_answered", answered=self.answered, asked=self.asked)


def sections_of(view: InspectionView) -> tuple[Section, ...]:
    """Return the sections that are asked at present, in document order."""
    return tuple(_section(state, view.form, view.answers.repeats) for state in view.form.sections if state.relevant)


def _section(state: SectionState, form: FormState, repeats: Mapping[str, tuple[str, ...]]) -> Section:
    items = tuple(item for item in form.items if item.section == state.name)
    repeat = next((item.repeat for item in items if item.repeat), state.name) if state.repeat else ""
    keys = repeats.get(repeat, ()) if repeat else ()
    return Section(
        name=state.name,
        label=state.label,
        repeat=repeat,
        items=() if repeat else items,
        cards=tuple(Card(key, tuple(i for i in items if i.ref.key == key)) for key in keys),
        asked=state.asked,
        answered=state.answered,
        problems=state.problems,
        missing=sum(item.is_missing for item in items),
        skipped=sum(not item.relevant and not item.answer.is_blank for item in items),
        is_confidential=any(item.privacy == "worker_secret" for item in items) or state.name == "interviews",
    )
