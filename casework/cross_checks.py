"""All cross-checks of one visit: what its records say of numbers, names and wages against each other.

Pure: records in, differences with their figures out. Each check can be called alone from its own module.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from datetime import date

from casework.cross_checks_counts import compare_counts
from casework.cross_checks_owners import Branch, find_threshold_hiding
from casework.cross_checks_people import compare_names, find_declared_elsewhere, find_duplicates
from casework.cross_checks_types import WEAKEST_FIRST, CrossChecked, NotCompared, RecordKind, StaffRecord
from casework.cross_checks_wages import compare_wages
from casework.wording import sentence
from simplify_content.law_pack import LawPack


@dataclass(frozen=True)
class Visit:
    """What a visit brought together; every part may be missing.

    `declared_elsewhere` are keyed hashes of workers whom other employers declare, under `hash_key`.
    """

    on: date
    records: Sequence[StaffRecord] = ()
    not_produced: Set[RecordKind] = field(default_factory=frozenset)
    declared_elsewhere: Set[str] = field(default_factory=frozenset)
    hash_key: bytes = field(default=b"", repr=False)
    branches: Sequence[Branch] = ()


def cross_check(visit: Visit, *, law: LawPack) -> CrossChecked:
    """Return every difference, most certain first, and everything that could not be compared with the reason.

    The same visit gives the same result whatever the order of its records. A record that was not produced gives no
    difference; it is named among what was not compared.
    """
    found = (
        compare_counts(visit.records, law=law)
        + compare_names(visit.records, law=law)
        + find_duplicates(visit.records, law=law)
        + compare_wages(visit.records, law=law)
        + find_threshold_hiding(visit.branches, law=law, on=visit.on)
    )
    if visit.declared_elsewhere and visit.hash_key:
        elsewhere = find_declared_elsewhere(visit.records, hashes=visit.declared_elsewhere, key=visit.hash_key, law=law)
        found += elsewhere
    surest_first = sorted(found.differences, key=lambda difference: -WEAKEST_FIRST.index(difference.certainty))
    return CrossChecked(tuple(surest_first), found.not_compared + _not_produced(visit))


def _not_produced(visit: Visit) -> tuple[NotCompared, ...]:
    seen = {record.kind for record in visit.records}
    return tuple(
        NotCompared("not_produced", sentence("cross.not.produced", record=sentence(f"cross.kind.{kind}")))
        for kind in RecordKind
        if kind in visit.not_produced - seen
    )
