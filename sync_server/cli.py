"""Commands of the centre: `muaina server ...`. Each parses, calls one service, and says what it did."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from simplify_content.law_loader import available_schemes, load_law_pack
from simplify_content.text import Text
from sync_protocol.collector import settle_collector
from sync_server.app import create_app
from sync_server.cli_backup import backup, restore, restored
from sync_server.cli_bundle import bundle
from sync_server.cli_office import certificate, keys, office, status, visit
from sync_server.cli_recovery import recovery
from sync_server.command_line import home_option, in_app, json_option, ready_app
from sync_server.config import ConfigError, load_config
from sync_server.errors import Refusal
from sync_server.models import Role, db
from sync_server.queries.database import UnsafeDatabase
from sync_server.queries.settings import CentreFacts, NotInitialised
from sync_server.queries.snapshots import all_scope_ids
from sync_server.server import make_server
from sync_server.services.add_user import NewUser, add_user
from sync_server.services.build_snapshot import build_snapshot
from sync_server.services.initialise import ensure_secret, initialise
from sync_server.services.invite_device import invite_device
from sync_server.services.migrate import SchemaBehind
from sync_server.tools import current_tools
from sync_server.worker import WorkerRunning, run_worker


class _Answered(click.Group):
    """A group whose commands end with a sentence and a status instead of a trace when they are refused.

    The register's commands are loaded when they are asked for: they bring a spreadsheet reader with them.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*super().list_commands(ctx), "register"])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name == "register":
            from sync_server.register_cli import register

            return register
        return super().get_command(ctx, cmd_name)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (Refusal, ConfigError) as refusal:
            raise click.UsageError(str(refusal)) from None
        except (NotInitialised, SchemaBehind, UnsafeDatabase, WorkerRunning) as problem:
            raise click.ClickException(str(problem)) from None


@click.group(cls=_Answered)
def server() -> None:
    """The centre: database, people, laptops, pages, sync."""


server.add_command(visit)
server.add_command(certificate)
server.add_command(office)
server.add_command(keys)
server.add_command(status)
server.add_command(backup)
server.add_command(restore)
server.add_command(restored)
server.add_command(bundle)
server.add_command(recovery)


@server.command()
@home_option
@click.option("--institution", default="pessi", show_default=True, help="Institution and its law pack.")
@click.option("--office-en", default="", help="Letterhead in English [default: the institution's name].")
@click.option("--office-ur", default="", help="Letterhead in Urdu [default: the institution's name].")
@click.option("--address-en", default="—", help="Address of the office in English.")
@click.option("--address-ur", default="—", help="Address of the office in Urdu.")
@click.option("--phone", default="", help="Telephone of the office.")
@click.option("--demonstration", is_flag=True, help="Mark every page and paper as a demonstration.")
def init(
    home: Path | None,
    institution: str,
    office_en: str,
    office_ur: str,
    address_en: str,
    address_ur: str,
    phone: str,
    demonstration: bool,
) -> None:
    """Make or update database, keys and secret. Doing it again loses nothing."""
    if institution not in available_schemes():
        known = ", ".join(available_schemes())
        raise click.UsageError(f"there is no law pack {institution!r}; available are {known}")
    law, config = load_law_pack(institution), load_config(home)
    config = replace(config, secret_key=ensure_secret(config))
    facts = CentreFacts(
        institution=institution,
        scheme=institution,
        office=Text(
            en=office_en or law.institution.en,
            ur=office_ur or law.institution.ur,
        ),
        demonstration=demonstration,
        address=Text(en=address_en, ur=address_ur),
        phone=phone,
    )
    app = create_app(config)
    with app.app_context():
        standing = initialise(db.session(), db.engine, facts, tools=current_tools())
    click.echo(f"centre of {standing.office.en} ready in {config.home}")
    if standing != facts:
        click.echo("its institution and letterhead were set earlier and stay as they are", err=True)


