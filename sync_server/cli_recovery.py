"""Commands of the one who keeps the institution's recovery key: make it, open a laptop with it."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from sync_server.command_line import home_option, in_app
from sync_server.models import db
from sync_server.services.recovery import make_recovery_key, open_escrow
from sync_server.tools import current_tools

PASSPHRASE = "MUAINA_RECOVERY_PASSPHRASE"  # noqa: S105 - the name of a variable
new_file = click.Path(dir_okay=False, path_type=Path)
old_file = click.Path(exists=True, dir_okay=False, path_type=Path)
passphrase_option = click.option("--passphrase", envvar=PASSPHRASE, help=f"Better left to the prompt or {PASSPHRASE}.")


@click.group()
def recovery() -> None:
    """The key that opens a laptop whose inspector forgot the password."""


@recovery.command()
@home_option
@click.argument("file", type=new_file)
@passphrase_option
def make(home: Path | None, file: Path, passphrase: str | None) -> None:
    """Make a recovery key and write its private half to FILE; the centre keeps the public half only.

    Keep FILE and its passphrase apart from the centre, in two people's hands. A key made earlier stays of use for the
    laptops that did not sync since.
    """
    if file.exists():
        raise click.UsageError(f"{file} is there already")
    passphrase = passphrase or click.prompt("Passphrase", hide_input=True, confirmation_prompt=True)
    made = in_app(home, lambda: make_recovery_key(db.session(), passphrase, tools=current_tools()))
    _write(file, made)
    click.echo(f"{file} written; laptops learn of the key when they sync")


@recovery.command("open")
@home_option
@click.argument("escrow", type=old_file)
@click.option("--key", "key_file", type=old_file, required=True, help="File that `recovery make` wrote.")
@click.option("--out", type=new_file, required=True, help="Answer to take to the laptop.")
@passphrase_option
def open_(home: Path | None, escrow: Path, key_file: Path, out: Path, passphrase: str | None) -> None:
    """Open ESCROW, a file of `muaina laptop escrow`: write an answer and print the code that goes with it.

    Make sure who asks. The answer goes to the laptop, the code to the inspector by another way;
    `muaina laptop recover` takes both and asks for a new password.
    """
    if out.exists():
        raise click.UsageError(f"{out} is there already")
    contents, key = _read(escrow), _read(key_file)
    passphrase = passphrase or click.prompt("Passphrase", hide_input=True)
    found = in_app(home, lambda: open_escrow(db.session(), contents, key, passphrase))
    _write(out, found.answer)
    standing = ", withdrawn" if found.is_withdrawn else ""
    click.echo(f"laptop {found.device_name} of {found.person.en}{standing}", err=True)
    click.echo(found.code)


def _read(file: Path) -> Mapping[str, Any]:
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise click.UsageError(f"{file} cannot be read") from None
    return found if isinstance(found, dict) else {}


def _write(file: Path, contents: Mapping[str, Any]) -> None:
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        json.dump(dict(contents), out, indent=1)
        out.flush()
        os.fsync(out.fileno())
