"""`POST /sync/v1/sync`: push and pull in one round trip."""

from __future__ import annotations

from typing import Any

from flask import Response, current_app, jsonify
from flask_smorest import Blueprint

from sync_protocol.schemas import ProblemSchema, SyncReplySchema, SyncRequestSchema
from sync_server.api.authentication import current_device, device_required
from sync_server.api.pace import Pace
from sync_server.api.problems import PREFIX, TooOften
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
@blueprint.alt_response(429, schema=ProblemSchema)
@blueprint.alt_response(503, schema=ProblemSchema)
def sync(message: dict[str, Any]) -> Response:
    """Take a run of operations, answer with verdicts, receipt and a page of each feed."""
    tools = current_tools()
    pace: Pace = current_app.extensions["muaina_pace"]
    if after_s := pace.wait_s(current_device(), tools.now()):
        raise TooOften(after_s)
    return jsonify(receive(db.session(), current_device(), message, tools=tools))
