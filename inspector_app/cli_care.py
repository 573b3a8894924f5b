"""Commands about the care of a laptop: self-test, backup, restore."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from inspector_app.catalogue import say
from inspector_app.cli_password import home_option, seat_option
from inspector_app.config import Config
from inspector_app.one_process import only_one
from inspector_app.services.back_up import back_up
from inspector_app.services.check import Check, Fitness, worst
from inspector_app.services.restore_backup import WhenThere, restore_backup
from inspector_app.services.selftest import selftest as test_all
from inspector_app.services.selftest_machine import machine_checks
from inspector_app.services.session import Session
from inspector_app.store.opened import Opened
from inspector_app.tools import system_tools

_MARKS = {Fitness.FIT: "ok  ", Fitness.WARNING: "!   ", Fitness.UNFIT: "BAD ", Fitness.UNKNOWN: "?   "}
_password = click.option("--password", envvar="MUAINA_PASSWORD", help="Better left to the prompt or MUAINA_PASSWORD.")
_json = click.option("--json", "as_json", is_flag=True, help="Say it as JSON.")


@click.command()
@home_option
@seat_option
@_password
@click.option("--machine", is_flag=True, help="Look at the machine only; needs no password and no enrolment.")
@_json
def selftest(home: str | None, seat: int | None, password: str | None, *, machine: bool, as_json: bool) -> None:
    """Say whether this laptop is fit for the field; ends with 1 when it is not."""
    config = _config(home)
    if machine:
        checks = tuple(machine_checks(config.home))
    else:
        with _opened(config, password, seat) as opened:
            checks = test_all(opened, now=system_tools().now())
    whole = worst(checks)
    click.echo(_as_json(checks, whole) if as_json else _as_text(checks, whole))
    sys.exit(1 if whole is Fitness.UNFIT else 0)


@click.command()
@home_option
@seat_option
@_password
@click.argument("folder", type=click.Path(path_type=Path))
@_json
def backup(home: str | None, seat: int | None, password: str | None, folder: Path, *, as_json: bool) -> None:
    """Write an encrypted, checked copy of an inspector's work into FOLDER, also while the pages run."""
    with _opened(_config(home), password, seat) as opened:
        made = back_up(opened, folder.absolute(), at=system_tools().now())
    figures = {"folder": str(made.folder), "bytes": made.size, "unsent": made.unsent}
    said = say("backup.done", folder=made.folder, megabytes=-(-made.size // 1_000_000))
    click.echo(json.dumps(figures, ensure_ascii=False) if as_json else said.en)


@click.command()
@home_option
@_password
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Set the files of the inspector's present seat aside first.")
@_json
def restore(home: str | None, password: str | None, folder: Path, *, replace: bool, as_json: bool) -> None:
    """Put the backup in FOLDER in place, with the password of its time; nothing is overwritten."""
    config, when_there = _config(home), WhenThere.SET_ASIDE if replace else WhenThere.REFUSE
    with only_one(config):
        done = restore_backup(config.home, folder, _asked(password), at=system_tools().now(), when_there=when_there)
    figures = {"person_id": done.person.id, "seat": done.seat, "made_at": done.made_at, "aside": str(done.aside or "")}
    said = say("backup.restored", person=done.person.name_en, number=done.seat)
    click.echo(json.dumps(figures, ensure_ascii=False) if as_json else said.en)


def _as_json(checks: tuple[Check, ...], whole: Fitness) -> str:
    found = [
        {
            "check": check.name,
            "state": str(check.fitness),
            "found": check.found.en,
            "to_do": check.to_do.en if check.to_do else "",
        }
        for check in checks
    ]
    return json.dumps({"state": str(whole), "checks": found}, ensure_ascii=False)


def _as_text(checks: tuple[Check, ...], whole: Fitness) -> str:
    lines = []
    for check in checks:
        lines.append(f"{_MARKS[check.fitness]}{say(f'check.{check.name}').en}: {check.found.en}")
        if check.to_do and check.fitness is not Fitness.FIT:
            lines.append(f"    -> {check.to_do.en}")
    return "\n".join([*lines, say(f"care.whole_{whole}").en])


def _config(home: str | None) -> Config:
    return Config.load({**os.environ, "MUAINA_HOME": home} if home else None)


def _asked(password: str | None) -> str:
    return password or str(click.prompt("Password", hide_input=True))


@contextmanager
def _opened(config: Config, password: str | None, seat: int | None) -> Iterator[Opened]:
    session = Session(config, system_tools())
    session.sign_in(_asked(password), seat=seat)
    with session.open() as opened:
        yield opened
