"""An inspector who forgot the password gets in again through the institution's recovery key, and loses no work."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from live_centre import PASSWORD, TOOLS, LiveCentre, new_id
from prepared_laptop import BEGIN

from inspector_app.cli import laptop as laptop_commands
from inspector_app.errors import WrongPassword
from inspector_app.services.correct_employer import correct_employer
from inspector_app.services.own_password import NotRecovered, recover
from inspector_app.services.session import Session
from inspector_app.store import outbox
from inspector_app.store.seats import seats
from inspector_app.store.vault import ESCROW, FILE, EscrowMissing, PasswordTooShort, escrow_of, unlock_vault
from sync_protocol.escrow import BrokenEscrow, OtherRecoveryKey, opened_escrow, sealed_escrow
from sync_protocol.sealing import box_key_of, new_box_key
from sync_server.models import db
from sync_server.refusals import Refusal
from sync_server.services.recovery import Recovered, make_recovery_key, open_escrow

PASSPHRASE = "two keepers, one safe, no centre"
NEW = "chenab-and-jhelum-meet"


def _make_key(centre: LiveCentre) -> dict[str, Any]:
    with centre.inside():
        return make_recovery_key(db.session(), PASSPHRASE, tools=centre.app.extensions["muaina"])


def _open(centre: LiveCentre, escrow: Any, key: Any, passphrase: str = PASSPHRASE) -> Recovered:
    with centre.inside():
        return open_escrow(db.session(), json.loads(json.dumps(escrow)), key, passphrase)


def _seat(laptop: Any) -> Path:
    return seats(laptop.config.home)[0].folder


def test_a_forgotten_password_is_replaced_and_unsent_work_is_still_there(centre, enrolled) -> None:
    key, employer_id = _make_key(centre), centre.employer(1)
    laptop = enrolled()
    laptop.sync()
    with laptop.open() as opened:
        correct_employer(opened, employer_id, {"phone": "042-35714111"}, at=BEGIN, op_id=new_id())
    laptop.session.sign_out()

    found = _open(centre, escrow_of(_seat(laptop)), key)
    assert (found.device_name, found.person.en, found.is_withdrawn) == ("test", "Nadia", False)
    recover(_seat(laptop), found.answer, found.code.lower().replace("-", " "), NEW)

    session = Session(laptop.config, TOOLS)
    with pytest.raises(WrongPassword):
        session.sign_in(PASSWORD)
    session.sign_in(NEW)
    with session.open() as opened:
        assert outbox.unsent(opened.work) == 1


def test_a_laptop_enrolled_before_the_key_was_made_seals_for_it_after_its_next_sync(centre, enrolled) -> None:
    laptop = enrolled()
    with pytest.raises(EscrowMissing):
        escrow_of(_seat(laptop))
    first = _make_key(centre)
    laptop.sync()
    laptop.session.sign_in(PASSWORD)
    assert _open(centre, escrow_of(_seat(laptop)), first).person.en == "Nadia"

    centre.alter("UPDATE centre_key SET made_at = '2020-01-01' WHERE purpose = 'recovery'")
    second = _make_key(centre)
    laptop.sync()
    laptop.session.sign_in(PASSWORD)
    assert _open(centre, escrow_of(_seat(laptop)), second).person.en == "Nadia"
    with pytest.raises(Refusal, match="another recovery key"):
        _open(centre, escrow_of(_seat(laptop)), first)


def test_the_centre_alone_opens_no_escrow_for_it_holds_no_private_half(centre, enrolled) -> None:
    key = _make_key(centre)
    assert centre.scalar("SELECT private_key FROM centre_key WHERE purpose = 'recovery'") == ""
    laptop = enrolled()
    escrow = escrow_of(_seat(laptop))
    for wrong in ("two keepers, one safe", "", PASSPHRASE.upper()):
        with pytest.raises(Refusal, match="passphrase"):
            _open(centre, escrow, key, wrong)
    for broken in ({}, {"kind": "muaina recovery key"}, {**key, "key": {}}, {**key, "key": 3}):
        with pytest.raises(Refusal):
            _open(centre, escrow, broken)


def test_a_withdrawn_laptop_is_named_as_such_and_an_unknown_one_refused(centre, enrolled) -> None:
    key = _make_key(centre)
    laptop = enrolled()
    centre.alter("UPDATE device SET revoked_at = '2026-11-22 05:00:00'")
    assert _open(centre, escrow_of(_seat(laptop)), key).is_withdrawn
    with pytest.raises(Refusal, match="no such laptop"):
        _open(centre, sealed_escrow(bytes(32), "another", key["public_key"]), key)


def test_an_answer_with_another_code_or_of_another_laptop_changes_nothing(centre, enrolled) -> None:
    key = _make_key(centre)
    first, second = enrolled("nadia"), enrolled("bashir")
    before = (_seat(first) / FILE).read_bytes()
    of_second = _open(centre, escrow_of(_seat(second)), key)
    own = _open(centre, escrow_of(_seat(first)), key)
    for answer, code in ((own.answer, of_second.code), (of_second.answer, of_second.code), ({}, own.code)):
        with pytest.raises(NotRecovered):
            recover(_seat(first), answer, code, NEW)
    with pytest.raises(PasswordTooShort):
        recover(_seat(first), own.answer, own.code, "short")
    assert (_seat(first) / FILE).read_bytes() == before
    assert unlock_vault(_seat(first), PASSWORD)


def test_the_escrow_holds_no_key_as_text_and_a_changed_one_is_noticed(centre, enrolled) -> None:
    key = _make_key(centre)
    laptop = enrolled()
    raw = unlock_vault(_seat(laptop), PASSWORD)
    content = (_seat(laptop) / ESCROW).read_bytes()
    assert raw not in content
    assert raw.hex().encode() not in content
    escrow = escrow_of(_seat(laptop))
    box = escrow["box"]
    for changed in (f"{'A' if box[0] != 'A' else 'B'}{box[1:]}", box[:-8], "", 3):
        with pytest.raises(Refusal):
            _open(centre, {**escrow, "box": changed}, key)


def test_escrows_are_of_one_key_only() -> None:
    private = new_box_key()
    escrow = sealed_escrow(bytes(range(32)), "d", box_key_of(private).public_key)
    assert opened_escrow(escrow, private).key == bytes(range(32))
    with pytest.raises(OtherRecoveryKey):
        opened_escrow(escrow, new_box_key())
    for broken in ({**escrow, "kind": "x"}, sealed_escrow(bytes(31), "d", box_key_of(private).public_key)):
        with pytest.raises(BrokenEscrow):
            opened_escrow(broken, private)


def test_a_short_passphrase_makes_no_key(centre) -> None:
    with centre.inside(), pytest.raises(Refusal, match="at least 16"):
        make_recovery_key(db.session(), "too short", tools=centre.app.extensions["muaina"])
    assert centre.scalar("SELECT count(*) FROM centre_key WHERE purpose = 'recovery'") == 0


def test_the_commands_of_the_laptop_write_the_escrow_and_take_the_answer(centre, enrolled, tmp_path: Path) -> None:
    key = _make_key(centre)
    laptop = enrolled()
    home, run = str(laptop.config.home.parent), CliRunner().invoke
    asked, answered = tmp_path / "escrow.json", tmp_path / "answer.json"
    assert run(laptop_commands, ["escrow", str(asked), "--home", home]).exit_code == 0
    assert run(laptop_commands, ["escrow", str(asked), "--home", home]).exit_code == 2
    found = _open(centre, json.loads(asked.read_text()), key)
    answered.write_text(json.dumps(found.answer))
    wrong = run(laptop_commands, ["recover", str(answered), "--home", home, "--code", "X", "--new-password", NEW])
    assert (wrong.exit_code, "Nothing was changed" in wrong.stderr) == (1, True)
    right = run(
        laptop_commands, ["recover", str(answered), "--home", home, "--code", found.code, "--new-password", NEW]
    )
    assert right.exit_code == 0, right.output
    changed = run(laptop_commands, ["password", "--home", home, "--password", NEW, "--new-password", PASSWORD])
    assert changed.exit_code == 0, changed.output
    assert unlock_vault(_seat(laptop), PASSWORD)
