from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from simplify_content.law_loader import available_schemes, load_law_pack
from sync_server.cli import server
from sync_server.register_cli import register


def run(*arguments: str | Path, home: Path | None = None) -> Result:
    env = {"MUAINA_HOME": str(home)} if home else {}
    return CliRunner(env=env).invoke(register, [str(argument) for argument in arguments])


@pytest.fixture
def home(tmp_path: Path) -> Path:
    made = CliRunner().invoke(server, ["init", "--home", str(tmp_path / "home")])
    assert made.exit_code == 0, made.output
    return tmp_path / "home"


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    made = run("generate", "--employers", "12", "--seed", "1", "--months", "3", "--out", tmp_path / "r", "--json")
    assert made.exit_code == 0, made.output
    return [Path(path) for path in json.loads(made.stdout)["files"].values()]


def test_a_generated_register_is_imported_twice_from_the_command_line(home: Path, files: list[Path]) -> None:
    first = run("import", *files, "--json", home=home)
    again = run("import", *files, "--json", home=home)
    assert (first.exit_code, again.exit_code) == (0, 0), first.output
    counted = [json.loads(result.stdout)["totals"] for result in (first, again)]
    assert counted[0]["new"] == counted[1]["unchanged"] > 100
    assert counted[1]["new"] == counted[1]["changed"] == counted[1]["rejected"] == 0
    for total in counted:
        assert total["rows"] == sum(total[name] for name in ("new", "changed", "unchanged", "rejected", "skipped"))


@pytest.mark.parametrize("scheme", available_schemes())
def test_the_register_of_every_institution_is_imported_with_nothing_rejected(scheme: str, tmp_path: Path) -> None:
    home = tmp_path / "home"
    init = CliRunner().invoke(server, ["init", "--home", str(home), "--institution", scheme])
    assert init.exit_code == 0, init.output
    assert load_law_pack(scheme).institution.en in init.output
    made = run(
        "generate", "--institution", scheme, "--employers", "40", "--seed", "2", "--months", "4", "--detail", "15",
        "--out", tmp_path / "r", "--json",
    )  # fmt: skip
    assert made.exit_code == 0, made.output
    imported = run("import", *json.loads(made.stdout)["files"].values(), "--json", home=home)
    assert imported.exit_code == 0, imported.output
    totals = json.loads(imported.stdout)["totals"]
    assert totals["rejected"] == 0
    assert totals["new"] > 200


def test_a_district_of_another_institution_is_rejected_by_name(tmp_path: Path) -> None:
    assert CliRunner().invoke(server, ["init", "--home", str(tmp_path), "--institution", "sessi"]).exit_code == 0
    file = tmp_path / "e.csv"
    file.write_text("SESSI Reg No,Employer Name,District\n2019070001,Indus,Sukkur\n2019070002,Ravi,Lahore\n")
    result = run("import", file, home=tmp_path)
    assert "new 1  changed 0  unchanged 0  rejected 1" in result.output
    assert "row 3, District" in result.output


def test_the_printed_report_shows_counts_speed_and_rejects(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "e.csv"
    file.write_text("Registration No,Employer Name,District\n2019070001,Ravi,Lahore\n2019070002,Chenab,Atlantis\n")
    result = run("import", file, "--rejects", tmp_path / "rejects.csv", home=home)
    assert result.exit_code == 0
    assert "new 1  changed 0  unchanged 0  rejected 1" in result.output
    assert "rows/s; written" in result.output
    assert "Atlantis" in (tmp_path / "rejects.csv").read_text(encoding="utf-8-sig")


def test_a_dry_run_shows_the_mapping_in_both_languages(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "e.csv"
    file.write_text("رجسٹریشن نمبر,آجر کا نام,ضلع\n2019070001,راوی,لاہور\n", encoding="utf-8")
    result = run("import", file, "--dry-run", home=home)
    assert result.exit_code == 0
    assert "employers / آجر" in result.output
    assert "آجر کا نام  ->  name_ur" in result.output
    assert "nothing written" in result.output


def test_a_bad_file_ends_with_status_2_and_a_sentence_in_both_languages(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "e.csv"
    file.write_text("Registration No,Employer Name,District,Colour\n1,2,3,4\n")
    result = run("import", file, home=home)
    assert result.exit_code == 2
    assert 'e.csv: These columns are not known: "Colour".' in result.output
    assert "یہ کالم معلوم نہیں" in result.output
    assert "Nothing was written." in result.output
    as_json = run("import", file, "--json", home=home)
    assert (as_json.exit_code, json.loads(as_json.stdout)["error"]) == (2, "file.unknown_columns")


def test_an_unknown_column_may_be_mapped_or_ignored_by_hand(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "e.csv"
    file.write_text("Registration No,Employer Name,District,Telefone,Colour\n2019070001,Ravi,Lahore,0300-1234567,red\n")
    result = run("import", file, "--map", "Telefone=phone", "--map", "Colour=-", home=home)
    assert result.exit_code == 0, result.output
    assert run("import", file, "--unknown", "ignore", home=home).exit_code == 0
    assert run("import", file, "--map", "nonsense", home=home).exit_code == 2


def test_without_a_centre_the_command_says_how_to_make_one(tmp_path: Path, files: list[Path]) -> None:
    result = run("import", files[0], home=tmp_path / "nowhere")
    assert result.exit_code == 1
    assert "muaina server init" in result.output


def test_generate_refuses_an_unknown_district_and_month(tmp_path: Path) -> None:
    for wrong in (["--district", "atlantis"], ["--until", "soon"], ["--employers", "0"], ["--institution", "nessi"]):
        result = run("generate", "--employers", "3", "--seed", "1", "--out", tmp_path / "r", *wrong)
        assert result.exit_code == 2, result.output
