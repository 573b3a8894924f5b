"""The public page behind the QR of a notice."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template

from sync_server.models import db
from sync_server.services.verify_notice import verify_notice
from sync_server.web.rules import open_to_anyone

blueprint = Blueprint("verify", __name__, url_prefix="/verify")


@blueprint.get("/<token>")
@open_to_anyone
def one_page(token: str) -> Any:
    """Say whether this centre issued the notice."""
    check = verify_notice(db.session(), token[:100])
    return render_template("verify.html", check=check), 200 if check else 404
