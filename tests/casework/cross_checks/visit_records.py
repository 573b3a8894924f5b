"""Records of a visit and a law with known figures, for the tests of the cross-checks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from casework.cross_checks_types import CrossChecked, RecordedWorker, RecordKind, StaffRecord
from casework.money import Money
from simplify_content.law_loader import load_law_pack
from simplify_content.law_pack import Confidence, DatedValue, LawPack, LegalStatus, Provenance
from simplify_content.text import same

ON = date(2026, 11, 22)
MONTH = date(2026, 10, 1)
PESSI = load_law_pack("pessi")


def row(
    key: str,
    value: int | None,
    *,
    alternative: str = "",
    sure: Confidence = Confidence.HIGH,
    span: tuple[date | None, date | None] = (None, None),
) -> DatedValue:
    standing = Provenance("test", ON, sure, LegalStatus.IN_FORCE)
    known = None if value is None else Decimal(value)
    return DatedValue(key, known, "PKR/month", span[0], span[1], "test", same(key), standing, alternative)


def law_of(*rows: DatedValue, scheme: str = "pessi") -> LawPack:
    """Return the pack of a scheme with the given rows alone for the keys they have."""
    pack = load_law_pack(scheme)
    values = {key: tuple(r for r in rows if r.key == key) for key in {r.key for r in rows}}
    return replace(pack, values={**pack.values, **values})


LAW = law_of(
    row("minimum_wage.unskilled", 40_000),
    row("coverage.wage_limit", 50_000),
    row("contribution.base_limit", 50_000),
    row("coverage.threshold_persons", 5),
)


def cnic(number: int) -> str:
    return f"35202-{number + 1234500:07d}-1"


def worker(number: int, rupees: int | None = None, **more: object) -> RecordedWorker:
    wage = None if rupees is None else Money.rupees(rupees)
    return replace(RecordedWorker(cnic(number), f"Worker {number}", wage), **more)


def record(kind: RecordKind, *workers: RecordedWorker, **more: object) -> StaffRecord:
    period = MONTH if kind.is_monthly else ON
    return replace(StaffRecord(kind, period, workers=workers or None), **more)


def codes(result: CrossChecked) -> list[str]:
    return [difference.code for difference in result.differences]
