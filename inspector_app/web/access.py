"""Signing in and out, and the language of the pages. The launch token is the guard's business."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from inspector_app.current import current_laptop
from inspector_app.errors import Refusal, StoreError
from inspector_app.store.opened import Room
from inspector_app.web.bar import safe_path
from inspector_app.web.language import current_lang, remember, say
from simplify_content.text import LANGS

blueprint = Blueprint("access", __name__)


@blueprint.get("/sign-in")
def sign_in() -> str:
    """Show the sign-in page, or how to enrol."""
    if not current_laptop().session.is_enrolled:
        return render_template("not_enrolled.html")
    return render_template("sign_in.html", room="field", next=safe_path(request.args.get("next", "/")), problem="")


@blueprint.post("/sign-in")
def enter() -> Response:
    """Unlock the laptop and go to the page that was asked for."""
    room = Room.PRACTICE if request.form.get("room") == Room.PRACTICE else Room.FIELD
    following = safe_path(request.form.get("next", "/"))
    password = request.form.get("password", "")
    if not password:
        return _again(say("sign_in.password_empty"), room=room, following=following, status=422)
    try:
        current_laptop().session.sign_in(password, room)
    except StoreError:
        raise
    except Refusal as refusal:
        return _again(refusal.text.in_(current_lang()), room=room, following=following, status=refusal.status)
    return redirect(url_for("practice.desk") if room is Room.PRACTICE else following, code=303)


def _again(problem: str, *, room: Room, following: str, status: int) -> Response:
    page = render_template("sign_in.html", room=room.value, next=following, problem=problem)
    return Response(page, status=status, mimetype="text/html")


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
