"""What a visit brought together for its cross-checks: books, the figures in the answers, and the register.

A book's own lines go before a figure that was answered about it, and that before what the register says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from casework.books.book import BookKind
from casework.cross_checks import Visit
from casework.cross_checks_types import RecordedWorker, RecordKind, StaffRecord
from casework.money import Money
from checklists.form_state import AnswerState, FormState, ItemRef

RECORD_ITEMS: Mapping[BookKind, tuple[str, ...]] = {
    BookKind.ATTENDANCE: ("rec_attendance",),
    BookKind.WAGE_REGISTER: ("rec_wage_register", "rec_last_wages"),
    BookKind.BANK_LIST: ("rec_bank_list",),
    BookKind.SCHEDULE: ("rec_schedules", "rec_annual_return"),
    BookKind.CHALLANS: ("rec_challans", "rec_payment_slips"),
}
"""The questions of the checklists that ask for the record that a book is of."""

HEAD_COUNT, CONTRACTORS = "headcount_total", "headcount_contractor"


@dataclass(frozen=True)
class Declared:
    """What the register holds of an employer: the covered workers of the day, and the workers declared by month."""

    covered: tuple[RecordedWorker, ...]
    by_month: Mapping[date, int]


def declared_of(coverage: Iterable[Mapping[str, object]], months: Iterable[tuple[date, int]], *, on: date) -> Declared:
    """Return what the register holds on a day.

    Args:
        coverage: rows of entity `coverage` of the employer.
        months: first day of each month and the workers declared for it.
        on: the day.
    """
    day = on.isoformat()
    held = (row for row in coverage if _text(row, "from_on") <= day and (_text(row, "to_on") or day) >= day)
    return Declared(tuple(_covered(row) for row in held), dict(months))


def record_item(kind: BookKind, form: FormState) -> str:
    """Return the question of a form that a book belongs to; "" where the form asks for no such record."""
    asked = {state.ref.item for state in form.items if not state.ref.key}
    return next((item for item in RECORD_ITEMS[kind] if item in asked), "")


def visit_of(records: Sequence[StaffRecord], form: FormState, declared: Declared, *, on: date) -> Visit:
    """Return the visit whose cross-checks are made.

    Args:
        records: made of the books.
        form: the checklist under its answers.
        declared: what the register holds.
        on: day of the visit.
    """
    answered = [record for record in _answered(form, on=on) if not _stands(record, records)]
    found = [*records, *answered]
    if declared.covered:
        found.append(StaffRecord(RecordKind.COVERED_LIST, on, total=len(declared.covered), workers=declared.covered))
    months = {record.period.replace(day=1) for record in found if record.kind.is_monthly}
    found += [
        StaffRecord(RecordKind.SCHEDULE, month, total=declared.by_month[month])
        for month in sorted(months & declared.by_month.keys())
        if not _stands(StaffRecord(RecordKind.SCHEDULE, month), found)
    ]
    return Visit(on, tuple(found), not_produced=_not_produced(form))


def _stands(record: StaffRecord, records: Iterable[StaffRecord]) -> bool:
    return any(one.kind is record.kind and one.is_of_the_time_of(record) for one in records)


def _answered(form: FormState, *, on: date) -> Iterable[StaffRecord]:
    if (count := _count(form, HEAD_COUNT)) is not None:
        contractors = _count(form, CONTRACTORS)
        yield StaffRecord(RecordKind.HEAD_COUNT, on, count, None if contractors is None else min(contractors, count))
    if (count := _count(form, "attendance_workers")) is not None:
        yield StaffRecord(RecordKind.ATTENDANCE, on, count)
    month = _day(_given(form, "wage_register_month"))
    if month is None:
        return
    if (count := _count(form, "wage_register_workers")) is not None:
        above = _count(form, "wage_register_above_limit")
        yield StaffRecord(
            RecordKind.WAGE_REGISTER, month, count, above_limit=None if above is None else min(above, count)
        )
    if (count := _count(form, "schedule_workers")) is not None:
        yield StaffRecord(RecordKind.SCHEDULE, month, count)


def _not_produced(form: FormState) -> frozenset[RecordKind]:
    return frozenset(
        kind.record
        for kind, items in RECORD_ITEMS.items()
        if kind.record is not None and any(_given(form, item) == "not_produced" for item in items)
    )


def _given(form: FormState, item: str) -> str:
    """Return an answer that counts; "" where it is not asked, not given, or cannot stand."""
    try:
        state = form.item(ItemRef(item, ""))
    except KeyError:
        return ""
    if not state.relevant or state.problem is not None or state.answer.state is not AnswerState.GIVEN:
        return ""
    return state.answer.value.strip()


def _count(form: FormState, item: str) -> int | None:
    try:
        number = Decimal(_given(form, item))
    except InvalidOperation:
        return None
    return int(number) if number == number.to_integral_value() and number >= 0 else None


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        return None


def _covered(row: Mapping[str, object]) -> RecordedWorker:
    wage = row.get("wage_at_entry_paisa")
    return RecordedWorker(
        cnic=_text(row, "cnic"),
        name=_text(row, "name_en") or _text(row, "name_ur"),
        wage_at_entry=Money(wage) if isinstance(wage, int) and wage > 0 else None,
        employed_from=_day(_text(row, "from_on")),
        line=_text(row, "secured_no"),
    )


def _text(row: Mapping[str, object], name: str) -> str:
    return str(row.get(name) or "").strip()
