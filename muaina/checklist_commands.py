"""`muaina checklist`: check the questions that are shipped, and carry them to a workbook and back."""

from __future__ import annotations

import secrets
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click

from checklists.compile import compile_definition
from checklists.definition import Definition, definition_as_yaml, read_definition
from checklists.errors import ChecklistError, Problem
from checklists.for_scheme import for_scheme, schemes_in
from checklists.form import Checklist
from checklists.library import SHARED, available_checklists, definition_of, load_checklist, provisions_of
from checklists.lint import ChecklistLint, lint_all, lint_definition
from checklists.translations import missing_texts, with_stand_ins
from checklists.versions import LOCK, broken_since, hash_of, lock_text, released
from checklists.workbook import read_workbook_file, write_workbook
from checklists.xpath_values import PAKISTAN
from muaina.preview.app import Tried, preview_app
from muaina.preview.trial import Trial, made_up_register
from simplify_content.law_loader import available_schemes

_FILES = (".xlsx", ".yaml", ".yml")


@click.group()
def checklist() -> None:
    """Checklists: XLSForm questions with law, findings and evidence rules."""


@checklist.command()
@click.argument("names", nargs=-1, metavar="[NAME | FILE.xlsx | FILE.yaml]...")
def lint(names: tuple[str, ...]) -> None:
    """Check every checklist, or those named, or files; end with 2 when something is wrong.

    Each problem names sheet, row and column as a spreadsheet counts them, what was found and what was expected.
    """
    files = [Path(name) for name in names if name.lower().endswith(_FILES)]
    wanted = [name for name in names if not name.lower().endswith(_FILES)]
    known = available_checklists()
    if strangers := [name for name in wanted if name not in known]:
        raise click.UsageError(f"there is no checklist {strangers[0]!r}; known are {', '.join(known)}")
    shipped = [report for report in lint_all() if report.name in wanted] if wanted else []
    found = [*shipped, *map(_linted, files)] if names else list(lint_all())
    for report in found:
        _print_report(report)
    sys.exit(2 if any(report.problems for report in found) else 0)


@checklist.command("export")
@click.argument("name")
@click.option("--version", help="The version; without it the newest.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The .xlsx to write.")
def export_(name: str, version: str | None, out: Path) -> None:
    """Write the checklist NAME as an XLSForm workbook."""
    wanted = _version_of(name, version)
    _write(out, write_workbook(definition_of(name, wanted)))
    click.echo(f"{name} {wanted}: written to {out}")


@checklist.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The .yaml to write.")
def import_(file: Path, out: Path) -> None:
    """Write the checklist of a workbook as YAML; nothing is written while something is wrong with it."""
    if out.exists():
        raise click.UsageError(f"{out} exists; a version is never overwritten: give another name")
    definition = _read(file)
    report = lint_definition(definition, provisions=provisions_of(definition.settings["scheme"]))
    report = replace(report, problems=(*report.problems, *broken_since(report.name, definition)))
    _print_report(report)
    if report.problems:
        sys.exit(2)
    _write(out, definition_as_yaml(definition).encode("utf-8"))
    click.echo(f"written to {out}")


@checklist.command()
@click.argument("name")
@click.option("--version", help="The version; without it the newest.")
def publish(name: str, version: str | None) -> None:
    """Release a version of the checklist NAME: from now on its file never changes.

    Refused while anything is wrong with it, or while it gives a name of an older version another type.
    """
    wanted = _version_of(name, version)
    reports = [report for report in lint_all() if (report.name, report.version) == (name, wanted)]
    if any(report.problems for report in reports):
        for report in reports:
            _print_report(report)
        sys.exit(2)
    locked = {f"{name}/{wanted}": hash_of(name, wanted), **released()}
    LOCK.write_text(lock_text(locked), encoding="utf-8")
    click.echo(f"{name} {wanted}: released as {locked[f'{name}/{wanted}']}")


