"""Laptops: who has which, when it last spoke, what troubles it, what of its work had no effect."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for

from sync_protocol.entities import OperationKind
from sync_protocol.versions import PROTOCOL_VERSION, SCHEMA_VERSION
from sync_server.errors import NotFound
from sync_server.models import Role, db
from sync_server.queries.devices import find_device
from sync_server.services.accept_operation import accept_operation
from sync_server.services.look_after_device import CARETAKERS, give_back_device, see_alarm, withdraw_device
from sync_server.services.read_devices import ALARM_KINDS, device_views, read_device
from sync_server.tools import current_tools
from sync_server.web.navigation import roles_for
from sync_server.web.reader import reader
from sync_server.web.rules import open_to

blueprint = Blueprint("devices", __name__, url_prefix="/devices")


@blueprint.get("")
@open_to(*roles_for("devices"))
def list_page() -> Any:
    """Show the laptops of the reader's scope, the most troubled first."""
    views = device_views(db.session(), reader(), now=current_tools().now())
    return render_template("devices.html", views=views, newest=(PROTOCOL_VERSION, SCHEMA_VERSION))


@blueprint.get("/<device_id>")
@open_to(*roles_for("devices"))
def one_page(device_id: str) -> Any:
    """Show one laptop: what it said of itself, its alarms, what had no effect."""
    session = db.session()
    find_device(session, reader(), device_id)
    page = read_device(session, reader(), device_id, now=current_tools().now())
    return render_template(
        "device.html",
        page=page,
        newest=(PROTOCOL_VERSION, SCHEMA_VERSION),
        kinds=ALARM_KINDS,
        operations=frozenset(OperationKind),
    )


@blueprint.post("/<device_id>/alarms/<alarm_id>/seen")
@open_to(*CARETAKERS)
def seen(device_id: str, alarm_id: str) -> Any:
    """Note that somebody looked into an alarm."""
    see_alarm(db.session(), reader(), device_id, alarm_id=alarm_id, tools=current_tools())
    return _back_to(device_id)


@blueprint.post("/<device_id>/withdraw")
@open_to(*CARETAKERS)
def withdraw(device_id: str) -> Any:
    """Withdraw a laptop."""
    withdraw_device(db.session(), reader(), device_id, reason=_reason(), tools=current_tools())
    return _back_to(device_id)


@blueprint.post("/<device_id>/give-back")
@open_to(*CARETAKERS)
def give_back(device_id: str) -> Any:
    """Let a laptop speak again."""
    give_back_device(db.session(), reader(), device_id, reason=_reason(), tools=current_tools())
    return _back_to(device_id)


@blueprint.post("/<device_id>/operations/<place>/accept")
@open_to(Role.SUPERVISOR)
def accept(device_id: str, place: str) -> Any:
    """Take an operation after all."""
    accept_operation(db.session(), reader(), device_id, place=_place(place), reason=_reason(), tools=current_tools())
    return _back_to(device_id)


def _place(given: str) -> tuple[int, int]:
    parts = given.split("-")
    if len(parts) != 2 or not all(part.isascii() and part.isdigit() and len(part) < 16 for part in parts):
        raise NotFound()
    return int(parts[0]), int(parts[1])


def _reason() -> str:
    return request.form.get("reason", "")


def _back_to(device_id: str) -> Any:
    return redirect(url_for("devices.one_page", device_id=device_id), 303)
