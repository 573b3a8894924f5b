"""Entries of a case that look like a slip of the pen: what stands twice, days that cannot be meant, wages of nobody.

Warnings only; the others are `assess_warnings`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from casework.assessed import Warned, WorkerFound
from casework.coverage import person_of, subject_of
from casework.footing import Footing
from casework.wording import month_text, sentence


def slips_of(footing: Footing) -> tuple[Warned, ...]:
    """Return the slips of a case, in its own order."""
    return (*_same_name(footing), *_same_declaration(footing), *_odd_declarations(footing))


def _same_name(footing: Footing) -> Iterable[Warned]:
    named: dict[str, list[WorkerFound]] = {}
    for worker in footing.case.workers:
        if name := " ".join(worker.name.split()).casefold():
            named.setdefault(name, []).append(worker)
    for workers in named.values():
        if len(workers) > 1 and not all(person_of(worker.cnic) for worker in workers):
            text = sentence("warning.same_name", name=subject_of(workers[0]), count=len(workers))
            yield Warned("same_name", workers[0].ref, text)


def _same_declaration(footing: Footing) -> Iterable[Warned]:
    alike = Counter(replace(month, paid_on=None) for month in footing.case.declared if not month.challan_no)
    for month, count in alike.items():
        if count > 1:
            text = sentence("warning.declared_twice", month=month_text(month.month), count=count)
            yield Warned("declared_twice", f"declared:{month.month:%Y-%m}", text)


def _odd_declarations(footing: Footing) -> Iterable[Warned]:
    as_of = footing.case.as_of
    for said in footing.case.declared:
        ref, month = f"declared:{said.month:%Y-%m}", month_text(said.month)
        if not said.workers and said.wages:
            yield Warned("declared_nobody", ref, sentence("warning.declared_nobody", month=month, wages=said.wages))
        if said.paid_on is None or not said.paid:
            continue
        told = {"amount": said.paid, "month": month, "on": said.paid_on}
        if said.paid_on > as_of:
            text = sentence("warning.paid_after_the_day", as_of=as_of, **told)
            yield Warned("paid_after_the_day", ref, text)
        elif said.paid_on < said.month:
            yield Warned("paid_before_the_month", ref, sentence("warning.paid_before_the_month", **told))
