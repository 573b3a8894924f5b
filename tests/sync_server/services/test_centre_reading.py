from __future__ import annotations

import io
import struct
import zlib
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PIL import Image

from sync_server.models import EvidenceRecord, FindingRecord, Inspection
from sync_server.services.quality_hints import quality_hints
from sync_server.services.sign_in import Attempts
from sync_server.services.thumbnail import SIDE, thumbnail
from sync_server.services.verify_notice import masked_name, masked_number

NOON = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)


def inspection(**values: Any) -> Inspection:
    row = {
        "started_at": "2026-11-22T04:00:00Z",
        "closed_at": "2026-11-22T06:00:00Z",
        "not_before": "2026-11-22T03:00:00Z",
        "received_at": NOON,
        "statement": {"declined": True},
        "signature": {"signer_name": "x"},
        **values,
    }
    return Inspection(**row)


def words(row: Inspection, *, findings: tuple[Any, ...] = (), evidence: tuple[Any, ...] = ()) -> dict[str, str]:
    return {hint.text.en: hint.level for hint in quality_hints(row, findings=findings, evidence=evidence)}


def test_a_visit_in_order_gives_only_good_hints() -> None:
    assert set(words(inspection()).values()) == {"ok"}


@pytest.mark.parametrize(
    ("values", "expected", "level"),
    [
        ({"closed_at": "2026-11-22T04:29:00Z"}, "Time on site: 29 minutes.", "warn"),
        ({"closed_at": "2026-11-22T04:30:00Z"}, "Time on site: 30 minutes.", "ok"),
        ({"closed_at": "2026-11-22T03:59:00Z"}, "The laptop's clock went backwards during the visit.", "bad"),
        ({"closed_at": ""}, "The laptop recorded no start or end.", "warn"),
        ({"statement": {}}, "The employer was not confronted with the findings.", "bad"),
        ({"signature": {}}, "There is neither a signature nor a refusal.", "bad"),
        ({"signature": {"refused": True}}, "The employer refused to sign.", "warn"),
        (
            {"received_at": NOON + timedelta(days=3)},
            "Closed not before 22-11-2026 08:00 and received 25-11-2026 12:00, by the centre's own clock.",
            "warn",
        ),
        (
            {"closed_at": "2026-11-23T06:00:00Z"},
            "The laptop says it closed 23-11-2026 11:00, which lies outside that span: its clock was wrong.",
            "bad",
        ),
    ],
)
def test_what_is_odd_is_hinted_at(values: dict[str, Any], expected: str, level: str) -> None:
    assert words(inspection(**values)).get(expected) == level


def test_a_time_read_back_without_its_zone_is_utc() -> None:
    assert words(inspection(received_at=NOON.replace(tzinfo=None))) == words(inspection())


def test_findings_and_files_without_evidence_are_counted() -> None:
    found = words(
        inspection(),
        findings=(FindingRecord(evidence=[]), FindingRecord(evidence=["e"])),
        evidence=(EvidenceRecord(held_at=None),),
    )

    assert found["Findings without evidence: 1."] == "warn"
    assert found["Evidence files not yet arrived: 1."] == "warn"


def picture(form: str, mode: str = "RGB", size: tuple[int, int] = (1200, 800)) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, 128 if mode == "L" else (10, 20, 30, 40)[: len(mode)]).save(out, form)
    return out.getvalue()


@pytest.mark.parametrize(("form", "mode"), [("JPEG", "RGB"), ("JPEG", "L"), ("PNG", "RGBA"), ("WEBP", "RGB")])
def test_a_thumbnail_is_a_small_jpeg(form: str, mode: str) -> None:
    small = thumbnail(picture(form, mode))

    assert small is not None
    with Image.open(io.BytesIO(small)) as opened:
        assert (opened.format, opened.size) == ("JPEG", (SIDE, SIDE * 2 // 3))


def bomb(side: int) -> bytes:
    """A PNG that says it is `side` pixels square and holds next to nothing."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    "data",
    [b"", b"not a picture", picture("JPEG")[:200], picture("GIF", "L"), bomb(9_000), bomb(60_000), b"%PDF-1.7"],
    ids=["empty", "text", "torn", "other-format", "large", "bomb", "pdf"],
)
def test_what_is_no_harmless_picture_has_no_thumbnail(data: bytes) -> None:
    assert thumbnail(data) is None


def test_a_name_waits_only_after_five_failures_within_a_minute() -> None:
    attempts = Attempts()
    for second in range(5):
        assert attempts.wait_until("a", NOON + timedelta(seconds=second)) is None
        attempts.failed("a", NOON + timedelta(seconds=second))

    assert attempts.wait_until("a", NOON + timedelta(seconds=5)) == NOON + timedelta(seconds=64)
    assert attempts.wait_until("b", NOON + timedelta(seconds=5)) is None
    assert attempts.wait_until("a", NOON + timedelta(seconds=61)) is None


def test_failures_of_names_long_gone_are_forgotten() -> None:
    attempts = Attempts()
    for number in range(100):
        attempts.failed(f"name{number}", NOON)

    attempts.failed("last", NOON + timedelta(minutes=2))

    assert list(attempts.failures) == ["last"]


def test_a_stranger_sees_first_letters_and_last_digits_only() -> None:
    assert masked_name("Chenab Weaving Mills") == "C••••• W•••••• M••••"
    assert masked_number("LHR-00001") == "••••••001"
    assert (masked_name(""), masked_number("12")) == ("", "12")
