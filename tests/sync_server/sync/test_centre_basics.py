"""Settings, the database's safeguards, scopes and the worker."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from simplify_content.text import same
from sync_server.app import create_app
from sync_server.config import Config, ConfigError, load_config
from sync_server.errors import Refusal
from sync_server.models import Employer, Role, User, db
from sync_server.queries.database import OLDEST_SQLITE, UnsafeDatabase, reading, refuse_old_sqlite
from sync_server.queries.scoped import may_see, scope_filter, scopes_followed
from sync_server.services.add_user import NewUser, add_user
from sync_server.services.durable_files import OtherBytes, TooLarge, store_bytes
from sync_server.worker import WorkerRunning, refresh_snapshots, run_worker


def test_the_environment_goes_before_the_file_and_the_file_before_the_defaults(tmp_path: Path) -> None:
    (tmp_path / "muaina.toml").write_text('[centre]\nport = 9000\nbase_url = "https://centre.example/"\n')
    config = load_config(tmp_path, environment={"MUAINA_CENTRE_PORT": "9001", "MUAINA_CENTRE_COOKIE_SECURE": "true"})
    assert (config.port, config.address, config.cookie_secure) == (9001, "https://centre.example", True)
    assert (config.host, config.home) == ("127.0.0.1", tmp_path / "centre")
    assert config.database == f"sqlite:///{tmp_path / 'centre' / 'centre.db'}"


@pytest.mark.parametrize(
    ("text", "environment", "said"),
    [
        ("[centre", {}, "TOML"),
        ("[centre]\ncolour = 1", {}, "colour"),
        ("[centre]\nport = 'x'", {}, "port"),
        ("", {"MUAINA_CENTRE_PORT": "many"}, "port"),
        ("", {"MUAINA_CENTRE_COOKIE_SECURE": "perhaps"}, "cookie_secure"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(
    tmp_path: Path, text: str, environment: dict[str, str], said: str
) -> None:
    (tmp_path / "muaina.toml").write_text(text)
    with pytest.raises(ConfigError, match=said):
        load_config(tmp_path, environment=environment)


def test_a_sqlite_that_can_corrupt_a_database_is_refused() -> None:
    with pytest.raises(UnsafeDatabase):
        refuse_old_sqlite("3.51.2")
    refuse_old_sqlite(".".join(str(part) for part in OLDEST_SQLITE))


def test_every_commit_is_durable_and_foreign_keys_hold(centre: Any) -> None:
    assert centre.scalar("PRAGMA journal_mode") == "wal"
    assert centre.scalar("PRAGMA synchronous") == 2
    assert centre.scalar("PRAGMA foreign_keys") == 1


def test_a_reading_transaction_sees_one_state_throughout(either_centre: Any) -> None:
    employer = either_centre.employer()
    session = either_centre.session
    reading(session)
    assert session.get(Employer, employer).phone == ""
    with either_centre.app.app_context():
        either_centre.write("employer", {"phone": "1"}, employer)
        db.session.remove()
    session.expire_all()
    assert session.get(Employer, employer).phone == ""
    session.rollback()
    assert session.get(Employer, employer).phone == "1"
    session.rollback()


def test_a_reading_transaction_begins_before_anything_else(centre: Any) -> None:
    centre.session.query(User).all()
    with pytest.raises(RuntimeError, match="before anything else"):
        reading(centre.session)
    centre.session.rollback()


def test_one_function_decides_who_sees_a_record(centre: Any) -> None:
    lahore, everywhere = centre.user(scopes=("district:lahore",)), centre.user(scopes=("*",))
    for scope, expected in (("district:lahore", (True, True)), ("district:multan", (False, True))):
        assert (may_see(lahore, scope), may_see(everywhere, scope)) == expected
    centre.employer("lahore")
    centre.employer("multan")
    assert scopes_followed(centre.session, everywhere) == ["district:lahore", "district:multan"]
    assert scopes_followed(centre.session, lahore) == ["district:lahore"]
    supervisor = centre.user(role=Role.SUPERVISOR)
    assert scopes_followed(centre.session, supervisor) == []
    for user, expected in ((lahore, 1), (everywhere, 2)):
        assert (
            centre.session.query(Employer).where(scope_filter(user, "district:" + Employer.district)).count()
            == expected
        )
    lahore.active = False
    assert not may_see(lahore, "district:lahore")
    assert scopes_followed(centre.session, lahore) == []
    assert centre.session.query(Employer).where(scope_filter(lahore, Employer.district)).count() == 0
    centre.session.rollback()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"sign_in": "no spaces"}, "small letters"),
        ({"scopes": ()}, "district:"),
        ({"scopes": ("Lahore",)}, "district:"),
        ({"password": "short"}, "characters"),
    ],
)
def test_a_person_that_cannot_stand_is_refused_in_both_languages(
    centre: Any, change: dict[str, Any], said: str
) -> None:
    given = {
        "sign_in": "new",
        "role": Role.TRAINER,
        "name": same("N"),
        "scopes": ("*",),
        "password": "long enough password",
    }
    with pytest.raises(Refusal, match=said) as refused:
        add_user(centre.session, NewUser(**{**given, **change}), tools=centre.tools)
    assert refused.value.text.ur
    centre.session.rollback()
    assert centre.scalar("SELECT count(*) FROM user_account") == 0


def test_a_second_worker_does_not_start(centre: Any) -> None:
    with FileLock(centre.config.home / "worker.lock"), pytest.raises(WorkerRunning):
        run_worker(centre.app, on_ready=lambda: None)


def test_the_worker_builds_what_is_missing_and_one_bad_scope_stops_no_other(
    centre: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sync_server.services import build_snapshot as building

    centre.employer("lahore")
    centre.employer("multan")
    real = building.build_snapshot

    def broken(session: Any, scope_id: str, **rest: Any) -> Any:
        if scope_id == "district:lahore":
            raise OSError("no space left on device")
        return real(session, scope_id, **rest)

    monkeypatch.setattr(building, "build_snapshot", broken)
    assert refresh_snapshots(centre.app) == 2
    assert centre.scalar("SELECT scope_id FROM snapshot") == "district:multan"


def test_bytes_that_are_others_or_too_many_leave_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(OtherBytes):
        store_bytes(tmp_path, [b"a"], expected="0" * 64)
    with pytest.raises(TooLarge):
        store_bytes(tmp_path, [b"abc", b"def"], limit=5)
    assert list(tmp_path.rglob("*")) == []


def test_an_unknown_database_folder_is_made(tmp_path: Path) -> None:
    app = create_app(Config(home=tmp_path / "a" / "b", secret_key="x"))
    with app.app_context():
        db.engine.dispose()
    assert (tmp_path / "a" / "b").is_dir()
