"""Operations of laptops that had no effect: why, and once more after that was mended."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, url_for

from sync_protocol.entities import OperationKind
from sync_server.models import Role, db
from sync_server.queries.refused_operations import refused_operations
from sync_server.services.retry_operation import retry_operation
from sync_server.tools import current_tools
from sync_server.web.lists import one_of
from sync_server.web.navigation import roles_for
from sync_server.web.reader import reader
from sync_server.web.rules import open_to

blueprint = Blueprint("operations", __name__, url_prefix="/operations")
OUTCOMES = ("rejected", "held")


@blueprint.get("")
@open_to(*roles_for("operations"))
def list_page() -> Any:
    """Show the operations of the reader's scope that had no effect."""
    outcome = one_of("state", *OUTCOMES) or OUTCOMES[0]
    lines = refused_operations(db.session(), reader(), outcome=outcome)
    may_retry = reader().role == Role.SUPERVISOR
    known = frozenset(OperationKind)
    return render_template(
        "operations.html", lines=lines, outcome=outcome, outcomes=OUTCOMES, may_retry=may_retry, known=known
    )


@blueprint.post("/<device_id>/<int:incarnation>/<int:seq>/retry")
@open_to(Role.SUPERVISOR)
def retry(device_id: str, incarnation: int, seq: int) -> Any:
    """Try one once more."""
    outcome = retry_operation(
        db.session(), reader(), device_id, incarnation=incarnation, seq=seq, tools=current_tools()
    )
    state = outcome if outcome in OUTCOMES else OUTCOMES[0]
    return redirect(url_for("operations.list_page", state=state), 303)
