"""`muaina checklist`: check the questions that are shipped."""

from __future__ import annotations

import sys

import click
from checklists.lint import lint_checklist

from checklists.library import available_checklists


@click.group()
def checklist() -> None:
    """Checklists: XLSForm questions with law, findings and evidence rules."""


@checklist.command()
@click.argument("name", required=False)
def lint(name: str | None) -> None:
    """Check every checklist, or the one called NAME; end with 2 when something is wrong."""
    clean = True
    for found in [name] if name else available_checklists():
        report = lint_checklist(found)
        click.echo("\n".join(report.lines))
        clean = clean and not report.problems
    sys.exit(0 if clean else 2)
