from __future__ import annotations

import json
from pathlib import Path

import pytest
from faulty_link import Between
from live_centre import PASSWORD, TOOLS, serving

from inspector_app.config import Config
from inspector_app.errors import NotEnrolled
from inspector_app.services.session import Session
from inspector_app.store.seats import seats
from inspector_app.store.vault import PasswordTooShort
from inspector_app.sync.enrol import AlreadyEnrolled, enrol, require_no_seat
from inspector_app.sync.errors import CentreProblem, StrangeReply, UnsafeAddress
from inspector_app.sync.link import Link


def _config(tmp_path: Path) -> Config:
    return Config(home=tmp_path / "one" / "laptop", timeout_s=10.0)


def _enrol(config: Config, url: str, code: str, password: str = PASSWORD):
    return enrol(config, centre_url=url, code=code, password=password, device_name="test")


def test_a_lost_reply_to_the_code_is_asked_for_again_and_is_the_same_laptop(centre, tmp_path: Path) -> None:
    config, code = _config(tmp_path), centre.invite("nadia")
    page = lambda reply: b"<html>sign in to the network</html>"  # noqa: E731
    with serving(Between(centre.app, page, path="/sync/v1/enrol")) as url, pytest.raises(StrangeReply):
        _enrol(config, url, code)
    assert not seats(config.home)
    assert _enrol(config, centre.url, code).person.name_en == "Nadia"
    assert centre.scalar("SELECT count(*) FROM device") == 1
    session = Session(config, TOOLS)
    assert session.sign_in(PASSWORD).demonstration


def test_a_used_or_unknown_code_is_refused_and_leaves_no_laptop(centre, tmp_path: Path) -> None:
    config, code = _config(tmp_path), centre.invite("nadia")
    _enrol(config, centre.url, code)
    other = Config(home=tmp_path / "two" / "laptop", timeout_s=10.0)
    for wrong in (code, "ABCD-EFGH-JKLM"):
        with pytest.raises(CentreProblem) as refused:
            _enrol(other, centre.url, wrong)
        assert refused.value.text.ur
    assert not seats(other.home)
    with pytest.raises(NotEnrolled):
        Session(other, TOOLS).sign_in(PASSWORD)


def test_an_enrolled_laptop_is_not_enrolled_over(centre, tmp_path: Path) -> None:
    config = _config(tmp_path)
    _enrol(config, centre.url, centre.invite("nadia"))
    with pytest.raises(AlreadyEnrolled):
        require_no_seat(config)


def test_a_short_password_makes_nothing(centre, tmp_path: Path) -> None:
    config = _config(tmp_path)
    with pytest.raises(PasswordTooShort):
        _enrol(config, centre.url, centre.invite("nadia"), "short")
    assert not seats(config.home)


@pytest.mark.parametrize("address", ["http://centre.example", "ftp://127.0.0.1", "centre.example", "", "https://"])
def test_an_address_that_shows_the_token_is_refused(address: str) -> None:
    with pytest.raises(UnsafeAddress):
        Link(address, token="secret", timeout_s=1)


def test_the_token_and_the_private_key_are_in_no_file_as_text(centre, tmp_path: Path) -> None:
    config = _config(tmp_path)
    seen: list[str] = []

    def note(reply):
        seen.append(reply["token"])
        return reply

    with serving(Between(centre.app, note, path="/sync/v1/enrol")) as url:
        _enrol(config, url, centre.invite("nadia"))
    for path in config.home.parent.rglob("*"):
        if path.is_file():
            assert seen[0].encode() not in path.read_bytes()
    assert json.loads((seats(config.home)[0].folder / "vault.json").read_text())["version"] == 1
