"""Two inspectors share a laptop and a centre: by the commands, each with a seat, a device and a queue of his own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result
from faulty_link import Between
from live_centre import PASSWORD, TOOLS, serving

from inspector_app.cli import laptop as laptop_commands
from inspector_app.services.session import Session
from inspector_app.store.seats import ENROLLING, seats
from inspector_app.sync.enrol import enrol
from sync_server.cli import server as server_commands

OTHER = "sutlej-barrage-1927"


def _run(*words: str, home: Path, **environment: str) -> Result:
    return CliRunner(env={"MUAINA_LAPTOP_TIMEOUT_S": "10", **environment}).invoke(
        laptop_commands, [*words, "--home", str(home)]
    )


def _enrol(centre: Any, sign_in: str, password: str, home: Path, *more: str) -> Result:
    words = ("enrol", "--centre", centre.url, "--code", centre.invite(sign_in), "--name", "shared", "--json", *more)
    return _run(*words, home=home, MUAINA_PASSWORD=password)


def test_two_inspectors_enrol_sync_and_ask_for_their_own_status_on_one_laptop(centre, tmp_path: Path) -> None:
    employer_id = centre.employer(1)
    first = _enrol(centre, "nadia", PASSWORD, tmp_path)
    assert (first.exit_code, json.loads(first.stdout)["seat"]) == (0, 1)
    refused = _enrol(centre, "bashir", OTHER, tmp_path)
    assert (refused.exit_code, "--another" in refused.stderr) == (1, True)
    second = _enrol(centre, "asma", OTHER, tmp_path, "--another")
    assert (second.exit_code, json.loads(second.stdout)["seat"]) == (0, 2)
    assert centre.scalar("SELECT count(DISTINCT device_id) FROM device_chain") == 2

    unsaid = _run("status", home=tmp_path, MUAINA_PASSWORD=PASSWORD)
    assert (unsaid.exit_code, "Choose who you are" in unsaid.stderr) == (1, True)
    for seat, password in (("1", PASSWORD), ("2", OTHER)):
        assert _run("sync", "--json", home=tmp_path, MUAINA_PASSWORD=password, MUAINA_SEAT=seat).exit_code == 0
        assert _run("status", "--json", "--seat", seat, home=tmp_path, MUAINA_PASSWORD=password).exit_code == 0
    wrong = _run("sync", "--seat", "2", home=tmp_path, MUAINA_PASSWORD=PASSWORD)
    assert (wrong.exit_code, "not right" in wrong.stderr) == (1, True)
    for seat in seats(tmp_path / "laptop"):
        session = Session(_config(tmp_path), TOOLS)
        session.sign_in(PASSWORD if seat.number == 1 else OTHER, seat=seat.number)
        with session.open() as opened:
            assert [row[0] for row in opened.register.conn.execute("SELECT id FROM employer")] == [employer_id]


def _config(home: Path) -> Any:
    from inspector_app.config import Config

    return Config.load({"MUAINA_HOME": str(home)})


def test_a_lost_reply_of_one_is_asked_for_again_after_another_enrolled_meanwhile(centre, tmp_path: Path) -> None:
    config, code = _config(tmp_path), centre.invite("nadia")
    page = lambda reply: b"<html>sign in to the network</html>"  # noqa: E731
    with serving(Between(centre.app, page, path="/sync/v1/enrol")) as url:
        lost = _run("enrol", "--centre", url, "--code", code, home=tmp_path, MUAINA_PASSWORD=PASSWORD)
    assert lost.exit_code == 1
    enrol(config, centre_url=centre.url, code=centre.invite("asma"), password=OTHER, device_name="shared")
    again = enrol(config, centre_url=centre.url, code=code, password=PASSWORD, device_name="shared")
    assert (again.person.name_en, again.seat) == ("Nadia", 2)
    assert centre.scalar("SELECT count(*) FROM device") == 2
    assert list((config.home / ENROLLING).iterdir()) == []


def test_the_keeper_makes_a_key_and_opens_an_escrow_by_commands(centre, tmp_path: Path) -> None:
    key, asked, answer = (tmp_path / name for name in ("key.json", "asked.json", "answer.json"))

    def keeper(*words: str, passphrase: str = "two keepers, one safe") -> Result:
        environment = {"MUAINA_CENTRE_SECRET_KEY": "secret of the test", "MUAINA_RECOVERY_PASSPHRASE": passphrase}
        return CliRunner(env=environment).invoke(server_commands, ["recovery", *words, "--home", str(tmp_path)])

    assert keeper("make", str(key), passphrase="short").exit_code == 2
    made = keeper("make", str(key))
    assert (made.exit_code, key.stat().st_mode & 0o077) == (0, 0), made.output
    assert keeper("make", str(key)).exit_code == 2
    assert _enrol(centre, "nadia", PASSWORD, tmp_path).exit_code == 0
    opening = ("open", str(asked), "--key", str(key), "--out", str(answer))
    asked.write_text("no escrow")
    assert (keeper(*opening).exit_code, answer.exists()) == (2, False)
    asked.unlink()
    assert _run("escrow", str(asked), home=tmp_path).exit_code == 0
    assert keeper(*opening, passphrase="two keepers, no safe").exit_code == 2
    opened = keeper(*opening)
    assert (opened.exit_code, "laptop shared of Nadia" in opened.stderr) == (0, True)
    taken = _run("recover", str(answer), "--code", opened.stdout, home=tmp_path, MUAINA_NEW_PASSWORD=OTHER)
    assert taken.exit_code == 0, taken.output
    assert Session(_config(tmp_path), TOOLS).sign_in(OTHER).person.name_en == "Nadia"
