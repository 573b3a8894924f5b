"""`POST /sync/v1/enrol`: a laptop presents its one-time code."""

from __future__ import annotations

from typing import Any

from flask import current_app
from flask_smorest import Blueprint

from sync_protocol.schemas import ProblemSchema
from sync_protocol.schemas_enrol import EnrolReplySchema, EnrolRequestSchema
from sync_server.api.authentication import anyone
from sync_server.api.problems import PREFIX
from sync_server.models import db
from sync_server.services.enrol_device import enrol_device
from sync_server.tools import current_tools

blueprint = Blueprint("sync_enrol", __name__, url_prefix=PREFIX, description="Enrolment of laptops")


@blueprint.route("/enrol", methods=["POST"])
@anyone
@blueprint.arguments(EnrolRequestSchema, error_status_code=400)
@blueprint.response(200, EnrolReplySchema)
@blueprint.alt_response(401, schema=ProblemSchema)
def enrol(message: dict[str, Any]) -> dict[str, Any]:
    """Enrol a laptop; the same nonce gets the same answer."""
    secret = str(current_app.config["SECRET_KEY"])
    return enrol_device(db.session(), message, secret_key=secret, tools=current_tools())
