"""Checks a registration certificate by the QR on it, from the camera or a picture."""

from __future__ import annotations

from flask import Blueprint, jsonify, render_template, request
from werkzeug.wrappers import Response

from inspector_app.catalogue import say as say_both
from inspector_app.current import current_laptop, current_opened
from inspector_app.errors import EvidenceRefused, InspectionClosed
from inspector_app.services.attach_evidence import ORIGINS, attach_evidence
from inspector_app.services.check_certificate import CertificateCheck, check_certificate, has_qr
from inspector_app.services.evidence_types import MAX_BYTES
from inspector_app.web.inspections import open_view
from inspector_app.web.language import current_lang, say

blueprint = Blueprint("certificate", __name__, url_prefix="/inspections/<inspection_id>/certificate")

_ITEM = "certificate_displayed"
"""Question to which the picture of a certificate is tied, where the checklist asks it."""


@blueprint.get("")
def show(inspection_id: str) -> str:
    """Show the camera and the field for a picture."""
    return _page(inspection_id, check=None, problem="", kept="")


@blueprint.post("/look")
def look(inspection_id: str) -> Response:
    """Tell the page's script whether a frame of the camera shows a QR; nothing is kept."""
    open_view(inspection_id)
    return jsonify({"found": has_qr(_sent())})


@blueprint.post("")
def check(inspection_id: str) -> Response:
    """Check the certificate in a picture and, if asked to, keep the picture as evidence."""
    try:
        data = _sent()
        found = check_certificate(current_opened(), inspection_id, data, on=current_laptop().tools.today())
        kept = _keep(inspection_id, data) if request.form.get("keep") == "yes" else ""
    except (EvidenceRefused, InspectionClosed) as refusal:
        page = _page(inspection_id, check=None, problem=refusal.text.in_(current_lang()), kept="")
        return Response(page, status=refusal.status, mimetype="text/html")
    return Response(_page(inspection_id, check=found, problem="", kept=kept), mimetype="text/html")


def _sent() -> bytes:
    file = request.files.get("file")
    data = file.stream.read(MAX_BYTES + 1) if file and file.filename else b""
    if not data:
        raise EvidenceRefused(say_both("evidence.no_file"))
    return data


def _keep(inspection_id: str, data: bytes) -> str:
    tools = current_laptop().tools
    asked = any(item.ref.item == _ITEM for item in open_view(inspection_id).form.items)
    line = attach_evidence(
        current_opened(),
        inspection_id,
        item=_ITEM if asked else "",
        key="",
        data=data,
        filename="",
        caption=say("certificate.caption"),
        origin=origin if (origin := request.form.get("origin", "")) in ORIGINS else "file",
        at=tools.now(),
        new_id=tools.new_id,
    )
    return line.evidence_id


def _page(inspection_id: str, *, check: CertificateCheck | None, problem: str, kept: str) -> str:
    view = open_view(inspection_id)
    return render_template("certificate.html", view=view, check=check, problem=problem, kept=kept)
