"""Before a visit: the brief to take along, the notice to the employer, and that it was served."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from inspector_app.catalogue import say as say_both
from inspector_app.current import current_laptop, current_opened
from inspector_app.errors import InvalidAnswer, NotFound
from inspector_app.services.choose_checklist import DEFAULT
from inspector_app.services.notify_employer import record_served, visit_notice
from inspector_app.services.prepare_visit import brief_sheet
from inspector_app.store import register
from inspector_app.web.employers import employer_page
from inspector_app.web.language import current_lang
from simplify_content.text import LANGS, Lang

blueprint = Blueprint("visits", __name__)


@blueprint.get("/employers/<employer_id>/brief.pdf")
def brief(employer_id: str) -> Response:
    """Send the brief in the language asked for, or in the page's."""
    lang = _lang()
    return _paper(brief_sheet(current_opened(), employer_id, lang, on=current_laptop().tools.today()), "brief", lang)


@blueprint.get("/visits/<visit_id>/notice.pdf")
def notice(visit_id: str) -> Response:
    """Send the notice of a visit with the records of the checklist asked for."""
    lang, checklist = _lang(), request.args.get("checklist") or DEFAULT
    today = current_laptop().tools.today()
    return _paper(visit_notice(current_opened(), visit_id, lang, checklist=checklist, on=today), "visit-notice", lang)


@blueprint.post("/visits/<visit_id>/notice")
def served(visit_id: str) -> Response:
    """Keep that the notice was served."""
    opened, form = current_opened(), request.form
    visit = register.visit(opened.register, visit_id)
    if visit is None:
        raise NotFound(say_both("core.no_visit"))
    typed = {name: form.get(name, "") for name in ("served_on", "served_to", "way")}
    try:
        record_served(opened, visit_id, **typed, at=current_laptop().tools.now())
    except InvalidAnswer as refusal:
        page = employer_page(visit["employer_id"], notice_typed=typed, notice_problem=refusal.text.in_(current_lang()))
        return Response(page, status=refusal.status, mimetype="text/html")
    shown = url_for("employers.show", employer_id=visit["employer_id"], said="notice.kept", _anchor="visit-notice")
    return redirect(shown, code=303)


def _lang() -> Lang:
    return next((lang for lang in LANGS if lang == request.args.get("lang")), current_lang())


def _paper(pdf: bytes, name: str, lang: Lang) -> Response:
    """Return a paper as a file whose name says nothing of the employer."""
    response = Response(pdf, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}-{lang}.pdf"'
    return response
