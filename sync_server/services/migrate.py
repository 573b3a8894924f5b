"""Brings the centre's database to the newest shape, and says in which it is; the steps are in `migrations`."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine


class SchemaBehind(RuntimeError):
    """The database is of another version than this program; `muaina server init` brings it up to date."""


def upgrade(engine: Engine) -> None:
    """Run every step that the database has not seen, in one transaction."""
    with engine.begin() as connection:
        command.upgrade(alembic_config(connection), "head")


def revision_of(engine: Engine) -> str:
    """Return the newest step that the database has seen, "" for none."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() or ""


def refuse_other_shape(engine: Engine) -> None:
    """Raise `SchemaBehind` unless the database is in the newest shape."""
    with engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
        wanted = ScriptDirectory.from_config(alembic_config(connection)).get_current_head()
    if found != wanted:
        raise SchemaBehind(
            f"the database is at step {found or 'none'}, this program needs {wanted}; run: muaina server init"
        )


def alembic_config(connection: Connection) -> AlembicConfig:
    """Return Alembic's settings for a connection; the steps are found wherever they are installed."""
    spec = find_spec("migrations")
    assert spec is not None
    assert spec.origin is not None
    config = AlembicConfig()
    config.set_main_option("script_location", str(Path(spec.origin).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
