"""A case file: the facts of one assessment as YAML that a person can write; `docs/assessment-case.md` describes it.

The file's words are those of `assessed`; what the facts come to is `assessment`, and its result as JSON
`assessment_json`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, TypeVar

import yaml

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
from casework.money import Money
from simplify_content.text import Text

_Kind = TypeVar("_Kind", bound=StrEnum)

_CASE = (
    {"scheme", "inspected_on", "as_of"},
    {"base", "declared", "workers", "declared_evidence", "covered", "payments", "judged", "amnesties"},
)
_MONTH = ({"month", "workers", "wages", "due", "paid"}, {"paid_on", "challan_no"})
_WORKER = (
    {"ref", "wage", "wage_at_entry", "from"},
    {"name", "cnic", "to", "record", "evidence", "wage_per", "born", "sex"},
)
_COVERED = ({"cnic"}, {"from", "to"})
_PAYMENT = ({"paid_on", "amount"}, {"challan_no"})
_JUDGED = ({"ref", "from", "to", "workers", "wage", "basis"}, {"evidence"})
_AMNESTY = ({"name"}, {"waives", "months_until", "pay_by", "reference"})


class CaseError(ValueError):
    """A case file cannot be read: names the place, what stands there, and what was expected."""


def read_case(text: str) -> AssessmentCase:
    """Return the case of a case file: the mapping under `case`; `title`, `working` and `expect` are for people.

    Raises:
        CaseError: it is not YAML, a field lacks or is unknown, or a value is not of its kind.
    """
    try:
        content = yaml.load(text, Loader=_OnceLoader)  # noqa: S506 - a safe loader
    except (yaml.YAMLError, ValueError) as problem:
        raise CaseError(f"the case file is not YAML: {' '.join(str(problem).split())}") from None
    whole = _fields("the file", content, ({"case"}, {"title", "working", "expect"}))
    case = _fields("case", whole["case"], _CASE)
    workers = tuple(_worker(f"case.workers[{n}]", raw) for n, raw in enumerate(_list("case", case, "workers")))
    _once("case.workers", "ref", [worker.ref for worker in workers])
    judged = tuple(_judged(f"case.judged[{n}]", raw) for n, raw in enumerate(_list("case", case, "judged")))
    _once("case.judged", "ref", [entry.ref for entry in judged] + [worker.ref for worker in workers])
    payments = tuple(_payment(f"case.payments[{n}]", raw) for n, raw in enumerate(_list("case", case, "payments")))
    _once("case.payments", "challan_no", [payment.challan_no for payment in payments if payment.challan_no])
    return AssessmentCase(
        scheme=str(case["scheme"]),
        as_of=_day("case.as_of", case["as_of"]),
        inspected_on=_day("case.inspected_on", case["inspected_on"]),
        declared=tuple(_month(f"case.declared[{n}]", raw) for n, raw in enumerate(_list("case", case, "declared"))),
        workers=workers,
        declared_evidence=_names("case", case, "declared_evidence"),
        covered=tuple(_covered(f"case.covered[{n}]", raw) for n, raw in enumerate(_list("case", case, "covered"))),
        payments=payments,
        judged=judged,
        amnesties=tuple(
            _amnesty(f"case.amnesties[{n}]", raw) for n, raw in enumerate(_list("case", case, "amnesties"))
        ),
        base=str(case.get("base") or ""),
    )


class _OnceLoader(yaml.SafeLoader):
    """A YAML loader that refuses a key that stands twice in one mapping."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        keys = Counter(str(key.value) for key, _ in node.value)
        if twice := [key for key, count in keys.items() if count > 1]:
            raise yaml.constructor.ConstructorError(
                "while reading a mapping", node.start_mark, f"the key {twice[0]!r} stands twice", node.start_mark
            )
        return super().construct_mapping(node, deep=deep)


def _month(place: str, raw: object) -> DeclaredMonth:
    row = _fields(place, raw, _MONTH)
    return DeclaredMonth(
        month=_first_day(f"{place}.month", row["month"]),
        workers=_count(f"{place}.workers", row["workers"]),
        wages=_amount(f"{place}.wages", row["wages"]),
        due=_amount(f"{place}.due", row["due"]),
        paid=_amount(f"{place}.paid", row["paid"]),
        paid_on=_day(f"{place}.paid_on", row["paid_on"]) if row.get("paid_on") else None,
        challan_no=str(row.get("challan_no", "")),
    )


def _worker(place: str, raw: object) -> WorkerFound:
    row = _fields(place, raw, _WORKER)
    return WorkerFound(
        ref=str(row["ref"]),
        name=str(row.get("name", "")),
        cnic=str(row.get("cnic", "")),
        monthly_wage=None if row["wage"] is None else _amount(f"{place}.wage", row["wage"]),
        wage_at_entry=None if row["wage_at_entry"] is None else _amount(f"{place}.wage_at_entry", row["wage_at_entry"]),
        employed_from=None if row["from"] is None else _day(f"{place}.from", row["from"]),
        employed_to=_day(f"{place}.to", row["to"]) if row.get("to") else None,
        record=str(row.get("record", "")),
        evidence=_names(place, row, "evidence"),
        wage_per=_one_of(f"{place}.wage_per", row.get("wage_per", WagePer.MONTH), WagePer),
        born_on=_born(place, row),
        sex=_one_of(f"{place}.sex", row["sex"], Sex) if row.get("sex") is not None else None,
    )


