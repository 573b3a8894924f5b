"""The page of laptops: who is in trouble, what happened, what had no effect and how it is mended."""

from __future__ import annotations

import html
from typing import Any

import pytest
from centre_visitor import visit

from simplify_content.text import Lang
from sync_protocol.versions import PROTOCOL_VERSION, SCHEMA_VERSION
from sync_server.models import Device, DeviceAlarm, FindingRecord, Inspection, LedgerEntry, Role
from sync_server.queries.alarms import raise_alarm
from sync_server.services.read_devices import ALARM_KINDS, TROUBLES, device_views
from sync_server.texts import centre_texts

REPORT = {
    "app_version": "1.4.0", "free_disk_bytes": 42_000_000_000, "oldest_unsent_at": "", "files_waiting": 3,
    "files_waiting_bytes": 7_400_000, "clock_offset_ms": -3400, "clock_uncertainty_ms": 800,
}  # fmt: skip


def device_of(laptop: Any) -> str:
    return str(laptop.enrolment["device_id"])


def troubles(centre: Any, boss: Any) -> dict[str, tuple[str, ...]]:
    centre.session.rollback()
    found = {view.line.id: view.troubles for view in device_views(centre.session, boss, now=centre.clock())}
    centre.session.rollback()
    return found


def alarm(centre: Any, laptop: Any, kind: str) -> None:
    raise_alarm(centre.session, device_of(laptop), kind, event="1", facts={}, tools=centre.tools)
    centre.session.commit()


def test_a_laptop_reports_itself_and_the_page_shows_it(centre: Any) -> None:
    laptop = centre.laptop()
    laptop.start(centre.employer())
    laptop.sync(
        protocol=PROTOCOL_VERSION,
        schema=SCHEMA_VERSION,
        report={**REPORT, "oldest_unsent_at": "2026-11-10T05:00:00Z"},
        unsent=4,
    )
    centre.user("sup", Role.SUPERVISOR)

    visitor = visit(centre, "sup")
    pages = [visitor.open("/devices").text, visitor.open(f"/devices/{device_of(laptop)}").text]

    for page in pages:
        for words in ("1.4.0", "42.0 GB", "7.4 MB", "-3.4 s ± 0.8 s", "10-11-2026 10:00", "Unsent for days"):
            assert words in page


def test_what_a_laptop_said_of_itself_stays_when_a_later_sync_says_nothing(centre: Any) -> None:
    laptop = centre.laptop()
    laptop.sync(protocol=PROTOCOL_VERSION, schema=SCHEMA_VERSION, report=REPORT)
    laptop.sync(protocol=PROTOCOL_VERSION, schema=SCHEMA_VERSION)
    report = centre.session.get(Device, device_of(laptop)).report
    assert report == {**REPORT, "protocol": PROTOCOL_VERSION, "schema": SCHEMA_VERSION}


def test_the_laptop_in_most_trouble_comes_first(centre: Any) -> None:
    boss = centre.user("sup", Role.SUPERVISOR)
    centre.clock.move(days=-9)
    silent = centre.laptop()
    silent.sync()
    centre.clock.move(days=9)
    fine, alarmed, withdrawn, full, rejected = (centre.laptop() for _ in range(5))
    for laptop in (fine, alarmed, withdrawn, rejected):
        laptop.sync(protocol=PROTOCOL_VERSION, schema=SCHEMA_VERSION, report=REPORT)
    full.sync(
        protocol=PROTOCOL_VERSION,
        schema=SCHEMA_VERSION,
        report={**REPORT, "free_disk_bytes": 1000, "clock_offset_ms": 900_000},
    )
    rejected.start(centre.employer("multan"))
    rejected.sync(protocol=PROTOCOL_VERSION, schema=SCHEMA_VERSION)
    alarm(centre, alarmed, "fork")
    centre.session.get(Device, device_of(withdrawn)).revoked_at = centre.clock()
    centre.session.commit()

    found = troubles(centre, boss)

    order = [alarmed, rejected, silent, full, fine, withdrawn]
    assert list(found) == [device_of(laptop) for laptop in order]
    assert found[device_of(full)] == ("disk", "clock")
    assert found[device_of(fine)] == ()


