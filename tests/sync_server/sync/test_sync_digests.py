"""The digest of a scope follows every write, and leads a laptop to the buckets that differ."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from feed_reader import LAHORE, Register, follow, month, pull
from sqlalchemy import text

from sync_protocol.digests import BUCKETS, EMPTY, bucket_of, combined, row_digest
from sync_protocol.entities import ENTITIES
from sync_protocol.pages import ungrouped
from sync_protocol.schemas_register import BucketsReplySchema, RepairReplySchema
from sync_server.models import db
from sync_server.queries.gateway import writing
from sync_server.queries.snapshots import present_rows
from sync_server.services.tend_scopes import tend_scopes


def digest_of_rows(centre: Any, scope: str = LAHORE) -> str:
    """Return the digest worked out from the rows themselves."""
    digests = [
        row_digest(entity, row[0], dict(zip(entity.field_names, row[2:], strict=True)))
        for name, entity in ENTITIES.items()
        for row in present_rows(centre.session, scope, name)
    ]
    centre.session.rollback()
    return combined(digests)


def digest_kept(centre: Any, scope: str = LAHORE) -> str:
    return str(centre.scalar("SELECT digest FROM scope WHERE id = :id", id=scope))


def test_the_digest_follows_inserts_changes_and_moves(either_centre: Any) -> None:
    employer = either_centre.employer(self_assessment=True)
    paid = either_centre.write("contribution_month", month(employer, 1))
    assert digest_kept(either_centre) == digest_of_rows(either_centre) != EMPTY
    either_centre.write("contribution_month", {"paid_paisa": 5, "paid_on": "2026-01-05"}, paid)
    assert digest_kept(either_centre) == digest_of_rows(either_centre)
    either_centre.write("employer", {"district": "multan", "phone": "1"}, employer)
    assert digest_kept(either_centre) == EMPTY
    multan = "district:multan"
    assert digest_kept(either_centre, multan) == digest_of_rows(either_centre, multan) != EMPTY


def test_a_record_written_with_some_fields_counts_with_the_tables_defaults(either_centre: Any) -> None:
    employer = either_centre.employer()
    either_centre.write("certificate", {"employer_id": employer, "certificate_no": "RC-1"})
    assert digest_kept(either_centre) == digest_of_rows(either_centre)


def test_the_digest_follows_a_bulk_write(either_centre: Any) -> None:
    employers = [either_centre.employer() for _ in range(3)]
    rows = [
        {"id": f"01930000-0000-7000-8000-{number:012x}", **month(employers[number % 3], number % 12 + 1)}
        for number in range(50)
    ]
    for paid in (0, 7):
        with writing(either_centre.session, now=either_centre.clock()) as gateway:
            gateway.write_many("contribution_month", [{**row, "paid_paisa": paid} for row in rows])
        assert digest_kept(either_centre) == digest_of_rows(either_centre)


def test_what_a_savepoint_undid_does_not_count(either_centre: Any) -> None:
    first, second = either_centre.employer(), either_centre.employer()
    with writing(either_centre.session, now=either_centre.clock()) as gateway:
        gateway.write("employer", first, {"phone": "1"})
        with suppress(ZeroDivisionError), gateway.savepoint():
            gateway.write("employer", first, {"phone": "2"})
            gateway.write("employer", second, {"district": "multan"})
            raise ZeroDivisionError
    assert digest_kept(either_centre) == digest_of_rows(either_centre)
    assert either_centre.scalar("SELECT v FROM scope") == 3
    assert either_centre.scalar("SELECT count(*) FROM member") == 2


@pytest.mark.parametrize(
    ("entity", "values"),
    [
        ("employer", {"registration_no": 12}),
        ("contribution_month", {"paid_paisa": "12"}),
        ("contribution_month", {"declared_workers": True}),
    ],
)
def test_a_value_that_the_database_would_turn_into_another_is_refused(
    centre: Any, entity: str, values: dict[str, Any]
) -> None:
    with pytest.raises(ValueError, match=r"is (text|integer|paisa), not"):
        centre.write(entity, values)


def test_an_unknown_digest_is_worked_out_and_kept_from_then_on(either_centre: Any) -> None:
    employers = [either_centre.employer() for _ in range(3)]
    forget_digests(either_centre)
    either_centre.write("employer", {"phone": "1"}, employers[0])
    assert digest_kept(either_centre) == ""
    assert pull(either_centre, either_centre.laptop())["digest"] == ""
    assert tend_scopes(either_centre.session, tools=either_centre.tools) == 2
    assert digest_kept(either_centre) == digest_of_rows(either_centre)
    either_centre.write("employer", {"phone": "2"}, employers[1])
    assert digest_kept(either_centre) == digest_of_rows(either_centre)
    assert tend_scopes(either_centre.session, tools=either_centre.tools) == 0


def forget_digests(centre: Any) -> None:
    """Leave the scopes as a centre of the first version has them."""
    connection = centre.session.connection(execution_options={"muaina_gateway": True})
    connection.execute(text("UPDATE scope SET digest = ''"))
    connection.execute(text("UPDATE member SET digest = ''"))
    centre.session.commit()
    db.session.remove()


def test_the_digest_is_sent_when_asked_for_with_the_page_that_ends_the_feed(either_centre: Any) -> None:
    for _ in range(3):
        either_centre.employer()
    laptop, kept = either_centre.laptop(), digest_kept(either_centre)
    assert pull(either_centre, laptop)["digest"] == kept
    assert pull(either_centre, laptop, since=3)["digest"] == kept
    assert pull(either_centre, laptop, max_rows=2)["digest"] == ""
    assert pull(either_centre, laptop, digests=False)["digest"] == ""
    assert pull(either_centre, laptop, schema=1)["digest"] == ""


def ask(centre: Any, laptop: Any, path: str, **message: Any) -> Any:
    epoch = centre.scalar("SELECT epoch FROM scope WHERE id = :id", id=LAHORE)
    return centre.client.post(
        f"/sync/v1/{path}", json={"scope": LAHORE, "epoch": epoch, **message}, headers=laptop.headers
    )


def test_one_wrong_record_is_found_in_one_bucket_and_only_that_bucket_is_sent(either_centre: Any) -> None:
    employers = [either_centre.employer() for _ in range(20)]
    laptop, register = either_centre.laptop(), Register()
    follow(either_centre, laptop, register)
    wrong = register.rows["employer", employers[0]][1]
    wrong["phone"] = "another"
    assert register.own_digest != register.digest
    reply: Any = BucketsReplySchema().load(ask(either_centre, laptop, "digest").get_json())
    own = ["0" * 32] * BUCKETS
    for (name, row_id), (_, values) in register.rows.items():
        own[bucket_of(row_id)] = combined([row_digest(ENTITIES[name], row_id, values)], own[bucket_of(row_id)])
    differing = [bucket for bucket in range(BUCKETS) if own[bucket] != reply["buckets"][bucket]]
    assert differing == [bucket_of(employers[0])]
    fixed: Any = RepairReplySchema().load(ask(either_centre, laptop, "repair", buckets=differing).get_json())
    sent = list(ungrouped(fixed["groups"]))
    assert {bucket_of(change.row_id) for change in sent} == set(differing)
    assert {change.row_id for change in sent} >= {employers[0]}
    for change in sent:
        register.rows[change.entity, change.row_id] = (change.rev, dict(change.values))
    assert register.own_digest == digest_kept(either_centre)
    assert fixed["v"] == register.v
    ask(either_centre, laptop, "repair", buckets=[0, 1])
    assert either_centre.scalar("SELECT kind || ' ' || event FROM device_alarm") == f"diverged {LAHORE} 2026-11-22"


def test_a_record_without_a_kept_digest_counts_in_its_bucket_all_the_same(either_centre: Any) -> None:
    either_centre.employer()
    laptop = either_centre.laptop()
    before = ask(either_centre, laptop, "digest").get_json()["buckets"]
    forget_digests(either_centre)
    assert ask(either_centre, laptop, "digest").get_json()["buckets"] == before


@pytest.mark.parametrize("path", ["digest", "repair"])
def test_only_a_scope_of_the_laptop_and_of_this_history_is_answered(centre: Any, path: str) -> None:
    centre.employer()
    centre.employer("multan")
    laptop, asked = centre.laptop(), {"buckets": [0]} if path == "repair" else {}
    for message, status, code in (
        ({"scope": "district:multan"}, 403, "E_SCOPE"),
        ({"epoch": "another life"}, 409, "E_EPOCH"),
    ):
        response = ask(centre, laptop, path, **{**asked, **message})
        assert (response.status_code, response.get_json()["code"]) == (status, code)
    assert centre.client.post(f"/sync/v1/{path}", json={}).status_code == 401
