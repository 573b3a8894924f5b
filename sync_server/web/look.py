"""Serves the look that both apps share: stylesheet, icons, fonts."""

from __future__ import annotations

from flask import Blueprint, Response, send_from_directory

from simplify_content.look import FOLDER
from sync_server.web.rules import open_to_anyone

blueprint = Blueprint("look", __name__)
_SERVED = (".css", ".svg", ".woff2")


@blueprint.get("/look/<path:file>")
@open_to_anyone
def look_file(file: str) -> Response:
    """Send one file of the look; anything that is not look is not there."""
    if not file.endswith(_SERVED):
        return Response(status=404)
    response = send_from_directory(FOLDER, file, max_age=86_400)
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response
