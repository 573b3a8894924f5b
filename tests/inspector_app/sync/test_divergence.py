"""A copy that is not the centre's any more is noticed by its digest and mended bucket by bucket."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace

import pytest
from copies import LAHORE, alter, digests, held, month, phone, sync_later
from faulty_link import Between
from live_centre import new_id, serving
from prepared_laptop import BEGIN

from inspector_app.store.register_cursors import scope_states
from inspector_app.sync import exchange, repair
from sync_protocol.digests import bucket_of
from sync_protocol.entities import EMPLOYER, ENTITIES
from sync_protocol.versions import SCHEMA_VERSION
from sync_server.models import db
from sync_server.queries.gateway import writing


@contextmanager
def overheard(centre, path: str):
    """Serve the centre and keep what it answers to one address."""
    between = Between(centre.app, lambda reply: reply, path=path)
    with serving(between) as url:
        yield url, between.seen


@pytest.fixture
def laptop(centre, enrolled):
    """A laptop with thirty employers of Lahore, compared with the centre."""
    with centre.inside(), writing(db.session(), now=BEGIN) as gateway:
        for number in range(30):
            employer = f"01930000-0000-7000-8000-{number:010x}{number * 7:02x}"
            values = {**dict.fromkeys(EMPLOYER.field_names, ""), "district": "lahore", "self_assessment": False}
            gateway.write("employer", employer, {**values, "registered_on": "2010-01-01", "phone": "right"})
            gateway.write("contribution_month", new_id(), month(employer, 1))
    made = enrolled()
    assert made.sync().finished
    return made


def test_a_copy_that_is_right_is_compared_once_an_hour_and_nothing_is_fetched(centre, laptop) -> None:
    with overheard(centre, "/sync/v1/digest") as (url, asked):
        assert sync_later(laptop, 2, url).finished
    assert asked == []
    with overheard(centre, "/sync/v1/sync") as (url, replies):
        for hours in (2.5, 2.9, 3.1):
            assert sync_later(laptop, hours, url).finished
    assert [[bool(page["digest"]) for page in reply["pull"]] for reply in replies] == [[False], [False], [True]]
    with laptop.open() as opened:
        [state] = scope_states(opened.register)
        assert state.checked_at.startswith("2026-11-22T07:36")


FAULTS = (
    "UPDATE employer SET phone = 'wrong' WHERE id = ?",
    "DELETE FROM employer WHERE id = ?",
    "UPDATE employer SET registered_on = NULL WHERE id = ?",
)


def test_one_wrong_record_is_mended_and_only_its_bucket_comes(centre, laptop) -> None:
    for number, fault in enumerate(FAULTS, 1):
        employer = sorted(held(laptop))[number]
        alter(laptop, fault, employer)
        ours, theirs = digests(centre, laptop)
        assert ours != theirs
        with overheard(centre, "/sync/v1/repair") as (url, repairs):
            outcome = sync_later(laptop, 2 * number, url)
        assert outcome.finished
        assert 1 <= outcome.counts.repaired < 10
        assert (f"{outcome.counts.repaired} entries" in outcome.text.en, "دوبارہ" in outcome.text.ur) == (True, True)
        [reply] = repairs
        assert {bucket_of(row_id) for group in reply["groups"] for row_id in group["ids"]} == {bucket_of(employer)}
        assert phone(laptop, employer) == "right"
        ours, theirs = digests(centre, laptop)
        assert ours == theirs
    with overheard(centre, "/sync/v1/repair") as (url, repairs):
        assert sync_later(laptop, 8, url).finished
    assert repairs == []


def test_a_record_that_the_centre_does_not_have_is_taken_out(centre, laptop) -> None:
    employer = min(held(laptop))
    columns = ", ".join(("rev", "scope", *EMPLOYER.field_names))
    other = f"{employer[:-6]}ffff{employer[-2:]}"
    alter(
        laptop, f"INSERT INTO employer (id, {columns}) SELECT ?, {columns} FROM employer WHERE id = ?", other, employer
    )
    assert other in held(laptop)
    assert sync_later(laptop, 2).counts.repaired >= 1
    assert other not in held(laptop)
    ours, theirs = digests(centre, laptop)
    assert ours == theirs


def test_changed_fields_of_a_record_that_is_lacking_are_mended_in_the_same_sync(centre, laptop) -> None:
    employer = min(held(laptop))
    alter(laptop, "DELETE FROM employer WHERE id = ?", employer)
    centre.write("employer", {"phone": "new"}, employer)
    outcome = laptop.sync()
    assert (outcome.finished, outcome.counts.repaired >= 1) == (True, True)
    assert phone(laptop, employer) == "new"
    ours, theirs = digests(centre, laptop)
    assert ours == theirs


def test_a_repair_that_was_cut_off_goes_on_with_the_next_sync(centre, laptop) -> None:
    employer = min(held(laptop))
    alter(laptop, "UPDATE employer SET phone = 'wrong' WHERE id = ?", employer)
    page = Between(centre.app, lambda reply: b"<html>sign in</html>", path="/sync/v1/repair")
    with serving(page) as url:
        assert not sync_later(laptop, 2, url).finished
    assert phone(laptop, employer) == "wrong"
    assert sync_later(laptop, 2.1).finished
    assert phone(laptop, employer) == "right"


def _all_gone(reply):
    nothing = {"kind": "gone", "fields": [], "columns": [], "revs": []}
    return {**reply, "groups": [{**group, **nothing} for group in reply["groups"]]}


def _of_the_next_bucket(reply):
    def other(row_id: str) -> str:
        return f"{row_id[:-2]}{bucket_of(row_id) ^ 1:02x}"

    return {**reply, "groups": [{**group, "ids": list(map(other, group["ids"]))} for group in reply["groups"]]}


WRONG_REPAIRS = (
    lambda reply: {**reply, "scope": "district:kasur"},
    lambda reply: {**reply, "epoch": "another life"},
    _all_gone,
    _of_the_next_bucket,
)


def test_a_repair_that_was_not_asked_for_is_not_taken(centre, laptop) -> None:
    employer = min(held(laptop))
    alter(laptop, "UPDATE employer SET phone = 'wrong' WHERE id = ?", employer)
    for hours, wrong in enumerate(WRONG_REPAIRS, 2):
        with serving(Between(centre.app, wrong, path="/sync/v1/repair")) as url:
            assert not sync_later(laptop, hours, url).finished
        assert len(held(laptop)) == 30
        assert phone(laptop, employer) == "wrong"


@pytest.fixture
def phone_is_new(monkeypatch: pytest.MonkeyPatch) -> None:
    """The version before ours did not know the phone of an employer."""
    fields = tuple(replace(one, since=SCHEMA_VERSION) if one.name == "phone" else one for one in EMPLOYER.fields)
    monkeypatch.setitem(ENTITIES, "employer", replace(EMPLOYER, fields=fields))


@pytest.mark.usefixtures("phone_is_new")
def test_a_laptop_that_ran_the_version_before_for_a_while_lacks_nothing(
    centre, laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as before:
        for module in (exchange, repair):
            before.setattr(module, "SCHEMA_VERSION", SCHEMA_VERSION - 1)
        employer = centre.employer(99, phone="new")
        assert sync_later(laptop, 0.1).finished
    assert phone(laptop, employer) == "None"
    outcome = sync_later(laptop, 0.2)
    assert (outcome.finished, outcome.counts.repaired) == (True, 0)
    assert phone(laptop, employer) == "new"


@pytest.mark.usefixtures("phone_is_new")
def test_a_laptop_that_has_learnt_a_field_fetches_that_field_alone(centre, laptop) -> None:
    alter(laptop, "UPDATE employer SET phone = NULL")
    alter(laptop, "UPDATE cursor SET schema = ?", SCHEMA_VERSION - 1)
    with overheard(centre, "/sync/v1/repair") as (url, replies):
        assert sync_later(laptop, 2, url).finished
    assert {tuple(group["fields"]) for reply in replies for group in reply["groups"]} == {("phone",)}
    assert {phone(laptop, employer) for employer in held(laptop)} == {"right"}
    ours, theirs = digests(centre, laptop)
    assert ours == theirs
    with overheard(centre, "/sync/v1/repair") as (url, replies):
        assert sync_later(laptop, 4, url).finished
    assert replies == []
    assert held(laptop) == dict.fromkeys(held(laptop), LAHORE)
