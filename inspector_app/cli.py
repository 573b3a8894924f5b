"""`muaina laptop`: enrol, run, sync, status. Asks for the password unless `MUAINA_PASSWORD` holds it."""

from __future__ import annotations

import json
import os
import platform
import secrets
import signal
import socket
import sys
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, NoReturn

import click

from inspector_app.cli_care import backup, restore, selftest
from inspector_app.cli_password import escrow, home_option, recover, seat_option
from inspector_app.cli_password import password as password_command
from inspector_app.config import HOST, Config, SettingError
from inspector_app.errors import Refusal
from inspector_app.one_process import only_one
from inspector_app.scheduler import start_lock_timer, start_scheduler
from inspector_app.services.queue import queue
from inspector_app.services.read_status import read_status
from inspector_app.services.session import Session
from inspector_app.services.status_words import status_words
from inspector_app.services.synchronise import synchronise
from inspector_app.store.opened import Opened
from inspector_app.store.seats import is_unsettled
from inspector_app.sync.enrol import enrol as enrol_laptop
from inspector_app.sync.enrol import require_no_seat
from inspector_app.sync.synchronise import Outcome
from inspector_app.telling import Tell
from inspector_app.tools import Tools, system_tools
from simplify_content.text import Text
from sync_protocol.collector import settle_collector

PASSWORD = "MUAINA_PASSWORD"  # noqa: S105 - the name of a variable
THREADS = 6

json_option = click.option("--json", "as_json", is_flag=True, help="Say it as JSON.")
password_option = click.option("--password", envvar=PASSWORD, help=f"Better left to the prompt or {PASSWORD}.")


class _Group(click.Group):
    """A group whose refusals are a sentence and status 1, wrong settings status 2; never a trace."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except Refusal as refusal:
            _end(refusal.text, status=1)
        except SettingError as problem:
            raise click.UsageError(str(problem)) from problem


@click.group(cls=_Group)
def laptop() -> None:
    """The inspector's laptop."""


@laptop.command()
@home_option
@click.option("--centre", "centre_url", required=True, help="Address of the centre.")
@click.option("--code", required=True, help="One-time code from `muaina server device invite`.")
@click.option("--name", default=platform.node, help="Name of this laptop at the centre.")
@click.option("--another", is_flag=True, help="Give one more inspector a seat on a laptop that has some.")
@password_option
@json_option
def enrol(
    home: str | None, centre_url: str, code: str, name: str, password: str | None, *, another: bool, as_json: bool
) -> None:
    """Enrol an inspector on this laptop and fetch the register."""
    config = _config(home)
    with only_one(config):
        if not another:
            require_no_seat(config)
        password = password or click.prompt("New password", hide_input=True, confirmation_prompt=True)
        enrolled = enrol_laptop(config, centre_url=centre_url, code=code, password=password, device_name=name)
        outcome = _sync(config, password, enrolled.seat, _progress(as_json=as_json))
    person = enrolled.person
    _report(
        {"person": person.name_en, "person_id": person.id, "seat": enrolled.seat, **_figures(outcome)},
        as_json=as_json,
        text=f"Enrolled for {person.name_en}, seat {enrolled.seat}. {outcome.text.en}",
    )
    sys.exit(0 if outcome.finished else 1)


@laptop.command()
@home_option
@click.option("--port", type=click.IntRange(0, 65535), help="Port of the pages; 0 takes a free one.")
@click.option("--launch-token", help="Opens the first window [default: made anew].")
@click.option("--no-browser", is_flag=True, help="Do not open a browser.")
@click.option("--json-ready", is_flag=True, help="Print one line of JSON when ready; opens no browser.")
def run(home: str | None, port: int | None, launch_token: str | None, *, no_browser: bool, json_ready: bool) -> None:
    """Run the pages on this machine until ended."""
    config = _config(home)
    with only_one(config), _listening(config.port if port is None else port) as listener:
        config = replace(config, port=listener.getsockname()[1])
        launch_token = launch_token or secrets.token_urlsafe(32)
        server, stop = _server(config, launch_token, listener)
        address = f"http://{HOST}:{config.port}"
        ready = {"address": address, "launch_url": f"{address}/launch?token={launch_token}", "token": launch_token}
        click.echo(json.dumps(ready) if json_ready else f"Open {ready['launch_url']}")
        sys.stdout.flush()
        if not (no_browser or json_ready):
            webbrowser.open(ready["launch_url"])
        for name in ("SIGTERM", "SIGBREAK"):  # the latter is Windows' word at the end of a session
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), _leave)
        try:
            server.run()
        finally:
            stop()


