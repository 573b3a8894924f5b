"""Attaches evidence to a question and shows it again, untouched."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from checklists.form_state import ItemRef
from inspector_app.catalogue import say as say_both
from inspector_app.current import current_laptop, current_opened
from inspector_app.errors import EvidenceRefused
from inspector_app.services.attach_evidence import MAX_BYTES, attach_evidence
from inspector_app.services.open_inspection import read_evidence
from inspector_app.web.inspections import open_view
from inspector_app.web.question_words import place

blueprint = Blueprint("evidence", __name__)

_ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "application/pdf": "pdf"}


@blueprint.post("/inspections/<inspection_id>/evidence")
def attach(inspection_id: str) -> Response:
    """Keep a file as evidence for a question and return to the question."""
    file = request.files.get("file")
    if file is None or not file.filename:
        raise EvidenceRefused(say_both("evidence.no_file"))
    tools = current_laptop().tools
    ref = ItemRef(request.form.get("item", ""), request.form.get("key", ""))
    attach_evidence(
        current_opened(),
        inspection_id,
        item=ref.item,
        key=ref.key,
        data=file.stream.read(MAX_BYTES + 1),
        filename=file.filename,
        caption=request.form.get("caption", "").strip(),
        at=tools.now(),
        new_id=tools.new_id,
    )
    return redirect(_back_to(inspection_id, ref), code=303)


def _back_to(inspection_id: str, ref: ItemRef) -> str:
    if request.form.get("back") == "findings":
        return url_for("inspections.findings", inspection_id=inspection_id, said="evidence.done")
    section = next((i.section for i in open_view(inspection_id).form.items if i.ref == ref), "")
    if not section:
        return url_for("inspections.overview", inspection_id=inspection_id, said="evidence.done")
    return url_for(
        "inspections.section", inspection_id=inspection_id, name=section, said="evidence.done", _anchor=place(ref)
    )


@blueprint.get("/inspections/<inspection_id>/evidence/<evidence_id>")
def show(inspection_id: str, evidence_id: str) -> str:
    """Show a piece of evidence with its fingerprint."""
    line, _ = read_evidence(current_opened(), inspection_id, evidence_id)
    view = open_view(inspection_id)
    item = next((i for i in view.form.items if i.ref == ItemRef(line.item, line.key)), None)
    return render_template("evidence.html", view=view, line=line, item=item)


@blueprint.get("/inspections/<inspection_id>/evidence/<evidence_id>/original")
def original(inspection_id: str, evidence_id: str) -> Response:
    """Send the bytes as they were taken; never as anything a browser would run."""
    line, data = read_evidence(current_opened(), inspection_id, evidence_id)
    ending = _ENDINGS.get(line.media_type)
    response = Response(data, mimetype=line.media_type if ending else "application/octet-stream")
    disposition = "inline" if ending and ending != "pdf" else "attachment"
    response.headers["Content-Disposition"] = f'{disposition}; filename="{line.sha256[:16]}.{ending or "bin"}"'
    return response
