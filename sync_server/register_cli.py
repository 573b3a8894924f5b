"""Commands on register files: `import` them into the centre, `generate` synthetic ones.

Parses the command line, calls one service, prints; wrong input ends with status 2.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, NoReturn

import click

from simplify_content.table_files.errors import BadFile
from simplify_content.table_files.tables import SourceFile
from sync_server.register.headers import IGNORED
from sync_server.register.kinds import Kind
from sync_server.register.plan import Corrections
from sync_server.register.reading import ReadingOptions, Stage, UnknownColumns
from sync_server.register.rejects import rejects_csv
from sync_server.register.synthetic.recipe import DETAILED, UNTIL

if TYPE_CHECKING:
    from sync_server.register.report import ImportReport

_SHOWN_REJECTS = 20


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def register() -> None:
    """Register files: import and generate."""


@register.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--kind", type=click.Choice([str(kind) for kind in Kind]), help="What the rows are; else the headings say."
)
@click.option("--map", "headings", multiple=True, metavar="COLUMN=FIELD", help="Map a column by hand; FIELD may be -.")
@click.option(
    "--unknown", type=click.Choice(["refuse", "ignore"]), default="refuse", help="Columns that are not known."
)
@click.option(
    "--corrections", type=click.Choice(["keep", "replace"]), default="keep", help="Fields corrected by people."
)
@click.option("--dry-run", is_flag=True, help="Show mapping, sample and counts; write nothing.")
@click.option("--rejects", type=click.Path(dir_okay=False, path_type=Path), help="Where the rejected rows go (CSV).")
@click.option("--home", type=click.Path(file_okay=False, path_type=Path), help="Instead of MUAINA_HOME.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def import_command(
    files: tuple[Path, ...],
    *,
    kind: str | None,
    headings: tuple[str, ...],
    unknown: str,
    corrections: str,
    dry_run: bool,
    rejects: Path | None,
    home: Path | None,
    as_json: bool,
) -> None:
    """Import register FILES (CSV or XLSX), all of them or, when one cannot be used, none."""
    options = ReadingOptions(
        kind=Kind(kind) if kind else None, headings=_headings(headings), unknown=UnknownColumns(unknown)
    )
    try:
        report, seconds = _import(
            [SourceFile(file.name, file.read_bytes()) for file in files],
            options,
            Corrections(corrections),
            dry_run=dry_run,
            home=home,
        )
    except BadFile as problem:
        _refuse(problem, as_json=as_json)
    if rejects:
        rejects.write_bytes(rejects_csv(report.rejects))
    if as_json:
        speed = {"seconds": round(seconds, 3), "rows_per_s": round(report.rows_total / seconds)}
        click.echo(json.dumps(report.as_json() | speed, ensure_ascii=False, indent=1))
    else:
        _print_report(report, seconds=seconds, rejects=rejects)


def _headings(given: Sequence[str]) -> dict[str, str]:
    mapped = {}
    for one in given:
        heading, separator, field = one.rpartition("=")
        if not separator or not heading or not field:
            raise click.BadParameter(f"{one!r}: expected COLUMN=FIELD", param_hint="--map")
        mapped[heading] = IGNORED if field == "-" else field
    return mapped


def _import(
    sources: Sequence[SourceFile],
    reading: ReadingOptions,
    corrections: Corrections,
    *,
    dry_run: bool,
    home: Path | None,
) -> tuple[ImportReport, float]:
    from sync_server.app import create_app
    from sync_server.config import ConfigError, load_config
    from sync_server.models import db
    from sync_server.queries.settings import NotInitialised, centre_facts
    from sync_server.services.import_register import ImportOptions, Run, import_register
    from sync_server.services.migrate import SchemaBehind, refuse_other_shape
    from sync_server.tools import current_tools

    try:
        config = load_config(home)
    except ConfigError as problem:
        raise click.UsageError(str(problem)) from None
    if not config.secret_key:
        raise click.ClickException(f"there is no centre in {config.home} yet; run: muaina server init")
    with create_app(config).app_context(), _bars() as progress:
        try:
            refuse_other_shape(db.engine)
            institution = centre_facts(db.session()).institution
        except (NotInitialised, SchemaBehind) as problem:
            raise click.ClickException(str(problem)) from None
        db.session.rollback()
        options = ImportOptions(institution, reading, corrections, Run.DRY if dry_run else Run.WRITE)
        started = perf_counter()
        report = import_register(db.session(), sources, options=options, tools=current_tools(), progress=progress)
        return report, perf_counter() - started


def _refuse(problem: BadFile, *, as_json: bool) -> NoReturn:
    name = str(problem.facts.get("file", ""))
    if as_json:
        message = {"en": problem.text.en, "ur": problem.text.ur}
        click.echo(json.dumps({"error": problem.code, "file": name, "message": message}, ensure_ascii=False))
    else:
        click.echo(f"{name}: {problem.text.en}\n{problem.text.ur}\nNothing was written.", err=True)
    sys.exit(2)


@contextmanager
def _bars() -> Iterator[Stage]:
    """Give a progress function that draws one bar for each stage on a terminal, and nothing elsewhere."""
    bars: dict[tuple[str, int], Any] = {}

    def tell(stage: str, done: int, total: int) -> None:
        if not sys.stderr.isatty() or not total:
            return
        if (stage, total) not in bars:
            for other in bars.values():
                other.render_finish()
            bar: Any = click.progressbar(length=total, label=f"{stage:<10}", file=sys.stderr, show_pos=True)
            bars[stage, total] = bar
            bar.render_progress()
        bar = bars[stage, total]
        bar.update(done - bar.pos)

    try:
        yield tell
    finally:
        for bar in bars.values():
            bar.render_finish()


def _print_report(report: ImportReport, *, seconds: float, rejects: Path | None) -> None:
    if not report.written:
        _print_mappings(report)
    for table in report.tables:
        passed = ", ".join(f"{count} {reason.replace('_', ' ')}" for reason, count in table.skipped.items() if count)
        click.echo(f"{table.name} ({table.kind}; {table.how}): {table.rows_total:,} rows")
        click.echo(
            f"  new {table.new:,}  changed {table.changed:,}  unchanged {table.unchanged:,}"
            f"  rejected {table.rejected:,}  skipped {table.skipped.total():,}" + (f" ({passed})" if passed else "")
        )
    for name in report.unread:
        click.echo(f"{name}: not read, it has no headings of a register")
    for met in report.corrections:
        done = "replaced" if met.replaced else "kept"
        click.echo(f"{met.table} row {met.row}: {met.field} was corrected by a person and {done} ({met.standing!r})")
    for reject in report.rejects[:_SHOWN_REJECTS] if rejects is None else ():
        click.echo(f"  {reject.file} row {reject.row}, {reject.column or 'whole row'}: {reject.reason.en}", err=True)
    if len(report.rejects) > _SHOWN_REJECTS and rejects is None:
        click.echo(f"  and {len(report.rejects) - _SHOWN_REJECTS:,} more; --rejects FILE keeps them all", err=True)
    if rejects is not None:
        click.echo(f"rejects: {rejects} ({len(report.rejects):,} reasons)")
    ended = "written" if report.written else "dry run, nothing written"
    click.echo(f"{report.rows_total:,} rows in {seconds:.1f} s, {report.rows_total / seconds:,.0f} rows/s; {ended}")


def _print_mappings(report: ImportReport) -> None:
    for shown in report.mappings:
        click.echo(f"{shown.table}: {shown.kind_name.en} / {shown.kind_name.ur}")
        for letter, heading, field in shown.columns:
            click.echo(f"  {letter:>3}  {heading}  ->  {field or 'not known, left out'}")
        for sample in shown.sample:
            click.echo("  e.g. " + "; ".join(f"{name}={value}" for name, value in sample.items()))


@register.command("generate")
@click.option("--institution", default="pessi", show_default=True, help="Whose register: districts, numbers, law pack.")
@click.option("--employers", type=click.IntRange(1, 1_000_000), required=True, help="How many employers.")
@click.option("--seed", type=int, required=True, help="Same seed, same files.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="Folder for the files.")
@click.option("--months", type=click.IntRange(1, 600), default=24, show_default=True, help="Contribution months.")
@click.option(
    "--detail",
    type=click.IntRange(0),
    default=None,
    help=f"Employers with workers and months [default: first {DETAILED:,}].",
)
@click.option("--district", "districts", multiple=True, help="Only these districts (key); may be given again.")
@click.option("--until", default=UNTIL, show_default=True, metavar="YYYY-MM", help="Last contribution month.")
@click.option("--json", "as_json", is_flag=True, help="Print paths and counts as JSON.")
def generate_command(
    *,
    institution: str,
    employers: int,
    seed: int,
    out: Path,
    months: int,
    detail: int | None,
    districts: tuple[str, ...],
    until: str,
    as_json: bool,
) -> None:
    """Write a synthetic register: CSV files as a clerk would send them, and truth.json with what was planted."""
    from simplify_content.law_loader import available_schemes, load_law_pack
    from sync_server.register.generate import generate_register
    from sync_server.register.synthetic.recipe import Recipe

    if institution not in available_schemes():
        known = ", ".join(available_schemes())
        raise click.UsageError(f"there is no law pack {institution!r}; available are {known}")
    law, started = load_law_pack(institution), perf_counter()
    with _bars() as progress:
        done = 0

        def step(more: int) -> None:
            nonlocal done
            done += more
            if done % 500 == 0 or done == employers:
                progress("generating", done, employers)

        try:
            recipe = Recipe(employers, seed, months=months, detail=detail, districts=districts, until=until)
            made = generate_register(recipe, out, law=law, progress=step)
        except ValueError as problem:
            raise click.UsageError(str(problem)) from None
    files = {name: str(path) for name, path in made.files.items()}
    if as_json:
        click.echo(json.dumps({"files": files, "truth": str(made.truth), "counts": made.counts}, indent=1))
        return
    for name, path in files.items():
        click.echo(f"{path}: {made.counts[name]:,} rows")
    click.echo(f"{made.truth}: what was planted")
    click.echo(f"{perf_counter() - started:.1f} s")
