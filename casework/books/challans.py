"""Challans that an employer showed against what the register holds as paid, month by month.

A difference is a reason to ask the bank or the office, never a finding: a stamped challan speaks for the employer, and
nothing is set off before the office has confirmed it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from casework.assessed import DeclaredMonth
from casework.books.book import Column
from casework.books.cells import ReadLine, day_of, month_of, rupees_of
from casework.money import ZERO, Money, total
from casework.wording import month_text, sentence
from simplify_content.text import Text


class ChallanRemark(StrEnum):
    """What stands out in a month."""

    AGREES = "agrees"
    NOT_IN_REGISTER = "not_in_register"
    """Paid by the challan, unpaid or paid less by the register."""
    LESS_THAN_REGISTER = "less_than_register"
    NOT_SHOWN = "not_shown"
    """Paid by the register; no challan was shown."""
    UNPAID = "unpaid"
    """Neither the one nor the other."""
    WORKERS_DIFFER = "workers_differ"
    WAGES_DIFFER = "wages_differ"
    STAMPED_BEFORE_MONTH = "stamped_before"
    SAME_NUMBER = "same_number"
    """One challan number for two months."""


@dataclass(frozen=True)
class MonthCompared:
    """One month: what the challans say, what the register says, and what stands out."""

    month: date
    shown: Money
    workers: int | None
    wages: Money | None
    challan_nos: tuple[str, ...]
    register: DeclaredMonth | None
    remarks: tuple[ChallanRemark, ...]

    def told(self, remark: ChallanRemark) -> Text:
        """Return a remark as a sentence."""
        return sentence(f"challan.{remark.value}", month=month_text(self.month), shown=self.shown, paid=self.paid)

    @property
    def paid(self) -> Money:
        """What the register holds as paid."""
        return self.register.paid if self.register else ZERO


def compare_challans(lines: Iterable[ReadLine], declared: Iterable[DeclaredMonth]) -> tuple[MonthCompared, ...]:
    """Return every month that a challan or the register names, newest first."""
    by_month: dict[date, list[Mapping[Column, str]]] = {}
    for line in lines:
        if month := month_of(line.sound.get(Column.MONTH, "")):
            by_month.setdefault(month, []).append(line.sound)
    register = {one.month: one for one in declared}
    numbers = _used_twice(by_month)
    months = sorted(by_month.keys() | register.keys(), reverse=True)
    return tuple(_month(month, by_month.get(month, []), register.get(month), twice=numbers) for month in months)


def latest_paid(lines: Iterable[ReadLine]) -> date | None:
    """Return the latest month for which a challan with an amount was shown."""
    paid = [month_of(line.sound[Column.MONTH]) for line in lines if line.sound.keys() >= {Column.MONTH, Column.AMOUNT}]
    return max((month for month in paid if month), default=None)


def _used_twice(by_month: Mapping[date, list[Mapping[Column, str]]]) -> frozenset[str]:
    months: dict[str, set[date]] = {}
    for month, shown in by_month.items():
        for cells in shown:
            if number := cells.get(Column.CHALLAN_NO, ""):
                months.setdefault(number.casefold(), set()).add(month)
    return frozenset(number for number, found in months.items() if len(found) > 1)


def _month(
    month: date, shown: list[Mapping[Column, str]], register: DeclaredMonth | None, *, twice: frozenset[str]
) -> MonthCompared:
    amounts = [amount for cells in shown if (amount := rupees_of(cells.get(Column.AMOUNT, "")))]
    workers = [int(cells[Column.WORKERS]) for cells in shown if Column.WORKERS in cells]
    wages = [wage for cells in shown if (wage := rupees_of(cells.get(Column.WAGES, "")))]
    found = MonthCompared(
        month=month,
        shown=total(amounts) if amounts else ZERO,
        workers=max(workers, default=None),
        wages=total(wages) if wages else None,
        challan_nos=tuple(cells[Column.CHALLAN_NO] for cells in shown if Column.CHALLAN_NO in cells),
        register=register,
        remarks=(),
    )
    stamps = [day for cells in shown if (day := day_of(cells.get(Column.PAID_ON, "")))]
    remarks = (*_payment(found, bool(shown)), *_declared(found), *_odd(found, stamps, twice))
    return MonthCompared(**{**vars(found), "remarks": remarks})


def _payment(found: MonthCompared, is_shown: bool) -> Iterable[ChallanRemark]:
    if not is_shown:
        yield ChallanRemark.NOT_SHOWN if found.paid else ChallanRemark.UNPAID
    elif found.shown > found.paid:
        yield ChallanRemark.NOT_IN_REGISTER
    elif found.shown < found.paid:
        yield ChallanRemark.LESS_THAN_REGISTER
    else:
        yield ChallanRemark.AGREES


def _declared(found: MonthCompared) -> Iterable[ChallanRemark]:
    if found.register is None:
        return
    if found.workers is not None and found.workers != found.register.workers:
        yield ChallanRemark.WORKERS_DIFFER
    if found.wages is not None and found.wages != found.register.wages:
        yield ChallanRemark.WAGES_DIFFER


def _odd(found: MonthCompared, stamps: list[date], twice: frozenset[str]) -> Iterable[ChallanRemark]:
    if any(stamp < found.month for stamp in stamps):
        yield ChallanRemark.STAMPED_BEFORE_MONTH
    if any(number.casefold() in twice for number in found.challan_nos):
        yield ChallanRemark.SAME_NUMBER
