"""The page on which an inspector changes the own password."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from inspector_app.current import current_laptop, current_opened
from inspector_app.errors import Refusal, StoreError
from inspector_app.services.own_password import change_own_password
from inspector_app.web.language import current_lang, say

blueprint = Blueprint("own_password", __name__)


@blueprint.get("/password")
def show() -> str:
    """Show the form."""
    current_opened()
    return render_template("own_password.html", problem="", done=False)


@blueprint.post("/password")
def change() -> Response:
    """Lock this seat with a new password; the session goes on."""
    current_opened()
    new = request.form.get("new_password", "")
    if new != request.form.get("again", ""):
        return _page(say("own_password.differ"), status=422)
    try:
        change_own_password(current_laptop().session.seat_folder, request.form.get("password", ""), new)
    except StoreError:
        raise
    except Refusal as refusal:
        return _page(refusal.text.in_(current_lang()), status=refusal.status)
    return _page("", status=200)


def _page(problem: str, *, status: int) -> Response:
    page = render_template("own_password.html", problem=problem, done=not problem)
    return Response(page, status=status, mimetype="text/html")
