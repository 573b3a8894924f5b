"""The queue page, the button that syncs, and how far the present sync is."""

from __future__ import annotations

from flask import Blueprint, jsonify, redirect, render_template, url_for
from werkzeug.wrappers import Response

from inspector_app.catalogue import say
from inspector_app.current import current_laptop, current_opened
from inspector_app.errors import RoomRefused
from inspector_app.services.queue import queue
from inspector_app.services.status_words import work_words
from inspector_app.web.language import current_lang

blueprint = Blueprint("queue", __name__)

SHORT_S = 2.0
"""A sync that ends within this is seen as ended; a longer one is shown on its way."""


@blueprint.get("/queue")
def show() -> str:
    """Show where everything made on this laptop is now."""
    view = queue(current_opened())
    return render_template(
        "queue.html", queue=view, sentences=work_words(view), progress=current_laptop().desk.progress
    )


@blueprint.get("/queue/progress")
def progress() -> Response:
    """Say how far the present sync is, for the page's script."""
    now = current_laptop().desk.progress
    text = now.text.in_(current_lang()) if now.text else ""
    return jsonify(running=now.is_running, text=text, share=round(now.share, 3))


@blueprint.post("/queue/sync")
def sync() -> Response:
    """Begin a sync and show how it went, or how far it is; no network is an ordinary outcome."""
    if current_opened().is_practice:
        raise RoomRefused(say("core.not_in_practice"))
    desk = current_laptop().desk
    desk.begin()
    desk.wait(SHORT_S)
    return redirect(url_for("queue.show", _anchor="last-attempt"), code=303)
