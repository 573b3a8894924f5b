"""What must hold between the values of one row.

Each value alone was checked when it was read.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from casework.money import Money
from sync_server.register.errors import UnfitValue
from sync_server.register.kinds import Kind


def check_record(kind: Kind, values: Mapping[str, Any]) -> None:
    """Refuse a row whose values contradict each other.

    Raises:
        UnfitValue: an end before its start, a payment before its month, a contribution larger than the wages,
            wages without workers, a day of payment without a payment; `facts["field"]` is the field to mend.
    """
    if kind is Kind.WORKERS:
        _in_order(values, ("from_on", "to_on"), "row.ends_before_start")
    elif kind is Kind.CERTIFICATES:
        _in_order(values, ("issued_on", "expires_on"), "row.expires_before_issue")
    elif kind is Kind.CONTRIBUTIONS:
        _check_contribution(values)


def _in_order(values: Mapping[str, Any], fields: tuple[str, str], code: str) -> None:
    start, end = values.get(fields[0]), values.get(fields[1])
    if start and end and end < start:
        raise UnfitValue(code, start=start, field=fields[1])


def _check_contribution(values: Mapping[str, Any]) -> None:
    wages, due = values["wages_paisa"], values["due_paisa"]
    if due > wages:
        raise UnfitValue("row.due_over_wages", wages=Money(wages), field="due_paisa")
    if wages and not values["declared_workers"]:
        raise UnfitValue("row.wages_without_workers", field="declared_workers")
    if paid_on := values.get("paid_on"):
        if paid_on < values["month"]:
            raise UnfitValue("row.paid_before_month", month=values["month"], field="paid_on")
        if not values.get("paid_paisa"):
            raise UnfitValue("row.paid_on_without_payment", field="paid_paisa")
