"""The documents tell what the code does: settings, commands, decisions, the README's two commands."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import click
import pytest

from muaina.cli import main

ROOT = Path(__file__).parents[2]


def _settings_in_code() -> set[str]:
    found: set[str] = set()
    for package in ("inspector_app", "muaina", "sync_server"):
        for file in (ROOT / package).rglob("*.py"):
            found |= set(re.findall(r'"(MUAINA_[A-Z_]*[A-Z])"', file.read_text(encoding="utf-8")))
    return found


def test_every_setting_of_the_laptop_and_the_commands_is_documented() -> None:
    documented = (ROOT / "docs/settings.md").read_text(encoding="utf-8")

    missing = sorted(name for name in _settings_in_code() if f"`{name}`" not in documented)

    assert missing == []


def test_every_setting_of_the_centre_is_documented() -> None:
    from sync_server.config import ENVIRONMENT_PREFIX, Config

    documented = (ROOT / "docs/settings.md").read_text(encoding="utf-8")
    names = [ENVIRONMENT_PREFIX + field.name.upper() for field in fields(Config) if field.name != "home"]

    missing = [name for name in names if f"`{name}`" not in documented]

    assert missing == []


def _commands(group: click.Command, path: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], click.Command]]:
    if not isinstance(group, click.Group):
        return [(path, group)]
    context = click.Context(group)
    names = group.list_commands(context)
    children = [(name, group.get_command(context, name)) for name in names]
    return [found for name, child in children if child for found in _commands(child, (*path, name))]


def test_every_command_says_what_it_does_and_what_each_option_means() -> None:
    silent = []
    for path, command in _commands(main):
        if not command.help:
            silent.append(" ".join(path))
        silent += [
            f"{' '.join(path)} {option.opts[0]}"
            for option in command.params
            if isinstance(option, click.Option) and not option.help and not option.hidden
        ]

    assert silent == []


def test_every_command_is_named_in_the_documents() -> None:
    documented = (ROOT / "docs/commands.md").read_text(encoding="utf-8")

    missing = [" ".join(path) for path, _ in _commands(main) if f"`muaina {' '.join(path)}" not in documented]

    assert missing == []


def test_every_decision_is_in_the_index() -> None:
    index = (ROOT / "docs/decisions/README.md").read_text(encoding="utf-8")
    pages = [page.name for page in (ROOT / "docs/decisions").glob("0*.md")]

    assert pages
    assert [page for page in pages if f"({page})" not in index] == []


@pytest.mark.parametrize(
    "page", sorted(str(p.relative_to(ROOT)) for p in [ROOT / "README.md", *ROOT.glob("docs/**/*.md")])
)
def test_every_link_of_a_document_leads_somewhere(page: str) -> None:
    file = ROOT / page
    links = re.findall(r"\]\(([^)#]+)\)", file.read_text(encoding="utf-8"))

    broken = [link for link in links if "://" not in link and not (file.parent / link).exists()]

    assert broken == []