def test_every_trouble_alarm_and_remedy_has_words() -> None:
    texts = centre_texts()
    for name in TROUBLES:
        assert f"trouble.{name}" in texts
    for kind in ALARM_KINDS:
        for key in (f"alarm.{kind}", f"alarm.{kind}.what", f"alarm.{kind}.do"):
            assert key in texts


@pytest.mark.parametrize("lang", ["en", "ur"])
def test_an_alarm_says_what_happened_and_what_to_do_until_somebody_saw_it(centre: Any, lang: Lang) -> None:
    laptop = centre.laptop()
    for kind in sorted(ALARM_KINDS):
        alarm(centre, laptop, kind)
    boss = centre.user("sup", Role.SUPERVISOR)
    visitor = visit(centre, "sup", lang=lang)
    path = f"/devices/{device_of(laptop)}"

    page = html.unescape(visitor.open(path).text)
    for kind in ALARM_KINDS:
        for part in ("what", "do"):
            assert centre_texts().say(f"alarm.{kind}.{part}", lang) in page
    assert troubles(centre, boss)[device_of(laptop)][0] == "alarm"

    for row in list(centre.session.query(DeviceAlarm)):
        assert visitor.send(f"{path}/alarms/{row.id}/seen").status_code == 303
    assert "alarm" not in troubles(centre, boss)[device_of(laptop)]
    assert {row.seen_by for row in centre.session.query(DeviceAlarm)} == {boss.id}


def test_a_withdrawn_laptop_is_refused_and_heard_again_when_it_is_given_back(centre: Any) -> None:
    laptop = centre.laptop()
    centre.user("admin", Role.ADMINISTRATOR)
    visitor = visit(centre, "admin")
    path = f"/devices/{device_of(laptop)}"
    visitor.open(path)
    assert visitor.send(f"{path}/withdraw", reason=" ").status_code == 422
    centre.session.rollback()
    assert laptop.post(laptop.message()).status_code == 200

    assert visitor.send(f"{path}/withdraw", reason="Stolen from a car").status_code == 303
    laptop.start(centre.employer())
    refused = laptop.post(laptop.message())
    assert (refused.status_code, refused.get_json()["code"]) == (403, "E_REVOKED")
    assert "Stolen from a car" in visitor.open(path).text

    assert visitor.send(f"{path}/give-back", reason="Found again").status_code == 303
    assert laptop.outcomes(laptop.sync()) == [(1, "applied", "")]
    kinds = [row.kind for row in centre.session.query(DeviceAlarm)]
    assert {"given_back", "withdrawn"} <= set(kinds)


def rejected_inspection(centre: Any) -> tuple[Any, str, str]:
    """Return a laptop whose inspection was rejected for its district, and the finding that waits for it."""
    laptop = centre.laptop()
    inspection = laptop.start(centre.employer("multan", name_en="Multan Ginning"))
    finding = laptop.finding(inspection)
    laptop.correct(centre.employer(), was={"phone": "nothing"}, phone="1")
    laptop.sync()
    return laptop, inspection, finding


def test_work_without_effect_is_shown_with_reason_remedy_and_what_it_waits_for(centre: Any) -> None:
    laptop, _, _ = rejected_inspection(centre)
    centre.user("sup", Role.SUPERVISOR)

    page = visit(centre, "sup").open(f"/devices/{device_of(laptop)}").text

    for words in (
        "Beginning of an inspection", "This employer is not in a district assigned to you.", "take it after all",
        "Multan Ginning", "Settle the operation that it waits for", 'href="#operation-1-1"',
    ):  # fmt: skip
        assert words in page


