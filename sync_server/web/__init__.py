"""Pages of the centre: parse, call one service or query, answer. `pages` puts them on the app."""

from __future__ import annotations

from flask import Flask

from sync_server.web import (
    access,
    cases,
    conflicts,
    devices,
    duplicates,
    employers,
    evidence_lists,
    flags,
    home,
    inspections,
    law,
    look,
    notices,
    refused,
    verify,
    visits,
)
from sync_server.web.filters import install_filters
from sync_server.web.guard import install_guard

BLUEPRINTS = (
    access.blueprint,
    home.blueprint,
    visits.blueprint,
    inspections.blueprint,
    evidence_lists.blueprint,
    conflicts.blueprint,
    duplicates.blueprint,
    flags.blueprint,
    employers.blueprint,
    cases.blueprint,
    notices.blueprint,
    law.blueprint,
    devices.blueprint,
    verify.blueprint,
    look.blueprint,
)
"""One per noun; every view in them declares who may use it."""


def pages(app: Flask) -> None:
    """Register all pages, the guard before them and the filters of their templates."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    install_guard(app, frozenset(blueprint.name for blueprint in BLUEPRINTS))
    install_filters(app)
    refused.install(app)


__all__ = ["BLUEPRINTS", "pages"]
