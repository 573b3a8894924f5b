"""Sync by a USB stick from the queue: save a bundle for the centre, read the centre's answer."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from functools import partial
from typing import BinaryIO, cast

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from inspector_app.catalogue import say
from inspector_app.current import current_laptop, current_opened
from inspector_app.errors import Refusal
from inspector_app.services.bundles import AnswerTaken, bundle_name, read_answer, save_bundle

blueprint = Blueprint("bundles", __name__)

_PIECE = 256 * 1024


class NoFile(Refusal):
    """The form came without a file."""


@blueprint.get("/queue/stick")
def show() -> str:
    """Explain the way by hand and offer both steps."""
    return _page(None)


@blueprint.post("/queue/bundle")
def save() -> Response:
    """Give the browser a bundle to save."""
    opened = current_opened()
    with ExitStack() as held:
        target = held.enter_context(tempfile.TemporaryFile())  # what is in it is sealed for the centre
        save_bundle(opened, target, tools=current_laptop().tools)
        target.seek(0)
        response = Response(iter(partial(target.read, _PIECE), b""), mimetype="application/octet-stream")
        response.call_on_close(held.pop_all().close)
    response.headers.set("Content-Disposition", "attachment", filename=bundle_name(opened))
    return response


@blueprint.post("/queue/answer")
def answer() -> str:
    """Read the centre's answer and say what it brought."""
    file = request.files.get("file")
    if file is None or not file.filename:
        raise NoFile(say("core.bundle_choose"))
    return _page(read_answer(current_opened(), cast(BinaryIO, file.stream), tools=current_laptop().tools))


def _page(taken: AnswerTaken | None) -> str:
    return render_template("stick.html", taken=taken)
