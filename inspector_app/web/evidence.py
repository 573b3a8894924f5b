"""Evidence: takes it, lists it, shows it untouched, describes it and ties it to questions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from checklists.form_state import ItemRef, ItemState
from inspector_app.catalogue import say as say_both
from inspector_app.current import current_laptop, current_opened
from inspector_app.errors import EvidenceRefused, FormChanged, InspectionClosed, InvalidAnswer, NotFound
from inspector_app.services.attach_evidence import (
    ORIGINS,
    attach_evidence,
    describe_evidence,
    remove_evidence,
    tie_evidence,
)
from inspector_app.services.camera_notes import CameraNotes, camera_notes
from inspector_app.services.evidence_types import MAX_BYTES
from inspector_app.services.open_inspection import EvidenceLine, InspectionView, read_evidence, read_thumbnail
from inspector_app.services.ready_to_close import lacking_evidence
from inspector_app.web.forms_of_two_windows import caption_form
from inspector_app.web.inspections import open_view
from inspector_app.web.language import current_lang
from inspector_app.web.question_words import question_place
from inspector_app.web.two_windows import as_shown, form_elsewhere
from sync_protocol.operations import ENDINGS

blueprint = Blueprint("evidence", __name__, url_prefix="/inspections/<inspection_id>/evidence")


@blueprint.get("")
def listed(inspection_id: str) -> str:
    """Show all evidence of an inspection, and the questions that still need some."""
    view = open_view(inspection_id)
    needed = lacking_evidence(view.form, view.evidence)
    return render_template("evidence_list.html", view=view, items=_by_ref(view), needed=needed, ref=ItemRef)


@blueprint.get("/new")
def capture(inspection_id: str) -> str:
    """Show the page with camera, microphone and file."""
    return _capture_page(inspection_id, request.args, problem="")


def _capture_page(inspection_id: str, typed: Mapping[str, str], *, problem: str) -> str:
    view = open_view(inspection_id)
    ref = ItemRef(typed.get("item", ""), typed.get("key", ""))
    last = next((line.place for line in reversed(view.evidence) if line.place), "")
    return render_template(
        "evidence_new.html",
        view=view,
        choices=_askable(view.form.items, ref),
        chosen=ref,
        typed=typed,
        last_place=last,
        problem=problem,
        most=MAX_BYTES // 2**20,
        accept=",".join(ENDINGS),
    )


@blueprint.post("")
def attach(inspection_id: str) -> Response:
    """Keep a file as evidence for a question and return to the question."""
    try:
        ref = _attach(inspection_id)
    except (EvidenceRefused, InvalidAnswer) as refusal:
        page = _capture_page(inspection_id, request.form, problem=refusal.text.in_(current_lang()))
        return Response(page, status=refusal.status, mimetype="text/html")
    return redirect(_back_to(inspection_id, ref), code=303)


def _attach(inspection_id: str) -> ItemRef:
    file = request.files.get("file")
    if file is None or not file.filename:
        raise EvidenceRefused(say_both("evidence.no_file"))
    tools, typed = current_laptop().tools, request.form
    ref = _ref(typed)
    attach_evidence(
        current_opened(),
        inspection_id,
        item=ref.item,
        key=ref.key,
        data=file.stream.read(MAX_BYTES + 1),
        filename=file.filename,
        caption=typed.get("caption", ""),
        place=typed.get("place", ""),
        origin=origin if (origin := typed.get("origin", "")) in ORIGINS else "file",
        at=tools.now(),
        new_id=tools.new_id,
    )
    return ref


def _ref(typed: Mapping[str, str]) -> ItemRef:
    """Return the question that was chosen: `for` is item and key in one, as a list of questions sends it."""
    if "for" in typed:
        item, _, key = typed["for"].partition("/")
        return ItemRef(item, key)
    return ItemRef(typed.get("item", ""), typed.get("key", ""))


def _back_to(inspection_id: str, ref: ItemRef) -> str:
    back = {"findings": "inspections.findings", "evidence": "evidence.listed"}.get(request.form.get("back", ""))
    if back:
        return url_for(back, inspection_id=inspection_id, said="evidence.done")
    section = next((i.section for i in open_view(inspection_id).form.items if i.ref == ref), "")
    if not section:
        return url_for("evidence.listed", inspection_id=inspection_id, said="evidence.done")
    return question_place(inspection_id, section, ref, said="evidence.done")


@blueprint.get("/<evidence_id>")
def show(inspection_id: str, evidence_id: str) -> str:
    """Show a piece of evidence with its fingerprint, its time bracket and what the camera noted."""
    line, data = read_evidence(current_opened(), inspection_id, evidence_id)
    view = open_view(inspection_id)
    tied = [other for other in view.evidence if other.sha256 == line.sha256]
    return render_template(
        "evidence.html",
        view=view,
        line=line,
        items=_by_ref(view),
        ref=ItemRef,
        tied=tied,
        notes=camera_notes(data) if line.kind == "photo" else CameraNotes(),
        choices=_untied(view, tied),
    )


@blueprint.post("/<evidence_id>/describe")
def describe(inspection_id: str, evidence_id: str) -> Response:
    """Write what it shows and where it was taken."""
    typed = {name: request.form.get(name, "") for name in ("caption", "place")}
    seen = as_shown(request.form.get("was"))
    try:
        describe_evidence(current_opened(), inspection_id, evidence_id, **typed, seen=seen)
    except (FormChanged, InspectionClosed) as refusal:
        view = open_view(inspection_id)
        line = next((one for one in view.evidence if one.evidence_id == evidence_id), None)
        if line is None:
            raise
        return form_elsewhere(refusal, view, caption_form(line, typed, seen=seen, inspection_id=inspection_id))
    return _to_one(inspection_id, evidence_id, said="evidence.described")


@blueprint.post("/<evidence_id>/tie")
def tie(inspection_id: str, evidence_id: str) -> Response:
    """Tie it to one more question."""
    ref = _ref(request.form)
    if not any(item.ref == ref for item in open_view(inspection_id).form.items):
        raise NotFound(say_both("core.no_evidence"))
    new_id = current_laptop().tools.new_id
    line = tie_evidence(current_opened(), inspection_id, evidence_id, ref=ref, new_id=new_id)
    return _to_one(inspection_id, line.evidence_id, said="evidence.tied")


@blueprint.post("/<evidence_id>/remove")
def remove(inspection_id: str, evidence_id: str) -> Response:
    """Take it back."""
    remove_evidence(current_opened(), inspection_id, evidence_id)
    return redirect(url_for("evidence.listed", inspection_id=inspection_id, said="evidence.removed"), code=303)


def _to_one(inspection_id: str, evidence_id: str, *, said: str) -> Response:
    return redirect(url_for("evidence.show", inspection_id=inspection_id, evidence_id=evidence_id, said=said), code=303)


@blueprint.get("/<evidence_id>/original")
def original(inspection_id: str, evidence_id: str) -> Response:
    """Send the bytes as they were taken; never as anything a browser would run."""
    line, data = read_evidence(current_opened(), inspection_id, evidence_id)
    ending = ENDINGS.get(line.media_type)
    is_shown = line.media_type.startswith(("image/", "audio/"))
    response = Response(data, mimetype=line.media_type if ending else "application/octet-stream")
    name = f"{line.sha256[:16]}.{ending or 'bin'}"
    response.headers["Content-Disposition"] = f'{"inline" if is_shown else "attachment"}; filename="{name}"'
    return response


@blueprint.get("/<evidence_id>/thumbnail")
def thumbnail(inspection_id: str, evidence_id: str) -> Response:
    """Send the small picture of a picture."""
    return Response(read_thumbnail(current_opened(), inspection_id, evidence_id), mimetype="image/jpeg")


def _by_ref(view: InspectionView) -> dict[ItemRef, ItemState]:
    return {item.ref: item for item in view.form.items}


def _askable(items: Iterable[ItemState], chosen: ItemRef) -> list[ItemState]:
    """Return the questions that evidence is for, and the one that was come from."""
    return [item for item in items if item.relevant and (item.evidence_kinds or item.ref == chosen)]


def _untied(view: InspectionView, tied: Iterable[EvidenceLine]) -> list[ItemState]:
    held = {ItemRef(line.item, line.key) for line in tied}
    return [item for item in view.form.items if item.relevant and item.evidence_kinds and item.ref not in held]
