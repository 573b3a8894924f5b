"""Employers: the search and one employer's file at the centre."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template

from sync_server.models import Employer, db
from sync_server.queries.aliases import survivors_of
from sync_server.queries.employers import (
    PAGE,
    certificates_of,
    employer_page,
    find_employer,
    months_of,
    workers_covered,
)
from sync_server.queries.flags import flag_page
from sync_server.queries.inspections import inspections_of_employer
from sync_server.queries.names import employer_name
from sync_server.web.lists import page_number, words
from sync_server.web.navigation import roles_for
from sync_server.web.reader import reader
from sync_server.web.rules import open_to

blueprint = Blueprint("employers", __name__, url_prefix="/employers")
MONTHS_SHOWN = 24


@blueprint.get("")
@open_to(*roles_for("employers"))
def list_page() -> Any:
    """Show the employers that match the words."""
    asked, number = words("q"), page_number()
    page = employer_page(db.session(), reader(), words=asked, number=number)
    return render_template("employers.html", page=page, asked=asked, number=number, per_page=PAGE)


@blueprint.get("/<employer_id>")
@open_to(*roles_for("employers"))
def one_page(employer_id: str) -> Any:
    """Show one employer."""
    session, user = db.session(), reader()
    employer = find_employer(session, user, employer_id)
    survivor_id = survivors_of(session, [employer.id]).get(employer.id)
    return render_template(
        "employer.html",
        employer=employer,
        name=employer_name(employer),
        survivor=session.get(Employer, survivor_id) if survivor_id else None,
        months=list(reversed(months_of(session, employer.id)))[:MONTHS_SHOWN],
        certificates=certificates_of(session, employer.id),
        workers=workers_covered(session, employer.id),
        flags=flag_page(session, user, employer_id=employer.id).lines,
        inspections=inspections_of_employer(session, user, employer.id),
    )
