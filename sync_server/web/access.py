"""Sign-in, sign-out and the choice of language."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request, session

from simplify_content.look.type_size import type_size
from simplify_content.text import LANGS
from sync_server.errors import Refusal
from sync_server.models import db
from sync_server.services.sign_in import Attempts, sign_in
from sync_server.tools import current_tools
from sync_server.web.reader import forget, reader_or_none, remember
from sync_server.web.rules import open_to_anyone, open_to_signed_in

blueprint = Blueprint("access", __name__, template_folder="templates")


@blueprint.get("/sign-in")
@open_to_anyone
def sign_in_page() -> Any:
    """Show the form."""
    if reader_or_none() is not None:
        return redirect("/", 303)
    return render_template("sign_in.html", after=local_path(request.args.get("next", "/")), problem=None, name="")


@blueprint.post("/sign-in")
@open_to_anyone
def sign_in_form() -> Any:
    """Check name and password and begin a session."""
    name, after = request.form.get("sign_in", ""), local_path(request.form.get("next", "/"))
    try:
        user = sign_in(
            db.session(), name, password=request.form.get("password", ""), attempts=_attempts(), tools=current_tools()
        )
    except Refusal as refusal:
        return render_template("sign_in.html", after=after, problem=refusal.text, name=name[:80]), refusal.status
    remember(user)
    return redirect(after, 303)


@blueprint.post("/sign-out")
@open_to_signed_in
def sign_out() -> Any:
    """End the session."""
    forget()
    return redirect("/sign-in", 303)


@blueprint.post("/language")
@open_to_anyone
def choose_language() -> Any:
    """Keep the chosen language and return to the page."""
    chosen = request.form.get("lang", "")
    if chosen in LANGS:
        session["lang"] = chosen
    return redirect(local_path(request.form.get("next", "/")), 303)


@blueprint.post("/type-size")
@open_to_anyone
def choose_type_size() -> Any:
    """Keep the chosen size of letters and return to the page."""
    session["type_size"] = type_size(request.form.get("size")).value
    return redirect(local_path(request.form.get("next", "/")), 303)


def local_path(target: str) -> str:
    """Return a path of this site; anything that could lead elsewhere becomes the home page.

    Browsers drop tabs and line breaks from an address before they read it: with one of them "/" and "/" make "//".
    """
    is_local = target.startswith("/") and not target.startswith(("//", "/\\")) and min(target, default="") >= " "
    return target if is_local and len(target) < 500 else "/"


def _attempts() -> Attempts:
    attempts = current_app.extensions.setdefault("muaina_sign_in_attempts", Attempts())
    assert isinstance(attempts, Attempts)
    return attempts
