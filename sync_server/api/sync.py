"""`POST /sync/v1/sync`: push and pull in one round trip."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify
from flask_smorest import Blueprint

from sync_protocol.schemas import ProblemSchema, SyncReplySchema, SyncRequestSchema
from sync_server.api.authentication import current_device, device_required
from sync_server.api.problems import PREFIX
from sync_server.models import db
from sync_server.services.receive import receive
from sync_server.tools import current_tools

blueprint = Blueprint("sync", __name__, url_prefix=PREFIX, description="Push and pull")


@blueprint.route("/sync", methods=["POST"])
@device_required
@blueprint.arguments(SyncRequestSchema, error_status_code=400)
@blueprint.response(200, SyncReplySchema)
@blueprint.alt_response(409, schema=ProblemSchema)
@blueprint.alt_response(422, schema=ProblemSchema)
def sync(message: dict[str, Any]) -> Response:
    """Take a run of operations, answer with verdicts, receipt and a page of each feed."""
    return jsonify(receive(db.session(), current_device(), message, tools=current_tools()))
