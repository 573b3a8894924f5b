"""A case file: the facts of one assessment as YAML that a person can write; `docs/assessment-case.md` describes it.

The file's words are those of `assessed`; what the facts come to is `assessment`, and its result as JSON
`assessment_json`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from casework.assessed import (
    Amnesty,
    AssessmentCase,
    Covered,
    DeclaredMonth,
    Judged,
    Payment,
    Sex,
    WagePer,
    Waived,
    WorkerFound,
)
from casework.case_fields import (
    CaseError,
    amount,
    count,
    day_of,
    fields,
    first_day,
    last_day,
    list_of,
    named,
    names,
    once,
    one_of,
    said,
    wrong,
    yes_or_no,
)
from simplify_content.plain_yaml import YamlRefused, read_yaml, read_yaml_file
from simplify_content.text import Text

__all__ = ["MAX_BYTES", "CaseError", "read_case", "read_case_file"]

MAX_BYTES = 64 * 1024 * 1024
"""Of one case file; 100,000 workers are twelve megabytes."""

_CASE = (
    {"scheme", "inspected_on", "as_of"},
    {"base", "declared", "workers", "declared_evidence", "covered", "payments", "judged", "amnesties"},
)
_MONTH = ({"month", "workers", "wages", "due", "paid"}, {"paid_on", "challan_no"})
_WORKER = (
    {"ref", "wage", "wage_at_entry", "from"},
    {"name", "cnic", "to", "record", "evidence", "wage_per", "born", "sex", "pensioner"},
)
_COVERED = ({"cnic"}, {"from", "to"})
_PAYMENT = ({"paid_on", "amount"}, {"challan_no"})
_JUDGED = ({"ref", "from", "to", "workers", "wage", "basis"}, {"evidence"})
_AMNESTY = ({"name"}, {"waives", "months_until", "pay_by", "reference"})


def read_case_file(file: Path) -> AssessmentCase:
    """Return the case that a file holds; one that is too large is refused before it is read whole.

    Raises:
        CaseError: it cannot be read, is too large, or see `read_case`.
    """
    try:
        return _case(read_yaml_file(file, most_bytes=MAX_BYTES))
    except YamlRefused as problem:
        raise _no_yaml(problem) from None


def read_case(text: str) -> AssessmentCase:
    """Return the case of a text: the mapping under `case`; `title`, `working` and `expect` are for people.

    Raises:
        CaseError: it is not YAML, a field lacks or is unknown, or a value is not of its kind or beyond all reason.
    """
    try:
        return _case(read_yaml(text))
    except YamlRefused as problem:
        raise _no_yaml(problem) from None


def _no_yaml(problem: YamlRefused) -> CaseError:
    return CaseError(f"the case file is not YAML as it is asked for: {problem}")


def _case(content: object) -> AssessmentCase:
    whole = fields("the file", content, ({"case"}, {"title", "working", "expect"}))
    case = fields("case", whole["case"], _CASE)
    workers = tuple(_worker(f"case.workers[{n}]", raw) for n, raw in enumerate(list_of("case", case, "workers")))
    once("case.workers", "ref", [worker.ref for worker in workers])
    judged = tuple(_judged(f"case.judged[{n}]", raw) for n, raw in enumerate(list_of("case", case, "judged")))
    once("case.judged", "ref", [entry.ref for entry in judged] + [worker.ref for worker in workers])
    payments = tuple(_payment(f"case.payments[{n}]", raw) for n, raw in enumerate(list_of("case", case, "payments")))
    once("case.payments", "challan_no", [payment.challan_no for payment in payments if payment.challan_no])
    amnesties = tuple(_amnesty(f"case.amnesties[{n}]", raw) for n, raw in enumerate(list_of("case", case, "amnesties")))
    once("case.amnesties", "name", [amnesty.name for amnesty in amnesties])
    return AssessmentCase(
        scheme=named("case.scheme", case["scheme"]),
        as_of=day_of("case.as_of", case["as_of"]),
        inspected_on=day_of("case.inspected_on", case["inspected_on"]),
        declared=tuple(_month(f"case.declared[{n}]", raw) for n, raw in enumerate(list_of("case", case, "declared"))),
        workers=workers,
        declared_evidence=names("case", case, "declared_evidence"),
        covered=tuple(_covered(f"case.covered[{n}]", raw) for n, raw in enumerate(list_of("case", case, "covered"))),
        payments=payments,
        judged=judged,
        amnesties=amnesties,
        base=said("case.base", case.get("base")),
    )


def _month(place: str, raw: object) -> DeclaredMonth:
    row = fields(place, raw, _MONTH)
    return DeclaredMonth(
        month=first_day(f"{place}.month", row["month"]),
        workers=count(f"{place}.workers", row["workers"]),
        wages=amount(f"{place}.wages", row["wages"]),
        due=amount(f"{place}.due", row["due"]),
        paid=amount(f"{place}.paid", row["paid"]),
        paid_on=day_of(f"{place}.paid_on", row["paid_on"]) if row.get("paid_on") is not None else None,
        challan_no=said(f"{place}.challan_no", row.get("challan_no")),
    )


def _worker(place: str, raw: object) -> WorkerFound:
    row = fields(place, raw, _WORKER)
    began = None if row["from"] is None else day_of(f"{place}.from", row["from"])
    return WorkerFound(
        ref=named(f"{place}.ref", row["ref"]),
        name=said(f"{place}.name", row.get("name")),
        cnic=said(f"{place}.cnic", row.get("cnic")),
        monthly_wage=None if row["wage"] is None else amount(f"{place}.wage", row["wage"]),
        wage_at_entry=None if row["wage_at_entry"] is None else amount(f"{place}.wage_at_entry", row["wage_at_entry"]),
        employed_from=began,
        employed_to=last_day(f"{place}.to", row.get("to"), first=began),
        record=said(f"{place}.record", row.get("record")),
        evidence=names(place, row, "evidence"),
        wage_per=one_of(f"{place}.wage_per", row.get("wage_per", WagePer.MONTH), WagePer),
        born_on=_born(place, row),
        sex=one_of(f"{place}.sex", row["sex"], Sex) if row.get("sex") is not None else None,
        pensioner=yes_or_no(f"{place}.pensioner", row.get("pensioner")),
    )


def _born(place: str, row: Mapping[str, Any]) -> date | None:
    if row.get("born") is None:
        return None
    born = day_of(f"{place}.born", row["born"])
    if row["from"] is not None and born >= day_of(f"{place}.from", row["from"]):
        raise wrong(f"{place}.born", str(born), f"a day before {row['from']}, the day of beginning")
    return born


def _covered(place: str, raw: object) -> Covered:
    row = fields(place, {"cnic": raw} if isinstance(raw, str) else raw, _COVERED)
    began = last_day(f"{place}.from", row.get("from"), first=None)
    return Covered(
        cnic=named(f"{place}.cnic", row["cnic"]),
        from_on=began,
        to_on=last_day(f"{place}.to", row.get("to"), first=began),
    )


def _payment(place: str, raw: object) -> Payment:
    row = fields(place, raw, _PAYMENT)
    return Payment(
        on=day_of(f"{place}.paid_on", row["paid_on"]),
        amount=amount(f"{place}.amount", row["amount"]),
        challan_no=said(f"{place}.challan_no", row.get("challan_no")),
    )


def _judged(place: str, raw: object) -> Judged:
    row = fields(place, raw, _JUDGED)
    basis = fields(f"{place}.basis", row["basis"], ({"en", "ur"}, set()))
    entry = Judged(
        ref=named(f"{place}.ref", row["ref"]),
        first=first_day(f"{place}.from", row["from"]),
        last=first_day(f"{place}.to", row["to"]),
        workers=count(f"{place}.workers", row["workers"]),
        monthly_wage=amount(f"{place}.wage", row["wage"]),
        basis=Text(**{lang: named(f"{place}.basis.{lang}", basis[lang]) for lang in ("en", "ur")}),
        evidence=names(place, row, "evidence"),
    )
    if entry.last < entry.first:
        raise wrong(f"{place}.to", row["to"], f"a month not before {row['from']}")
    return entry


def _amnesty(place: str, raw: object) -> Amnesty:
    row = fields(place, raw, _AMNESTY)
    until, pay_by, waives = row.get("months_until"), row.get("pay_by"), row.get("waives")
    return Amnesty(
        name=named(f"{place}.name", row["name"]),
        waives=one_of(f"{place}.waives", waives, Waived) if waives is not None else None,
        months_until=first_day(f"{place}.months_until", until) if until is not None else None,
        pay_by=day_of(f"{place}.pay_by", pay_by) if pay_by is not None else None,
        reference=said(f"{place}.reference", row.get("reference")),
    )
