"""The law as this centre holds it: facts with source and standing, and the law officer's confirmations."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for

from sync_server.models import Role, db
from sync_server.queries.settings import centre_facts
from sync_server.services.confirm_law import confirm_law
from sync_server.services.read_law import read_law
from sync_server.tools import current_tools
from sync_server.web.navigation import roles_for
from sync_server.web.reader import reader
from sync_server.web.rules import open_to

blueprint = Blueprint("law", __name__, url_prefix="/law")


@blueprint.get("")
@open_to(*roles_for("law"))
def list_page() -> Any:
    """Show the facts of the centre's law pack, those that cases wait for first."""
    session = db.session()
    view = read_law(session, centre_facts(session).scheme, tools=current_tools())
    return render_template("law.html", view=view, may_confirm=reader().role == Role.LAW_OFFICER)


@blueprint.post("/confirmations")
@open_to(Role.LAW_OFFICER)
def confirm() -> Any:
    """Record the law officer's word on one fact."""
    session = db.session()
    scheme = request.form.get("scheme") or centre_facts(session).scheme
    confirm_law(
        session,
        reader(),
        scheme=scheme,
        fact=request.form.get("fact", ""),
        reference=request.form.get("reference", ""),
        tools=current_tools(),
    )
    return redirect(url_for("law.list_page"), 303)
