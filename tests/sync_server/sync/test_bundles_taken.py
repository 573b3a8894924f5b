"""What comes to the centre by hand counts as what comes by link, and is answered with receipts a laptop verifies."""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from uuid_utils.compat import uuid7

from casework.signatures import new_private_key
from sync_protocol.bundles import BundleError, BundleHeader, BundleKind, open_bundle, write_bundle
from sync_protocol.chain import GENESIS
from sync_protocol.receipts import verify_receipt
from sync_server.cli import server
from sync_server.models import Device, EvidenceRecord, FindingRecord, LedgerEntry, Scope, db
from sync_server.services.evidence_store import evidence_place
from sync_server.services.initialise import ensure_secret
from sync_server.services.take_bundle import Taken, take_bundle

MADE_AT = "2026-11-21T05:00:00Z"


def bundle_of(laptop: Any, *messages: Any, files: Any = (), key: str = "", **header: Any) -> bytes:
    outside = {
        "kind": BundleKind.TO_CENTRE,
        "bundle_id": str(uuid7()),
        "device_id": laptop.enrolment["device_id"],
        "made_at": MADE_AT,
    }
    target = io.BytesIO()
    write_bundle(
        target,
        BundleHeader(**{**outside, **header}),
        messages=messages,
        files=files,
        sender_key=key or laptop.private_key,
        reader_key=laptop.enrolment["centre_public_key"],
    )
    return target.getvalue()


def taken(centre: Any, data: bytes) -> tuple[Taken, bytes]:
    answer = io.BytesIO()
    place = evidence_place(centre.app.config["MUAINA"])
    done = take_bundle(db.session(), io.BytesIO(data), answer=answer, place=place, tools=centre.tools)
    return done, answer.getvalue()


def answers(laptop: Any, data: bytes) -> list[Any]:
    bundle = open_bundle(
        io.BytesIO(data), sender_key=laptop.enrolment["centre_public_key"], reader_key=laptop.private_key
    )
    return list(bundle.messages())


def home_of(centre: Any) -> str:
    """The folder that a command takes for this centre, with a secret in it."""
    config = centre.app.config["MUAINA"]
    ensure_secret(config)
    return str(config.home.parent)


def count(centre: Any, model: Any) -> int:
    found = centre.session.query(model).count()
    centre.session.rollback()
    return int(found)


@pytest.fixture
def visited(centre: Any) -> Any:
    """A laptop with a closed inspection of one finding and one photo, not sent."""
    laptop = centre.laptop()
    inspection_id = laptop.start(centre.employer())
    laptop.finding(inspection_id)
    laptop.evidence(inspection_id, b"the photo")
    laptop.close(inspection_id)
    return laptop


def test_a_bundle_brings_operations_and_files_and_is_answered_with_a_receipt(centre: Any, visited: Any) -> None:
    sha256 = hashlib.sha256(b"the photo").hexdigest()
    done, answer = taken(centre, bundle_of(visited, visited.message(), files=[(sha256, b"the photo")]))
    assert (done.operations, done.files, done.problem) == (4, 1, "")
    first, *_, last = answers(visited, answer)
    assert [verdict["outcome"] for verdict in first["reply"]["verdicts"]] == ["applied"] * 4
    assert last["reply"]["evidence_wanted"] == []
    heads = {0: GENESIS, **{operation["seq"]: operation["hash"] for operation in visited.operations}}
    through = verify_receipt(
        visited.enrolment["centre_public_key"],
        last["reply"]["receipt"],
        device_id=visited.enrolment["device_id"],
        incarnation=1,
        heads=heads,
    )
    assert through == 4
    assert centre.session.query(EvidenceRecord).one().held_at is not None
    centre.session.rollback()


def test_by_hand_and_by_link_has_one_effect(centre: Any, visited: Any) -> None:
    data = bundle_of(visited, visited.message())
    visited.sync()
    taken(centre, data)
    taken(centre, data)
    assert (count(centre, LedgerEntry), count(centre, FindingRecord)) == (4, 1)


