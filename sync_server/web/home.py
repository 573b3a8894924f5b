"""The first page: what needs this person now; and whether the centre is alive."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, jsonify, render_template
from sqlalchemy import text

from sync_server.models import Role, db
from sync_server.queries.desk import Waiting, desk
from sync_server.queries.settings import centre_facts
from sync_server.services.facts_needed import facts_needed
from sync_server.services.restored import restored_notice
from sync_server.tools import current_tools
from sync_server.web.reader import reader
from sync_server.web.rules import open_to_anyone, open_to_signed_in

blueprint = Blueprint("home", __name__)

WHERE = {
    "received": "/inspections?state=received",
    "conflicts": "/conflicts",
    "duplicates": "/duplicates",
    "flags": "/flags",
    "unsettled": "/devices",
    "silent": "/devices",
    "without_case": "/inspections?state=approved",
    "cases_open": "/cases?state=open",
    "cases_notice_issued": "/cases?state=notice_issued",
    "own_returned": "/inspections?state=returned",
    "own_received": "/inspections?state=received",
    "own_approved": "/inspections?state=approved",
    "law": "/law",
}
"""Where each kind of waiting work is done."""

TOLD_OF_RESTORE = (Role.ADMINISTRATOR, Role.SUPERVISOR)


@blueprint.get("/")
@open_to_signed_in
def list_page() -> Any:
    """Show what waits for this person."""
    user, session, tools = reader(), db.session(), current_tools()
    waiting = desk(session, user, now=tools.now())
    if user.role == Role.LAW_OFFICER:
        needed = facts_needed(session, centre_facts(session).scheme, tools=tools)
        oldest = min((case.opened_at for cases in needed.values() for case in cases), default=None)
        waiting = (Waiting("law", len(needed), oldest),)
    restored = restored_notice(session, now=tools.now()) if user.role in TOLD_OF_RESTORE else None
    return render_template("home.html", waiting=waiting, where=WHERE, restored=restored)


@blueprint.get("/health")
@open_to_anyone
def health() -> Any:
    """Answer that the centre serves and its database answers."""
    db.session.execute(text("select 1"))
    return jsonify(status="ok")