@server.command()
@home_option
@click.option("--host", help="Address to listen on [default: 127.0.0.1].")
@click.option("--port", type=click.IntRange(0, 65535), help="Port to listen on; 0 picks a free one.")
@click.option("--threads", type=click.IntRange(1, 64), default=8, show_default=True, help="Requests served at once.")
def run(home: Path | None, host: str | None, port: int | None, threads: int) -> None:
    """Serve pages and sync until interrupted; prints `listening on ...` once ready."""
    given = {name: value for name, value in (("host", host), ("port", port)) if value is not None}
    config = replace(load_config(home), **given)  # type: ignore[arg-type]
    app = ready_app(config)
    settle_collector()
    serving = make_server(app, host=config.host, port=config.port, threads=threads)
    click.echo(f"listening on http://{config.host}:{serving.effective_port}")
    sys.stdout.flush()
    try:
        serving.run()
    except KeyboardInterrupt:
        click.echo("stopped", err=True)
    finally:
        serving.close()


@server.command()
@home_option
def worker(home: Path | None) -> None:
    """Build snapshots in the background until interrupted; one per centre."""
    app = ready_app(load_config(home))
    try:
        run_worker(app, on_ready=lambda: click.echo("working"))
    except KeyboardInterrupt:
        click.echo("stopped", err=True)


@server.group()
def user() -> None:
    """People who sign in or work on laptops."""


@user.command("add")
@home_option
@click.argument("sign_in")
@click.option("--role", type=click.Choice([str(role) for role in Role]), required=True, help="What the person does.")
@click.option("--name-en", required=True, help="Name in English.")
@click.option("--name-ur", required=True, help="Name in Urdu.")
@click.option("--scope", "scopes", multiple=True, required=True, help="district:<key>, or * for all; may be repeated.")
@click.option("--password", help="Visible to others on this machine; better use --password-stdin.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def user_add(
    home: Path | None,
    sign_in: str,
    role: str,
    name_en: str,
    name_ur: str,
    scopes: tuple[str, ...],
    password: str | None,
    password_stdin: bool,
) -> None:
    """Add a person."""
    secret = sys.stdin.readline().rstrip("\r\n") if password_stdin else password
    if not secret:
        secret = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    new = NewUser(sign_in=sign_in, role=Role(role), name=Text(en=name_en, ur=name_ur), scopes=scopes, password=secret)
    added = in_app(home, lambda: add_user(db.session(), new, tools=current_tools()).sign_in)
    click.echo(f"{added} added as {role}")


@server.group()
def device() -> None:
    """Laptops."""


@device.command()
@home_option
@click.argument("sign_in")
@json_option
def invite(home: Path | None, sign_in: str, as_json: bool) -> None:
    """Print a one-time code with which an inspector's laptop enrols within seven days."""
    code = in_app(home, lambda: invite_device(db.session(), sign_in, tools=current_tools()))
    click.echo(json.dumps({"sign_in": sign_in, "code": code}) if as_json else code)


@server.group()
def snapshot() -> None:
    """Register files for laptops."""


@snapshot.command()
@home_option
@click.argument("scope", required=False)
@json_option
def build(home: Path | None, scope: str | None, as_json: bool) -> None:
    """Build the register file of one scope, or of all."""

    def work() -> list[dict[str, Any]]:
        known = all_scope_ids(db.session())
        db.session.rollback()
        if scope and scope not in known:
            raise click.UsageError(f"there is no scope {scope!r}; known are {', '.join(known) or 'none'}")
        folder = load_config(home).snapshots
        return [
            build_snapshot(db.session(), one, folder=folder, tools=current_tools())
            for one in ([scope] if scope else known)
        ]

    manifests = in_app(home, work)
    if as_json:
        click.echo(json.dumps(manifests))
        return
    for made in manifests:
        click.echo(
            f"{made['scope']}  v {made['v']}  {sum(made['rows'].values())} rows  {made['compressed_bytes']} bytes"
        )
