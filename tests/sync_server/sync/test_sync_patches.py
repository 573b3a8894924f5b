"""The feed as changed fields: exactly what changed since a cursor, whole records where the laptop cannot have them."""

from __future__ import annotations

import os
import random
from dataclasses import replace
from typing import Any

import pytest
from feed_reader import LAHORE, Register, follow, month, pull

from sync_protocol.entities import EMPLOYER, ENTITIES
from sync_protocol.pages import ChangeKind
from sync_server.queries.gateway import writing
from sync_server.services.tend_scopes import tend_scopes

MULTAN = "district:multan"
SEEDS = range(int(os.environ.get("MUAINA_FEED_SEEDS", "1")))
"""Random histories of the feed; more of them by `MUAINA_FEED_SEEDS`."""


def test_only_the_fields_that_changed_since_the_cursor_are_sent(either_centre: Any) -> None:
    employer, other = either_centre.employer(), either_centre.employer()
    laptop, register = either_centre.laptop(), Register()
    assert {change.kind for change in follow(either_centre, laptop, register)} == {ChangeKind.WHOLE}
    either_centre.write("employer", {"phone": "1"}, employer)
    either_centre.write("employer", {"ntn": "7", "phone": "2"}, employer)
    [change] = follow(either_centre, laptop, register)
    assert (change.kind, change.row_id, change.rev) == (ChangeKind.PATCH, employer, 3)
    assert dict(change.values) == {"ntn": "7", "phone": "2"}
    either_centre.write("employer", {"phone": "3"}, employer)
    assert [dict(change.values) for change in follow(either_centre, laptop, register)] == [{"phone": "3"}]
    assert register.rows["employer", other][0] == 1


def test_a_record_that_entered_since_the_cursor_comes_whole_whatever_changed_after(either_centre: Any) -> None:
    laptop, register = either_centre.laptop(), Register()
    either_centre.employer()
    follow(either_centre, laptop, register)
    new = either_centre.employer()
    either_centre.write("employer", {"phone": "1"}, new)
    [change] = follow(either_centre, laptop, register)
    assert (change.kind, set(change.values)) == (ChangeKind.WHOLE, set(EMPLOYER.field_names))


def test_there_and_back_while_offline_brings_the_record_whole_and_never_says_it_is_gone(either_centre: Any) -> None:
    employer = either_centre.employer()
    paid = either_centre.write("contribution_month", month(employer, 1))
    laptop, register = either_centre.laptop(), Register()
    follow(either_centre, laptop, register)
    for district in ("multan", "lahore"):
        either_centre.write("employer", {"district": district}, employer)
    changes = follow(either_centre, laptop, register)
    assert {(change.kind, change.row_id) for change in changes} == {
        (ChangeKind.WHOLE, employer),
        (ChangeKind.WHOLE, paid),
    }
    assert register.digest == register.own_digest


def test_a_laptop_of_protocol_1_gets_whole_records_row_by_row(either_centre: Any) -> None:
    employer, laptop = either_centre.employer(), either_centre.laptop()
    either_centre.write("employer", {"phone": "1"}, employer)
    page = pull(either_centre, laptop, 1, protocol=1, schema=1)
    [change] = page["changes"]
    assert (change["v"], change["present"], set(change["values"])) == (2, True, set(EMPLOYER.field_names))
    assert set(page) == {"scope", "epoch", "until", "more", "changes"}


def test_forgotten_changes_come_as_whole_records_and_newer_ones_as_fields(either_centre: Any) -> None:
    employers = [either_centre.employer() for _ in range(3)]
    laptop, early = either_centre.laptop(), Register()
    follow(either_centre, laptop, early)
    late = early.copy()
    for number in range(10):
        either_centre.write("employer", {"phone": str(number)}, employers[number % 3])
        if number == 6:
            follow(either_centre, laptop, late)
    assert tend_scopes(either_centre.session, tools=either_centre.tools, kept=4) == 6
    assert either_centre.scalar("SELECT patches_from FROM scope") == 9
    assert {change.kind for change in follow(either_centre, laptop, early)} == {ChangeKind.WHOLE}
    assert {change.kind for change in follow(either_centre, laptop, late)} == {ChangeKind.PATCH}
    assert early.rows == late.rows
    assert tend_scopes(either_centre.session, tools=either_centre.tools, kept=4) == 0


@pytest.mark.parametrize("seed", SEEDS)
def test_snapshot_state_and_any_cursor_lead_to_the_same_register(either_centre: Any, seed: int) -> None:
    """Invariant 9 for random histories: inserts, changes, moves there and back, children, several in one commit."""
    chance, laptop = random.Random(seed), either_centre.laptop(either_centre.user(scopes=(LAHORE, MULTAN)))
    employers = [either_centre.employer() for _ in range(4)] + [either_centre.employer("multan")]
    months = [either_centre.write("contribution_month", month(employer, 1)) for employer in employers]
    kept: dict[str, list[Register]] = {LAHORE: [Register()], MULTAN: [Register()]}
    for step in range(24):
        with writing(either_centre.session, now=either_centre.clock()) as gateway:
            for _ in range(chance.randint(1, 4)):
                random_write(gateway, chance, employers, months, step)
        if step % 6 == 0:
            for scope, registers in kept.items():
                registers.append(registers[-1].copy())
                follow(either_centre, laptop, registers[-1], scope, max_rows=3)
    for scope, registers in kept.items():
        whole = Register()
        follow(either_centre, laptop, whole, scope)
        for register in registers:
            follow(either_centre, laptop, register, scope, max_rows=chance.randint(1, 7))
            assert (register.rows, register.v, register.lacking) == (whole.rows, whole.v, [])
            assert register.digest == register.own_digest == whole.digest


