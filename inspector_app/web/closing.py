"""The end of a visit: statement, signature, closing, exit sheet."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from checklists.form_state import ItemState
from inspector_app.catalogue import say as say_both
from inspector_app.current import current_laptop, current_opened
from inspector_app.errors import (
    EvidenceRefused,
    FormChanged,
    InspectionClosed,
    InvalidAnswer,
    NotReadyToClose,
    SheetChanged,
)
from inspector_app.services.close_inspection import close_inspection
from inspector_app.services.exit_sheet import exit_sheet
from inspector_app.services.inspection_parts import earlier_signatures
from inspector_app.services.inspection_view import InspectionView
from inspector_app.services.record_statement import record_statement
from inspector_app.services.sign_inspection import Shown, sign_inspection
from inspector_app.services.signed_sheet import hash_to_sign, said_of_lapse
from inspector_app.web.forms_of_two_windows import signature_form, statement_form
from inspector_app.web.inspections import open_view, overview_page
from inspector_app.web.language import current_lang
from inspector_app.web.two_windows import form_elsewhere
from simplify_content.text import LANGS

blueprint = Blueprint("closing", __name__)

_PICTURE = "data:image/png;base64,"


@blueprint.get("/inspections/<inspection_id>/statement")
def statement(inspection_id: str) -> str:
    """Show the employer's statement and the form for it."""
    return _statement_page(inspection_id, typed={}, problem="")


@blueprint.post("/inspections/<inspection_id>/statement")
def keep_statement(inspection_id: str) -> Response:
    """Keep the statement, or that it was declined."""
    typed = request.form
    try:
        record_statement(
            current_opened(),
            inspection_id,
            text=typed.get("text", "").strip(),
            declined=typed.get("declined") == "yes",
            by_name=typed.get("by_name", "").strip(),
            by_role=typed.get("by_role", "").strip(),
            at=current_laptop().tools.now(),
            seen=typed.get("seen"),
        )
    except (FormChanged, InspectionClosed) as refusal:
        view = open_view(inspection_id)
        return form_elsewhere(refusal, view, statement_form(view, typed.to_dict()))
    except InvalidAnswer as refusal:
        page = _statement_page(inspection_id, typed=typed, problem=refusal.text.in_(current_lang()))
        return Response(page, status=refusal.status, mimetype="text/html")
    return redirect(url_for("closing.signature", inspection_id=inspection_id), code=303)


def _statement_page(inspection_id: str, *, typed: Mapping[str, str], problem: str) -> str:
    view = open_view(inspection_id)
    return render_template(
        "statement.html", view=view, typed=typed, problem=problem, representative=_representative(view)
    )


@blueprint.get("/inspections/<inspection_id>/signature")
def signature(inspection_id: str) -> str:
    """Show the signature field, and the way without one."""
    return _signature_page(inspection_id, typed={}, problem="")


@blueprint.post("/inspections/<inspection_id>/signature")
def keep_signature(inspection_id: str) -> Response:
    """Keep the signature, or the refusal with its witness."""
    typed = request.form
    tools = current_laptop().tools
    refused = typed.get("refused") == "yes"
    try:
        sign_inspection(
            current_opened(),
            inspection_id,
            image_png=None if refused else _picture(typed.get("image", "")),
            signer_name=typed.get("signer_name", "").strip(),
            signer_role=typed.get("signer_role", "").strip(),
            refusal_reason=typed.get("refusal_reason", "").strip() if refused else "",
            witness_name=typed.get("witness_name", "").strip() if refused else "",
            alone=refused and typed.get("alone") == "yes",
            at=tools.now(),
            new_id=tools.new_id,
            shown=Shown(typed["sheet"], typed.get("seen", "")) if "sheet" in typed else None,
        )
    except (FormChanged, InspectionClosed) as refusal:
        view = open_view(inspection_id)
        return form_elsewhere(refusal, view, signature_form(view, typed.to_dict()))
    except (InvalidAnswer, EvidenceRefused, SheetChanged) as refusal:
        page = _signature_page(inspection_id, typed=typed, problem=refusal.text.in_(current_lang()))
        return Response(page, status=refusal.status, mimetype="text/html")
    return redirect(url_for("inspections.overview", inspection_id=inspection_id, _anchor="close"), code=303)


def _signature_page(inspection_id: str, *, typed: Mapping[str, str], problem: str) -> str:
    view, opened = open_view(inspection_id), current_opened()
    return render_template(
        "signature.html",
        view=view,
        typed=typed,
        problem=problem,
        representative=_representative(view),
        lapse=said_of_lapse(view),
        earlier=earlier_signatures(opened, inspection_id),
        sheet="" if view.is_closed else hash_to_sign(opened, view),
    )


def _representative(view: InspectionView) -> Mapping[str, str]:
    said = {item.ref.item: item for item in view.form.items if not item.answer.is_blank}
    role = said.get("representative_role_other") or said.get("representative_role")
    name = said.get("representative_name")
    return {"name": name.answer.value if name else "", "role": _plain(role) if role else ""}


def _plain(item: ItemState) -> str:
    labels = {choice.name: choice.label.in_(current_lang()) for choice in item.choices}
    return labels.get(item.answer.value, item.answer.value)


def _picture(sent: str) -> bytes:
    if not sent:
        raise InvalidAnswer(say_both("signature.empty"))
    if not sent.startswith(_PICTURE):
        raise EvidenceRefused(say_both("signature.not_a_picture"))
    try:
        return base64.b64decode(sent.removeprefix(_PICTURE), validate=True)
    except binascii.Error:
        raise EvidenceRefused(say_both("signature.not_a_picture")) from None


@blueprint.post("/inspections/<inspection_id>/close")
def close(inspection_id: str) -> Response:
    """Close the inspection, or say everything that still stands in the way."""
    tools = current_laptop().tools
    opened = current_opened()
    try:
        close_inspection(opened, inspection_id, at=tools.now(), new_id=tools.new_id)
    except NotReadyToClose as refusal:
        page = overview_page(inspection_id, reasons=refusal.reasons)
        return Response(page, status=refusal.status, mimetype="text/html")
    said = "closing.done_practice" if opened.is_practice else "closing.done"
    return redirect(url_for("inspections.overview", inspection_id=inspection_id, said=said), code=303)


@blueprint.get("/inspections/<inspection_id>/exit-sheet.pdf")
def exit_sheet_pdf(inspection_id: str) -> Response:
    """Send the exit sheet in the language asked for, or in the page's."""
    lang = next((lang for lang in LANGS if lang == request.args.get("lang")), current_lang())
    view = open_view(inspection_id)
    pdf = exit_sheet(current_opened(), inspection_id, lang, on=current_laptop().tools.today())
    response = Response(pdf, mimetype="application/pdf")
    number = "".join(sign for sign in str(view.employer["registration_no"]) if sign.isalnum() or sign == "-")
    response.headers["Content-Disposition"] = f'attachment; filename="exit-sheet-{number or "employer"}-{lang}.pdf"'
    return response
