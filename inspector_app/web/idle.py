"""Locks a laptop that nobody uses, and keeps what is typed until then; the page's script does its half of both."""

from __future__ import annotations

import logging
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Flask, Response, jsonify, request, url_for
from werkzeug.exceptions import BadRequest

from inspector_app.current import close_opened, current_laptop, current_opened
from inspector_app.errors import Refusal
from inspector_app.services.drafts import forget_closed, forget_sent_in, keep_fields, kept_fields
from inspector_app.services.session import GRACE_S
from inspector_app.store.driver import DatabaseError
from inspector_app.web.problems import wants_json

log = logging.getLogger(__name__)

blueprint = Blueprint("idle", __name__)

NO_USE = frozenset({"queue.progress", "book_files.progress", "idle.lock", "idle.fields", "look.look", "look.assets"})
"""What a page asks for by itself, with nobody before it."""

DONE = frozenset({200, 303})


def register_idle(app: Flask) -> None:
    """Ask before every request whether the laptop was left alone, and after it whether a form was sent in."""
    app.before_request(lock_when_idle)
    app.after_request(forget_what_was_sent_in)


def lock_when_idle() -> None:
    """Lock a laptop that was left alone; only the request with which its page locks it may still keep what is typed."""
    if request.endpoint == "idle.lock":
        return
    session, is_use = current_laptop().session, request.endpoint not in NO_USE
    session.lock_when_idle(grace_s=0.0 if is_use else GRACE_S)
    if is_use:
        session.touch()


def forget_what_was_sent_in(response: Response) -> Response:
    """Forget what was typed on a page whose form was taken."""
    is_form = request.method == "POST" and not wants_json() and request.blueprint not in ("access", "idle")
    if is_form and response.status_code in DONE and not current_laptop().session.is_locked:
        try:
            _forget()
        except (DatabaseError, Refusal):
            log.exception("what was typed is kept although it was sent in")
    return response


def _forget() -> None:
    page = urlsplit(request.headers.get("Referer", "")).path
    if page:
        forget_sent_in(current_opened(), page)
    if request.endpoint == "closing.close":
        forget_closed(current_opened(), url_for("inspections.overview", **(request.view_args or {})))


@blueprint.post("/still-here")
def still_here() -> tuple[str, int]:
    """Take note that somebody types or moves the pointer."""
    current_opened()
    return "", 204


@blueprint.post("/lock")
def lock() -> Response:
    """Keep what is typed on the page, forget the key, and say where to sign in."""
    page, fields = _typed()
    if not current_laptop().session.is_locked:
        keep_fields(current_opened(), page, fields, at=current_laptop().tools.now())
    close_opened()
    current_laptop().session.sign_out()
    current_laptop().session.locked_itself = True
    return jsonify(address=url_for("access.sign_in", next=page))


@blueprint.get("/drafts")
def fields() -> Response:
    """Return what was typed on a page and not sent in."""
    return jsonify(fields=kept_fields(current_opened(), request.args.get("page", "")))


@blueprint.post("/drafts")
def keep() -> Response:
    """Keep what is typed on a page."""
    page, typed = _typed()
    return jsonify(kept=keep_fields(current_opened(), page, typed, at=current_laptop().tools.now()))


def _typed() -> tuple[str, list[Any]]:
    sent = request.get_json(silent=True)
    page = sent.get("page") if isinstance(sent, dict) else None
    fields = sent.get("fields") if isinstance(sent, dict) else None
    if not isinstance(page, str) or not page.startswith("/") or len(page) > 500 or not isinstance(fields, list):
        raise BadRequest
    return page, fields
