"""What every line of one assessment stands on: the case, the law, its rules, the period; each month's law found once.

Works out no line; the parts of an assessment ask here.
"""

from __future__ import annotations

from datetime import date
from itertools import groupby

from casework.assessed import AssessmentCase
from casework.assessment_period import Period, last_day_to_pay, month_of, period_of
from casework.law_in_month import MonthLaw, month_law
from casework.law_roles import Role, cite, named, rules_of
from simplify_content.law_pack import LawError, LawPack
from simplify_content.text import Text

Runs = tuple[tuple[MonthLaw | str, tuple[date, ...]], ...]


class Footing:
    """The footing of one assessment; remembers what it found, so that months alike share one `MonthLaw`."""

    def __init__(self, case: AssessmentCase, law: LawPack) -> None:
        self.case = case
        self.law = law
        self.rules = rules_of(law)
        if case.base and self.rules.base.alternative(case.base) is None:
            known = ", ".join(other.name for other in self.rules.base.alternatives) or "none"
            raise LawError(f"law pack {law.scheme}: no base {case.base!r}; expected one of {known}, or none named")
        self.period: Period = period_of(case.inspected_on, case.as_of, law=law)
        self._months: dict[date, MonthLaw | str] = {}
        self._alike: dict[MonthLaw, MonthLaw] = {}
        self._last_days: dict[date, date] = {}
        self._cited: dict[Role, Text] = {}
        self._named: dict[tuple[Role, ...], tuple[str, ...]] = {}
        self._runs: dict[tuple[date, date | None], Runs] = {}
        self._open: dict[tuple[date, date | None], tuple[date, ...]] = {}

    def month_law(self, month: date) -> MonthLaw | str:
        """Return the law of a month on the base charged, or the key of the sentence that says what is not known."""
        found = self._months.get(month)
        if found is None:
            found = month_law(month, self.law, base=self.case.base)
            if isinstance(found, MonthLaw):
                found = self._alike.setdefault(found, found)
            self._months[month] = found
        return found

    def runs(self, first: date, last: date | None) -> Runs:
        """Return the months within reach from the month of `first` to that of `last`, in runs of one law, oldest first.

        Each run has the law of its months, or the key of the sentence that says what is not known of them.
        """
        key = month_of(first), None if last is None else month_of(last)
        found = self._runs.get(key)
        if found is None:
            months = self.period.months(*key)
            found = tuple((rules, tuple(run)) for rules, run in groupby(months, key=self.month_law))
            self._runs[key] = found
        return found

    def months_open(self, first: date, last: date | None) -> tuple[date, ...]:
        """Return the months that are over but may still be paid in time, from `first` to `last`, oldest first."""
        key = month_of(first), None if last is None else month_of(last)
        found = self._open.get(key)
        if found is None:
            found = self._open[key] = tuple(self.period.months_open(*key))
        return found

    def last_day(self, month: date) -> date:
        """Return the last day on which a month's contribution is paid in time.

        Raises:
            LawError: the pack does not know it.
        """
        found = self._last_days.get(month)
        if found is None:
            found = self._last_days[month] = last_day_to_pay(month, self.law)
        return found

    def cite(self, role: Role) -> Text:
        """Return how papers cite the provision of a role."""
        found = self._cited.get(role)
        if found is None:
            found = self._cited[role] = cite(role, self.law)
        return found

    def named(self, *roles: Role) -> tuple[str, ...]:
        """Return the names of the provisions of roles whose section is known."""
        found = self._named.get(roles)
        if found is None:
            found = self._named[roles] = named(self.law, *roles)
        return found

    @property
    def period_facts(self) -> tuple[str, ...]:
        """The fact that the look-back rests on, if any."""
        return (self.period.fact,) if self.period.fact else ()
