"""`muaina verify FILE`: whether a sealed paper is genuine, offline, with nothing but trusted public keys."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import click
from platformdirs import user_data_path

from casework.documents.sealing import verify_file

_KEYS_FILE = "trusted_keys.json"


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--keys",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Public keys of institutions, as `muaina server keys` prints them. Default: MUAINA_HOME/trusted_keys.json.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def verify(file: Path, keys: Path | None, as_json: bool) -> None:
    """Say whether FILE, a notice or certificate, is genuine and unchanged.

    Ends with 0 when it is, with 1 when it is not, with 2 when the keys cannot be read.
    """
    result = verify_file(file.read_bytes(), trusted_keys(keys))
    if as_json:
        claim = dict(result.claim) if result.claim else {}
        click.echo(
            json.dumps(
                {"valid": result.valid, "claim": claim, "reason_en": result.reason.en, "reason_ur": result.reason.ur},
                ensure_ascii=False,
            )
        )
    else:
        click.echo(f"{'VALID' if result.valid else 'NOT VALID'}: {result.reason.en}")
        click.echo(result.reason.ur)
        for name, value in (result.claim or {}).items():
            click.echo(f"  {name}: {value}")
    sys.exit(0 if result.valid else 1)


def trusted_keys(file: Path | None) -> list[str]:
    """Return the public keys of a keys file, base64.

    Raises:
        click.UsageError: there is no such file, or it is not of the form `{"keys": ["..."]}`.
    """
    root = Path(os.environ.get("MUAINA_HOME") or user_data_path("muaina", appauthor=False))
    path = file or root / _KEYS_FILE
    if not path.exists():
        raise click.UsageError(f"{path} does not exist; ask the institution for its public keys, or give --keys FILE")
    try:
        keys = json.loads(path.read_text(encoding="utf-8"))["keys"]
    except (ValueError, KeyError, TypeError):
        raise click.UsageError(f'{path}: expected {{"keys": ["..."]}} as `muaina server keys` prints it') from None
    return [str(key) for key in keys]
