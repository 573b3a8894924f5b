"""`POST /sync/v1/incarnation`: a laptop whose history was split goes on in a new incarnation."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify
from flask_smorest import Blueprint

from sync_protocol.schemas import ProblemSchema
from sync_protocol.schemas_enrol import IncarnationReplySchema, IncarnationRequestSchema
from sync_server.api.authentication import current_device, device_required
from sync_server.api.problems import PREFIX
from sync_server.models import db
from sync_server.services.begin_incarnation import begin_incarnation
from sync_server.tools import current_tools

blueprint = Blueprint("sync_incarnation", __name__, url_prefix=PREFIX, description="Restored and copied laptops")


@blueprint.route("/incarnation", methods=["POST"])
@device_required
@blueprint.arguments(IncarnationRequestSchema, error_status_code=400)
@blueprint.response(200, IncarnationReplySchema)
@blueprint.alt_response(401, schema=ProblemSchema)
@blueprint.alt_response(422, schema=ProblemSchema)
def incarnation(message: dict[str, Any]) -> Response:
    """Begin a new incarnation; the same nonce gets the same answer."""
    return jsonify(begin_incarnation(db.session(), current_device(), message, tools=current_tools()))