def _born(place: str, row: Mapping[str, Any]) -> date | None:
    if row.get("born") is None:
        return None
    born = _day(f"{place}.born", row["born"])
    if row["from"] is not None and born >= _day(f"{place}.from", row["from"]):
        raise CaseError(f"{place}.born: found {born}; expected a day before {row['from']}, the day of beginning")
    return born


def _covered(place: str, raw: object) -> Covered:
    row = _fields(place, {"cnic": raw} if isinstance(raw, str) else raw, _COVERED)
    return Covered(
        cnic=str(row["cnic"]),
        from_on=_day(f"{place}.from", row["from"]) if row.get("from") else None,
        to_on=_day(f"{place}.to", row["to"]) if row.get("to") else None,
    )


def _payment(place: str, raw: object) -> Payment:
    row = _fields(place, raw, _PAYMENT)
    return Payment(
        on=_day(f"{place}.paid_on", row["paid_on"]),
        amount=_amount(f"{place}.amount", row["amount"]),
        challan_no=str(row.get("challan_no", "")),
    )


def _judged(place: str, raw: object) -> Judged:
    row = _fields(place, raw, _JUDGED)
    basis = _fields(f"{place}.basis", row["basis"], ({"en", "ur"}, set()))
    try:
        said = Text(en=str(basis["en"] or ""), ur=str(basis["ur"] or ""))
    except ValueError:
        raise CaseError(f"{place}.basis: found {dict(basis)!r}; expected the evidence in both languages") from None
    entry = Judged(
        ref=str(row["ref"]),
        first=_first_day(f"{place}.from", row["from"]),
        last=_first_day(f"{place}.to", row["to"]),
        workers=_count(f"{place}.workers", row["workers"]),
        monthly_wage=_amount(f"{place}.wage", row["wage"]),
        basis=said,
        evidence=_names(place, row, "evidence"),
    )
    if entry.last < entry.first:
        raise CaseError(f"{place}.to: found {row['to']!r}; expected a month not before {row['from']!r}")
    return entry


def _amnesty(place: str, raw: object) -> Amnesty:
    row = _fields(place, raw, _AMNESTY)
    until, pay_by, waives = row.get("months_until"), row.get("pay_by"), row.get("waives")
    return Amnesty(
        name=str(row["name"]),
        waives=_one_of(f"{place}.waives", waives, Waived) if waives else None,
        months_until=_first_day(f"{place}.months_until", until) if until else None,
        pay_by=_day(f"{place}.pay_by", pay_by) if pay_by else None,
        reference=str(row.get("reference", "")),
    )


def _fields(place: str, raw: object, known: tuple[set[str], set[str]]) -> Mapping[str, Any]:
    required, optional = known
    if not isinstance(raw, dict):
        raise CaseError(f"{place}: found {raw!r}; expected the fields {', '.join(sorted(required))}")
    names = {str(name) for name in raw}
    if missing := required - names:
        raise CaseError(f"{place}: found no {', '.join(sorted(missing))}; expected it to be given")
    if unknown := names - required - optional:
        allowed = ", ".join(sorted(required | optional))
        raise CaseError(f"{place}: found {', '.join(sorted(unknown))}; expected only {allowed}")
    return raw


def _list(place: str, row: Mapping[str, Any], name: str) -> list[object]:
    value = row.get(name) or []
    if not isinstance(value, list):
        raise CaseError(f"{place}.{name}: found {value!r}; expected a list")
    return value


def _names(place: str, row: Mapping[str, Any], name: str) -> tuple[str, ...]:
    return tuple(str(value) for value in _list(place, row, name))


def _once(place: str, field: str, values: list[str]) -> None:
    if twice := [value for value, count in Counter(values).items() if count > 1]:
        raise CaseError(f"{place}: found {field} {twice[0]!r} twice; expected each once")


def _one_of(place: str, raw: object, kinds: type[_Kind]) -> _Kind:
    try:
        return kinds(str(raw))
    except ValueError:
        raise CaseError(f"{place}: found {raw!r}; expected one of {', '.join(kinds)}") from None


def _first_day(place: str, raw: object) -> date:
    """Return the first day of a month written as 2026-09; a whole day is refused."""
    text = str(raw)
    if len(text) != len("2026-09"):
        raise CaseError(f"{place}: found {raw!r}; expected a month such as 2026-09")
    return _day(place, f"{text}-01")


def _day(place: str, raw: object) -> date:
    try:
        return date.fromisoformat(str(raw))
    except ValueError:
        raise CaseError(f"{place}: found {raw!r}; expected a day such as 2026-09-30") from None


def _amount(place: str, raw: object) -> Money:
    try:
        amount = Money.rupees(Decimal(str(raw)))
    except (InvalidOperation, ValueError):
        amount = Money(-1)
    if amount.paisa < 0:
        raise CaseError(f"{place}: found {raw!r}; expected rupees of zero or more, to the paisa")
    return amount


def _count(place: str, raw: object) -> int:
    if not isinstance(raw, int) or isinstance(raw, bool) or raw < 0:
        raise CaseError(f"{place}: found {raw!r}; expected a whole number of zero or more")
    return raw
