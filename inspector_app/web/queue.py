"""The queue page and the button that syncs."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from inspector_app.current import current_laptop, current_opened
from inspector_app.services.queue import queue
from inspector_app.services.synchronise import synchronise

blueprint = Blueprint("queue", __name__)


@blueprint.get("/queue")
def show() -> str:
    """Show where everything made on this laptop is now."""
    return render_template("queue.html", queue=queue(current_opened()))


@blueprint.post("/queue/sync")
def sync() -> Response:
    """Sync once and show how it went; no network is an ordinary outcome."""
    laptop = current_laptop()
    synchronise(
        current_opened(),
        centre_url=laptop.config.centre_url,
        timeout_s=laptop.config.timeout_s,
        tools=laptop.tools,
    )
    return redirect(url_for("queue.show", _anchor="last-attempt"), code=303)
