"""An employer's file, and corrections proposed from the field."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from casework.visit_limits import Notice
from inspector_app.current import current_laptop, current_opened
from inspector_app.errors import InvalidCorrection
from inspector_app.services.authorisation import NO_ORDER, WITHOUT_ORDER, TypedOrder
from inspector_app.services.choose_checklist import checklists_on_offer
from inspector_app.services.correct_employer import correct_employer
from inspector_app.services.lines import VisitLine
from inspector_app.services.notify_employer import Way, checklists_with_records, served_of
from inspector_app.services.open_employer_file import open_employer_file
from inspector_app.services.prepare_visit import prepare_visit
from inspector_app.web.language import current_lang
from inspector_app.web.trend_chart import trend_chart
from simplify_content.places import sectors

blueprint = Blueprint("employers", __name__)


@blueprint.get("/employers/<employer_id>")
def show(employer_id: str) -> str:
    """Show everything known of an employer."""
    return employer_page(employer_id)


@blueprint.post("/employers/<employer_id>/corrections")
def correct(employer_id: str) -> Response:
    """Propose a correction of the fields that were changed."""
    tools = current_laptop().tools
    typed = {name: value for name, value in request.form.items() if name != "token"}
    try:
        changed = correct_employer(current_opened(), employer_id, typed, at=tools.now(), op_id=tools.new_id())
    except InvalidCorrection as refusal:
        page = employer_page(employer_id, typed=typed, problem=refusal.text.in_(current_lang()))
        return Response(page, status=refusal.status, mimetype="text/html")
    said = "employer.correct_done" if changed else "employer.correct_nothing"
    return redirect(url_for("employers.show", employer_id=employer_id, said=said, _anchor="corrections"), code=303)


def employer_page(
    employer_id: str,
    *,
    typed: Mapping[str, str] = MappingProxyType({}),
    problem: str = "",
    order: TypedOrder = NO_ORDER,
    order_problem: str = "",
    notice_typed: Mapping[str, str] = MappingProxyType({}),
    notice_problem: str = "",
) -> str:
    """Return an employer's file; with what was typed and why it cannot stand, where a form was refused."""
    opened = current_opened()
    today = current_laptop().tools.today()
    file = open_employer_file(opened, employer_id, on=today)
    open_here = next((line for line in file.inspections if line.is_here and line.state == "open"), None)
    checklists = checklists_on_offer(opened, str(file.employer["status"] or ""))
    needs_no_order = opened.is_practice or file.employer["status"] in WITHOUT_ORDER
    notice_of = next((visit for visit in file.visits if _takes_notice(visit)), None)
    status = str(file.employer["status"] or "")
    return render_template(
        "employer.html",
        file=file,
        brief=prepare_visit(opened, employer_id, on=today),
        notice_of=notice_of,
        notice_checklists=checklists_with_records(opened, status=status, on=today) if notice_of else (),
        served=served_of(opened, notice_of.visit_id) if notice_of else None,
        ways=tuple(Way),
        notice_typed=notice_typed,
        notice_problem=notice_problem,
        employer=file.employer,
        unpaid=[month for month in file.months if month.unpaid],
        unfinished=open_here,
        checklists=checklists,
        needs_no_order=needs_no_order,
        may_type_order=bool(checklists) and not (needs_no_order or open_here),
        chart=trend_chart(file.trend) if file.trend else "",
        typed=typed,
        problem=problem,
        order=order,
        order_problem=order_problem,
        today=today,
        sectors=sectors(),
    )


def _takes_notice(visit: VisitLine) -> bool:
    """Return whether the employer may be told of a visit: it is still ahead and not ordered without notice."""
    return not visit.inspection_id and visit.notice != Notice.SURPRISE
