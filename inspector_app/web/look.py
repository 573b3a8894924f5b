"""Serves stylesheet, fonts, icons and scripts; they hold nothing of any employer."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, send_from_directory
from werkzeug.wrappers import Response

from simplify_content.look import FOLDER

blueprint = Blueprint("look", __name__, template_folder="templates")

_STATIC = Path(__file__).parent / "static"


@blueprint.get("/look/<path:file>")
def look(file: str) -> Response:
    """Send a file of the look that both apps share."""
    return send_from_directory(FOLDER, file)


@blueprint.get("/static/<path:file>")
def assets(file: str) -> Response:
    """Send one of the laptop's own scripts and styles."""
    return send_from_directory(_STATIC, file)
