"""Duplicates: pairs of employers that may be one, the supervisor's decision, and taking a merge back."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for

from sync_server.models import Role, db
from sync_server.queries.pairs import PAGE, STATES, find_pair, pair_page
from sync_server.services.decide_pair import PairDecision, keep_apart
from sync_server.services.merge_employers import merge_employers
from sync_server.services.read_pair import read_pair, reasons_of
from sync_server.services.undo_merge import undo_merge
from sync_server.tools import current_tools
from sync_server.web.lists import form_version, one_of, page_number
from sync_server.web.navigation import roles_for
from sync_server.web.reader import reader
from sync_server.web.rules import open_to

blueprint = Blueprint("duplicates", __name__, url_prefix="/duplicates")


@blueprint.get("")
@open_to(*roles_for("duplicates"))
def list_page() -> Any:
    """Show the pairs of the reader's scope, the likeliest first."""
    state, number = one_of("state", *STATES) or "open", page_number()
    page = pair_page(db.session(), reader(), state=state, number=number)
    return render_template(
        "duplicates.html", page=page, state=state, states=STATES, number=number, per_page=PAGE, reasons_of=reasons_of
    )


@blueprint.get("/<pair_id>")
@open_to(*roles_for("duplicates"))
def one_page(pair_id: str) -> Any:
    """Show both employers side by side."""
    session = db.session()
    return render_template("duplicate.html", view=read_pair(session, find_pair(session, reader(), pair_id)))


@blueprint.post("/<pair_id>/merge")
@open_to(Role.SUPERVISOR)
def merge(pair_id: str) -> Any:
    """Decide that they are one."""
    merge_employers(
        db.session(),
        reader(),
        pair_id,
        survivor_id=request.form.get("survivor", ""),
        decision=_decision(),
        tools=current_tools(),
    )
    return _back_to(pair_id)


@blueprint.post("/<pair_id>/apart")
@open_to(Role.SUPERVISOR)
def apart(pair_id: str) -> Any:
    """Decide that they are two."""
    keep_apart(db.session(), reader(), pair_id, decision=_decision(), tools=current_tools())
    return _back_to(pair_id)


@blueprint.post("/<pair_id>/undo")
@open_to(Role.SUPERVISOR)
def undo(pair_id: str) -> Any:
    """Take a merge back."""
    undo_merge(db.session(), reader(), pair_id, decision=_decision(), tools=current_tools())
    return _back_to(pair_id)


def _decision() -> PairDecision:
    return PairDecision(version=form_version(), reason=request.form.get("reason", ""))


def _back_to(pair_id: str) -> Any:
    return redirect(url_for("duplicates.one_page", pair_id=pair_id), 303)
