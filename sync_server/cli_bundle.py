"""The command that takes a bundle carried here by hand and writes the one that goes back."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from sync_protocol.bundles import BundleError
from sync_server.command_line import home_option, json_option, ready_app
from sync_server.config import load_config
from sync_server.models import db
from sync_server.services.evidence_store import evidence_place
from sync_server.services.take_bundle import take_bundle
from sync_server.tools import current_tools

_file = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@home_option
@click.argument("file", type=_file)
@click.option(
    "--answer",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where the answer goes [default: FILE with .answer].",
)
@json_option
def bundle(home: Path | None, file: Path, answer: Path | None, as_json: bool) -> None:
    """Take the bundle FILE of a laptop and write the answer, which goes back to that laptop.

    Taking the same bundle again changes nothing and writes the answer again.
    """
    config = load_config(home)
    target = answer or file.with_name(f"{file.name}.answer")
    part = target.with_name(f"{target.name}.part")
    with ready_app(config).app_context(), file.open("rb") as source, part.open("wb+") as out:
        try:
            taken = take_bundle(db.session(), source, answer=out, place=evidence_place(config), tools=current_tools())
        except BundleError as problem:
            part.unlink()
            raise click.UsageError(f"{file.name}: {problem.message}; nothing was taken") from None
    part.replace(target)
    if as_json:
        click.echo(json.dumps({**asdict(taken), "answer": str(target)}))
    else:
        click.echo(f"{taken.operations} operations and {taken.files} files taken; bring {target} back to the laptop")
    if taken.problem or taken.refused_files:
        refused = f"{taken.refused_files} files were refused" if taken.refused_files else ""
        click.echo("; ".join(part for part in (taken.problem, refused) if part), err=True)
        raise SystemExit(1)
