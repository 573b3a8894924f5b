"""A centre with an employer that was entered twice and a laptop in trouble, for pictures and pages."""

from __future__ import annotations

from typing import Any

from sync_protocol.versions import SCHEMA_VERSION
from sync_server.models import Device, DuplicatePair, Employer
from sync_server.queries.alarms import raise_alarm
from sync_server.services.pair_employers import pair_employers


def enter_again(centre: Any, employer_id: str, **values: Any) -> str:
    """Enter an employer again as a street survey would, let the worker look, and return the pair."""
    first = centre.session.get(Employer, employer_id)
    told = {
        "name_en": first.name_en,
        "name_ur": "",
        "phone": first.phone,
        "address_en": first.address_en,
        "registration_no": "",
        "status": "provisional",
        "registered_on": None,
    } | values
    again = centre.employer(first.district, **told)
    centre.session.rollback()
    pair_employers(centre.session, tools=centre.tools)
    found = centre.session.query(DuplicatePair).filter(
        (DuplicatePair.first_id == again) | (DuplicatePair.second_id == again)
    )
    pair_id = str(found.one().id)
    centre.session.rollback()
    return pair_id


def trouble_a_laptop(centre: Any) -> str:
    """Return a laptop with a report, an alarm, an inspection that was rejected and a finding that waits for it."""
    laptop = centre.laptop()
    device_id = str(laptop.enrolment["device_id"])
    inspection = laptop.start(centre.employer("multan", name_en="Multan Ginning Factory", name_ur="ملتان جننگ فیکٹری"))
    laptop.finding(inspection)
    report = {
        "app_version": "1.4.0",
        "free_disk_bytes": 620_000_000,
        "oldest_unsent_at": "2026-11-17T06:40:00Z",
        "files_waiting": 12,
        "files_waiting_bytes": 31_400_000,
        "clock_offset_ms": -214_000,
        "clock_uncertainty_ms": 900,
    }
    laptop.sync(protocol=2, schema=SCHEMA_VERSION, unsent=7, report=report)
    centre.session.get(Device, device_id).name = "PESSI-LHR-11"
    raise_alarm(centre.session, device_id, "fork", event="1:9", facts={"seq": 9}, tools=centre.tools)
    centre.session.commit()
    return device_id
