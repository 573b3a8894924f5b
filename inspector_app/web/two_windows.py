"""What is said when a second window was quicker: what stands, what was typed here, and the ways on. Nothing is lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from flask import json, jsonify, render_template
from werkzeug.wrappers import Response

from checklists.form_state import Answer, ItemKind, ItemRef, ItemState
from inspector_app.errors import AnswerChanged, FormChanged, InspectionClosed
from inspector_app.services.kept_items import IN_CONFIDENCE
from inspector_app.services.open_inspection import InspectionView
from inspector_app.web.language import current_lang, say
from inspector_app.web.problems import wants_json


def changed_elsewhere(refusal: AnswerChanged, view: InspectionView, ref: ItemRef, *, answer: Answer) -> Response:
    """Say that another window answered the question, and let the person choose which answer stands."""
    message = refusal.text.in_(current_lang())
    standing = view.answers.by_ref.get(ref, Answer())
    if wants_json():
        response: Response = jsonify(
            message=message, mark=refusal.mark, value=standing.value, state=standing.state.value, reason=standing.reason
        )
    else:
        page = _page(view, ref, answer, title=message, lead=say("elsewhere.changed"), mark=refusal.mark)
        response = Response(page, mimetype="text/html")
    response.status_code = refusal.status
    return response


def closed_elsewhere(refusal: InspectionClosed, view: InspectionView, ref: ItemRef, *, answer: Answer) -> Response:
    """Say that the inspection was closed meanwhile, and show what was typed so that an amendment can be made of it."""
    message = say("elsewhere.closed")
    if wants_json():
        response: Response = jsonify(message=message, closed=True)
    else:
        page = _page(view, ref, answer, title=refusal.text.in_(current_lang()), lead=message, mark="")
        response = Response(page, mimetype="text/html")
    response.status_code = refusal.status
    return response


@dataclass(frozen=True)
class Field:
    """One field of a form as two windows have it, in words; `is_picture`: both are addresses of pictures, or ""."""

    label: str
    stands: str
    typed: str
    is_picture: bool = False


@dataclass(frozen=True)
class SentForm:
    """A form that another window was quicker with: what it says in words, what it sent, and where it stands."""

    fields: Sequence[Field]
    sent: Sequence[tuple[str, str]]
    address: str
    page: str
    """The page with the form, which shows what stands."""


def showing(fields: Mapping[str, str]) -> str:
    """Return the fields that a page shows as JSON, for its own hidden field."""
    return json.dumps({str(name): value for name, value in fields.items()}, ensure_ascii=False)


def as_shown(written: str | None) -> Mapping[str, str] | None:
    """Return the fields that a page showed before they were written in, from its own JSON; None where it said none."""
    if written is None:
        return None
    try:
        said = json.loads(written)
    except ValueError:
        said = {}
    return {name: str(value) for name, value in said.items()} if isinstance(said, dict) else {}


def form_elsewhere(refusal: FormChanged | InspectionClosed, view: InspectionView, form: SentForm) -> Response:
    """Say that what a form changes is another by now, beside what was typed, and let the person choose.

    Of an inspection that was closed meanwhile nothing can be chosen any more, but what was typed is still shown.
    """
    is_open = isinstance(refusal, FormChanged)
    page = render_template(
        "form_elsewhere.html",
        view=view,
        form=form,
        title=refusal.text.in_(current_lang()),
        lead=say("elsewhere.form_changed" if is_open else "elsewhere.form_closed"),
        mark=refusal.mark if isinstance(refusal, FormChanged) else None,
    )
    return Response(page, status=refusal.status, mimetype="text/html")


def _page(view: InspectionView, ref: ItemRef, answer: Answer, *, title: str, lead: str, mark: str) -> str:
    item = next((item for item in view.form.items if item.ref == ref), None)
    return render_template(
        "answer_elsewhere.html",
        view=view,
        item=item,
        typed=replace(item, answer=answer) if item else None,
        answer=answer,
        title=title,
        lead=lead,
        mark=mark,
        may_amend=may_be_amended(view, item),
    )


def may_be_amended(view: InspectionView, item: ItemState | None) -> bool:
    """Return whether an answer can be amended: of a closed inspection, not sealed, given by a person."""
    if item is None or not view.after.may_amend or item.kind is not ItemKind.QUESTION:
        return False
    return item.relevant and not item.read_only and item.privacy != IN_CONFIDENCE
