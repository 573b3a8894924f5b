"""Sealed parts, versions and amendments as any laptop may rely on them."""

from __future__ import annotations

from typing import Any

import pytest
from conformance.conftest import UnderTest
from conformance.wire import MADE_AT, Wire, new_id
from nacl.public import PrivateKey

SAID = {
    "confidential": {
        "answers": [{"item": "iv_alias", "key": "a", "value": "Grey shawl", "state": "given", "reason": ""}],
        "repeats": {"interviews": ["a"]},
    }
}


@pytest.fixture
def inspection_id(under_test: UnderTest, device: Wire) -> str:
    return device.start(under_test.new_employer(), under_test.checklist)


def verdict(device: Wire) -> tuple[str, str]:
    return device.outcomes(device.sync())[len(device.operations)]


def test_a_centre_tells_its_box_key_at_enrolment_and_to_the_first_protocol_nothing(under_test: UnderTest) -> None:
    assert under_test.device().enrolment["centre_box_key"]
    first = Wire(under_test.url, under_test.new_code())
    assert first.enrol(protocol=1).status_code == 200
    assert "centre_box_key" not in first.enrolment


def test_a_closing_with_a_sealed_part_is_applied(device: Wire, inspection_id: str) -> None:
    device.close(inspection_id, sealed=device.sealed(SAID))
    assert verdict(device) == ("applied", "")


def test_a_laptop_that_was_told_no_key_seals_for_the_one_that_signs_receipts(device: Wire, inspection_id: str) -> None:
    device.close(inspection_id, sealed=device.sealed(SAID, device.signing_box_key()))
    assert verdict(device) == ("applied", "")


def test_the_same_content_open_is_taken_as_well(device: Wire, inspection_id: str) -> None:
    device.close(inspection_id, **SAID)
    assert verdict(device) == ("applied", "")


def test_a_finding_may_be_sealed_but_for_its_inspection(device: Wire, inspection_id: str) -> None:
    told = {
        "code": "DEDUCTED_FROM_WAGES", "item": "iv_deduction", "key": "a", "text_en": "A share was deducted.",
        "text_ur": "حصہ کاٹا گیا۔", "provisions": [], "severity": "grave", "facts": {},
    }  # fmt: skip
    content = {"inspection_id": inspection_id, "privacy": "worker_secret", "sealed": device.sealed(told)}
    device.make("finding.record", new_id(), content, schema=3)
    assert verdict(device) == ("applied", "")


def test_a_box_for_an_unknown_key_is_held_and_a_broken_one_rejected(device: Wire, inspection_id: str) -> None:
    device.close(inspection_id, sealed=device.sealed(SAID, PrivateKey.generate().public_key))
    assert verdict(device) == ("held", "E_KEY")
    device.close(inspection_id, sealed={**device.sealed(SAID), "box": "AAAA"})
    assert verdict(device) == ("rejected", "E_VALIDATION")
    device.close(inspection_id, sealed=device.sealed({"closed_at": MADE_AT}))
    assert verdict(device) == ("rejected", "E_VALIDATION")


def test_a_version_that_was_not_asked_for_is_refused(device: Wire, inspection_id: str) -> None:
    device.close(inspection_id, version=2)
    assert verdict(device) == ("rejected", "E_IMMUTABLE")
    device.close(inspection_id)
    assert verdict(device) == ("applied", "")
    device.close(inspection_id, version=2)
    assert verdict(device) == ("rejected", "E_IMMUTABLE")


def amendment(inspection_id: str, **changes: Any) -> dict[str, Any]:
    return {
        "inspection_id": inspection_id, "version": 1, "item": "certificate_displayed", "value": "yes",
        "state": "given", "why": "It hung behind the door.", "amended_at": MADE_AT, **changes,
    }  # fmt: skip


def test_an_amendment_is_taken_of_a_closed_inspection_only(device: Wire, inspection_id: str) -> None:
    device.make("inspection.amend", new_id(), amendment(inspection_id), schema=3)
    assert verdict(device) == ("rejected", "E_IMMUTABLE")
    device.close(inspection_id)
    device.make("inspection.amend", new_id(), amendment(inspection_id), schema=3)
    assert verdict(device) == ("applied", "")
    device.make("inspection.amend", new_id(), amendment(inspection_id, why=""), schema=3)
    assert verdict(device) == ("rejected", "E_VALIDATION")


def test_an_amendment_of_what_has_not_arrived_waits(device: Wire) -> None:
    missing = new_id()
    device.make("inspection.amend", new_id(), amendment(missing), schema=3)
    assert verdict(device) == ("held", "E_PARENT")
