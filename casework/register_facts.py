"""What a checklist and an assessment ask of the register: rows of the register as values and as XForms text.

Reads no database; rows come as mappings with the fields of `sync_protocol.entities`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from casework.assessed import Covered, DeclaredMonth
from casework.assessment_period import is_overdue, month_of, next_month, period_of
from casework.coverage import person_of
from casework.law_roles import rules_of
from casework.money import Money, total
from casework.wording import sentence
from simplify_content.law_pack import LawPack
from simplify_content.scheme_rules import BaseKind

VALID, EXPIRED = "valid", "expired"


def declared_months(rows: Iterable[Mapping[str, object]]) -> tuple[DeclaredMonth, ...]:
    """Return the declared months that rows of entity `contribution_month` hold, oldest first."""
    return tuple(sorted((_declared(row) for row in rows), key=lambda month: (month.month, month.challan_no)))


def covered_workers(
    rows: Iterable[Mapping[str, object]], persons: Iterable[str], *, declared: Sequence[DeclaredMonth]
) -> tuple[Covered, ...]:
    """Return for which declared months the register of coverage holds which of the persons, one entry for each run.

    A month for which nothing was declared is left out: a worker whom the register holds is owed for all the same.

    Args:
        rows: of entity `coverage`, of one employer.
        persons: identity card numbers, written in any way.
        declared: the employer's months.
    """
    sought = {number for person in persons if (number := person_of(person)).isdigit()}
    runs = _declared_runs(declared)
    found = (row for row in rows if person_of(_text(row.get("cnic"))) in sought) if sought else ()
    return tuple(entry for row in found for entry in _covered(row, runs))


def _declared_runs(declared: Iterable[DeclaredMonth]) -> list[tuple[date, date]]:
    """Return the months with wages or a contribution declared as runs of first day and last month, oldest first."""
    runs: list[tuple[date, date]] = []
    for month in sorted({said.month for said in declared if said.wages or said.due}):
        if runs and next_month(runs[-1][1]) == month:
            runs[-1] = runs[-1][0], month
        else:
            runs.append((month, month))
    return runs


def _covered(row: Mapping[str, object], runs: Iterable[tuple[date, date]]) -> Iterable[Covered]:
    from_on, to_on = _day(row.get("from_on")), _day(row.get("to_on"))
    number = _text(row.get("secured_no"))
    record = sentence("covered.record", secured_no=number) if number else sentence("covered.record_unnumbered")
    for first, last in runs:
        start = first if from_on is None else max(first, from_on)
        end = next_month(last) - timedelta(days=1)
        end = end if to_on is None else min(end, to_on)
        if start <= end:
            yield Covered(_text(row.get("cnic")), start, end, record)


def surroundings_register(
    employer: Mapping[str, object],
    months: Iterable[Mapping[str, object]],
    certificates: Sequence[Mapping[str, object]],
    *,
    law: LawPack,
    on: date,
) -> dict[str, str]:
    """Return the register facts that checklists may ask, as XForms text; "" where the register has none.

    Unpaid months are those wholly or partly unpaid that are overdue and that an inspection on the day may look back on.

    Args:
        employer: row of entity `employer`.
        months: rows of entity `contribution_month`.
        certificates: rows of entity `certificate`.
        law: of the scheme.
        on: day of the visit.
    """
    declared = [month for month in declared_months(months) if month.month <= month_of(on)]
    latest = declared[-1] if declared else None
    unpaid = unpaid_months(declared, law=law, on=on)
    certificate = standing_certificate(certificates, on)
    rules = rules_of(law)
    return {
        "registration_no": _text(employer.get("registration_no")),
        "employer_name": _text(employer.get("name_en")) or _text(employer.get("name_ur")),
        "declared_workers": str(latest.workers) if latest else "",
        "certificate_no": _text(certificate.get("certificate_no")),
        "certificate_status": certificate_status(certificate, on),
        "certificate_expires_on": _text(certificate.get("expires_on")),
        "unpaid_months": str(len({month.month for month in unpaid})),
        "unpaid_rupees": _number(total([month.due - month.paid for month in unpaid]).in_rupees),
        "minimum_wage": _amount(law, rules.minimum_wage, on=on),
        "worker_share": _worker_share(law, on),
        "self_assessment_worker_sum": _amount(law, rules.self_assessed_worker_sum, on=on),
        "pension_age_men": _amount(law, rules.age_men, on=on),
        "pension_age_women": _amount(law, rules.age_women, on=on),
        "month_declared": f"{latest.month:%Y-%m}" if latest else "",
    }


def _amount(law: LawPack, key: str, *, on: date) -> str:
    """Return a figure of the law on a day; "" where the scheme has none or it is not known."""
    value = law.value(key, on) if key else None
    return "" if value is None or value.value is None else _number(value.value)


def _worker_share(law: LawPack, on: date) -> str:
    """Return the worker's own share of a month, in rupees, on a base that no wages change; otherwise ""."""
    rules = rules_of(law)
    if not rules.worker_rate or rules.base.kind is not BaseKind.NOTIFIED_AMOUNT:
        return ""
    rate, base = _amount(law, rules.worker_rate, on=on), _amount(law, rules.base.limit, on=on)
    return _number(Decimal(rate) * Decimal(base) / 100) if rate and base else ""


def overdue_months(months: Iterable[DeclaredMonth], *, law: LawPack, on: date) -> tuple[DeclaredMonth, ...]:
    """Return the months, wholly or partly unpaid, whose time to pay has passed; only these may be called unpaid."""
    return tuple(month for month in months if month.paid < month.due and is_overdue(month.month, on, law=law))


def unpaid_months(months: Iterable[DeclaredMonth], *, law: LawPack, on: date) -> tuple[DeclaredMonth, ...]:
    """Return the overdue months that an inspection on the day may look back on."""
    period = period_of(on, on, law=law)
    return tuple(month for month in overdue_months(months, law=law, on=on) if not period.is_too_old(month.month))


def standing_certificate(certificates: Iterable[Mapping[str, object]], on: date) -> Mapping[str, object]:
    """Return the certificate that counts on a day: a valid one if there is any, otherwise the newest; empty if none."""
    ranked = sorted(
        certificates,
        key=lambda row: (
            certificate_status(row, on) == VALID,
            _text(row.get("issued_on")),
            _text(row.get("certificate_no")),
        ),
    )
    return ranked[-1] if ranked else {}


def certificate_status(certificate: Mapping[str, object], on: date) -> str:
    """Return a certificate's standing on a day: as registered, but "expired" once its last day has passed."""
    status, expires_on = _text(certificate.get("status")), _text(certificate.get("expires_on"))
    if status == VALID and expires_on and expires_on < on.isoformat():
        return EXPIRED
    return status


def _day(value: object) -> date | None:
    written = _text(value)
    return date.fromisoformat(written) if written else None


def _declared(row: Mapping[str, object]) -> DeclaredMonth:
    return DeclaredMonth(
        month=date.fromisoformat(f"{_text(row.get('month'))[:7]}-01"),
        workers=_whole(row.get("declared_workers")),
        wages=Money(_whole(row.get("wages_paisa"))),
        due=Money(_whole(row.get("due_paisa"))),
        paid=Money(_whole(row.get("paid_paisa"))),
        paid_on=_day(row.get("paid_on")),
        challan_no=_text(row.get("challan_no")),
    )


def _whole(value: object) -> int:
    return int(str(value)) if value not in (None, "") else 0


def _text(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value).strip()


def _number(value: Decimal) -> str:
    """Return a number without a needless fraction."""
    return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"
