"""Numbers of workers in two records of one employer, as a whole and by section and shift.

Whose names are missing is `cross_checks_people`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from casework.cross_checks_law import Figure, Topic, cite
from casework.cross_checks_pairs import merged, pairs
from casework.cross_checks_types import Certainty, CrossChecked, Difference, Group, RecordKind, StaffRecord, weigh
from casework.wording import joined, sentence
from simplify_content.law_pack import LawPack
from simplify_content.text import Text

WORKERS_UNDECLARED = "WORKERS_UNDECLARED"


def compare_counts(records: Sequence[StaffRecord], *, law: LawPack) -> CrossChecked:
    """Return every pair of records that show different numbers of workers, and every such section or shift.

    Workers above the wage limit are left out where one record is what the employer declared and the other tells how
    many they are. Groups are compared where both records name the same section and shift, never added up.
    """
    whole = merged(records)
    found: list[Difference] = []
    for kinds in combinations(RecordKind, 2):
        for first, second in pairs(whole, *kinds):
            counts = _liable(first, second), _liable(second, first)
            if counts[0] is not None and counts[1] is not None:
                found += _compared((first, second), (counts[0], counts[1]), law=law)
            for group in sorted(first.groups.keys() & second.groups.keys()):
                found += _compared((first, second), (first.groups[group], second.groups[group]), law=law, group=group)
    return CrossChecked(tuple(found))


def _liable(record: StaffRecord, other: StaffRecord) -> int | None:
    if record.count is None or record.kind.is_declared or not other.kind.is_declared:
        return record.count
    return record.count - (record.above_limit or 0)


def _compared(
    records: tuple[StaffRecord, StaffRecord], counts: tuple[int, int], *, law: LawPack, group: Group | None = None
) -> list[Difference]:
    if counts[0] == counts[1]:
        return []
    first_is_more = counts[0] > counts[1]
    more, fewer = records if first_is_more else records[::-1]
    larger, smaller = max(counts), min(counts)
    certainty, why = weigh(*_limits(more, fewer, law=law, group=group))
    text = sentence(
        "cross.count", more=more.name, more_count=larger, fewer=fewer.name, fewer_count=smaller, by=larger - smaller
    )
    code = _code(more.kind, fewer.kind)
    facts = {
        f"{more.kind}_workers": str(larger),
        f"{fewer.kind}_workers": str(smaller),
        f"{more.kind}_period": more.period.isoformat(),
        f"{fewer.kind}_period": fewer.period.isoformat(),
        "difference": str(larger - smaller),
        "more_in": more.kind,
        **({"section": group.section, "shift": group.shift} if group else {}),
    }
    topics = (Topic.CONTRIBUTION, Topic.RECORDS) if code == WORKERS_UNDECLARED else (Topic.RECORDS,)
    return [
        Difference(
            code=code,
            first=more.name,
            second=fewer.name,
            by=larger - smaller,
            text=joined(_place(group), text) if group and group != Group() else text,
            certainty=certainty,
            why=why,
            provisions=cite(law, *topics),
            privacy="public",
            facts=facts,
        )
    ]


def _limits(more: StaffRecord, fewer: StaffRecord, *, law: LawPack, group: Group | None) -> list[tuple[Certainty, str]]:
    found = []
    if fewer.kind is RecordKind.HEAD_COUNT:
        found.append((Certainty.HINT, "absent"))
    if fewer.kind is RecordKind.BANK_LIST:
        found.append((Certainty.HINT, "paid_in_cash"))
    found += more.time_limits(fewer)
    to_declare = fewer.kind.is_declared and not more.kind.is_declared and Figure.WAGE_LIMIT.key_in(law) != ""
    if to_declare and (group is not None or more.above_limit is None):
        found.append((Certainty.LIKELY, "above_limit"))
    if (more.contractor_staff or 0) > 0 and fewer.contractor_staff is None:
        found.append((Certainty.LIKELY, "contractors"))
    return found


def _code(more: RecordKind, fewer: RecordKind) -> str:
    pair = {more, fewer}
    if more is RecordKind.HEAD_COUNT and fewer.is_declared:
        return WORKERS_UNDECLARED
    for kind, code in (
        (RecordKind.BANK_LIST, "BANK_LIST_DIFFERS"),
        (RecordKind.ATTENDANCE, "ATTENDANCE_DIFFERS"),
        (RecordKind.WAGE_REGISTER, "WAGE_REGISTER_DIFFERS"),
    ):
        if kind in pair:
            return code
    return "SCHEDULE_DIFFERS"


def _place(group: Group) -> Text:
    if group.section and group.shift:
        return sentence("cross.place.both", section=group.section, shift=group.shift)
    return sentence("cross.place.section" if group.section else "cross.place.shift", name=group.section or group.shift)
