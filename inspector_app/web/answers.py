"""Takes answers one at a time and tells the page what they changed; adds and removes cards of repeats."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from markupsafe import escape
from werkzeug.wrappers import Response

from checklists.form_state import Answer, AnswerState, FormState, ItemKind, ItemRef, ItemState
from inspector_app.catalogue import say as say_both
from inspector_app.current import current_laptop, current_opened
from inspector_app.errors import AnswerChanged, InspectionClosed, InvalidAnswer, NotFound
from inspector_app.services.inspection_form import checklist_of, require_inspection
from inspector_app.services.open_inspection import InspectionView
from inspector_app.services.record_answer import answer_mark, record_answer
from inspector_app.services.repetitions import add_repetition as add_service
from inspector_app.services.repetitions import remove_repetition as remove_service
from inspector_app.web.inspections import open_view
from inspector_app.web.language import say
from inspector_app.web.presentation import clock_time, text
from inspector_app.web.problems import wants_json
from inspector_app.web.question_words import offer_of, question_url, shown_value
from inspector_app.web.sections import Card, Section, sections_of, window_of
from inspector_app.web.two_windows import changed_elsewhere, closed_elsewhere

blueprint = Blueprint("answers", __name__)

_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")


@blueprint.post("/inspections/<inspection_id>/answers")
def record(inspection_id: str) -> Response:
    """Keep one answer; answers a script with the form's new state, a form post with the page it stands on."""
    sent = sent_fields()
    ref = ItemRef(sent.get("item", ""), sent.get("key", ""))
    at = current_laptop().tools.now()
    answer = answer_from(sent)
    try:
        form = record_answer(current_opened(), inspection_id, ref, answer, at=at, seen=sent.get("seen"))
    except AnswerChanged as refusal:
        return changed_elsewhere(refusal, open_view(inspection_id), ref, answer=answer)
    except InspectionClosed as refusal:
        return closed_elsewhere(refusal, open_view(inspection_id), ref, answer=answer)
    if wants_json():
        return jsonify(_new_state(form, inspection_id, answered=form.item(ref), at=at))
    return redirect(question_url(form.item(ref), inspection_id), code=303)


def sent_fields() -> Mapping[str, str]:
    """Return what a form post or a script sent, as text by name."""
    if not request.is_json:
        several = " ".join(value for value in request.form.getlist("value") if value)
        return {**request.form.to_dict(), "value": several}
    body = request.get_json()
    if not isinstance(body, dict):
        raise InvalidAnswer(say_both("answers.unknown_item", item="–"))
    return {str(name): str(value) for name, value in body.items() if value is not None}


def answer_from(sent: Mapping[str, str]) -> Answer:
    """Return the answer in what was sent.

    Raises:
        InvalidAnswer: no such kind of answer.
    """
    kind = sent.get("state") or AnswerState.GIVEN.value
    try:
        state = AnswerState(kind)
    except ValueError:
        raise InvalidAnswer(say_both("answers.unknown_state", state=kind[:40])) from None
    value = sent.get("value", "").strip() if state is AnswerState.GIVEN else ""
    if sent.get("precision") == "month" and _MONTH.fullmatch(value):
        value = f"{value}-01"
    return Answer(value=value, state=state, reason=sent.get("reason", "").strip())


def _new_state(form: FormState, inspection_id: str, *, answered: ItemState, at: datetime) -> dict[str, Any]:
    """Return what the page of the answered question must show now; other sections show theirs when they are opened."""
    opened = current_opened()
    all_sections = sections_of(checklist_of(opened, require_inspection(opened, inspection_id)), form)
    return {
        "saved_at": at.isoformat(),
        "mark": answer_mark(opened.forms.answers(opened.work, inspection_id).by_ref.get(answered.ref)),
        "saved_text": say("answers.saved", time=clock_time(at)),
        "items": [item_as_json(item) for item in _beside(all_sections, answered)],
        "sections": [
            {"name": section.name, "count": section.count_text, "skipped": section.skipped} for section in all_sections
        ],
        "observations": [
            {"code": seen.code, "item": seen.ref.item, "key": seen.ref.key, "text": text(seen.text)}
            for seen in form.observations
        ],
        "observations_html": render_template("observations.html", observations=form.observations),
        "set_aside_html": render_template("set_aside.html", set_aside=form.set_aside),
    }


