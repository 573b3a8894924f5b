"""Which two records tell of the same people at the same time, so that comparing them means something.

What differs between them is found by the other modules of cross-checks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from casework.cross_checks_types import RecordKind, StaffRecord


def merged(records: Sequence[StaffRecord]) -> tuple[StaffRecord, ...]:
    """Return the records with those of one kind and one day or month made into one, in a fixed order.

    So the lists of an employer and of its contractors are one list, and a worker in either is in it. A figure that one
    of them does not give is not known of the whole.
    """
    same: dict[tuple[RecordKind, date], list[StaffRecord]] = defaultdict(list)
    for record in records:
        same[(record.kind, _time(record))].append(record)
    order = tuple(RecordKind)
    return tuple(_as_one(same[key]) for key in sorted(same, key=lambda key: (order.index(key[0]), key[1])))


def pairs(
    records: Sequence[StaffRecord], first: RecordKind, second: RecordKind
) -> tuple[tuple[StaffRecord, StaffRecord], ...]:
    """Return the pairs of two kinds that tell of the same time, or else the one pair nearest in time.

    None where that would say nothing: two months are not compared, nor the head-count of one day with the attendance of
    another. What was declared last is compared with what is found now.
    """
    all_pairs = [(a, b) for a in records if a.kind is first for b in records if b.kind is second]
    of_one_time = tuple(pair for pair in all_pairs if pair[0].is_of_the_time_of(pair[1]))
    if of_one_time or (first.is_monthly and second.is_monthly):
        return of_one_time
    if not (first.is_declared or second.is_declared or first.is_monthly or second.is_monthly):
        return ()
    return tuple(sorted(all_pairs, key=lambda pair: abs((_time(pair[0]) - _time(pair[1])).days))[:1])


def _time(record: StaffRecord) -> date:
    return record.period.replace(day=1) if record.kind.is_monthly else record.period


def _as_one(records: list[StaffRecord]) -> StaffRecord:
    if len(records) == 1:
        return records[0]
    lists = [record.workers for record in records if record.workers is not None]
    shared = set.intersection(*(set(record.groups) for record in records))
    return StaffRecord(
        kind=records[0].kind,
        period=records[0].period,
        total=_sum([record.count for record in records]),
        contractor_staff=_sum([record.contractor_staff for record in records]),
        above_limit=_sum([record.above_limit for record in records]),
        groups={group: sum(record.groups[group] for record in records) for group in shared},
        workers=tuple(worker for lines in lists for worker in lines) if len(lists) == len(records) else None,
    )


def _sum(counts: Sequence[int | None]) -> int | None:
    known = [count for count in counts if count is not None]
    return sum(known) if len(known) == len(counts) else None
