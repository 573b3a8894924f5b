"""`muaina law`: check the law packs, and show what they say."""

from __future__ import annotations

import sys
from datetime import date, datetime

import click

from simplify_content.law_loader import available_schemes, lint_law, load_law_pack
from simplify_content.law_pack import LawError, LawPack
from simplify_content.law_report import lint_lines, show_lines


@click.group()
def law() -> None:
    """Law packs: provisions, rates, limits and further facts as dated data."""


@law.command()
def lint() -> None:
    """Check every law pack; end with 2 when something is wrong."""
    reports = [lint_law(scheme) for scheme in available_schemes()]
    for report in reports:
        click.echo("\n".join(lint_lines(report)))
    sys.exit(2 if any(report.problems for report in reports) else 0)


@law.command()
@click.argument("scheme")
@click.argument("section", required=False, default="")
@click.option("--on", "on", type=click.DateTime(["%Y-%m-%d"]), help="The day on which the values hold. Default: today.")
def show(scheme: str, section: str, on: datetime | None) -> None:
    """Show what the law pack of SCHEME holds, or one SECTION, value, fact or kind of facts as it stands on a day."""
    day = on.date() if on else date.today()  # noqa: DTZ011 - the reader's own day
    try:
        pack = load_law_pack(scheme)
        lines = show_lines(pack, section, on=day) if section else _contents(pack)
    except LawError as problem:
        raise click.UsageError(str(problem)) from None
    click.echo("\n".join(lines))


def _contents(pack: LawPack) -> tuple[str, ...]:
    return (
        f"{pack.institution.en} ({pack.scheme}), version {pack.version}",
        *(f"  {provision.key:<18} {provision.title.en}" for provision in pack.provisions.values()),
        *(f"  {key}" for key in pack.values),
        *(f"  {fact.key:<30} {fact.title.en}" for fact in pack.facts.values()),
    )
