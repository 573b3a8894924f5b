"""The public page behind the QR of a notice or a registration certificate."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template

from sync_server.local_time import local_day
from sync_server.models import db
from sync_server.services.certificate_qr import standing_of_certificate
from sync_server.services.verify_notice import verify_notice
from sync_server.tools import current_tools
from sync_server.web.rules import open_to_anyone

blueprint = Blueprint("verify", __name__, url_prefix="/verify")


@blueprint.get("/<token>")
@open_to_anyone
def one_page(token: str) -> Any:
    """Say whether this centre issued the notice, or what it holds of the certificate."""
    check = verify_notice(db.session(), token[:100])
    on = local_day(current_tools().now())
    if check is None and (standing := standing_of_certificate(db.session(), token[:100], on=on)):
        return render_template("verify_certificate.html", standing=standing)
    return render_template("verify.html", check=check), 200 if check else 404