@laptop.command()
@home_option
@seat_option
@password_option
@json_option
def sync(home: str | None, seat: int | None, password: str | None, *, as_json: bool) -> None:
    """Sync once; ends with 1 when something is left over."""
    config = _config(home)
    outcome = _sync(config, _asked(password), seat, _progress(as_json=as_json))
    _report(_figures(outcome), as_json=as_json, text=outcome.text.en)
    sys.exit(0 if outcome.finished else 1)


@laptop.command()
@home_option
@seat_option
@password_option
@json_option
def status(home: str | None, seat: int | None, password: str | None, *, as_json: bool) -> None:
    """Say what waits, what the centre holds, and how the last sync went."""
    with _opened(_config(home), _asked(password), seat, system_tools()) as opened:
        figures, sentences = read_status(opened), status_words(queue(opened))
    _report(figures, as_json=as_json, text="\n".join(s.in_(lang) for lang in ("en", "ur") for s in sentences))


laptop.add_command(password_command)
laptop.add_command(escrow)
laptop.add_command(recover)
laptop.add_command(selftest)
laptop.add_command(backup)
laptop.add_command(restore)


def _config(home: str | None) -> Config:
    return Config.load({**os.environ, "MUAINA_HOME": home} if home else None)


def _asked(password: str | None) -> str:
    return password or click.prompt("Password", hide_input=True)


@contextmanager
def _listening(port: int) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        if os.name == "posix":  # elsewhere it would let a second program take the port over
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, port))
        except OSError as problem:
            raise click.UsageError(f"port {port} of {HOST} cannot be used: {problem.strerror}") from None
        yield listener


def _server(config: Config, launch_token: str, listener: socket.socket) -> tuple[Any, Callable[[], None]]:
    """Return the web server, ready to run, and what ends its timers."""
    import waitress

    from inspector_app.app import create_app  # the other commands need no pages
    from inspector_app.in_memory import SERVER_LIMITS

    tools = system_tools()
    app = create_app(config, launch_token=launch_token, tools=tools)
    settle_collector()
    scheduler = start_scheduler(config, app.extensions["muaina"].desk, tools=tools)
    end_lock_timer = start_lock_timer(app.extensions["muaina"].session)
    server = waitress.create_server(app, sockets=[listener], threads=THREADS, ident=None, **SERVER_LIMITS)

    def stop() -> None:
        end_lock_timer()
        if scheduler:
            scheduler.shutdown(wait=False)

    return server, stop


def _leave(*_: object) -> NoReturn:
    raise SystemExit(0)


@contextmanager
def _opened(config: Config, password: str, seat: int | None, tools: Tools) -> Iterator[Opened]:
    if is_unsettled(config.home):
        with only_one(config):
            pass
    session = Session(config, tools)
    session.sign_in(password, seat=seat)
    with session.open() as opened:
        yield opened


def _sync(config: Config, password: str, seat: int | None, progress: Tell) -> Outcome:
    tools = system_tools()
    with _opened(config, password, seat, tools) as opened:
        return synchronise(
            opened, centre_url=config.centre_url, timeout_s=config.timeout_s, tools=tools, progress=progress
        )


def _progress(*, as_json: bool) -> Tell:
    """Show steps on a terminal; a log or a program gets none."""
    shown = not as_json and sys.stderr.isatty()

    def tell(text: Text, share: float) -> None:
        if shown:
            click.echo(f"\r{text.en}: {share:4.0%}\033[K", err=True, nl=share >= 1.0)

    return tell


def _figures(outcome: Outcome) -> dict[str, Any]:
    counts = outcome.counts
    return {
        "reached": outcome.reached,
        "finished": outcome.finished,
        "message": outcome.text.en,
        "operations_sent": counts.sent,
        "operations_resent": counts.resent,
        "operations_acknowledged": counts.acknowledged,
        "register_rows": counts.rows,
        "files_sent": counts.files,
    }


def _report(figures: dict[str, Any], *, as_json: bool, text: str) -> None:
    click.echo(json.dumps(figures, ensure_ascii=False) if as_json else text)


def _end(text: Text, *, status: int) -> NoReturn:
    click.echo(f"{text.en}\n{text.ur}", err=True)
    sys.exit(status)