def card_of_work(visitor: Any) -> str:
    """Return the card of the first page that counts work without effect."""
    page = str(visitor.open("/").text)
    return page.split("Work of laptops that had no effect")[1].split("</section>")[0]


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.ADMINISTRATOR])
def test_work_without_effect_is_counted_at_home_and_found_from_the_list_of_laptops(centre: Any, role: Role) -> None:
    laptop, _, _ = rejected_inspection(centre)
    centre.laptop().sync()
    centre.user("boss", role)
    visitor = visit(centre, "boss")

    card = card_of_work(visitor)
    rows = visitor.open("/devices").text.split("<tbody>")[1]

    assert '<span class="figure">2</span>' in card
    assert 'href="/devices"' in card
    assert f'<a href="/devices/{device_of(laptop)}#unsettled">Without effect: ' in rows
    assert rows.count("Without effect") == 1
    assert 'id="unsettled"' in visitor.open(f"/devices/{device_of(laptop)}").text


def test_work_of_laptops_elsewhere_is_not_counted(centre: Any) -> None:
    rejected_inspection(centre)
    centre.user("other", Role.SUPERVISOR, ("district:kasur",))
    assert '<span class="figure">0</span>' in card_of_work(visit(centre, "other"))


def test_a_supervisor_takes_a_rejected_inspection_and_what_waited_for_it_follows(either_centre: Any) -> None:
    centre = either_centre
    laptop, inspection, finding = rejected_inspection(centre)
    centre.user("sup", Role.SUPERVISOR, ("district:lahore", "district:multan"))
    visitor = visit(centre, "sup")
    path = f"/devices/{device_of(laptop)}/operations/1-1/accept"
    seen = laptop.sync()["verdicts"][-1]["number"]

    assert visitor.send(path, reason="").status_code == 422
    assert visitor.send(path, reason="Sent there by order 118").status_code == 303

    assert centre.session.get(Inspection, inspection).scope_id == "district:multan"
    assert centre.session.get(FindingRecord, finding) is not None
    centre.session.rollback()
    news = {one["seq"]: one for one in laptop.sync(verdicts_since=seen)["verdicts"]}
    assert (news[1]["outcome"], news[2]["outcome"]) == ("applied", "applied")
    assert "Taken after all by Name of sup: Sent there by order 118" in news[1]["reason_en"]
    assert visitor.send(path, reason="Again").status_code == 409
    assert centre.session.query(Inspection).count() == 1


def test_a_supervisor_cannot_take_what_lies_outside_the_own_districts(centre: Any) -> None:
    laptop, inspection, _ = rejected_inspection(centre)
    centre.user("sup", Role.SUPERVISOR)

    answer = visit(centre, "sup").send(f"/devices/{device_of(laptop)}/operations/1-1/accept", reason="Please")

    assert answer.status_code == 303
    assert centre.session.get(Inspection, inspection) is None
    assert centre.session.get(LedgerEntry, (device_of(laptop), 1, 1)).outcome == "rejected"


@pytest.mark.parametrize("place", ["1-99", "x", "1", "1-1-1", "²-1", "9" * 30 + "-1"])
def test_an_operation_that_is_not_there_is_not_found(centre: Any, place: str) -> None:
    laptop = centre.laptop()
    centre.user("sup", Role.SUPERVISOR)
    answer = visit(centre, "sup").send(f"/devices/{device_of(laptop)}/operations/{place}/accept", reason="x")
    assert answer.status_code == 404


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.SUPERVISOR, Role.ADMINISTRATOR)])
def test_others_neither_see_nor_touch_laptops(centre: Any, role: Role) -> None:
    laptop = centre.laptop()
    centre.user("other", role)
    visitor = visit(centre, "other")
    path = f"/devices/{device_of(laptop)}"
    assert visitor.open(path).status_code == 403
    for act in ("withdraw", "give-back", "alarms/x/seen", "operations/1-1/accept"):
        assert visitor.send(f"{path}/{act}", reason="x").status_code == 403


def test_a_laptop_of_another_district_is_not_there(centre: Any) -> None:
    laptop = centre.laptop(centre.user(scopes=("district:multan",)))
    centre.user("sup", Role.SUPERVISOR)
    visitor = visit(centre, "sup")
    path = f"/devices/{device_of(laptop)}"
    assert visitor.open(path).status_code == 404
    for act in ("withdraw", "operations/1-1/accept"):
        assert visitor.send(f"{path}/{act}", reason="x").status_code == 404
    assert device_of(laptop) not in visitor.open("/devices").text
