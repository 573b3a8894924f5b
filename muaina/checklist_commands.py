"""`muaina checklist`: check the questions that are shipped."""

from __future__ import annotations

import sys

import click

from checklists.lint import lint_all


@click.group()
def checklist() -> None:
    """Checklists: XLSForm questions with law, findings and evidence rules."""


@checklist.command()
@click.argument("name", required=False)
def lint(name: str | None) -> None:
    """Check every checklist, or the one called NAME; end with 2 when something is wrong."""
    found = [report for report in lint_all() if name in (None, report.name)]
    if not found:
        raise click.UsageError(f"there is no checklist {name!r}; known are {', '.join(r.name for r in lint_all())}")
    for report in found:
        click.echo(
            f"{report.name} {report.version}: {report.sections} sections, {report.questions} questions, "
            f"{report.calculations} calculations, {report.findings} findings, "
            f"{len(report.provisions)} provisions cited, {len(report.problems)} problems"
        )
        for problem in report.problems:
            click.echo(f"  {problem}")
    sys.exit(2 if any(report.problems for report in found) else 0)
