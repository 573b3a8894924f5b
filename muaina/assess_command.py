"""`muaina assess CASE.yaml`: the assessment of one case file, line by line."""

from __future__ import annotations

import json
from pathlib import Path

import click

from casework.assessment import assess as assess_case
from casework.assessment_json import assessment_as_json
from casework.case_yaml import CaseError, read_case_file
from simplify_content.law_loader import load_law_pack
from simplify_content.law_pack import LawError

_MANY = 2_000
"""From so many workers on, a person who waits is told what goes on."""


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
def assess(file: Path, as_json: bool) -> None:
    """Assess the case in FILE and explain every line."""
    try:
        case = read_case_file(file)
        if len(case.workers) >= _MANY:
            click.echo(f"{file.name}: read; assessing {len(case.workers)} workers ...", err=True)
        assessment = assess_case(case, load_law_pack(case.scheme))
    except (CaseError, LawError) as problem:
        raise click.UsageError(f"{file}: {problem}") from None
    if as_json:
        click.echo(json.dumps(assessment_as_json(assessment), ensure_ascii=False, indent=2))
        return
    for line in assessment.lines:
        click.echo(line.explanation.en)
        if line.increase_told is not None:
            click.echo(f"  {line.increase_told.en}")
    for left_out in assessment.not_assessed:
        click.echo(f"not assessed: {left_out.reason.en}")
    for warned in assessment.warnings:
        click.echo(f"warning: {warned.text.en}")
    click.echo(f"contributions owed: {assessment.contributions}")
    if assessment.increase is not None:
        click.echo(f"increase: {assessment.increase}")
    click.echo(assessment.increase_note.en)
    for other in assessment.alternatives:
        click.echo(f"beside it: {other.title.en}: {other.contributions}")
    for amnesty in assessment.amnesties:
        click.echo(f"under an amnesty: {amnesty.text.en} Then: {amnesty.total}")
