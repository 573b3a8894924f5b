"""The feed and the snapshot: numbers without gaps, moves between districts, snapshot plus feed is the feed."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest
import zstandard
from sqlalchemy import text

from sync_protocol.entities import ENTITIES
from sync_server.models import Employer
from sync_server.queries.database import WriteBesideGateway
from sync_server.queries.gateway import Gateway, writing
from sync_server.services.build_snapshot import build_snapshot

LAHORE = "district:lahore"


def month(employer: str, number: int) -> dict[str, Any]:
    return {
        "employer_id": employer,
        "month": f"2026-{number:02}",
        "declared_workers": 10,
        "wages_paisa": 40_000_000,
        "due_paisa": 2_400_000,
        "paid_paisa": 0,
        "paid_on": None,
        "challan_no": "",
    }


def pull(centre: Any, laptop: Any, since: int = 0, scope: str = LAHORE, **other: Any) -> dict[str, Any]:
    epoch = centre.scalar("SELECT epoch FROM scope WHERE id = :id", id=scope)
    [page] = laptop.sync(pull=[{"scope": scope, "epoch": epoch, "since": since}], **other)["pull"]
    return dict(page)


def state_of(changes: list[dict[str, Any]], start: dict[Any, Any] | None = None) -> dict[Any, Any]:
    """Return the register that a laptop has after these changes."""
    state = dict(start or {})
    for change in changes:
        key = change["entity"], change["row_id"]
        if change["present"]:
            state[key] = (change["rev"], change["values"])
        else:
            state.pop(key, None)
    return state


def all_changes(centre: Any, laptop: Any, since: int = 0, max_rows: int = 3) -> list[dict[str, Any]]:
    changes: list[dict[str, Any]] = []
    while True:
        page = pull(centre, laptop, since, max_rows=max_rows)
        changes += page["changes"]
        since = page["until"]
        if not page["more"]:
            return changes


def test_every_row_written_gets_the_next_number_of_its_scope(either_centre: Any) -> None:
    for _ in range(3):
        either_centre.employer()
    either_centre.employer("multan")
    numbers = either_centre.session.execute(text("SELECT scope_id, v FROM member ORDER BY scope_id, v")).all()
    either_centre.session.rollback()
    assert [tuple(row) for row in numbers] == [(LAHORE, 1), (LAHORE, 2), (LAHORE, 3), ("district:multan", 1)]


def test_pages_in_small_pieces_hold_what_one_page_holds(either_centre: Any) -> None:
    employer = either_centre.employer()
    for number in range(1, 8):
        either_centre.write("contribution_month", month(employer, number))
    laptop = either_centre.laptop()
    whole = pull(either_centre, laptop)
    assert all_changes(either_centre, laptop) == whole["changes"]
    assert (whole["more"], whole["until"], len(whole["changes"])) == (False, 8, 8)
    assert pull(either_centre, laptop, since=8)["changes"] == []


def test_a_move_to_another_district_takes_everything_along_and_says_nothing_of_it_here(either_centre: Any) -> None:
    employer = either_centre.employer()
    contribution = either_centre.write("contribution_month", month(employer, 1))
    here = either_centre.laptop()
    there = either_centre.laptop(either_centre.user(scopes=("district:multan",)))
    either_centre.write("employer", {"district": "multan"}, employer)
    gone = pull(either_centre, here)["changes"]
    assert [(change["row_id"], change["present"], change["values"]) for change in gone] == [
        (employer, False, {}),
        (contribution, False, {}),
    ]
    arrived = pull(either_centre, there, scope="district:multan")["changes"]
    assert {change["row_id"] for change in arrived} == {employer, contribution}
    either_centre.write("employer", {"district": "lahore"}, employer)
    assert {key[1] for key in state_of(pull(either_centre, here)["changes"])} == {employer, contribution}


def test_nothing_of_a_scope_that_is_not_the_laptops_is_ever_sent(centre: Any) -> None:
    centre.employer("multan")
    laptop = centre.laptop()
    epoch = centre.scalar("SELECT epoch FROM scope WHERE id = 'district:multan'")
    reply = laptop.sync(pull=[{"scope": "district:multan", "epoch": epoch, "since": 0}])
    assert (reply["pull"], reply["scopes"]) == ([], [LAHORE])
    manifest = centre.client.get("/sync/v1/snapshots/district:multan", headers=laptop.headers)
    assert (manifest.status_code, manifest.get_json()["code"]) == (403, "E_SCOPE")
    made = build_snapshot(centre.session, "district:multan", folder=centre.config.snapshots, tools=centre.tools)
    file = centre.client.get(f"/sync/v1/snapshots/files/{made['sha256']}", headers=laptop.headers)
    assert file.status_code == 404


@pytest.mark.parametrize("cursor", [{"epoch": "another life"}, {"since": 99}])
def test_a_cursor_of_another_history_is_refused_after_the_push_is_taken(centre: Any, cursor: dict[str, Any]) -> None:
    employer, laptop = centre.employer(), centre.laptop()
    epoch = centre.scalar("SELECT epoch FROM scope")
    laptop.correct(employer, was={"phone": ""}, phone="1")
    response = laptop.post(laptop.message(pull=[{"scope": LAHORE, "epoch": epoch, "since": 0} | cursor]))
    assert (response.status_code, response.get_json()["code"]) == (409, "E_EPOCH")
    assert laptop.outcomes(laptop.sync()) == [(1, "applied", "")]


def test_snapshot_and_the_feed_from_it_give_what_the_feed_from_zero_gives(either_centre: Any, tmp_path: Path) -> None:
    centre, laptop = either_centre, either_centre.laptop()
    first, second = centre.employer(), centre.employer()
    for number in range(1, 5):
        centre.write("contribution_month", month(first, number))
    manifest = centre.client.get(f"/sync/v1/snapshots/{LAHORE}", headers=laptop.headers).get_json()
    centre.write("employer", {"phone": "1"}, first)
    centre.write("employer", {"district": "multan"}, second)
    third = centre.employer(self_assessment=True)
    centre.write("contribution_month", month(third, 1))
    installed = install(centre, laptop, manifest, tmp_path / "register.db")
    after = all_changes(centre, laptop, since=manifest["v"])
    assert state_of(after, installed) == state_of(all_changes(centre, laptop))
    assert len(installed) == sum(manifest["rows"].values()) == 6


def install(centre: Any, laptop: Any, manifest: dict[str, Any], file: Path) -> dict[Any, Any]:
    """Fetch a snapshot's file as a laptop does and return the register in it."""
    path = f"/sync/v1/snapshots/files/{manifest['sha256']}"
    data = centre.client.get(path, headers=laptop.headers, buffered=True).data
    ranged = centre.client.get(path, headers={**laptop.headers, "Range": "bytes=10-19"}, buffered=True)
    assert (ranged.status_code, ranged.data) == (206, data[10:20])
    plain = zstandard.ZstdDecompressor().decompress(data)
    assert (len(data), len(plain)) == (manifest["compressed_bytes"], manifest["plain_bytes"])
    file.write_bytes(plain)
    register = sqlite3.connect(file)
    state: dict[Any, Any] = {}
    for name, entity in ENTITIES.items():
        for row_id, rev, *values in register.execute(f'SELECT * FROM "{name}"'):
            state[name, row_id] = (rev, dict(zip(entity.field_names, values, strict=True)))
    [meta] = register.execute("SELECT scope, epoch, v, schema FROM meta")
    register.close()
    assert meta == (manifest["scope"], manifest["epoch"], manifest["v"], manifest["schema"])
    return state


