"""`PUT /sync/v1/evidence/<sha256>`: the bytes of a photo, document or signature."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flask import current_app, request
from flask_smorest import Blueprint

from sync_protocol.errors import Code, ProtocolError
from sync_protocol.schemas import ProblemSchema
from sync_server.api.authentication import current_device, device_required
from sync_server.api.problems import PREFIX
from sync_server.config import Config
from sync_server.models import db
from sync_server.services.store_evidence import store_evidence
from sync_server.tools import current_tools

blueprint = Blueprint("sync_evidence", __name__, url_prefix=f"{PREFIX}/evidence", description="Evidence files")

_HASH = re.compile(r"^[0-9a-f]{64}\Z")
_PIECE = 256 * 1024


@blueprint.route("/<sha256>", methods=["PUT"])
@device_required
@blueprint.response(204)
@blueprint.alt_response(404, schema=ProblemSchema)
@blueprint.alt_response(413, schema=ProblemSchema)
@blueprint.alt_response(422, schema=ProblemSchema)
def put(sha256: str) -> None:
    """Take the bytes of a file that an inspection of this laptop names."""
    config: Config = current_app.config["MUAINA"]
    if not _HASH.match(sha256):
        raise ProtocolError(Code.NOT_FOUND, "a file is named by 64 hexadecimal digits")
    if (request.content_length or 0) > config.max_evidence_bytes:
        raise ProtocolError(Code.TOO_BIG, "the file is too large", max_bytes=config.max_evidence_bytes)
    store_evidence(
        db.session(),
        current_device(),
        sha256,
        pieces=_pieces(),
        folder=config.evidence,
        limit=config.max_evidence_bytes,
        tools=current_tools(),
    )


def _pieces() -> Iterator[bytes]:
    while piece := request.stream.read(_PIECE):
        yield piece
