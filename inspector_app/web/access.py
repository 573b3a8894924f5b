"""Signing in and out, and the language of the pages. The launch token is the guard's business."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from inspector_app.current import current_laptop
from inspector_app.errors import Refusal, StoreError
from inspector_app.store.opened import Room
from inspector_app.web.bar import safe_path
from inspector_app.web.language import current_lang, remember, say
from inspector_app.web.type_size import remember_size
from simplify_content.look.type_size import type_size
from simplify_content.text import LANGS

blueprint = Blueprint("access", __name__)


@dataclass(frozen=True)
class Entry:
    """What was chosen on the sign-in page."""

    room: Room = Room.FIELD
    seat: int | None = None
    following: str = "/"


@blueprint.get("/sign-in")
def sign_in() -> str:
    """Show the sign-in page, or how to enrol."""
    if not current_laptop().session.is_enrolled:
        return render_template("not_enrolled.html")
    return _page(Entry(seat=current_laptop().session.last_seat, following=safe_path(request.args.get("next", "/"))))


@blueprint.post("/sign-in")
def enter() -> Response:
    """Unlock the laptop and go to the page that was asked for."""
    entry = Entry(
        room=Room.PRACTICE if request.form.get("room") == Room.PRACTICE else Room.FIELD,
        seat=request.form.get("seat", type=int),
        following=safe_path(request.form.get("next", "/")),
    )
    password = request.form.get("password", "")
    if not password:
        return _again(entry, say("sign_in.password_empty"), status=422)
    try:
        current_laptop().session.sign_in(password, entry.room, seat=entry.seat)
    except StoreError:
        raise
    except Refusal as refusal:
        return _again(entry, refusal.text.in_(current_lang()), status=refusal.status)
    return redirect(url_for("practice.desk") if entry.room is Room.PRACTICE else entry.following, code=303)


def _page(entry: Entry, problem: str = "") -> str:
    session = current_laptop().session
    return render_template(
        "sign_in.html", entry=entry, seats=session.seats, locked=session.locked_itself, problem=problem
    )


def _again(entry: Entry, problem: str, *, status: int) -> Response:
    return Response(_page(entry, problem), status=status, mimetype="text/html")


@blueprint.post("/sign-out")
def sign_out() -> Response:
    """Forget the key and show the sign-in page."""
    current_laptop().session.sign_out()
    return redirect(url_for("access.sign_in"), code=303)


@blueprint.post("/language")
def language() -> Response:
    """Keep the chosen language and return to the same place."""
    chosen = next((lang for lang in LANGS if lang == request.form.get("lang")), None)
    if chosen is None:
        raise BadRequest
    return remember(redirect(safe_path(request.form.get("next", "/")), code=303), chosen)


@blueprint.post("/type-size")
def choose_type_size() -> Response:
    """Keep the chosen size of letters and return to the same place."""
    answer = redirect(safe_path(request.form.get("next", "/")), code=303)
    return remember_size(answer, type_size(request.form.get("size")))
