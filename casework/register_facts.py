"""What a checklist and an assessment ask of the register: rows of the register as values and as XForms text.

Reads no database; rows come as mappings with the fields of `sync_protocol.entities`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from casework.assessed import DeclaredMonth
from casework.assessment_period import is_overdue, month_of, period_of
from casework.law_roles import rules_of
from casework.money import Money, total
from simplify_content.law_pack import LawPack

VALID, EXPIRED = "valid", "expired"


def declared_months(rows: Iterable[Mapping[str, object]]) -> tuple[DeclaredMonth, ...]:
    """Return the declared months that rows of entity `contribution_month` hold, oldest first."""
    return tuple(sorted((_declared(row) for row in rows), key=lambda month: (month.month, month.challan_no)))


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
    wage_key = rules_of(law).minimum_wage
    wage = law.value(wage_key, on) if wage_key else None
    return {
        "registration_no": _text(employer.get("registration_no")),
        "employer_name": _text(employer.get("name_en")) or _text(employer.get("name_ur")),
        "declared_workers": str(latest.workers) if latest else "",
        "certificate_no": _text(certificate.get("certificate_no")),
        "certificate_status": certificate_status(certificate, on),
        "certificate_expires_on": _text(certificate.get("expires_on")),
        "unpaid_months": str(len({month.month for month in unpaid})),
        "unpaid_rupees": _number(total([month.due - month.paid for month in unpaid]).in_rupees),
        "minimum_wage": _number(wage.value) if wage is not None and wage.value is not None else "",
        "month_declared": f"{latest.month:%Y-%m}" if latest else "",
    }


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


def _declared(row: Mapping[str, object]) -> DeclaredMonth:
    paid_on = _text(row.get("paid_on"))
    return DeclaredMonth(
        month=date.fromisoformat(f"{_text(row.get('month'))[:7]}-01"),
        workers=_whole(row.get("declared_workers")),
        wages=Money(_whole(row.get("wages_paisa"))),
        due=Money(_whole(row.get("due_paisa"))),
        paid=Money(_whole(row.get("paid_paisa"))),
        paid_on=date.fromisoformat(paid_on) if paid_on else None,
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
