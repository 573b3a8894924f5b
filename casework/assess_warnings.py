"""What a person should look at in a case before relying on its assessment; a warning changes no amount."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from casework.assess_slips import slips_of
from casework.assessed import WagePer, Warned
from casework.coverage import person_of, subject_of
from casework.footing import Footing
from casework.insurable_age import age_unknown
from casework.law_in_month import money_on
from casework.wording import later, month_text, sentence


def warnings_of(footing: Footing) -> tuple[Warned, ...]:
    """Return the warnings of a case: unlimited look-back, what stands twice, odd days, wages below the minimum."""
    return (
        *_look_back(footing),
        *_same_person(footing),
        *_same_challan(footing),
        *slips_of(footing),
        *_below_minimum(footing),
        *age_unknown(footing),
    )


def _look_back(footing: Footing) -> Iterable[Warned]:
    if not footing.period.is_limited:
        yield Warned(
            "look_back_unknown",
            "",
            sentence("warning.look_back_unknown", institution=footing.law.institution_short),
        )


def _same_person(footing: Footing) -> Iterable[Warned]:
    persons = [(person_of(worker.cnic), worker) for worker in footing.case.workers]
    counts = Counter(person for person, _ in persons if person)
    for person, worker in dict(reversed(persons)).items():
        if counts[person] > 1:
            text = sentence("warning.same_cnic", cnic=worker.cnic.strip(), count=counts[person])
            yield Warned("same_cnic", worker.ref, text)


def _same_challan(footing: Footing) -> Iterable[Warned]:
    counts = Counter((month.month, month.challan_no) for month in footing.case.declared if month.challan_no)
    for (month, challan), count in sorted(counts.items()):
        if count > 1:
            text = sentence("warning.challan_twice", challan=challan, month=month_text(month), count=count)
            yield Warned("challan_twice", f"declared:{month:%Y-%m}", text)


def _below_minimum(footing: Footing) -> Iterable[Warned]:
    key = footing.rules.minimum_wage
    minimum = money_on(key, footing.case.as_of, law=footing.law) if key else None
    if minimum is None:
        return
    for worker in footing.case.workers:
        wage = worker.monthly_wage
        if worker.wage_per is WagePer.MONTH and wage is not None and wage < minimum[0]:
            text = later("warning.below_minimum", name=subject_of(worker), wage=wage, minimum=minimum[0])
            yield Warned("below_minimum", worker.ref, text)
