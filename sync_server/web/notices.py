"""Notices: the issued papers, byte for byte."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response

from simplify_content.text import LANGS
from sync_server.errors import NotFound
from sync_server.models import db
from sync_server.queries.cases import find_notice
from sync_server.web.navigation import roles_for
from sync_server.web.reader import reader
from sync_server.web.rules import open_to

blueprint = Blueprint("notices", __name__, url_prefix="/notices")


@blueprint.get("/<notice_id>/<lang>.pdf")
@open_to(*roles_for("cases"))
def paper(notice_id: str, lang: str) -> Any:
    """Send one paper of a notice."""
    if lang not in LANGS:
        raise NotFound()
    notice = find_notice(db.session(), reader(), notice_id)
    response = Response(notice.pdf_ur if lang == "ur" else notice.pdf_en, mimetype="application/pdf")
    name = f"{notice.serial.replace('/', '-')}-{lang}.pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
