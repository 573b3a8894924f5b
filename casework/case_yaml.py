"""A case file: the facts of one assessment as YAML that a person can write, and its result as JSON.

The file's words are those of `assessed`; what the facts come to is `assessment`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import yaml

from casework.assessment import Assessment, AssessmentCase, DeclaredMonth, WorkerFound
from casework.money import Money

_CASE = ({"scheme", "inspected_on", "as_of"}, {"declared", "workers", "declared_evidence"})
_MONTH = ({"month", "workers", "wages", "due", "paid"}, {"paid_on", "challan_no"})
_WORKER = (
    {"ref", "wage", "wage_at_entry", "from"},
    {"name", "cnic", "to", "record", "evidence"},
)


class CaseError(ValueError):
    """A case file cannot be read: names the place, what stands there, and what was expected."""


def read_case(text: str) -> AssessmentCase:
    """Return the case of a case file: the mapping under `case`; `title`, `working` and `expect` are for people.

    Raises:
        CaseError: it is not YAML, a field lacks or is unknown, or a value is not of its kind.
    """
    try:
        content = yaml.safe_load(text)
    except yaml.YAMLError as problem:
        raise CaseError(f"the case file is not YAML: {' '.join(str(problem).split())}") from None
    whole = _fields("the file", content, ({"case"}, {"title", "working", "expect"}))
    case = _fields("case", whole["case"], _CASE)
    return AssessmentCase(
        scheme=str(case["scheme"]),
        as_of=_day("case.as_of", case["as_of"]),
        inspected_on=_day("case.inspected_on", case["inspected_on"]),
        declared=tuple(_month(f"case.declared[{n}]", raw) for n, raw in enumerate(_list(case, "declared"))),
        workers=tuple(_worker(f"case.workers[{n}]", raw) for n, raw in enumerate(_list(case, "workers"))),
        declared_evidence=tuple(str(name) for name in _list(case, "declared_evidence")),
    )


def assessment_as_json(assessment: Assessment) -> dict[str, Any]:
    """Return an assessment as values that JSON can hold; amounts are integer paisa, sentences in both languages."""
    return {
        "scheme": assessment.scheme,
        "as_of": assessment.as_of.isoformat(),
        "basis": assessment.basis,
        "contributions_paisa": assessment.contributions.paisa,
        "increase_paisa": assessment.increase.paisa if assessment.increase is not None else None,
        "increase_note": _both(assessment.increase_note),
        "total_paisa": assessment.total.paisa,
        "lines": [
            {
                "kind": line.kind,
                "month": f"{line.month:%Y-%m}",
                "ref": line.ref,
                "subject": _both(line.subject),
                "base_paisa": line.base.paisa,
                "rate_percent": f"{line.rate_percent:f}",
                "due_paisa": line.due.paisa,
                "paid_paisa": line.paid.paisa,
                "arrears_paisa": line.arrears.paisa,
                "explanation": _both(line.explanation),
                "provisions": list(line.provisions),
                "facts": list(line.facts),
                "evidence": list(line.evidence),
            }
            for line in assessment.lines
        ],
        "not_assessed": [
            {
                "kind": entry.kind,
                "month": f"{entry.month:%Y-%m}" if entry.month else None,
                "ref": entry.ref,
                "reason": _both(entry.reason),
                "provisions": list(entry.provisions),
            }
            for entry in assessment.not_assessed
        ],
        "alternatives": [
            {
                "name": other.name,
                "title": _both(other.title),
                "legal_status": other.legal_status,
                "contributions_paisa": other.contributions.paisa,
                "facts": list(other.facts),
            }
            for other in assessment.alternatives
        ],
        "provisions": list(assessment.provisions),
        "facts": list(assessment.facts),
        "unconfirmed": list(assessment.unconfirmed),
    }


def _both(text: Any) -> dict[str, str]:
    return {"en": text.en, "ur": text.ur}


def _month(place: str, raw: object) -> DeclaredMonth:
    row = _fields(place, raw, _MONTH)
    return DeclaredMonth(
        month=_day(f"{place}.month", f"{row['month']}-01"),
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
        evidence=tuple(str(name) for name in row.get("evidence", ())),
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


def _list(case: Mapping[str, Any], name: str) -> list[object]:
    value = case.get(name) or []
    if not isinstance(value, list):
        raise CaseError(f"case.{name}: found {value!r}; expected a list")
    return value


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
