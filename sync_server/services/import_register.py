"""Import register files: everything is read first, then compared, then written in one transaction.

Returns a report in which every row of every file is accounted for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy.orm import Session

from simplify_content.law_loader import load_law_pack
from simplify_content.table_files.tables import SourceFile
from sync_server.local_time import local_day
from sync_server.queries.database import reading
from sync_server.queries.gateway import Gateway, Written, writing
from sync_server.register.headers import kind_name
from sync_server.register.kinds import FILE_KINDS, FileKind, Kind
from sync_server.register.matching import EmployerIds, Matcher
from sync_server.register.plan import Corrections, Plan, key_of, plan_records, refuse_records, take_out_duplicates
from sync_server.register.reading import MappedFiles, ReadingOptions, Stage, map_files, parse_files
from sync_server.register.records import Record, Reject, Skip
from sync_server.register.report import CountsDoNotAddUp, ImportReport, TableReport, show_mapping
from sync_server.register.rows import ParsedTable
from sync_server.tools import Tools

_SLICE = 10_000


class Run(StrEnum):
    """Whether an import writes, or only says what it would do."""

    WRITE = "write"
    DRY = "dry"


@dataclass(frozen=True)
class ImportOptions:
    """How to import. `institution` is whose employers the rows are where they do not say it themselves.

    It is also the law pack whose jurisdiction says which districts are read.
    """

    institution: str
    reading: ReadingOptions = field(default_factory=ReadingOptions)
    corrections: Corrections = Corrections.KEEP
    run: Run = Run.WRITE


def no_progress(stage: str, done: int, total: int) -> None:
    """Tell nobody."""


def import_register(
    session: Session,
    sources: Sequence[SourceFile],
    *,
    options: ImportOptions,
    tools: Tools,
    progress: Stage = no_progress,
) -> ImportReport:
    """Import the files and return what became of each row.

    Args:
        session: a session outside any transaction.
        sources: the files, in any order; employers are imported before what hangs on them.
        options: kind, mapping by hand, dry run.
        tools: clock and ids.
        progress: told `(stage, done, total)`.

    Raises:
        BadFile: one of the files cannot be used; nothing of any file was written.
    """
    now = tools.now()
    files = map_files(sources, options=options.reading)
    counting = _Counting(progress, "reading", files.rows_total)
    jurisdiction = load_law_pack(options.institution).jurisdiction
    parsed = parse_files(files, today=local_day(now), jurisdiction=jurisdiction, progress=counting)
    if options.run is Run.DRY:
        reading(session)
        outcome = _Import(session, options, tools, progress, gateway=None).run(parsed)
        session.rollback()
        return _report(files, parsed, outcome, run=options.run)
    with writing(session, now=now) as gateway:
        outcome = _Import(session, options, tools, progress, gateway=gateway).run(parsed)
        return _report(files, parsed, outcome, run=options.run)


class _Counting:
    """Adds up steps and passes them on."""

    def __init__(self, progress: Stage, stage: str, total: int) -> None:
        self._progress, self._stage, self._total, self._done = progress, stage, total, 0

    def __call__(self, steps: int) -> None:
        self._done += steps
        self._progress(self._stage, self._done, self._total)


@dataclass
class _Outcome:
    """What the plans of all kinds come to."""

    plans: list[Plan] = field(default_factory=list)
    duplicates: Counter[str] = field(default_factory=Counter)
    rejects: list[Reject] = field(default_factory=list)


class _Import:
    """Plans and writes kind after kind, so that workers find the employers of the same import."""

    def __init__(
        self, session: Session, options: ImportOptions, tools: Tools, progress: Stage, *, gateway: Gateway | None
    ) -> None:
        self._session, self._options, self._tools = session, options, tools
        self._progress, self._gateway = progress, gateway
        self._employers = EmployerIds(options.institution)
        self._matcher = Matcher(session, self._employers, new_id=tools.new_id)
        self._outcome = _Outcome()

    def run(self, parsed: Sequence[ParsedTable]) -> _Outcome:
        for kind in Kind:
            tables = [table for table in parsed if table.mapping.kind.kind is kind]
            if tables:
                self._one_kind(FILE_KINDS[kind], tables)
        return self._outcome

    def _one_kind(self, kind: FileKind, tables: Sequence[ParsedTable]) -> None:
        records = [record for table in tables for record in table.records]
        self._progress("comparing", 0, len(records))
        plan = self._plan(kind, self._known(kind, self._unique(kind, records, tables), tables), tables)
        self._progress("comparing", len(records), len(records))
        self._outcome.plans.append(plan)
        self._write(plan)
        plan.forget_rows()

    def _unique(self, kind: FileKind, records: Sequence[Record], tables: Sequence[ParsedTable]) -> Sequence[Record]:
        if kind.kind is Kind.EMPLOYERS:
            for record in records:
                record.values.setdefault("institution", self._options.institution)
        unique = take_out_duplicates(records, key=key_of(kind.kind), column=_heading(tables, kind.key[0]))
        self._outcome.duplicates += unique.duplicates
        self._outcome.rejects += unique.rejects
        return unique.records

    def _known(self, kind: FileKind, records: Sequence[Record], tables: Sequence[ParsedTable]) -> Sequence[Record]:
        """Return the records whose employer is in the register; the others are rejected."""
        if kind.kind is Kind.EMPLOYERS:
            return records
        self._employers.meet(self._session, {record.values["registration_no"] for record in records})
        ids = self._employers.by_number
        strangers = [record for record in records if record.values["registration_no"] not in ids]
        self._outcome.rejects += refuse_records(
            strangers, column=_heading(tables, "registration_no"), code="row.unknown_employer", field="registration_no"
        )
        return [record for record in records if record.values["registration_no"] in ids] if strangers else records

    def _plan(self, kind: FileKind, records: Sequence[Record], tables: Sequence[ParsedTable]) -> Plan:
        matches = self._matcher.match(kind.kind, records)
        self._outcome.rejects += refuse_records(
            matches.elsewhere,
            column=_heading(tables, "certificate_no"),
            code="row.other_employer",
            field="certificate_no",
        )
        plan = plan_records(kind, matches.matched, new_id=self._tools.new_id, corrections=self._options.corrections)
        if kind.kind is Kind.EMPLOYERS:
            for row in plan.new:
                self._employers.remember(row["institution"], row["registration_no"], row["id"])
        return plan

    def _write(self, plan: Plan) -> None:
        rows = plan.new + plan.changed
        if self._gateway is None or not rows:
            return
        done = Written()
        for start in range(0, len(rows), _SLICE):
            part = self._gateway.write_many(plan.kind.entity, rows[start : start + _SLICE])
            done = Written(done.inserted + part.inserted, done.changed + part.changed, done.unchanged + part.unchanged)
            self._progress("writing", min(start + _SLICE, len(rows)), len(rows))
        if done != Written(len(plan.new), len(plan.changed), 0):
            planned = f"{len(plan.new)} new and {len(plan.changed)} changed {plan.kind.kind}"
            raise CountsDoNotAddUp(f"planned {planned}, the gateway wrote {done}")


def _heading(tables: Sequence[ParsedTable], field_name: str) -> str:
    for table in tables:
        if field_name in table.mapping.by_field:
            return table.mapping.by_field[field_name].heading
    return ""


def _report(files: MappedFiles, parsed: Sequence[ParsedTable], outcome: _Outcome, *, run: Run) -> ImportReport:
    planned: Counter[tuple[str, str]] = Counter()
    for plan in outcome.plans:
        planned += plan.counts
    rejects = [*(reject for table in parsed for reject in table.rejects), *outcome.rejects]
    places = {table.table.name: place for place, table in enumerate(parsed)}
    rejects.sort(key=lambda reject: (places[reject.file], reject.row))
    rejected: dict[str, set[int]] = {}
    for reject in rejects:
        rejected.setdefault(reject.file, set()).add(reject.row)
    return ImportReport(
        tables=tuple(_table_report(table, planned, outcome, rejected) for table in parsed),
        mappings=tuple(show_mapping(t, t.mapping, kind_name(t.mapping.kind.kind)) for t in parsed),
        rejects=tuple(rejects),
        corrections=tuple(met for plan in outcome.plans for met in plan.corrections),
        unread=files.unread,
        written=run is Run.WRITE,
    )


def _table_report(
    parsed: ParsedTable, planned: Counter[tuple[str, str]], outcome: _Outcome, rejected: Mapping[str, set[int]]
) -> TableReport:
    name = parsed.table.name
    skipped = Counter(parsed.skipped)
    skipped[Skip.DUPLICATE] += outcome.duplicates[name]
    return TableReport(
        name=name,
        kind=parsed.mapping.kind.kind,
        how=parsed.table.how,
        rows_total=parsed.rows_total,
        new=planned[name, "new"],
        changed=planned[name, "changed"],
        unchanged=planned[name, "unchanged"],
        skipped=skipped,
        rejected=len(rejected.get(name, ())),
    )
