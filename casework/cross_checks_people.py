"""Named workers of two records, the same CNIC twice in a visit, and a CNIC that another employer declares.

A CNIC is compared in the one form in which it is kept; a line without a CNIC that can be right is never counted as
missing. Whether wages agree is `cross_checks_wages`.
"""

from __future__ import annotations

import hashlib
import hmac
from collections import defaultdict
from collections.abc import Sequence, Set
from datetime import date
from itertools import permutations

from casework.cross_checks_law import Figure, Topic, cite, figure_in_month, figure_on
from casework.cross_checks_pairs import merged, pairs
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
from casework.identity import CNIC, identify
from casework.wording import sentence
from simplify_content.law_pack import LawPack

NOT_DECLARED, NOT_IN_WAGE_REGISTER = "NAMED_NOT_DECLARED", "NAMED_NOT_IN_WAGE_REGISTER"
_Limit = tuple[Certainty, str]


def kept_cnic(raw: str, *, law: LawPack) -> str:
    """Return a CNIC in the form in which it is kept, or an empty text where it cannot be one."""
    found = identify(raw, CNIC, law=law) if raw.strip() else None
    return found.number if found is not None and found.may_be_kept else ""


def cnic_hash(cnic: str, *, key: bytes) -> str:
    """Return the keyed hash under which a kept CNIC is looked up: HMAC-SHA256 over its 13 digits, in hexadecimal."""
    digits = "".join(sign for sign in cnic if sign.isdigit())
    return hmac.new(key, digits.encode("ascii"), hashlib.sha256).hexdigest()


def compare_names(records: Sequence[StaffRecord], *, law: LawPack) -> CrossChecked:
    """Return who stands in one record by CNIC and not in another: found or paid and not declared, found and not paid.

    As many missing names as the other record has lines without a usable CNIC are left out: they may be the same people.
    Workers whose wage shows that they need not be declared are left out as well.
    """
    whole = [record for record in merged(records) if record.workers is not None]
    result = CrossChecked()
    for kinds in permutations(RecordKind, 2):
        if code := _code_of_missing(*kinds):
            for source, other in pairs(whole, *kinds):
                result += _missing(source, other, law=law, code=code)
    return result


def _code_of_missing(source: RecordKind, other: RecordKind) -> str:
    if source.is_declared:
        return ""
    if other.is_declared:
        return NOT_DECLARED
    return NOT_IN_WAGE_REGISTER if other is RecordKind.WAGE_REGISTER else ""


def _missing(source: StaffRecord, other: StaffRecord, *, law: LawPack, code: str) -> CrossChecked:
    there = {kept_cnic(worker.cnic, law=law) for worker in other.workers or ()} - {""}
    unread = sum(not kept_cnic(worker.cnic, law=law) for worker in other.workers or ())
    named = {cnic: worker for worker in source.workers or () if (cnic := kept_cnic(worker.cnic, law=law))}
    missing = {cnic: worker for cnic, worker in named.items() if cnic not in there}
    limits: list[_Limit] = []
    if code == NOT_DECLARED:
        missing, limits = _who_must_be_declared(missing, source, law=law)
    by = len(missing) - unread
    if by <= 0:
        if not missing:
            return CrossChecked()
        told = sentence("cross.not.unread_lines", record=other.name, count=unread, missing=len(missing))
        return CrossChecked(not_compared=(NotCompared("names", told),))
    if unread:
        limits.append((Certainty.LIKELY, "unread_lines"))
    if not source.is_of_the_time_of(other) or source.kind.is_monthly:
        limits += source.time_limits(other)
    certainty, why = weigh(*limits)
    topics = (Topic.CONTRIBUTION, Topic.COVERAGE) if code == NOT_DECLARED else (Topic.RECORDS,)
    facts = {
        "difference": str(by),
        "cnics": " ".join(sorted(missing)),
        "first": source.kind,
        "second": other.kind,
        "first_period": source.period.isoformat(),
        "second_period": other.period.isoformat(),
        "lines_without_cnic": str(unread),
    }
    text = sentence("cross.names_at_least" if unread else "cross.names", first=source.name, second=other.name, count=by)
    found = Difference(
        code, source.name, other.name, by, text, certainty, why, cite(law, *topics), privacy="public", facts=facts
    )
    return CrossChecked((found,))


