"""Wages of one month: against the minimum wage, against what was declared, and against what the bank paid.

A wage that no record gives, or a figure that the law pack does not know, is told as not compared.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from casework.cross_checks_law import Figure, KnownFigure, Topic, cite, figure_in_month, lowest_in_month
from casework.cross_checks_pairs import merged, pairs
from casework.cross_checks_people import kept_cnic
from casework.cross_checks_types import (
    Certainty,
    CrossChecked,
    Difference,
    NotCompared,
    RecordedWorker,
    RecordKind,
    StaffRecord,
    weigh,
)
from casework.money import ZERO, Money, total
from casework.wording import month_text, sentence
from simplify_content.law_pack import LawPack
from simplify_content.text import Text

FEWEST_FOR_A_PATTERN = 5
"""Fewer workers than this may well be paid the same."""

_PAID = (RecordKind.WAGE_REGISTER, RecordKind.BANK_LIST)


@dataclass(frozen=True)
class _Short:
    """Workers for whom one side is short and by how much, by CNIC or by line and CNIC."""

    by_ref: Mapping[str, Money]
    compared: int


def compare_wages(records: Sequence[StaffRecord], *, law: LawPack) -> CrossChecked:
    """Return every difference of wages between records of one month, and against the minimum wage of the month."""
    whole = merged(records)
    result = CrossChecked()
    for record in whole:
        if record.kind is RecordKind.WAGE_REGISTER and record.workers:
            result += _below_minimum(record, law=law)
        if record.kind in _PAID:
            result += _all_alike(record, law=law)
    for register, schedule in pairs(whole, RecordKind.WAGE_REGISTER, RecordKind.SCHEDULE):
        result += _under_declared(register, schedule, law=law)
    for bank, schedule in pairs(whole, RecordKind.BANK_LIST, RecordKind.SCHEDULE):
        result += _under_declared(bank, schedule, law=law)
    for register, bank in pairs(whole, *_PAID):
        result += _bank(register, bank, law=law)
    return result


def _below_minimum(record: StaffRecord, *, law: LawPack) -> CrossChecked:
    minimum = figure_in_month(law, Figure.MINIMUM_WAGE, record.period)
    if minimum is None:
        return _unknown("minimum_wage", record)
    full = [(place, worker) for place, worker in enumerate(record.workers or (), start=1) if _is_comparable(worker)]
    wages = [(place, worker, worker.monthly_wage or ZERO) for place, worker in full]
    below = [(place, worker, wage) for place, worker, wage in wages if wage < minimum.value]
    if not below:
        return CrossChecked()
    short = {f"{place}:{kept_cnic(worker.cnic, law=law)}": minimum.value - wage for place, worker, wage in below}
    unsure = any(worker.whole_month is None for _, worker, _ in below)
    certainty, why = weigh(*minimum.limits, *([(Certainty.LIKELY, "part_month")] if unsure else []))
    by = total(list(short.values()))
    text = sentence(
        "cross.below_minimum",
        record=record.name,
        count=len(short),
        minimum=minimum.value,
        by=by,
        most=max(short.values()),
    )
    return _found(
        "WAGE_BELOW_MINIMUM",
        (record.name, sentence("cross.record.minimum_wage", month=month_text(record.period))),
        _Short(short, len(full)),
        text=text,
        weighed=(certainty, why),
        provisions=cite(law, Topic.MINIMUM_WAGE, Topic.RECORDS),
        more={"minimum_wage_paisa": str(minimum.value.paisa)},
    )


def _all_alike(record: StaffRecord, *, law: LawPack) -> CrossChecked:
    """Return a hint where everybody's wage is one sum that is exactly the minimum wage or the wage limit."""
    wages = [worker.monthly_wage for worker in record.workers or () if worker.monthly_wage is not None]
    if len(wages) < FEWEST_FOR_A_PATTERN or len(set(wages)) > 1:
        return CrossChecked()
    for name in (Figure.MINIMUM_WAGE, Figure.WAGE_LIMIT):
        figure = figure_in_month(law, name, record.period)
        if figure is not None and figure.value == wages[0]:
            edge = sentence(f"cross.record.{name}", month=month_text(record.period))
            text = sentence("cross.all_alike", record=record.name, count=len(wages), wage=wages[0], edge=edge)
            certainty, why = weigh((Certainty.HINT, "all_alike"))
            alike = Difference(
                code="WAGES_ALL_ALIKE",
                first=record.name,
                second=edge,
                by=ZERO,
                text=text,
                certainty=certainty,
                why=why,
                provisions=cite(law, Topic.RECORDS),
                privacy="public",
                facts={"workers": str(len(wages)), "wage_paisa": str(wages[0].paisa), "edge": name},
            )
            return CrossChecked((alike,))
    return CrossChecked()


