"""Care of the laptop: the self-test, and a backup to a folder."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from inspector_app.current import current_laptop, current_opened
from inspector_app.errors import Refusal
from inspector_app.services.back_up import Backup, back_up, likely_folders
from inspector_app.services.check import worst
from inspector_app.services.selftest import selftest
from inspector_app.web.language import current_lang

blueprint = Blueprint("care", __name__)

LONGEST_PATH = 400
RESTORE = "muaina laptop restore FOLDER"


@blueprint.get("/care")
def show() -> str:
    """Look at this laptop now and show whether it is fit for the field."""
    return _page()


@blueprint.post("/care/backup")
def backup() -> Response:
    """Write a backup into the folder that was named, and say where it is or why there is none."""
    folder = request.form.get("folder", "").strip()[:LONGEST_PATH]
    try:
        made = back_up(current_opened(), Path(folder), at=current_laptop().tools.now())
    except Refusal as refusal:
        page = _page(folder=folder, problem=refusal.text.in_(current_lang()))
        return Response(page, status=refusal.status, mimetype="text/html")
    return Response(_page(folder=folder, made=made), mimetype="text/html")


def _page(*, folder: str = "", problem: str = "", made: Backup | None = None) -> str:
    opened = current_opened()
    checks = selftest(opened, now=current_laptop().tools.now())
    return render_template(
        "care.html",
        checks=checks,
        whole=worst(checks),
        folder=folder,
        problem=problem,
        made=made,
        folders=likely_folders(),
        may_back_up=not opened.is_practice,
        restore=RESTORE,
    )
