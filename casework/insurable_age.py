"""Whether a worker is past the age up to which contributions are due, month by month; for schemes with such an age.

Where the day of birth is not known every month counts and `assess_warnings` names it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby

from casework.assessed import NotAssessed, Sex, Warned, WorkerFound
from casework.coverage import left_out, subject_of
from casework.footing import Footing, Runs
from casework.law_in_month import MonthLaw
from casework.law_roles import Role
from casework.wording import later, sentence, span_text
from simplify_content.law_pack import DatedValue

IN_AGE, PAST_AGE, SEX_UNKNOWN = "", "past_age", "age_sex_unknown"


def age_limits(month: date, footing: Footing) -> dict[Sex, DatedValue]:
    """Return the ages past which no contribution is due in a month, those that the pack knows."""
    keys = {Sex.MALE: footing.rules.age_men, Sex.FEMALE: footing.rules.age_women}
    found = {sex: footing.law.value(key, month) for sex, key in keys.items() if key}
    return {sex: value for sex, value in found.items() if value is not None and value.value is not None}


def standing(worker: WorkerFound, month: date, footing: Footing) -> str:
    """Return whether a worker's month counts: the age was not reached by its first day, it was, or that is unknown.

    The month in which the age is reached counts whole, as the months of joining and leaving do.

    Source: Employees' Old-Age Benefits Act 1976, s.9.
    """
    if worker.born_on is None:
        return IN_AGE
    limits = age_limits(month, footing)
    own = [worker.sex] if worker.sex is not None else list(limits)
    past = [sex for sex in own if sex in limits and _reached(worker.born_on, limits[sex]) <= month]
    if not past:
        return IN_AGE
    return PAST_AGE if len(past) == len(own) else SEX_UNKNOWN


def leave_out_past_age(worker: WorkerFound, runs: Runs, footing: Footing) -> tuple[Runs, list[NotAssessed]]:
    """Return the runs without the months past the age, and what is left out of them with the reason."""
    left: list[tuple[MonthLaw | str, tuple[date, ...]]] = []
    told: list[NotAssessed] = []
    for rules, run in runs:
        for found, group in groupby(run, key=lambda month: standing(worker, month, footing)):
            months = tuple(group)
            if found == IN_AGE:
                left.append((rules, months))
            else:
                told.append(_told(worker, months, found, footing=footing))
    return tuple(left), told


def _told(worker: WorkerFound, months: Sequence[date], found: str, *, footing: Footing) -> NotAssessed:
    limits = age_limits(months[0], footing)
    reason = sentence(
        f"not_assessed.{found}",
        name=subject_of(worker),
        born=worker.born_on,
        months=span_text(months),
        **_ages(limits),
        cite=footing.cite(Role.CONTRIBUTION),
    )
    told = left_out(worker, reason, *footing.named(Role.CONTRIBUTION), month=months[0])
    return replace(told, facts=tuple(value.fact for value in limits.values()))


def age_unknown(footing: Footing) -> Iterable[Warned]:
    """Yield a warning for each worker whose day of birth is not known, where the scheme has an age."""
    limits = age_limits(footing.case.as_of, footing)
    for worker in footing.case.workers if limits else ():
        if worker.born_on is None and not worker.pensioner:
            said: dict[str, object] = {"name": subject_of(worker), "cite": footing.cite(Role.CONTRIBUTION)}
            yield Warned("age_unknown", worker.ref, later("warning.age_unknown", **said, **_ages(limits)))


def _ages(limits: dict[Sex, DatedValue]) -> dict[str, str]:
    return {f"age_{sex}": _years(value) for sex, value in limits.items()}


def _years(value: DatedValue) -> str:
    return f"{value.value:f}"


def _reached(born_on: date, value: DatedValue) -> date:
    """Return the day on which an age is reached; for 29 February the day after in a year that has none."""
    year = born_on.year + int(value.value or 0)
    try:
        return born_on.replace(year=year)
    except ValueError:
        return date(year, 3, 1)