def _under_declared(paid: StaffRecord, schedule: StaffRecord, *, law: LawPack) -> CrossChecked:
    """Return where less wages were declared than paid, counting wages up to the limit of the contribution's base.

    Where the base is disputed, the lowest limit of any side is taken, so that no side's lawful schedule differs.
    """
    if not paid.workers or not schedule.workers:
        return CrossChecked()
    limit = lowest_in_month(law, Figure.BASE_LIMIT, paid.period)
    if limit is None:
        return _unknown("base_limit", paid)
    short = _shorter(paid, schedule, law=law, expected=lambda wage: min(wage, limit.value))
    extra = ((Certainty.LIKELY, "bank_more"),) if paid.kind is RecordKind.BANK_LIST else ()
    weighed = weigh(*limit.limits, *extra)
    return _between("WAGES_UNDER_DECLARED", (paid, schedule), short, weighed=weighed, law=law, limit=limit)


def _bank(register: StaffRecord, bank: StaffRecord, *, law: LawPack) -> CrossChecked:
    more = _shorter(bank, register, law=law, expected=lambda wage: wage)
    less = _shorter(register, bank, law=law, expected=lambda wage: wage)
    return _between(
        "BANK_PAYS_MORE", (bank, register), more, weighed=weigh((Certainty.LIKELY, "bank_more")), law=law
    ) + _between("BANK_PAYS_LESS", (register, bank), less, weighed=weigh((Certainty.HINT, "paid_in_cash")), law=law)


def _shorter(larger: StaffRecord, smaller: StaffRecord, *, law: LawPack, expected: Callable[[Money], Money]) -> _Short:
    """Return the workers whose wage in one record falls short of what the other makes us expect, matched by CNIC.

    A worker who stands in a record more than once, or without a wage, is not compared.
    """
    ours, theirs = _wages(larger, law=law), _wages(smaller, law=law)
    both = ours.keys() & theirs.keys()
    short = {cnic: by for cnic in sorted(both) if (by := expected(ours[cnic]) - theirs[cnic]) > ZERO}
    return _Short(short, len(both))


def _wages(record: StaffRecord, *, law: LawPack) -> dict[str, Money]:
    found: dict[str, list[Money | None]] = {}
    for worker in record.workers or ():
        if cnic := kept_cnic(worker.cnic, law=law):
            found.setdefault(cnic, []).append(worker.monthly_wage)
    return {cnic: wages[0] for cnic, wages in found.items() if len(wages) == 1 and wages[0] is not None}


def _between(
    code: str,
    records: tuple[StaffRecord, StaffRecord],
    short: _Short,
    *,
    weighed: tuple[Certainty, Text],
    law: LawPack,
    limit: KnownFigure | None = None,
) -> CrossChecked:
    if not short.by_ref:
        return CrossChecked()
    by = total(list(short.by_ref.values()))
    first, second = records[0].name, records[1].name
    text = sentence(
        f"cross.{code.lower()}",
        first=first,
        second=second,
        count=len(short.by_ref),
        by=by,
        limit=limit.value if limit else "",
    )
    topics = (Topic.CONTRIBUTION, Topic.RECORDS) if code == "WAGES_UNDER_DECLARED" else (Topic.RECORDS,)
    more = {"base_limit_paisa": str(limit.value.paisa)} if limit else {}
    return _found(code, (first, second), short, text=text, weighed=weighed, provisions=cite(law, *topics), more=more)


def _found(
    code: str,
    records: tuple[Text, Text],
    short: _Short,
    *,
    text: Text,
    weighed: tuple[Certainty, Text],
    provisions: tuple[str, ...],
    more: Mapping[str, str],
) -> CrossChecked:
    by = total(list(short.by_ref.values()))
    facts = {
        "workers": str(len(short.by_ref)),
        "compared": str(short.compared),
        "difference_paisa": str(by.paisa),
        "by_worker": " ".join(f"{ref}={amount.paisa}" for ref, amount in sorted(short.by_ref.items())),
        **more,
    }
    return CrossChecked(
        (
            Difference(
                code=code,
                first=records[0],
                second=records[1],
                by=by,
                text=text,
                certainty=weighed[0],
                why=weighed[1],
                provisions=provisions,
                privacy="public",
                facts=facts,
            ),
        )
    )


def _unknown(name: str, record: StaffRecord) -> CrossChecked:
    told = sentence(f"cross.not.{name}", record=record.name, month=month_text(record.period))
    return CrossChecked(not_compared=(NotCompared(name, told),))


def _is_comparable(worker: RecordedWorker) -> bool:
    """Return whether a line tells a month's wage; nothing paid counts only where the whole month was worked."""
    if worker.monthly_wage is None or worker.whole_month is False:
        return False
    return bool(worker.monthly_wage) or worker.whole_month is True
