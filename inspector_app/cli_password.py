"""Commands about an inspector's password: change it, and get in again when it is forgotten."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click

from inspector_app.catalogue import say
from inspector_app.config import Config
from inspector_app.errors import SeatUnknown
from inspector_app.services.own_password import NotRecovered, change_own_password
from inspector_app.services.own_password import recover as recover_seat
from inspector_app.store.seats import seats
from inspector_app.store.vault import escrow_of

NEW_PASSWORD = "MUAINA_NEW_PASSWORD"  # noqa: S105 - the name of a variable
home_option = click.option(
    "--home", envvar="MUAINA_HOME", help="Folder of all state [default: the user's data folder]."
)
seat_option = click.option(
    "--seat",
    type=click.IntRange(1),
    envvar="MUAINA_SEAT",
    help="Number of the seat, where there are several.",
)
new_option = click.option("--new-password", envvar=NEW_PASSWORD, help=f"Better left to the prompt or {NEW_PASSWORD}.")


@click.command()
@home_option
@seat_option
@click.option("--password", envvar="MUAINA_PASSWORD", help="Better left to the prompt or MUAINA_PASSWORD.")
@new_option
def password(home: str | None, seat: int | None, password: str | None, new_password: str | None) -> None:
    """Change an inspector's password."""
    folder = _folder(home, seat)
    present = password or click.prompt("Present password", hide_input=True)
    change_own_password(folder, present, _new(new_password))
    click.echo(say("own_password.changed").en)


@click.command()
@home_option
@seat_option
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def escrow(home: str | None, seat: int | None, file: Path) -> None:
    """Write FILE for the office: the sealed copy of the seat's key, which only the recovery key opens."""
    if file.exists():
        raise click.UsageError(f"{file} is there already")
    file.write_text(json.dumps(escrow_of(_folder(home, seat))), encoding="utf-8")
    click.echo(f"{file} written: take it to your office")


@click.command()
@home_option
@seat_option
@click.argument("answer", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--code", help="The code that the office told with the answer [default: asked for].")
@new_option
def recover(home: str | None, seat: int | None, answer: Path, code: str | None, new_password: str | None) -> None:
    """Take ANSWER and its code from the office, and set a new password; no work is lost."""
    folder = _folder(home, seat)
    try:
        contents = json.loads(answer.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        contents = None
    if not isinstance(contents, dict):
        raise NotRecovered(say("core.not_recovery"))
    recover_seat(folder, contents, code or click.prompt("Code"), _new(new_password))
    click.echo(say("own_password.changed").en)


def _new(given: str | None) -> str:
    return given or str(click.prompt("New password", hide_input=True, confirmation_prompt=True))


def _folder(home: str | None, number: int | None) -> Path:
    config = Config.load({**os.environ, "MUAINA_HOME": home} if home else None)
    present = seats(config.home)
    found = [seat.folder for seat in present if number in (None, seat.number)]
    if len(found) != 1:
        raise SeatUnknown(say("core.seat_unknown" if present else "core.not_enrolled"))
    return found[0]
