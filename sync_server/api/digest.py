"""`POST /sync/v1/digest` and `/sync/v1/repair`: find and fetch what differs between a laptop's copy and ours."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify
from flask_smorest import Blueprint

from sync_protocol.schemas import ProblemSchema
from sync_protocol.schemas_register import (
    BucketsReplySchema,
    BucketsRequestSchema,
    RepairReplySchema,
    RepairRequestSchema,
)
from sync_server.api.authentication import current_device, device_required
from sync_server.api.problems import PREFIX
from sync_server.models import db
from sync_server.services.repair import list_buckets, send_buckets
from sync_server.tools import current_tools

blueprint = Blueprint("sync_digest", __name__, url_prefix=PREFIX, description="Divergence and its repair")


@blueprint.route("/digest", methods=["POST"])
@device_required
@blueprint.arguments(BucketsRequestSchema, error_status_code=400)
@blueprint.response(200, BucketsReplySchema)
@blueprint.alt_response(403, schema=ProblemSchema)
@blueprint.alt_response(409, schema=ProblemSchema)
def digest(message: dict[str, Any]) -> Response:
    """Say the digest of each bucket of a scope."""
    return jsonify(list_buckets(db.session(), current_device(), message))


@blueprint.route("/repair", methods=["POST"])
@device_required
@blueprint.arguments(RepairRequestSchema, error_status_code=400)
@blueprint.response(200, RepairReplySchema)
@blueprint.alt_response(403, schema=ProblemSchema)
@blueprint.alt_response(409, schema=ProblemSchema)
def repair(message: dict[str, Any]) -> Response:
    """Send every record of some buckets."""
    return jsonify(send_buckets(db.session(), current_device(), message, tools=current_tools()))
