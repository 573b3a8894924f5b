from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from checklists import library
from checklists.definition import read_definition
from checklists.errors import Problem
from checklists.library import FOLDER, available_checklists
from checklists.versions import LOCK, broken_names, changed_since_release, hash_of, lock_text, released
from muaina import checklist_commands
from muaina.checklist_commands import checklist


def test_no_released_version_has_changed_since_its_release() -> None:
    assert changed_since_release() == ()
    assert released()["registration_contribution/2026112201"]


def test_the_lock_names_versions_that_ship_and_is_written_as_it_reads() -> None:
    shipped = {f"{name}/{version}" for name, versions in available_checklists().items() for version in versions}

    assert set(released()) <= shipped
    assert LOCK.read_text("utf-8") == lock_text(released())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "small").mkdir()
    (tmp_path / "small" / "1.yaml").write_bytes(b"settings: {}\nsurvey: []\n")
    (tmp_path / LOCK.name).write_text(lock_text({"small/1": hash_of("small", "1", tmp_path)}), "utf-8")
    return tmp_path


def test_a_released_file_that_changes_by_one_letter_or_goes_is_a_problem(folder: Path) -> None:
    file = folder / "small" / "1.yaml"
    assert changed_since_release(folder) == ()

    file.write_bytes(b"settings: {}\nsurvey: [ ]\n")
    (edited,) = changed_since_release(folder)
    file.unlink()
    (gone,) = changed_since_release(folder)

    assert (edited.sheet, edited.found) == ("small/1.yaml", "another content")
    assert gone.found == "no file"


def test_line_ends_of_another_system_are_no_change(folder: Path) -> None:
    file = folder / "small" / "1.yaml"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))

    assert changed_since_release(folder) == ()


def test_a_name_keeps_its_type_and_its_repeat_from_version_to_version(write: Any) -> None:
    older = write.definition(
        [
            *write.group("one", write.question("integer", "men"), write.question("text", "who")),
            *write.repeat("people", write.question("text", "said")),
        ]
    )
    newer = write.definition(
        [
            *write.group("one", write.question("text", "men"), write.question("text", "said")),
            *write.repeat("people", write.question("text", "who"), write.question("date", "since")),
        ]
    )

    assert broken_names(older, older) == ()
    assert broken_names(older, newer) == (
        Problem("survey", 4, "type", "text where version 1 has integer", "a new name"),
        Problem("survey", 5, "type", "text where version 1 has text in people", "a new name"),
        Problem("survey", 8, "type", "text in people where version 1 has text", "a new name"),
    )


def test_a_workbook_that_changes_a_type_under_a_used_name_is_not_imported(tmp_path: Path) -> None:
    name, version = "registration_contribution", "2026112201"
    text = (FOLDER / name / f"{version}.yaml").read_text("utf-8").replace(version, "2099010101")
    file = tmp_path / "next.yaml"
    file.write_text(
        text.replace("type: integer\n    name: headcount_men", "type: text\n    name: headcount_men"), "utf-8"
    )
    assert read_definition(file).settings["version"] == "2099010101"

    imported = CliRunner().invoke(checklist, ["import", str(file), "--out", str(tmp_path / "out.yaml")])

    assert imported.exit_code == 2
    assert f"column 'type': found text where version {version} has integer; expected a new name" in imported.output
    assert not (tmp_path / "out.yaml").exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("settings: [", "cannot be read as YAML"),
        ("settings: {}\nsettings: {}\n", "the key 'settings' stands twice"),
        ("survey: []\n", "found the sheets survey"),
        ("settings: {form_id: other, version: '1'}\nsurvey: []\nchoices: []\nfindings: []\n", "expected 'spoilt' and"),
    ],
)
def test_lint_tells_a_file_of_the_folder_that_cannot_be_read_and_ends_with_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str, said: str
) -> None:
    version = str(len(content))  # definitions are read once per name and version
    (tmp_path / "spoilt").mkdir()
    (tmp_path / "spoilt" / f"{version}.yaml").write_text(content, "utf-8")
    monkeypatch.setattr(library, "FOLDER", tmp_path)

    told = CliRunner().invoke(checklist, ["lint"])

    assert told.exit_code == 2
    assert isinstance(told.exception, SystemExit)
    assert said in told.output


def test_publishing_adds_a_line_and_leaves_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lock = tmp_path / LOCK.name
    shutil.copy(LOCK, lock)
    monkeypatch.setattr(checklist_commands, "LOCK", lock)

    done = CliRunner().invoke(checklist, ["publish", "registration_contribution", "--version", "2026112201"])
    unknown = CliRunner().invoke(checklist, ["publish", "nowhere"])

    assert (done.exit_code, unknown.exit_code) == (0, 2)
    assert lock.read_text("utf-8") == LOCK.read_text("utf-8")