def _beside(all_sections: tuple[Section, ...], answered: ItemState) -> Iterator[ItemState]:
    """Yield the questions that stand on the page of the answered one."""
    for section in all_sections:
        if section.name == answered.section:
            yield from section.items
            for deck in section.decks:
                for card in window_of(deck, answered.ref.key).cards:
                    yield from card.items


def item_as_json(item: ItemState) -> dict[str, Any]:
    """Return what a page shows of a question, for the script on it."""
    return {
        "item": item.ref.item,
        "key": item.ref.key,
        "relevant": item.relevant,
        "required": item.required,
        "missing": item.is_missing,
        "answered": not item.answer.is_blank,
        "value": item.answer.value,
        "state": item.answer.state.value,
        "shown": str(escape(shown_value(item))) if _is_shown_in_words(item) else "",
        "label": text(item.label),
        "hint": text(item.hint),
        "problem": text(item.problem),
        "required_message": text(item.required_message),
        "offer": offer_of(item),
        "evidence_needed": item.evidence_needed,
    }


def _is_shown_in_words(item: ItemState) -> bool:
    return item.kind is ItemKind.CALCULATION or (item.type == "date" and bool(item.answer.value))


@blueprint.post("/inspections/<inspection_id>/repetitions")
def add_repetition(inspection_id: str) -> Response:
    """Add a card to a repeat section and show it."""
    tools = current_laptop().tools
    repeat = request.form.get("repeat", "")
    key = _short_key(tools.new_id())
    add_service(current_opened(), inspection_id, repeat, key, at=tools.now())
    view = open_view(inspection_id)
    name = next(
        section.name
        for section in sections_of(view.checklist, view.form)
        if any(deck.repeat == repeat for deck in section.decks)
    )
    return redirect(
        url_for("inspections.section", inspection_id=inspection_id, name=name, card=key, _anchor=f"card-{key}"),
        code=303,
    )


def _short_key(new_id: str) -> str:
    return uuid5(NAMESPACE_OID, new_id).hex[:12]


@blueprint.get("/inspections/<inspection_id>/repetitions/<repeat>/<key>/remove")
def confirm_removal(inspection_id: str, repeat: str, key: str) -> str:
    """Ask once before a card is removed."""
    view = open_view(inspection_id)
    section, card, number = _card(view, repeat, key)
    answered = [item for item in card.items if not item.answer.is_blank and item.kind is ItemKind.QUESTION]
    return render_template(
        "remove_repetition.html",
        view=view,
        section=section,
        repeat=repeat,
        key=key,
        number=number,
        answered=answered,
    )


@blueprint.post("/inspections/<inspection_id>/repetitions/<repeat>/<key>/remove")
def remove_repetition(inspection_id: str, repeat: str, key: str) -> Response:
    """Remove a card with its answers."""
    section, _, _ = _card(open_view(inspection_id), repeat, key)
    remove_service(current_opened(), inspection_id, repeat, key, at=current_laptop().tools.now())
    return redirect(url_for("inspections.section", inspection_id=inspection_id, name=section.name), code=303)


def _card(view: InspectionView, repeat: str, key: str) -> tuple[Section, Card, int]:
    for section in sections_of(view.checklist, view.form):
        for deck in section.decks:
            for number, card in enumerate(deck.cards, start=1):
                if deck.repeat == repeat and card.key == key and not deck.is_counted:
                    return section, card, number
    raise NotFound(say_both("answers.unknown_repetition"))
