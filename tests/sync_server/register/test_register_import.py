from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from register_files import HEADINGS, ROW, csv_file

from simplify_content.law_loader import load_law_pack
from simplify_content.table_files.errors import BadFile
from simplify_content.table_files.tables import SourceFile
from sync_protocol.merge import Writer
from sync_server.queries.gateway import writing
from sync_server.register.generate import generate_register
from sync_server.register.plan import Corrections
from sync_server.register.report import ImportReport
from sync_server.register.synthetic.recipe import Recipe
from sync_server.services.import_register import ImportOptions, Run, import_register

OPTIONS = ImportOptions("pessi")
TABLES = ("employer", "establishment", "certificate", "coverage", "contribution_month")
EMPLOYERS = csv_file([HEADINGS, ROW, ("2019070002", "Chenab Foods", "Kasur")], name="employers.csv")


def bring(centre: Any, *sources: SourceFile, options: ImportOptions = OPTIONS) -> ImportReport:
    return import_register(centre.session, sources, options=options, tools=centre.tools)


def counts(centre: Any) -> dict[str, int]:
    return {table: centre.scalar(f"SELECT count(*) FROM {table}") for table in TABLES}


def generated(tmp_path: Path, employers: int = 40) -> tuple[list[SourceFile], dict[str, int]]:
    made = generate_register(Recipe(employers, 7, months=6), tmp_path / "register", law=load_law_pack("pessi"))
    return [SourceFile(path.name, path.read_bytes()) for path in made.files.values()], made.counts


def test_a_whole_register_comes_in_and_again_changes_nothing(centre: Any, tmp_path: Path) -> None:
    sources, made = generated(tmp_path)
    first = bring(centre, *reversed(sources))
    stands = counts(centre)
    feed = centre.scalar("SELECT sum(v) FROM scope")
    again = bring(centre, *sources)
    names = ("employers", "establishments", "certificates", "workers", "contributions")
    assert stands == dict(zip(TABLES, (made[name] for name in names), strict=True)) == counts(centre)
    assert first.changes == sum(made.values())
    assert (again.changes, again.rejects, [table.unchanged for table in again.tables]) == (
        0,
        (),
        [table.new for table in first.tables],
    )
    assert centre.scalar("SELECT sum(v) FROM scope") == feed
    assert centre.scalar("SELECT count(*) FROM member WHERE present") == sum(stands.values())
    assert centre.scalar("SELECT count(DISTINCT worker_id) FROM coverage") == made["workers"]


def test_ids_stay_and_only_what_differs_is_written(centre: Any) -> None:
    bring(centre, EMPLOYERS)
    before = centre.scalar("SELECT id FROM employer WHERE registration_no = '2019070001'")
    renamed = csv_file([HEADINGS, (ROW[0], "Ravi Weaving", ROW[2]), ("2019070002", "Chenab Foods", "Kasur")])
    table = bring(centre, renamed).tables[0]
    assert (table.new, table.changed, table.unchanged) == (0, 1, 1)
    assert centre.scalar("SELECT id FROM employer WHERE name_en = 'Ravi Weaving'") == before
    assert centre.scalar("SELECT rev FROM employer WHERE registration_no = '2019070001'") == 2
    assert centre.scalar("SELECT rev FROM employer WHERE registration_no = '2019070002'") == 1


def test_an_empty_cell_or_a_missing_column_says_nothing(centre: Any) -> None:
    bring(centre, csv_file([(*HEADINGS, "Phone", "NTN"), (*ROW, "0300-1234567", "1234567")]))
    bring(centre, csv_file([(*HEADINGS, "Phone"), (*ROW, "")]))
    assert centre.scalar("SELECT phone || ' ' || ntn FROM employer") == "0300-1234567 1234567"


@pytest.mark.parametrize(
    "bad",
    [
        SourceFile("bad.csv", b"Registration No,Employer Name\n1,Caf\x81\n"),
        SourceFile("bad.csv", b"%PDF-1.7"),
        SourceFile("bad.xlsx", b"PK\x03\x04 broken"),
        csv_file([(*HEADINGS, "Colour"), (*ROW, "green")], name="bad.csv"),
        SourceFile("bad.csv", b""),
    ],
    ids=["encoding", "pdf", "workbook", "unknown column", "empty"],
)
def test_one_bad_file_and_nothing_of_any_file_is_written(centre: Any, bad: SourceFile) -> None:
    with pytest.raises(BadFile) as caught:
        bring(centre, EMPLOYERS, bad)
    assert caught.value.facts["file"] == bad.name
    assert sum(counts(centre).values()) == 0


