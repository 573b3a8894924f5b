"""Endpoints that laptops call, under `/sync/v1`; `endpoints` puts them on the app."""

from __future__ import annotations

from flask import Flask
from flask_smorest import Api

from sync_server.api import digest, enrol, evidence, incarnation, snapshots, sync, uploads
from sync_server.api.bodies import Inflate, compress_reply
from sync_server.api.pace import Pace
from sync_server.api.problems import PREFIX, dress_problem, register_handlers

BLUEPRINTS = (
    enrol.blueprint,
    incarnation.blueprint,
    sync.blueprint,
    digest.blueprint,
    snapshots.blueprint,
    evidence.blueprint,
    uploads.blueprint,
)
"""One per noun; every view in them declares how the laptop is known."""

for _blueprint in BLUEPRINTS:
    register_handlers(_blueprint)


class _SyncApi(Api):
    """flask-smorest without its app-wide error handlers: pages say their errors in their own way."""

    def _register_error_handlers(self) -> None:
        """Leave the app's handlers alone; ours stand on the blueprints."""


def endpoints(app: Flask) -> None:
    """Register the sync API, its OpenAPI document, inflation of requests and errors as `Problem`."""
    app.config.update(
        API_TITLE="Muaina sync",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX=PREFIX,
        OPENAPI_JSON_PATH="openapi.json",
    )
    api = _SyncApi(app)
    for blueprint in BLUEPRINTS:
        api.register_blueprint(blueprint)
    app.extensions["muaina_pace"] = Pace()
    app.after_request(dress_problem)
    app.after_request(compress_reply)
    app.wsgi_app = Inflate(app.wsgi_app)  # type: ignore[method-assign]


__all__ = ["BLUEPRINTS", "endpoints"]
