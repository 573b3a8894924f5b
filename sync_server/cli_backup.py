"""Commands that back a centre up, restore it, and tell it that its database is an older copy."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path

import click

from sync_server.app import create_app
from sync_server.command_line import home_option, in_app, json_option
from sync_server.config import Config, load_config
from sync_server.models import db
from sync_server.services.backup import back_up
from sync_server.services.evidence_store import evidence_place
from sync_server.services.initialise import ensure_secret
from sync_server.services.migrate import upgrade
from sync_server.services.restore_backup import nobody_works, restore_files
from sync_server.services.restored import Restoration, begin_new_history
from sync_server.tools import current_tools, machine_tools


@click.command()
@home_option
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@json_option
def backup(home: Path | None, folder: Path, as_json: bool) -> None:
    """Copy database, secret and evidence into a new folder inside FOLDER; nobody has to stop working.

    Evidence is shared by all backups in FOLDER, so each one after the first copies only what is new. Nothing in it is
    encrypted: keep FOLDER on an encrypted disk.
    """
    config = load_config(home)
    with _counted("evidence") as tell:
        place, facts = in_app(
            home, lambda: back_up(db.session(), db.engine, config, folder=folder, tools=current_tools(), tell=tell)
        )
    if as_json:
        click.echo(json.dumps({"folder": str(place), **asdict(facts)}))
    else:
        click.echo(f"{place}: {facts.database} checked, {facts.evidence} evidence files")
    if facts.missing:
        click.echo(f"{len(facts.missing)} evidence files that the database calls held are not there", err=True)
        raise SystemExit(1)


@click.command()
@home_option
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--replace", "may_replace", is_flag=True, help="Set a database that stands there aside.")
@json_option
def restore(home: Path | None, folder: Path, may_replace: bool, as_json: bool) -> None:
    """Put the backup in FOLDER in place, bring it up to date, and let laptops send again what it lacks.

    Stop `muaina server run` and `muaina server worker` first.
    """
    config = load_config(home)
    with _counted("evidence") as tell:
        made = restore_files(config, folder, now=machine_tools().now(), may_replace=may_replace, tell=tell)
    config = replace(config, secret_key=ensure_secret(config))
    app = create_app(config)
    with app.app_context():
        upgrade(db.engine)
        done = _begin(config, copy_made_at=made.made_at)
    _say(done, as_json=as_json)


@click.command()
@home_option
@json_option
def restored(home: Path | None, as_json: bool) -> None:
    """Tell a centre whose database was put back by other means that it is an older copy.

    Stop `muaina server run` and `muaina server worker` first. `muaina server restore` does this by itself.
    """
    config = load_config(home)
    with nobody_works(config):
        done = in_app(home, lambda: _begin(config, copy_made_at=""))
    _say(done, as_json=as_json)


def _begin(config: Config, *, copy_made_at: str) -> Restoration:
    return begin_new_history(
        db.session(),
        place=evidence_place(config),
        snapshots=config.snapshots,
        tools=current_tools(),
        copy_made_at=copy_made_at,
    )


def _say(done: Restoration, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(asdict(done)))
        return
    made = f" from the copy of {done.copy_made_at}" if done.copy_made_at else ""
    click.echo(f"restored{made}: {done.scopes} registers begin a new history; laptops fetch them anew")
    click.echo("laptops send again, at their next sync, what the centre lost")
    if done.missing_files:
        click.echo(f"{done.missing_files} evidence files are asked for again")


@contextmanager
def _counted(what: str) -> Iterator[Callable[[int, int], None]]:
    """Give what shows how far long work is, on a terminal."""
    with click.progressbar(length=1, label=what, file=sys.stderr) as bar:

        def tell(done: int, of: int) -> None:
            bar.length = of
            bar.update(done - bar.pos)

        yield tell
