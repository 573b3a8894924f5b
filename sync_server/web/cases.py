"""Cases: the list, one case with its assessment and gates, the hearing, and the issue of the notice."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request, url_for

from casework.explanations import grouped, grouped_increases
from sync_server.config import Config
from sync_server.models import Employer, Role, db
from sync_server.queries.cases import case_list, find_case, notices_of_case
from sync_server.queries.names import employer_name
from sync_server.services.case_file import case_file
from sync_server.services.issue_notice import issue_notice
from sync_server.services.set_hearing import HearingForm, set_hearing
from sync_server.tools import current_tools
from sync_server.web.lists import one_of
from sync_server.web.navigation import roles_for
from sync_server.web.reader import reader
from sync_server.web.rules import open_to

blueprint = Blueprint("cases", __name__, url_prefix="/cases")
STATES = ("open", "notice_issued")


@blueprint.get("")
@open_to(*roles_for("cases"))
def list_page() -> Any:
    """Show the cases of the reader's scope."""
    session, state = db.session(), one_of("state", *STATES)
    cases = case_list(session, reader(), state=state)
    names = {case.id: employer_name(session.get(Employer, case.employer_id)) for case in cases}
    return render_template("cases.html", cases=cases, names=names, state=state, states=STATES)


@blueprint.get("/<case_id>")
@open_to(*roles_for("cases"))
def one_page(case_id: str) -> Any:
    """Show one case."""
    session = db.session()
    file = case_file(session, find_case(session, reader(), case_id), tools=current_tools())
    return render_template(
        "case.html",
        file=file,
        name=employer_name(file.employer),
        explained=grouped(file.assessment.lines),
        increases_told=grouped_increases(file.assessment.lines),
        notices=notices_of_case(session, case_id),
    )


@blueprint.post("/<case_id>/hearing")
@open_to(Role.ENFORCEMENT_OFFICER)
def hearing(case_id: str) -> Any:
    """Set the hearing."""
    form = request.form
    given = HearingForm(
        hearing_on=form.get("hearing_on", ""),
        hearing_at=form.get("hearing_at", ""),
        place_en=form.get("hearing_place_en", ""),
        place_ur=form.get("hearing_place_ur", ""),
    )
    set_hearing(db.session(), reader(), case_id, hearing=given, tools=current_tools())
    return redirect(url_for("cases.one_page", case_id=case_id), 303)


@blueprint.post("/<case_id>/notice")
@open_to(Role.ENFORCEMENT_OFFICER)
def notice(case_id: str) -> Any:
    """Issue the demand and show-cause notice."""
    config: Config = current_app.config["MUAINA"]
    issue_notice(db.session(), reader(), case_id, base_url=config.address, tools=current_tools())
    return redirect(url_for("cases.one_page", case_id=case_id), 303)