def test_a_scope_without_an_employer_yet_has_an_empty_snapshot(centre: Any) -> None:
    laptop = centre.laptop()
    manifest = centre.client.get(f"/sync/v1/snapshots/{LAHORE}", headers=laptop.headers).get_json()
    assert (manifest["v"], set(manifest["rows"].values())) == (0, {0})


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE employer SET phone = '1'",
        'DELETE FROM "coverage"',
        "INSERT INTO member (scope_id, entity, row_id, v, present) VALUES ('a', 'b', 'c', 1, true)",
        "update scope set v = 0",
    ],
)
def test_a_statement_beside_the_gateway_is_refused(centre: Any, statement: str) -> None:
    with pytest.raises(WriteBesideGateway):
        centre.scalar(statement)
    centre.session.rollback()


def test_a_changed_object_beside_the_gateway_is_refused(centre: Any) -> None:
    employer = centre.employer()
    centre.session.get(Employer, employer).phone = "1"
    with pytest.raises(WriteBesideGateway):
        centre.session.commit()
    centre.session.rollback()
    assert centre.scalar("SELECT phone FROM employer") == ""


def test_a_commit_without_raised_counters_is_refused(centre: Any) -> None:
    employer = centre.employer()
    Gateway(centre.session, now=centre.clock()).write("employer", employer, {"phone": "1"})
    with pytest.raises(RuntimeError, match="finish"):
        centre.session.commit()
    centre.session.rollback()
    assert centre.scalar("SELECT phone FROM employer") == ""


def test_bulk_writing_the_same_rows_again_changes_nothing(either_centre: Any) -> None:
    either_centre.employer()
    session = either_centre.session
    rows = [
        {"id": row.id, **{name: getattr(row, name) for name in ENTITIES["employer"].field_names}}
        for row in session.query(Employer).all()
    ]
    session.rollback()
    other = {**rows[0], "id": "01930000-0000-7000-8000-000000000001"}
    written = []
    for batch in ([*rows, other], [*rows, other], [rows[0], {**other, "phone": "1"}]):
        with writing(session, now=either_centre.clock()) as gateway:
            done = gateway.write_many("employer", batch)
            written.append((done.inserted, done.changed, done.unchanged))
    assert written == [(1, 0, 1), (0, 0, 2), (0, 1, 1)]
    assert either_centre.scalar("SELECT v FROM scope") == 3


def test_a_record_of_an_unknown_employer_or_with_a_strange_field_is_refused(centre: Any) -> None:
    with pytest.raises(ValueError, match="no employer"):
        centre.write("contribution_month", month("01930000-0000-7000-8000-000000000001", 1))
    with pytest.raises(ValueError, match="no field colour"):
        centre.write("employer", {"colour": "green"})
