"""What the cross-checks of an inspection find, how each difference stands, and the findings drafted from it.

Worked out anew whenever a book, a figure among the answers, or the register changed; decides nothing for the inspector:
what contradicts or likely contradicts is drafted, a hint is not, and both can be decided otherwise.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from casework.books.book import BookKind
from casework.books.records import staff_record
from casework.books.visit import Declared, declared_of, record_item, visit_of
from casework.cross_checks import cross_check
from casework.cross_checks_people import NOT_DECLARED, kept_cnic
from casework.cross_checks_types import Certainty, CrossChecked, Difference, NotCompared, StaffRecord
from casework.finding import Finding
from casework.wording import joined
from checklists.form_state import FormState, ItemRef
from inspector_app.services.book_readings import lines_of
from inspector_app.services.known_inspections import day_of
from inspector_app.store import books, register, work
from inspector_app.store.opened import Opened
from simplify_content.law_loader import load_law_pack

Row = Mapping[str, Any]

ASKED_BY_CHECKLISTS = frozenset(
    {"WORKERS_UNDECLARED", "ATTENDANCE_DIFFERS", "WAGE_REGISTER_DIFFERS", "SCHEDULE_DIFFERS"}
)
"""Differences that checklists find themselves from the figures answered; not drafted a second time."""

LONGEST_FACT = 2000
"""Letters of one fact of a finding on its way to the centre; the paper of the cross-checks has all of it."""


class Standing(StrEnum):
    """How a difference stands."""

    DRAFTED = "drafted"
    BY_CHECKLIST = "by_checklist"
    """The answers of the checklist draft it already."""
    BY_NAME = "by_name"
    """Every worker of it is listed by name among the workers found, each with a finding."""
    SET_ASIDE = "set_aside"
    HINT = "hint"


@dataclass(frozen=True)
class Judged:
    """A difference, the name under which it is decided, how it stands, and why if the inspector said so.

    `decided` is what the inspector made of it, "" where nobody decided.
    """

    name: str
    difference: Difference
    standing: Standing
    reason: str
    decided: str = ""


@dataclass(frozen=True)
class Compared:
    """Everything that came out of the cross-checks of an inspection."""

    differences: tuple[Judged, ...]
    not_compared: tuple[NotCompared, ...]
    records: tuple[StaffRecord, ...]


NOTHING = Compared((), (), ())


def compared(opened: Opened, inspection: Row, form: FormState) -> Compared:
    """Return what the cross-checks of an inspection find under its present answers; nothing where it has no book."""
    if not books.revisions(opened.work, inspection["id"]):
        return NOTHING
    found, records = _cross_checked(opened, inspection, form)
    decided = books.decisions_of(opened.work, inspection["id"])
    listed = _listed(opened, form)
    codes = {seen.code for seen in form.observations}
    judged = []
    for difference in found.differences:
        name = name_of(difference)
        made = decided.get(name)
        standing = _standing(difference, codes=codes, listed=listed)
        if made is not None and standing in (Standing.DRAFTED, Standing.HINT):
            standing = Standing(made["state"])
        reason, state = (made["reason"], made["state"]) if made else ("", "")
        judged.append(Judged(name, difference, standing, reason, state))
    return Compared(tuple(judged), found.not_compared, records)


def cross_findings(opened: Opened, inspection_id: str, form: FormState) -> tuple[Finding, ...]:
    """Return the findings drafted from the cross-checks of an inspection."""
    inspection = work.inspection(opened.work, inspection_id)
    if inspection is None:
        return ()
    drafted = (one for one in compared(opened, inspection, form).differences if one.standing is Standing.DRAFTED)
    return tuple(_finding(one, inspection_id, form) for one in drafted)


def name_of(difference: Difference) -> str:
    """Return the name of a difference: the same two records always differ under the same name."""
    place = difference.facts.get("section", ""), difference.facts.get("shift", "")
    said = "\n".join((difference.code, difference.first.en, difference.second.en, *place))
    return hashlib.sha256(said.encode()).hexdigest()[:24]


def _standing(difference: Difference, *, codes: set[str], listed: frozenset[str]) -> Standing:
    if difference.code in ASKED_BY_CHECKLISTS & codes:
        return Standing.BY_CHECKLIST
    if difference.code == NOT_DECLARED and set(difference.facts["cnics"].split()) <= listed:
        return Standing.BY_NAME
    return Standing.HINT if difference.certainty is Certainty.HINT else Standing.DRAFTED


def _listed(opened: Opened, form: FormState) -> frozenset[str]:
    law = load_law_pack(opened.scheme)
    typed = (state.answer.value for state in form.items if state.ref.item == "wf_cnic" and state.answer.value)
    return frozenset(kept_cnic(value, law=law) for value in typed)


def _cross_checked(opened: Opened, inspection: Row, form: FormState) -> tuple[CrossChecked, tuple[StaffRecord, ...]]:
    rows = books.books_of(opened.work, inspection["id"])
    on = day_of(inspection)
    declared, declared_basis = _declared(opened, inspection, on)
    records = [record for one in rows if (record := _record(opened, one)) is not None]
    bare = visit_of((), form, Declared((), {}), on=on)
    answered = tuple((one.kind, one.period, one.total, one.contractor_staff, one.above_limit) for one in bare.records)
    stood = tuple((one["id"], one["revision"], one["changed_at"]) for one in rows)
    basis = (stood, answered, bare.not_produced, declared_basis)
    visit = visit_of(records, form, declared, on=on)

    def check() -> CrossChecked:
        return cross_check(visit, law=load_law_pack(opened.scheme))

    return opened.forms.recent.get(("cross", inspection["id"]), basis, check), tuple(visit.records)


def _record(opened: Opened, one: Row) -> StaffRecord | None:
    basis = (one["revision"], one["changed_at"])
    book = books.cover_of(one)
    return opened.forms.recent.get(("record", one["id"]), basis, lambda: staff_record(book, lines_of(opened, one)))


def _declared(opened: Opened, inspection: Row, on: date) -> tuple[Declared, tuple[Any, ...]]:
    """Return what the register holds, and what tells whether it still holds the same."""
    employer_id = inspection["employer_id"]
    months = [
        (date.fromisoformat(f"{row['month']}-01"), int(row["declared_workers"] or 0))
        for row in register.months(opened.register, employer_id)
    ]
    basis = (register.coverage_mark(opened.register, employer_id), tuple(months), on)

    def read() -> Declared:
        return declared_of(register.coverage(opened.register, employer_id), months, on=on)

    return opened.forms.recent.get(("declared", employer_id), basis, read), basis


def _finding(one: Judged, inspection_id: str, form: FormState) -> Finding:
    difference = one.difference
    return Finding(
        finding_id=str(uuid.uuid5(uuid.UUID(inspection_id), f"cross/{one.name}")),
        inspection_id=inspection_id,
        code=difference.code,
        item=_item(difference, form),
        key="",
        text=joined(difference.text, difference.why),
        provisions=difference.provisions,
        severity=difference.severity,
        remedy_days=None,
        privacy=difference.privacy,
        facts={name: _fit(value) for name, value in {**difference.facts, "certainty": difference.certainty}.items()},
    )


def _item(difference: Difference, form: FormState) -> str:
    """Return the question that a difference belongs to: the one that asks for the record it was seen in."""
    facts = difference.facts
    bank = difference.code.startswith("BANK")
    kinds = (facts.get("first"), facts.get("record"), facts.get("more_in"), "bank_list" if bank else "wage_register")
    for kind in (one for one in kinds if one):
        if kind == "head_count" and _asks(form, "headcount_total"):
            return "headcount_total"
        if kind in list(_kinds()) and (item := record_item(BookKind(kind), form)):
            return item
    return ""


def _kinds() -> Iterator[str]:
    yield from (kind.value for kind in BookKind)


def _asks(form: FormState, item: str) -> bool:
    try:
        form.item(ItemRef(item, ""))
    except KeyError:
        return False
    return True


def _fit(value: str) -> str:
    """Return a fact at the length that travels, cut between two entries."""
    if len(value) <= LONGEST_FACT:
        return value
    cut = value[: LONGEST_FACT - 20].rsplit(" ", 1)[0]
    return f"{cut} +{len(value.split()) - len(cut.split())}"