def test_a_dry_run_says_what_would_happen_and_writes_nothing(centre: Any, tmp_path: Path) -> None:
    sources, made = generated(tmp_path, employers=8)
    report = bring(centre, *sources, options=replace(OPTIONS, run=Run.DRY))
    assert (report.written, report.changes) == (False, sum(made.values()))
    assert sum(counts(centre).values()) == 0
    assert report.mappings[0].columns[0] == ("A", "Registration No", "registration_no")
    assert report.mappings[0].sample[0]["registration_no"]
    json.dumps(report.as_json())


def test_rows_of_an_employer_nobody_knows_are_rejected(centre: Any) -> None:
    months = csv_file(
        [
            ("Registration No", "Month", "Workers", "Wages", "Due"),
            ("2019070001", "2026-07", "10", "400,000", "13,200"),
            ("2019079999", "2026-07", "10", "400,000", "13,200"),
        ]
    )
    report = bring(centre, EMPLOYERS, months)
    assert [(r.row, r.column, r.value, r.code) for r in report.rejects] == [
        (3, "Registration No", "2019079999", "row.unknown_employer")
    ]
    assert [table.rejected for table in report.tables] == [0, 1]


@pytest.mark.parametrize(
    ("cells", "column", "code"),
    [
        (("2026-07", "10", "400000", "500000", "0", ""), "Due", "row.due_over_wages"),
        (("2026-07", "0", "400000", "13200", "0", ""), "Workers", "row.wages_without_workers"),
        (("2026-07", "10", "400000", "13200", "13200", "30/6/2026"), "Paid On", "row.paid_before_month"),
        (("2026-07", "10", "400000", "13200", "0", "30/8/2026"), "Paid", "row.paid_on_without_payment"),
        (("2026-12", "10", "400000", "13200", "0", ""), "Month", "month.future"),
        (("2026-07", "-1", "400000", "13200", "0", ""), "Workers", "count.negative"),
        (("2026-07", "10", "-400000", "13200", "0", ""), "Wages", "amount.negative"),
    ],
)
def test_a_contribution_that_contradicts_itself_is_rejected(
    centre: Any, cells: tuple[str, ...], column: str, code: str
) -> None:
    headings = ("Registration No", "Month", "Workers", "Wages", "Due", "Paid", "Paid On")
    report = bring(centre, EMPLOYERS, csv_file([headings, ("2019070001", *cells)]))
    assert [(reject.row, reject.column, reject.code) for reject in report.rejects] == [(2, column, code)]


def test_a_worker_keeps_one_identity_at_two_employers_and_two_spells(centre: Any) -> None:
    headings = ("Registration No", "Worker Name", "CNIC", "Date of Joining", "Date of Leaving")
    workers = csv_file(
        [
            headings,
            ("2019070001", "Bilal Ahmad", "3520212345671", "1/7/2019", "1/7/2020"),
            ("2019070001", "Bilal Ahmad", "35202-1234567-1", "1/7/2021", ""),
            ("2019070002", "Bilal Ahmad", "35202-1234567-1", "1/1/2026", ""),
            ("2019070002", "Aslam", "35202-7654321-1", "1/1/2026", "1/1/2025"),
        ]
    )
    report = bring(centre, EMPLOYERS, workers)
    assert [(reject.row, reject.column, reject.code) for reject in report.rejects] == [
        (5, "Date of Leaving", "row.ends_before_start")
    ]
    assert centre.scalar("SELECT count(*) || '/' || count(DISTINCT worker_id) FROM coverage") == "3/1"
    assert bring(centre, EMPLOYERS, workers).changes == 0


def test_a_worker_row_without_a_day_speaks_of_the_only_coverage_there_is(centre: Any) -> None:
    full = csv_file(
        [("Registration No", "Worker Name", "CNIC", "Date of Joining"), (ROW[0], "Bilal", "3520212345671", "1/7/2019")]
    )
    bring(centre, EMPLOYERS, full)
    bare = csv_file([("Registration No", "Worker Name", "CNIC", "Sex"), (ROW[0], "Bilal", "3520212345671", "M")])
    table = bring(centre, bare).tables[0]
    assert (table.new, table.changed) == (0, 1)
    assert centre.scalar("SELECT sex || from_on FROM coverage") == "m2019-07-01"


def test_a_certificate_of_another_employer_is_not_moved(centre: Any) -> None:
    headings = ("Registration No", "Certificate No", "Issue Date", "Expiry Date")
    bring(centre, EMPLOYERS, csv_file([headings, (ROW[0], "R-1", "1/1/2025", "1/1/2030")]))
    report = bring(centre, csv_file([headings, ("2019070002", "R-1", "1/1/2025", "1/1/2030")]))
    assert [(reject.row, reject.column, reject.code) for reject in report.rejects] == [
        (2, "Certificate No", "row.other_employer")
    ]


