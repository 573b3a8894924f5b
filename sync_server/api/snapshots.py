"""Snapshots: what there is for a scope, and the files themselves, in ranges if asked."""

from __future__ import annotations

from typing import Any

from flask import Response, current_app, send_file
from flask_smorest import Blueprint

from sync_protocol.errors import Code, ProtocolError
from sync_protocol.schemas import ProblemSchema
from sync_protocol.schemas_register import ManifestSchema
from sync_server.api.authentication import current_device, device_required
from sync_server.api.problems import PREFIX
from sync_server.config import Config
from sync_server.models import db
from sync_server.queries.database import reading
from sync_server.queries.snapshots import find_snapshot, scopes_of_device
from sync_server.services.build_snapshot import manifest_of, snapshot_file
from sync_server.tools import current_tools

blueprint = Blueprint("sync_snapshots", __name__, url_prefix=f"{PREFIX}/snapshots", description="Register files")


@blueprint.route("/<path:scope>", methods=["GET"])
@device_required
@blueprint.response(200, ManifestSchema)
@blueprint.alt_response(403, schema=ProblemSchema)
def manifest(scope: str) -> dict[str, Any]:
    """Describe the newest snapshot of a scope; it is built when there is none yet."""
    if scope not in _scopes():
        raise ProtocolError(Code.SCOPE, "the scope is not this laptop's", scope=scope)
    return manifest_of(db.session(), scope, folder=_folder(), tools=current_tools())


@blueprint.route("/files/<sha256>", methods=["GET"])
@device_required
@blueprint.response(200, content_type="application/zstd")
@blueprint.alt_response(404, schema=ProblemSchema)
def file(sha256: str) -> Response:
    """Send a snapshot's file; immutable, so ranges of it may be fetched at any time."""
    scopes = _scopes()
    reading(db.session())
    snapshot = find_snapshot(db.session(), sha256)
    scope = snapshot.scope_id if snapshot else ""
    db.session.rollback()
    path = snapshot_file(_folder(), sha256)
    if scope not in scopes or not path.exists():
        raise ProtocolError(Code.NOT_FOUND, "there is no such snapshot")
    response = send_file(path, mimetype="application/zstd", conditional=True, etag=sha256)
    response.headers["Cache-Control"] = "private, immutable, max-age=604800"
    return response


def _folder() -> Any:
    config: Config = current_app.config["MUAINA"]
    return config.snapshots


def _scopes() -> list[str]:
    reading(db.session())
    try:
        return scopes_of_device(db.session(), current_device())
    finally:
        db.session.rollback()
