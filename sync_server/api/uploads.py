"""`/sync/v1/uploads`: evidence files by the tus protocol 1.0.0, so that a cut link goes on where it stopped."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from flask import Response, current_app, request
from flask_smorest import Blueprint
from werkzeug.exceptions import MethodNotAllowed, UnsupportedMediaType

from sync_protocol.schemas import ProblemSchema
from sync_server.api import tus_headers
from sync_server.api.authentication import anyone, current_device, device_required
from sync_server.api.problems import PREFIX
from sync_server.models import db
from sync_server.services.evidence_store import EvidencePlace, evidence_place
from sync_server.services.upload_parts import ALGORITHMS
from sync_server.services.uploads import UploadState, append_to_upload, begin_upload, end_upload, read_upload
from sync_server.tools import current_tools

blueprint = Blueprint("sync_uploads", __name__, url_prefix=f"{PREFIX}/uploads", description="Evidence files by tus")

_READ = 64 * 1024
_ONE = "/<upload_id>"


@blueprint.after_request
def name_version(response: Response) -> Response:
    """Say on every reply which tus this is: nobody in between would."""
    response.headers["Tus-Resumable"] = tus_headers.VERSION
    if response.status_code == 412:
        response.headers["Tus-Version"] = tus_headers.VERSION
    return response


@blueprint.route("", methods=["OPTIONS"])
@blueprint.route(_ONE, methods=["OPTIONS"])
@anyone
@blueprint.response(204)
def options(upload_id: str = "") -> Response:
    """Say what this server can do."""
    response = Response(status=204)
    response.headers["Tus-Version"] = tus_headers.VERSION
    response.headers["Tus-Extension"] = tus_headers.EXTENSIONS
    response.headers["Tus-Max-Size"] = str(_place().max_bytes)
    response.headers["Tus-Checksum-Algorithm"] = ",".join(ALGORITHMS)
    return response


@blueprint.route("", methods=["POST"], provide_automatic_options=False)
@device_required
@blueprint.response(201)
@blueprint.alt_response(404, schema=ProblemSchema)
@blueprint.alt_response(413, schema=ProblemSchema)
def create() -> Response:
    """Begin an upload of a file that an inspection of this laptop names; its first bytes may come along."""
    tus_headers.require_version()
    described = request.headers.get("Upload-Metadata", "")
    state = begin_upload(
        db.session(),
        current_device(),
        tus_headers.hash_in(described),
        size=tus_headers.number_in("Upload-Length"),
        described=described,
        place=_place(),
        tools=current_tools(),
    )
    if request.content_length and state.offset == 0:
        state = _append(state.upload_id, offset=0)
    response = tus_headers.tell_state(Response(status=201), state)
    response.headers["Location"] = f"{PREFIX}/uploads/{state.upload_id}"
    response.autocorrect_location_header = False
    return response


@blueprint.route(_ONE, methods=["HEAD"], provide_automatic_options=False)
@device_required
@blueprint.response(200)
@blueprint.alt_response(404, schema=ProblemSchema)
def offset(upload_id: str) -> Response:
    """Say how many bytes are durable."""
    tus_headers.require_version()
    state = read_upload(db.session(), current_device(), upload_id, place=_place(), tools=current_tools())
    response = tus_headers.tell_state(Response(status=200), state)
    response.headers["Upload-Length"] = str(state.size)
    response.headers["Upload-Metadata"] = state.described
    return response


@blueprint.route(_ONE, methods=["PATCH"], provide_automatic_options=False)
@device_required
@blueprint.response(204)
@blueprint.alt_response(404, schema=ProblemSchema)
@blueprint.alt_response(409, schema=ProblemSchema)
@blueprint.alt_response(422, schema=ProblemSchema)
def patch(upload_id: str) -> Response:
    """Take bytes at the upload's offset."""
    tus_headers.require_version()
    state = _append(upload_id, offset=tus_headers.number_in("Upload-Offset"))
    return tus_headers.tell_state(Response(status=204), state)


@blueprint.route(_ONE, methods=["DELETE"], provide_automatic_options=False)
@device_required
@blueprint.response(204)
@blueprint.alt_response(404, schema=ProblemSchema)
def terminate(upload_id: str) -> Response:
    """Forget an upload."""
    tus_headers.require_version()
    end_upload(db.session(), current_device(), upload_id, place=_place(), tools=current_tools())
    return Response(status=204)


_OVERRIDES: dict[str, Callable[[str], Response]] = {"PATCH": patch, "DELETE": terminate}


@blueprint.route(_ONE, methods=["POST"], provide_automatic_options=False)
@device_required
@blueprint.response(204)
def override(upload_id: str) -> Response:
    """Do what `X-HTTP-Method-Override` says, for networks that let only GET and POST through."""
    wanted = _OVERRIDES.get(request.headers.get("X-HTTP-Method-Override", "").upper())
    if wanted is None:
        raise MethodNotAllowed(["HEAD", "PATCH", "DELETE", "OPTIONS"])
    return wanted(upload_id)


def _append(upload_id: str, *, offset: int) -> UploadState:
    if request.mimetype != tus_headers.PIECE_TYPE:
        raise UnsupportedMediaType
    place = _place()
    request.max_content_length = place.max_bytes
    return append_to_upload(
        db.session(),
        current_device(),
        upload_id,
        offset=offset,
        pieces=_pieces(),
        checksum=tus_headers.checksum_in_request(),
        place=place,
        tools=current_tools(),
    )


def _pieces() -> Iterator[bytes]:
    while piece := request.stream.read(_READ):
        yield piece


def _place() -> EvidencePlace:
    return evidence_place(current_app.config["MUAINA"])
