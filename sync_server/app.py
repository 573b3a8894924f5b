"""Puts the centre together: settings, database, clock and ids, pages, sync API. Decides nothing else."""

from __future__ import annotations

from flask import Flask

from sync_server import api, web
from sync_server.config import Config
from sync_server.models import db
from sync_server.queries.database import engine_options, prepare
from sync_server.tools import Tools, machine_tools


def create_app(config: Config, *, tools: Tools | None = None) -> Flask:
    """Return the centre's app.

    Args:
        config: settings; see `sync_server.config.load_config`.
        tools: clock, ids and secrets; tests hand in fixed ones.

    Raises:
        UnsafeDatabase: the SQLite library at hand can corrupt data.
    """
    config.home.mkdir(parents=True, exist_ok=True)
    app = Flask("sync_server", instance_path=str(config.home))
    app.config.update(
        SECRET_KEY=config.secret_key or None,
        SQLALCHEMY_DATABASE_URI=config.database,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(config),
        SESSION_COOKIE_NAME="muaina_centre",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=config.cookie_secure,
        MAX_CONTENT_LENGTH=32 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=1024 * 1024,
        MUAINA=config,
    )
    app.extensions["muaina"] = tools or machine_tools()
    db.init_app(app)
    with app.app_context():
        prepare(db.engine)
    api.endpoints(app)
    web.pages(app)
    return app