@checklist.command()
@click.argument("name", metavar="NAME | FILE.xlsx | FILE.yaml")
@click.option("--version", help="The version; without it the newest.")
@click.option("--scheme", help="Whose law a checklist of several schemes cites; without it the first it names.")
@click.option("--port", default=8790, show_default=True, type=click.IntRange(1, 65535), help="Port on 127.0.0.1.")
def preview(name: str, version: str | None, scheme: str | None, port: int) -> None:
    """Try a checklist, or an author's file, in both languages in the browser, on this machine only.

    The page takes answers as the inspector's does and stores none. A text that lacks a language is listed and stands
    in the other one; anything else that is wrong ends the command with 2.
    """
    from waitress import serve

    tried = _tried_file(Path(name), scheme) if name.lower().endswith(_FILES) else _tried_shipped(name, version, scheme)
    token = secrets.token_urlsafe(24)
    click.echo(f"http://127.0.0.1:{port}/launch?token={token}  (opens once; stop with Ctrl+C)")
    serve(preview_app(tried, launch_token=token, port=port), host="127.0.0.1", port=port, threads=2)


def _tried_shipped(name: str, version: str | None, scheme: str | None) -> Tried:
    wanted = _version_of(name, version)
    law = _law_of(definition_of(name, wanted).settings["scheme"], scheme)
    return _tried(load_checklist(name, wanted, scheme=law), law, ())


def _tried_file(file: Path, scheme: str | None) -> Tried:
    definition = _read(file)
    complete, setting = with_stand_ins(definition), definition.settings["scheme"]
    report = lint_definition(complete, provisions=provisions_of(setting))
    if report.problems:
        _print_report(report)
        sys.exit(2)
    law = _law_of(setting, scheme)
    checklist = compile_definition(complete, provisions=provisions_of(setting))
    cited = for_scheme(checklist, law)
    return _tried(cited, law, missing_texts(definition))


def _law_of(setting: str, scheme: str | None) -> str:
    schemes = available_schemes() if setting == SHARED else schemes_in(setting)
    if not schemes or scheme not in (None, *schemes):
        raise click.UsageError(f"the checklist is for {', '.join(schemes) or 'no scheme'}, not for {scheme!r}")
    return scheme or schemes[0]


def _tried(checklist: Checklist, law: str, missing: tuple[Problem, ...]) -> Tried:
    around, employer = made_up_register(checklist, law_scheme=law, on=datetime.now(PAKISTAN).date())
    return Tried(Trial(checklist, around), law, employer, missing)


def _write(out: Path, content: bytes) -> None:
    try:
        out.write_bytes(content)
    except OSError as problem:
        told = f"{out}: cannot be written: {problem.strerror}; name a file in a folder that exists"
        raise click.UsageError(told) from None


def _version_of(name: str, version: str | None) -> str:
    versions = available_checklists().get(name, ())
    if not versions or version not in (None, *versions):
        known = ", ".join(f"{known} {one}" for known, ones in available_checklists().items() for one in ones)
        raise click.UsageError(f"there is no checklist {name!r} {version or ''}; known are {known}")
    return version or versions[-1]


def _linted(file: Path) -> ChecklistLint:
    definition = _read(file)
    return lint_definition(definition, provisions=provisions_of(definition.settings["scheme"]))


def _read(file: Path) -> Definition:
    try:
        return read_workbook_file(file) if file.suffix.lower() == ".xlsx" else read_definition(file)
    except ChecklistError as refusal:
        click.echo(str(refusal), err=True)
        sys.exit(2)


def _print_report(report: ChecklistLint) -> None:
    click.echo(
        f"{report.name} {report.version}: {report.sections} sections, {report.questions} questions, "
        f"{report.calculations} calculations, {report.findings} findings, "
        f"{len(report.provisions)} provisions cited, {len(report.problems)} problems"
    )
    for scheme, roles in report.unrecorded.items():
        click.echo(f"  {scheme}: {_sections_told(report, roles)}")
    for problem in report.problems:
        click.echo(f"  {problem}")


def _sections_told(report: ChecklistLint, roles: tuple[str, ...]) -> str:
    found = f"a section for {len(report.provisions) - len(roles)} of {len(report.provisions)} provisions cited"
    return f"{found}; no provision recorded for {', '.join(roles)}" if roles else found
