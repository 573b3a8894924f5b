"""Papers of a visit besides the exit sheet: the visit note for the employer, the report for the office."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from flask import Blueprint, request
from werkzeug.wrappers import Response

from inspector_app.current import current_laptop, current_opened
from inspector_app.services.inspection_report import inspection_report
from inspector_app.services.visit_note import visit_note
from inspector_app.store.opened import Opened
from inspector_app.web.language import current_lang
from simplify_content.text import LANGS, Lang

blueprint = Blueprint("papers", __name__, url_prefix="/inspections/<inspection_id>")


@blueprint.get("/visit-note.pdf")
def note(inspection_id: str) -> Response:
    """Send the visit note in the language asked for, or in the page's."""
    return _sent(lambda opened, lang, on: visit_note(opened, inspection_id, lang, on=on), "visit-note")


@blueprint.get("/report.pdf")
def report(inspection_id: str) -> Response:
    """Send the inspection report in the language asked for, or in the page's."""
    return _sent(lambda opened, lang, on: inspection_report(opened, inspection_id, lang, on=on), "inspection-report")


def _sent(drawn: Callable[[Opened, Lang, date], bytes], name: str) -> Response:
    """Return a paper as a file whose name says nothing of the employer."""
    lang = next((lang for lang in LANGS if lang == request.args.get("lang")), current_lang())
    response = Response(drawn(current_opened(), lang, current_laptop().tools.today()), mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}-{lang}.pdf"'
    return response
