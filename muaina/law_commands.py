"""`muaina law`: check the law packs, and show what they say."""

from __future__ import annotations

import sys
from datetime import date, datetime

import click

from simplify_content import law_report
from simplify_content.law_pack import LawError


@click.group()
def law() -> None:
    """Law packs: provisions, rates and limits as dated data."""


@law.command()
def lint() -> None:
    """Check every law pack; end with 2 when something is wrong."""
    lines, clean = law_report.lint_lines()
    click.echo("\n".join(lines))
    sys.exit(0 if clean else 2)


@law.command()
@click.argument("scheme")
@click.argument("section", required=False, default="")
@click.option("--on", "on", type=click.DateTime(["%Y-%m-%d"]), help="The day on which the values hold. Default: today.")
def show(scheme: str, section: str, on: datetime | None) -> None:
    """Show the law of SCHEME, or one SECTION or value of it, as it stands on a day."""
    day = on.date() if on else date.today()  # noqa: DTZ011 - the reader's own day
    try:
        click.echo("\n".join(law_report.show_lines(scheme, section, on=day)))
    except LawError as problem:
        raise click.UsageError(str(problem)) from None
