"""What every command of the centre shares: where its state lies, and an app that was initialised."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click
from flask import Flask

from sync_server.app import create_app
from sync_server.config import Config, load_config
from sync_server.models import db
from sync_server.queries.settings import NotInitialised
from sync_server.services.migrate import refuse_other_shape

T = TypeVar("T")

home_option = click.option(
    "--home",
    type=click.Path(file_okay=False, path_type=Path),
    envvar="MUAINA_HOME",
    help="Folder of all state; the centre's is its subfolder `centre`.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Say it as JSON.")


def ready_app(config: Config) -> Flask:
    """Return the app of a centre that was initialised.

    Raises:
        NotInitialised: there is no secret yet.
        SchemaBehind: the database is of another version.
    """
    if not config.secret_key:
        raise NotInitialised(f"there is no centre in {config.home} yet; run: muaina server init")
    app = create_app(config)
    with app.app_context():
        refuse_other_shape(db.engine)
    return app


def in_app(home: Path | None, work: Callable[[], T]) -> T:
    """Return what `work` returns when it is done inside the centre's app."""
    with ready_app(load_config(home)).app_context():
        return work()