def test_a_record_that_left_and_came_back_in_one_commit_comes_whole(either_centre: Any) -> None:
    here, there = either_centre.employer(), either_centre.employer("multan")
    paid = either_centre.write("contribution_month", month(here, 1))
    laptop, register = either_centre.laptop(), Register()
    follow(either_centre, laptop, register)
    with writing(either_centre.session, now=either_centre.clock()) as gateway:
        gateway.write("contribution_month", paid, {"employer_id": there})
        gateway.write("employer", there, {"district": "lahore"})
    changes = follow(either_centre, laptop, register)
    assert {(change.kind, change.row_id) for change in changes} == {(ChangeKind.WHOLE, there), (ChangeKind.WHOLE, paid)}
    assert register.rows["contribution_month", paid][1]["employer_id"] == there
    assert register.own_digest == register.digest


def random_write(gateway: Any, chance: random.Random, employers: list[str], months: list[str], step: int) -> None:
    employer, paid = chance.choice(employers), chance.choice(months)
    match chance.randrange(5):
        case 0:
            gateway.write("employer", employer, {"district": chance.choice(("lahore", "multan"))})
        case 1:
            gateway.write("employer", employer, {"phone": str(step), "ntn": str(chance.randrange(3))})
        case 2:
            gateway.write("contribution_month", paid, {"paid_paisa": step})
        case 3:
            gateway.write("contribution_month", paid, {"employer_id": employer})
        case _:
            new = f"0193{chance.getrandbits(16):04x}-0000-7000-8000-{chance.getrandbits(48):012x}"
            gateway.write("contribution_month", new, month(employer, 2))
            months.append(new)


@pytest.fixture
def newer_phone(monkeypatch: pytest.MonkeyPatch) -> None:
    """The field `phone` came with schema 2."""
    fields = tuple(replace(one, since=2) if one.name == "phone" else one for one in EMPLOYER.fields)
    monkeypatch.setitem(ENTITIES, "employer", replace(EMPLOYER, fields=fields))


@pytest.mark.usefixtures("newer_phone")
def test_a_field_that_a_laptop_does_not_know_is_not_sent_and_survives_what_it_sends(either_centre: Any) -> None:
    employer, laptop = either_centre.employer(phone="1", owner_name="A"), either_centre.laptop()
    for protocol in (1, 2):
        page = pull(either_centre, laptop, protocol=protocol, schema=1)
        names = page["groups"][0]["fields"] if protocol == 2 else page["changes"][0]["values"]
        assert set(names) == set(EMPLOYER.field_names) - {"phone"}
    either_centre.write("employer", {"phone": "2"}, employer)
    [group] = pull(either_centre, laptop, 1, schema=1)["groups"]
    assert (group["kind"], group["fields"], group["revs"]) == ("patch", [], [2])
    assert pull(either_centre, laptop, 1)["groups"][0]["fields"] == ["phone"]
    laptop.correct(employer, base_rev=2, was={"owner_name": "A"}, owner_name="B")
    assert laptop.outcomes(laptop.sync()) == [(1, "applied", "")]
    assert either_centre.scalar("SELECT phone FROM employer") == "2"
    assert either_centre.scalar("SELECT owner_name FROM employer") == "B"


def test_an_entity_that_a_laptop_does_not_know_is_passed_over(
    either_centre: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    employer, laptop = either_centre.employer(), either_centre.laptop()
    either_centre.write("contribution_month", month(employer, 1))
    monkeypatch.setitem(ENTITIES, "contribution_month", replace(ENTITIES["contribution_month"], since=2))
    page = pull(either_centre, laptop, schema=1)
    assert ([group["entity"] for group in page["groups"]], page["until"], page["digest"]) == (["employer"], 2, "")
    assert pull(either_centre, laptop, page["until"], schema=1)["groups"] == []


def test_a_record_passed_by_between_two_pages_comes_whole_though_the_cursor_is_beyond_its_entry(
    either_centre: Any,
) -> None:
    employers = [either_centre.employer() for _ in range(4)]
    laptop, register = either_centre.laptop(), Register()
    register.take(pull(either_centre, laptop, max_rows=2))
    either_centre.write("employer", {"phone": "1"}, employers[2])
    register.take(pull(either_centre, laptop, register.v, complete=register.complete, max_rows=1))
    assert (register.v, register.complete) == (4, 0)
    changes = follow(either_centre, laptop, register)
    assert [(change.kind, change.row_id) for change in changes] == [(ChangeKind.WHOLE, employers[2])]
    assert (register.lacking, register.own_digest) == ([], register.digest)