def test_rows_that_contradict_each_other_are_rejected_across_files_too(centre: Any) -> None:
    other = csv_file(
        [HEADINGS, (ROW[0], "Somebody Else", ROW[2]), ("2019070002", "Chenab Foods", "Kasur")], name="b.csv"
    )
    report = bring(centre, EMPLOYERS, other)
    assert [(r.file, r.row, r.code, "b.csv: 2" in r.reason.en) for r in report.rejects] == [
        ("employers.csv", 2, "row.contradicts", True),
        ("b.csv", 2, "row.contradicts", False),
    ]
    assert [table.skipped["duplicate"] for table in report.tables] == [0, 1]  # type: ignore[index]
    assert counts(centre)["employer"] == 1


def test_the_same_file_given_twice_counts_its_rows_twice_and_writes_them_once(centre: Any) -> None:
    report = bring(centre, EMPLOYERS, EMPLOYERS)
    assert [(table.name, table.new) for table in report.tables] == [("employers.csv", 2), ("employers.csv (2)", 0)]
    assert counts(centre)["employer"] == 2


@pytest.mark.parametrize("by_device", [True, False], ids=["inspector", "supervisor"])
def test_what_a_person_corrected_is_kept_and_reported(centre: Any, by_device: bool) -> None:
    bring(centre, csv_file([(*HEADINGS, "Phone"), (*ROW, "0300-1234567")]))
    row_id = centre.scalar("SELECT id FROM employer")
    by = Writer("d" * 36, 1, 4) if by_device else None
    with writing(centre.session, now=centre.clock()) as gateway:
        gateway.write("employer", row_id, {"phone": "0321-7654321"}, by=by, user_id="u" * 36)
    stale = csv_file([(*HEADINGS, "Phone"), (ROW[0], "Ravi Mills", ROW[2], "0300-1234567")])
    report = bring(centre, stale)
    assert [(met.field, met.standing, met.in_file, met.replaced) for met in report.corrections] == [
        ("phone", "0321-7654321", "0300-1234567", False)
    ]
    assert centre.scalar("SELECT name_en || phone FROM employer") == "Ravi Mills0321-7654321"
    stamps = json.loads(centre.scalar("SELECT field_stamps FROM employer"))
    assert (stamps["phone"][1], stamps["name_en"][1]) == ("d" * 36 if by_device else "", "")
    replaced = bring(centre, stale, options=replace(OPTIONS, corrections=Corrections.REPLACE))
    assert [met.replaced for met in replaced.corrections] == [True]
    assert centre.scalar("SELECT phone FROM employer") == "0300-1234567"
    assert bring(centre, stale).corrections == ()


def test_an_employer_that_moves_takes_its_records_to_the_other_district(centre: Any, tmp_path: Path) -> None:
    months = csv_file(
        [("Registration No", "Month", "Workers", "Wages", "Due"), (ROW[0], "2026-07", "1", "40000", "1320")]
    )
    bring(centre, EMPLOYERS, months)
    bring(centre, csv_file([HEADINGS, (ROW[0], ROW[1], "Sialkot")]))
    present = "SELECT count(*) FROM member WHERE present AND scope_id = :scope"
    assert (centre.scalar(present, scope="district:lahore"), centre.scalar(present, scope="district:sialkot")) == (0, 2)


def test_a_name_in_urdu_under_an_english_heading_finds_its_own_column(centre: Any) -> None:
    bring(centre, csv_file([HEADINGS, (ROW[0], "راوی ملز", "لاہور")]))
    assert centre.scalar("SELECT name_en || '/' || name_ur FROM employer") == "راوی ملز/راوی ملز"


def test_progress_is_told_by_stage_and_ends_complete(centre: Any, tmp_path: Path) -> None:
    sources, _ = generated(tmp_path)
    told: dict[str, tuple[int, int]] = {}
    import_register(
        centre.session,
        sources[:1],
        options=OPTIONS,
        tools=centre.tools,
        progress=lambda stage, done, total: told.update({stage: (done, total)}),
    )
    assert told == {"reading": (41, 41), "comparing": (40, 40), "writing": (40, 40)}


@pytest.mark.postgres
def test_a_register_comes_in_on_postgresql_too(postgres_centre: Any, tmp_path: Path) -> None:
    sources, made = generated(tmp_path, employers=10)
    assert bring(postgres_centre, *sources).changes == sum(made.values())
    assert bring(postgres_centre, *sources).changes == 0
