"""The sample of a list, and the table of cross-checks: each difference decided, workers listed by name."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from inspector_app.catalogue import say as say_both
from inspector_app.current import current_laptop, current_opened
from inspector_app.errors import FormChanged, InspectionClosed, InvalidAnswer
from inspector_app.services.challan_months import challan_months
from inspector_app.services.cross_check import Decision, decide_difference, open_cross_check
from inspector_app.services.draw_sample import SHARES, CheckedLine, check_lines, draw_sample, open_sample
from inspector_app.services.inspection_form import require_inspection
from inspector_app.services.name_workers import Untold, candidates_of, name_workers
from inspector_app.services.sample_kept import checked_of
from inspector_app.web.forms_of_two_windows import checks_form, decision_form
from inspector_app.web.inspections import open_view
from inspector_app.web.language import current_lang
from inspector_app.web.two_windows import as_shown, form_elsewhere

blueprint = Blueprint("cross_check", __name__)

SHOWN_CANDIDATES = 100
"""Workers offered at once to be listed by name."""


@blueprint.get("/inspections/<inspection_id>/cross-check")
def show(inspection_id: str) -> str:
    """Show every difference, what could not be compared, and the workers who could be listed by name."""
    opened, on = current_opened(), current_laptop().tools.today()
    found = open_cross_check(opened, inspection_id, on=on)
    inspection = require_inspection(opened, inspection_id)
    could_be_named = candidates_of(opened, inspection, found, on=on)
    return render_template(
        "cross_check.html",
        view=open_view(inspection_id),
        found=found,
        candidates=could_be_named[:SHOWN_CANDIDATES],
        candidates_count=len(could_be_named),
        months=challan_months(opened, inspection),
    )


@blueprint.post("/inspections/<inspection_id>/cross-check/decisions")
def decide(inspection_id: str) -> Response:
    """Set a difference aside with a reason, or draft it."""
    name = request.form.get("difference", "")
    decision = Decision.DRAFT if request.form.get("decision") == "drafted" else Decision.SET_ASIDE
    try:
        decide_difference(
            current_opened(),
            inspection_id,
            name,
            decision=decision,
            reason=request.form.get("reason", "") if decision is Decision.SET_ASIDE else "",
            at=current_laptop().tools.now(),
            seen=request.form.get("seen"),
        )
    except (FormChanged, InspectionClosed) as refusal:
        found = open_cross_check(current_opened(), inspection_id, on=current_laptop().tools.today())
        form = decision_form(found, inspection_id, request.form.to_dict())
        return form_elsewhere(refusal, open_view(inspection_id), form)
    here = url_for("cross_check.show", inspection_id=inspection_id, said="books.decided", _anchor=f"difference-{name}")
    return redirect(here, code=303)


@blueprint.post("/inspections/<inspection_id>/cross-check/workers")
def name_them(inspection_id: str) -> Response:
    """List the chosen workers by name among the workers found."""
    tools = current_laptop().tools
    untold = Untold.CANNOT_VERIFY if request.form.get("untold") == "cannot_verify" else Untold.OPEN
    name_workers(
        current_opened(),
        inspection_id,
        set(request.form.getlist("cnic")),
        untold=untold,
        lang=current_lang(),
        at=tools.now(),
        new_id=tools.new_id,
    )
    return redirect(url_for("cross_check.show", inspection_id=inspection_id, said="books.named"), code=303)


@blueprint.get("/inspections/<inspection_id>/books/<book_id>/sample")
def sample(inspection_id: str, book_id: str) -> str:
    """Show the sample of a list, or the form to draw it."""
    seen = open_sample(current_opened(), inspection_id, book_id)
    return render_template("book_sample.html", view=open_view(inspection_id), seen=seen, shares=SHARES)


@blueprint.post("/inspections/<inspection_id>/books/<book_id>/sample")
def draw(inspection_id: str, book_id: str) -> Response:
    """Draw the sample of a list under a new seed."""
    tools = current_laptop().tools
    draw_sample(
        current_opened(),
        inspection_id,
        book_id,
        percent=request.form.get("percent", 0, type=int),
        at=tools.now(),
        new_id=tools.new_id,
    )
    return redirect(url_for("cross_check.sample", inspection_id=inspection_id, book_id=book_id), code=303)


@blueprint.post("/inspections/<inspection_id>/books/<book_id>/sample/checks")
def check(inspection_id: str, book_id: str) -> Response:
    """Keep what was found of the sampled lines."""
    numbers = request.form.getlist("line")
    if not all(number.isdecimal() and len(number) < 10 for number in numbers):
        raise InvalidAnswer(say_both("books.not_sampled"))
    found = [
        CheckedLine(
            int(number),
            request.form.get(f"outcome-{number}", ""),
            request.form.get(f"note-{number}", ""),
            as_shown(request.form.get(f"was-{number}")),
        )
        for number in numbers
    ]
    opened = current_opened()
    try:
        check_lines(opened, inspection_id, book_id, found, at=current_laptop().tools.now())
    except (FormChanged, InspectionClosed) as refusal:
        form = checks_form(checked_of(opened, book_id), found, inspection_id=inspection_id, book_id=book_id)
        return form_elsewhere(refusal, open_view(inspection_id), form)
    here = url_for("cross_check.sample", inspection_id=inspection_id, book_id=book_id, said="books.sample_saved")
    return redirect(here, code=303)
