from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from prepared_laptop import PASSWORD, ticking_tools

from inspector_app.config import Config, SettingError
from inspector_app.scheduler import JOB, start_scheduler
from inspector_app.services.queue import queue
from inspector_app.services.session import Session
from inspector_app.services.sync_desk import SyncDesk
from inspector_app.store.opened import Room


def test_a_variable_wins_over_the_file_and_the_file_over_the_default(tmp_path: Path) -> None:
    (tmp_path / "muaina.toml").write_text(
        '[laptop]\nport = 9000\ncentre_url = "https://centre.example/"\n[centre]\nport = 1\n'
    )
    from_file = Config.load({"MUAINA_HOME": str(tmp_path)})
    assert (from_file.port, from_file.centre_url, from_file.timeout_s) == (9000, "https://centre.example", 30.0)
    assert Config.load({"MUAINA_HOME": str(tmp_path), "MUAINA_LAPTOP_PORT": "9001"}).port == 9001
    assert from_file.home == tmp_path / "laptop"


@pytest.mark.parametrize(
    "content", ["[laptop", "laptop = 3", "[laptop]\nprot = 1", '[laptop]\nport = "many"', "[laptop]\nport = -1"]
)
def test_a_wrong_setting_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "muaina.toml").write_text(content)
    with pytest.raises(SettingError):
        Config.load({"MUAINA_HOME": str(tmp_path)})


def test_the_timer_syncs_only_while_somebody_is_in_the_field_room(config) -> None:
    tools = ticking_tools()
    session = Session(config, tools)

    def attempts() -> bool:
        session.sign_in(PASSWORD)
        with session.open() as opened:
            return queue(opened).last_attempt is not None

    desk = SyncDesk(config, session, tools)
    desk.sync_if_signed_in()
    assert not attempts()
    session.sign_in(PASSWORD, Room.PRACTICE)
    desk.sync_if_signed_in()
    assert not attempts()
    desk.sync_if_signed_in()
    assert attempts()


def test_the_timer_runs_one_sync_at_a_time_and_can_be_switched_off(config) -> None:
    tools = ticking_tools()
    session = Session(config, tools)
    desk = SyncDesk(config, session, tools)
    assert start_scheduler(replace(config, sync_every_s=0), desk, tools=tools) is None
    scheduler = start_scheduler(replace(config, sync_every_s=3600), desk, tools=tools)
    assert scheduler is not None
    job = scheduler.get_job(JOB)
    scheduler.shutdown()
    assert (job.coalesce, job.max_instances) == (True, 1)