def _who_must_be_declared(
    missing: dict[str, RecordedWorker], source: StaffRecord, *, law: LawPack
) -> tuple[dict[str, RecordedWorker], list[_Limit]]:
    """Return those of the missing whom the wage limit does not leave out, and what is uncertain about them."""
    kept: dict[str, RecordedWorker] = {}
    limits: dict[_Limit, None] = {}
    for cnic, worker in missing.items():
        reasons = _coverage_limits(worker, source.period, law=law)
        if reasons is not None:
            kept[cnic] = worker
            limits |= dict.fromkeys(reasons)
    return kept, list(limits)


def _coverage_limits(worker: RecordedWorker, on: date, *, law: LawPack) -> tuple[_Limit, ...] | None:
    """Return what is uncertain about a worker's coverage, or None where the wage is above the limit.

    Once covered, always covered: a wage within the limit at entry counts, whatever is paid now.
    """
    if not Figure.WAGE_LIMIT.key_in(law):
        return ()
    entered = figure_on(law, Figure.WAGE_LIMIT, worker.employed_from) if worker.employed_from else None
    sides = ((worker.wage_at_entry, entered), (worker.monthly_wage, figure_in_month(law, Figure.WAGE_LIMIT, on)))
    known = [(wage, limit) for wage, limit in sides if wage and limit]
    within = [limit for wage, limit in known if wage <= limit.value]
    if within:
        return within[0].limits
    return None if known else ((Certainty.LIKELY, "above_limit"),)


def find_duplicates(records: Sequence[StaffRecord], *, law: LawPack) -> CrossChecked:
    """Return each record in which one CNIC stands on several lines; each such CNIC counts once."""
    found = []
    for record in merged(records):
        lines: dict[str, list[RecordedWorker]] = defaultdict(list)
        for worker in record.workers or ():
            if cnic := kept_cnic(worker.cnic, law=law):
                lines[cnic].append(worker)
        if twice := {cnic: workers for cnic, workers in lines.items() if len(workers) > 1}:
            found.append(_duplicate(record, twice, law=law))
    return CrossChecked(tuple(found))


def _duplicate(record: StaffRecord, twice: dict[str, list[RecordedWorker]], *, law: LawPack) -> Difference:
    surplus = sum(len(workers) - 1 for workers in twice.values())
    names_differ = any(len({worker.name.casefold().strip() for worker in workers}) > 1 for workers in twice.values())
    certainty, why = weigh((Certainty.LIKELY, "names_differ" if names_differ else "entered_twice"))
    lines = "; ".join(f"{cnic}: {', '.join(w.line or '-' for w in workers)}" for cnic, workers in sorted(twice.items()))
    return Difference(
        code="CNIC_TWICE",
        first=record.name,
        second=record.name,
        by=surplus,
        text=sentence("cross.cnic_twice", record=record.name, count=len(twice), surplus=surplus),
        certainty=certainty,
        why=why,
        provisions=cite(law, Topic.RECORDS),
        privacy="public",
        facts={"difference": str(surplus), "cnics": " ".join(sorted(twice)), "record": record.kind, "lines": lines},
    )


def find_declared_elsewhere(
    records: Sequence[StaffRecord], *, hashes: Set[str], key: bytes, law: LawPack
) -> CrossChecked:
    """Return each record that names workers whom another employer declares; two jobs are lawful, so only a hint.

    Args:
        records: of the visit.
        hashes: `cnic_hash` of workers declared by other employers, under the same key.
        key: secret of the institution; without it the hashes tell nothing.
        law: of the scheme.
    """
    found = []
    for record in merged(records):
        cnics = {kept_cnic(worker.cnic, law=law) for worker in record.workers or ()} - {""}
        elsewhere = sorted(cnic for cnic in cnics if cnic_hash(cnic, key=key) in hashes)
        if not elsewhere:
            continue
        certainty, why = weigh((Certainty.HINT, "two_jobs"))
        found.append(
            Difference(
                code="DECLARED_ELSEWHERE",
                first=record.name,
                second=sentence("cross.record.other_employers"),
                by=len(elsewhere),
                text=sentence("cross.declared_elsewhere", record=record.name, count=len(elsewhere)),
                certainty=certainty,
                why=why,
                provisions=cite(law, Topic.RECORDS),
                privacy="employer_hidden",
                facts={"difference": str(len(elsewhere)), "cnics": " ".join(elsewhere), "record": record.kind},
            )
        )
    return CrossChecked(tuple(found))