def test_by_link_after_by_hand_has_one_effect(centre: Any, visited: Any) -> None:
    taken(centre, bundle_of(visited, visited.message()))
    reply = visited.sync()
    assert visited.acknowledged == 4
    assert [verdict["outcome"] for verdict in reply["verdicts"]] == ["applied"] * 4
    assert (count(centre, LedgerEntry), count(centre, FindingRecord)) == (4, 1)


def test_the_answer_brings_every_page(centre: Any) -> None:
    laptop = centre.laptop()
    for _ in range(7):
        centre.employer()
    scope = centre.session.query(Scope).one()
    cursor = {"scope": scope.id, "epoch": scope.epoch, "since": 0}
    centre.session.rollback()
    message = laptop.message([], pull=[cursor], max_rows=2, protocol=2)
    _, answer = taken(centre, bundle_of(laptop, message))
    pages = [page for one in answers(laptop, answer) for page in one["reply"]["pull"]]
    assert sum(len(group["ids"]) for page in pages for group in page["groups"]) == 7
    assert [page["more"] for page in pages] == [True, True, True, False]


def test_a_chain_that_does_not_hold_is_answered_with_its_problem(centre: Any, visited: Any) -> None:
    message = visited.message()
    message["push"]["operations"][1]["set"]["text_en"] = "Changed on the stick."
    done, answer = taken(centre, bundle_of(visited, message))
    assert done.problem
    assert [one["problem"]["code"] for one in answers(visited, answer)] == ["E_CHAIN"]
    assert count(centre, LedgerEntry) == 0


def test_a_file_with_other_bytes_is_not_kept(centre: Any, visited: Any) -> None:
    sha256 = hashlib.sha256(b"the photo").hexdigest()
    done, answer = taken(centre, bundle_of(visited, visited.message(), files=[(sha256, b"another photo")]))
    assert (done.files, done.refused_files) == (0, 1)
    assert answers(visited, answer)[-1]["reply"]["evidence_wanted"] == [sha256]


@pytest.mark.parametrize("wrong", ["stranger", "kind", "key", "withdrawn"])
def test_a_bundle_that_is_not_of_a_laptop_of_ours_is_refused_and_nothing_taken(
    centre: Any, visited: Any, wrong: str
) -> None:
    changes: dict[str, Any] = {
        "stranger": {"device_id": str(uuid7())},
        "kind": {"kind": BundleKind.TO_LAPTOP},
        "key": {"key": new_private_key()},
    }.get(wrong, {})
    data = bundle_of(visited, visited.message(), **changes)
    if wrong == "withdrawn":
        centre.session.get(Device, visited.enrolment["device_id"]).revoked_at = centre.clock()
        centre.session.commit()
    with pytest.raises(BundleError):
        taken(centre, data)
    assert count(centre, LedgerEntry) == 0


def test_the_command_writes_the_answer_beside_the_bundle(centre: Any, visited: Any, tmp_path: Path) -> None:
    file = tmp_path / "stick" / "laptop.muaina"
    file.parent.mkdir()
    file.write_bytes(bundle_of(visited, visited.message()))
    home = home_of(centre)
    done = CliRunner().invoke(server, ["bundle", str(file), "--home", home, "--json"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.output)["operations"] == 4
    answer = file.with_name("laptop.muaina.answer")
    assert answers(visited, answer.read_bytes())[-1]["reply"]["receipt"]["seq"] == 4


def test_the_command_says_what_a_file_is_not_and_leaves_nothing(centre: Any, tmp_path: Path) -> None:
    file = tmp_path / "holiday.jpg"
    file.write_bytes(b"a picture")
    done = CliRunner().invoke(server, ["bundle", str(file), "--home", home_of(centre)])
    assert done.exit_code == 2
    assert "holiday.jpg: the file is not a bundle" in done.output
    assert [path.name for path in tmp_path.glob("holiday*")] == ["holiday.jpg"]
