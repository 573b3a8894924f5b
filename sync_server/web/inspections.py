"""Inspections: the list, one inspection, its evidence, and the supervisor's two acts."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for

from sync_protocol.operations import ENDINGS
from sync_server.errors import NotFound
from sync_server.models import EvidenceRecord, Role, db
from sync_server.queries.inspections import PAGE, inspection_page
from sync_server.services.approve_inspection import approve_inspection
from sync_server.services.evidence_bytes import evidence_bytes
from sync_server.services.evidence_store import NotStored, evidence_place
from sync_server.services.open_case import open_case
from sync_server.services.read_inspection import find_evidence, read_inspection
from sync_server.services.return_inspection import return_inspection
from sync_server.services.thumbnail import LARGE_SIDE, SIDE, thumbnail
from sync_server.tools import current_tools
from sync_server.web.lists import form_version, one_of, page_number
from sync_server.web.navigation import roles_for
from sync_server.web.reader import reader
from sync_server.web.rules import open_to

blueprint = Blueprint("inspections", __name__, url_prefix="/inspections")
STATES = ("received", "approved", "returned")


@blueprint.get("")
@open_to(*roles_for("inspections"))
def list_page() -> Any:
    """Show the inspections of the reader's scope."""
    state, number = one_of("state", *STATES), page_number()
    page = inspection_page(db.session(), reader(), state=state, number=number)
    return render_template("inspections.html", page=page, state=state, states=STATES, number=number, per_page=PAGE)


@blueprint.get("/<inspection_id>")
@open_to(*roles_for("inspections"))
def one_page(inspection_id: str) -> Any:
    """Show one inspection."""
    return render_template("inspection.html", view=read_inspection(db.session(), reader(), inspection_id))


@blueprint.get("/<inspection_id>/versions/<int:number>")
@open_to(*roles_for("inspections"))
def one_version(inspection_id: str, number: int) -> Any:
    """Show an earlier version of an inspection as it was closed."""
    view = read_inspection(db.session(), reader(), inspection_id, number=number)
    if not view.is_earlier:
        return redirect(url_for("inspections.one_page", inspection_id=inspection_id), 303)
    return render_template("inspection.html", view=view)


@blueprint.post("/<inspection_id>/approve")
@open_to(Role.SUPERVISOR)
def approve(inspection_id: str) -> Any:
    """Approve an inspection."""
    approve_inspection(
        db.session(),
        reader(),
        inspection_id,
        remark=request.form.get("remark", ""),
        version=form_version(),
        tools=current_tools(),
    )
    return redirect(url_for("inspections.one_page", inspection_id=inspection_id), 303)


@blueprint.post("/<inspection_id>/return")
@open_to(Role.SUPERVISOR)
def send_back(inspection_id: str) -> Any:
    """Return an inspection with a remark."""
    return_inspection(
        db.session(),
        reader(),
        inspection_id,
        remark=request.form.get("remark", ""),
        version=form_version(),
        tools=current_tools(),
        remarks=_remarks(),
    )
    return redirect(url_for("inspections.one_page", inspection_id=inspection_id), 303)


def _remarks() -> dict[tuple[str, str], str]:
    """Return the remarks on single answers: fields named remark, item and key, with a slash between."""
    named = ((name.split("/"), text) for name, text in request.form.items() if name.startswith("remark/"))
    return {(parts[1], parts[2]): text for parts, text in named if len(parts) == 3}


@blueprint.post("/<inspection_id>/case")
@open_to(Role.ENFORCEMENT_OFFICER)
def new_case(inspection_id: str) -> Any:
    """Open the enforcement case of an approved inspection."""
    case = open_case(db.session(), reader(), inspection_id, tools=current_tools())
    return redirect(url_for("cases.one_page", case_id=case.id), 303)


@blueprint.get("/<inspection_id>/evidence/<evidence_id>")
@open_to(*roles_for("inspections"))
def evidence(inspection_id: str, evidence_id: str) -> Any:
    """Send a piece of evidence as it was received, always as a download."""
    row = find_evidence(db.session(), reader(), inspection_id, evidence_id=evidence_id)
    if row.standing != "original":
        raise NotFound
    response = Response(bytes_of(row, row.sha256), mimetype="application/octet-stream")
    name = f"{row.kind}-{row.sha256[:12]}.{ENDINGS.get(row.media_type, 'bin')}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@blueprint.get("/<inspection_id>/evidence/<evidence_id>/thumbnail")
@open_to(*roles_for("inspections"))
def evidence_thumbnail(inspection_id: str, evidence_id: str) -> Any:
    """Send a small picture of a piece of evidence."""
    return _drawn(inspection_id, evidence_id, side=SIDE)


@blueprint.get("/<inspection_id>/evidence/<evidence_id>/picture")
@open_to(*roles_for("inspections"))
def evidence_picture(inspection_id: str, evidence_id: str) -> Any:
    """Send a picture of a piece of evidence that is large enough to read from."""
    return _drawn(inspection_id, evidence_id, side=LARGE_SIDE)


def _drawn(inspection_id: str, evidence_id: str, *, side: int) -> Response:
    row = find_evidence(db.session(), reader(), inspection_id, evidence_id=evidence_id)
    picture = thumbnail(bytes_of(row, row.picture_sha256), side) if row.picture_sha256 else None
    if picture is None:
        raise NotFound
    response = Response(picture, mimetype="image/jpeg")
    response.headers["Cache-Control"] = f"private, max-age={3600 if row.standing == 'original' else 60}"
    return response


def bytes_of(row: EvidenceRecord, sha256: str) -> bytes:
    """Return the bytes of a file of a piece of evidence.

    Raises:
        NotFound: they are not at the centre.
    """
    try:
        store = evidence_place(current_app.config["MUAINA"]).store
        return evidence_bytes(db.session(), row, sha256, store=store)
    except NotStored:
        raise NotFound from None
