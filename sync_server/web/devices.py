"""Laptops: who has which, when it last spoke, what it still holds."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template

from sync_server.local_time import local
from sync_server.models import db
from sync_server.queries.desk import SILENT
from sync_server.queries.devices import device_lines
from sync_server.tools import current_tools
from sync_server.web.navigation import roles_for
from sync_server.web.reader import reader
from sync_server.web.rules import open_to

blueprint = Blueprint("devices", __name__, url_prefix="/devices")


@blueprint.get("")
@open_to(*roles_for("devices"))
def list_page() -> Any:
    """Show the laptops of the reader's scope."""
    silent_before = local(current_tools().now() - SILENT)
    lines = device_lines(db.session(), reader())
    silent = {line.id for line in lines if line.last_sync_at is None or local(line.last_sync_at) < silent_before}
    return render_template("devices.html", lines=lines, silent=silent)
