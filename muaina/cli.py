"""The console script `muaina`: puts the commands of all packages under one name, each loaded when it is asked for."""

from __future__ import annotations

import importlib
import sys
from typing import Any

import click

_COMMANDS = {
    "demo": "muaina.demo.command:demo",
    "server": "sync_server.cli:server",
    "register": "sync_server.register_cli:register",
    "laptop": "inspector_app.cli:laptop",
    "assess": "muaina.assess_command:assess",
    "law": "muaina.law_commands:law",
    "checklist": "muaina.checklist_commands:checklist",
    "verify": "muaina.verify_command:verify",
}


class _LazyGroup(click.Group):
    """A group whose commands are imported on use, so that `muaina laptop run` never loads the centre."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module, _, attribute = _COMMANDS[cmd_name].partition(":")
        command: Any = getattr(importlib.import_module(module), attribute)
        assert isinstance(command, click.Command)
        return command


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="muaina")
def main() -> None:
    """Muaina: field inspection for social security, offline first."""


if __name__ == "__main__":
    sys.exit(main())
