"""`PUT /sync/v1/evidence/<sha256>`: the bytes of an evidence file at once, as laptops of protocol 1 send them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flask import current_app, request
from flask_smorest import Blueprint

from sync_protocol.errors import Code, ProtocolError
from sync_protocol.schemas import ProblemSchema
from sync_server.api.authentication import current_device, device_required
from sync_server.api.problems import PREFIX
from sync_server.models import db
from sync_server.services.evidence_store import evidence_place
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
    place = evidence_place(current_app.config["MUAINA"])
    if not _HASH.match(sha256):
        raise ProtocolError(Code.NOT_FOUND, "a file is named by 64 hexadecimal digits")
    if (request.content_length or 0) > place.max_bytes:
        raise ProtocolError(Code.TOO_BIG, "the file is too large", max_bytes=place.max_bytes)
    request.max_content_length = place.max_bytes
    store_evidence(
        db.session(),
        current_device(),
        sha256,
        pieces=_pieces(),
        place=place,
        tools=current_tools(),
    )


def _pieces() -> Iterator[bytes]:
    while piece := request.stream.read(_PIECE):
        yield piece
