"""Finds entries of the register that may be one employer: compares what changed with what shares a key with it.

Run by the worker, whoever wrote: sync, import, or a page. It decides nothing; a supervisor does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from sqlalchemy.orm import Session

from casework.likeness import RAISED_FROM, Entry, Likeness, likeness
from casework.office import OFFICE
from sync_server.models import DuplicatePair
from sync_server.queries.aliases import MERGED
from sync_server.queries.database import reading
from sync_server.queries.duplicates import (
    PairKey,
    changed_employers,
    compared_values,
    employers_by_key,
    pair_key,
    pairing_progress,
    put_keys,
    put_pairs,
    rescore,
    save_pairing_progress,
    standing_pairs,
)
from sync_server.queries.feed import scope_counter
from sync_server.queries.scoped import district_scope
from sync_server.queries.snapshots import all_scope_ids
from sync_server.tools import Tools

RUN = 2000
"""Employers compared in one transaction: a second or so, so that laptops need not wait."""

MOST_IN_MIND = 30_000
"""Employers kept in memory during a round: about 100 megabytes."""

TOO_COMMON = 25
"""A key that more employers share than this tells nothing and is passed over."""


@dataclass
class Paired:
    """What one round did."""

    compared: int = 0
    raised: int = 0


@dataclass
class _Round:
    """One run of employers with everything they are compared with."""

    keys: dict[str, frozenset[int]]
    entries: dict[str, Entry]
    found: dict[PairKey, Likeness] = field(default_factory=dict)


def pair_employers(session: Session, *, tools: Tools, done: Callable[[int], None] = lambda _: None) -> Paired:
    """Compare every employer that changed since the last time, and raise the pairs that are alike.

    Args:
        session: outside any transaction; one is committed for every `RUN` employers, so that a round that is cut off
            goes on where it was.
        tools: clock and ids.
        done: told how many employers were compared so far.
    """
    result, memory = Paired(), _Memory()
    reading(session)
    scopes = all_scope_ids(session)
    session.rollback()
    for scope_id in scopes:
        while count := _one_run(session, scope_id, result, memory=memory, tools=tools):
            result.compared += count
            done(result.compared)
    return result


@dataclass
class _Memory:
    """What one round keeps in mind from run to run."""

    common: set[int] = field(default_factory=set)
    """Keys that turned out to be too common."""
    entries: dict[str, Entry] = field(default_factory=dict)

    def recall(self, session: Session, employer_ids: Set[str]) -> dict[str, Entry]:
        """Return employers that were met before in this round, and read the others."""
        if len(self.entries) > MOST_IN_MIND:
            self.entries.clear()
        self.entries |= _entries(compared_values(session, employer_ids - self.entries.keys()))
        return {one: self.entries[one] for one in employer_ids if one in self.entries}


def _one_run(session: Session, scope_id: str, result: Paired, *, memory: _Memory, tools: Tools) -> int:
    """Compare the next employers of a scope and return how many there were."""
    reading(session)
    progress = pairing_progress(session)
    scope = scope_counter(session, scope_id)
    epoch, since = progress.get(scope_id, ["", 0])
    if scope is None or (epoch == scope.epoch and since >= scope.v):
        session.rollback()
        return 0
    since = since if epoch == scope.epoch else 0
    changed = changed_employers(session, scope_id, since=since, limit=RUN)
    until = changed[-1][0] if len(changed) == RUN else scope.v
    place = [scope.epoch, until]
    run = _compare(session, [employer_id for _, employer_id in changed], memory)
    standing = standing_pairs(session, {one for pair in run.found for one in pair})
    session.rollback()
    put_keys(session, run.keys)
    result.raised += _raise(session, run, standing, tools=tools)
    save_pairing_progress(session, {**pairing_progress(session), scope_id: place})
    session.commit()
    return len(changed)


def _compare(session: Session, employer_ids: Sequence[str], memory: _Memory) -> _Round:
    """Return the pairs that employers of the run make with each other and with the rest of the register."""
    entries = _entries(compared_values(session, employer_ids))
    keys = {employer_id: _hashed(entries[employer_id]) for employer_id in employer_ids if employer_id in entries}
    sharing = _sharing(session, keys, memory.common)
    others = {other for own in keys.values() for key in own for other in sharing.get(key, ())}
    entries |= memory.recall(session, others - entries.keys())
    run = _Round(keys, entries)
    for pair in sorted(_candidates(keys, sharing)):
        one, other = entries.get(pair[0]), entries.get(pair[1])
        if one is None or other is None or not _comparable(one, other):
            continue
        alike = likeness(one, other)
        if alike.score >= RAISED_FROM:
            run.found[pair] = alike
    return run


def _sharing(session: Session, keys: Mapping[str, frozenset[int]], common: set[int]) -> dict[int, set[str]]:
    """Return by key the employers that share it, those of the run included; keys that are too common are left out.

    A key that was once too common is passed over for the rest of the round.
    """
    wanted = {key for own in keys.values() for key in own} - common
    known = employers_by_key(session, wanted).items()
    sharing = {key: {other for other in held if other not in keys} for key, held in known}
    for employer_id, own in keys.items():
        for key in own & wanted:
            sharing.setdefault(key, set()).add(employer_id)
    too_common = {key for key, held in sharing.items() if len(held) > TOO_COMMON}
    common |= too_common
    return {key: held for key, held in sharing.items() if key not in too_common and len(held) > 1}


def _candidates(keys: Mapping[str, frozenset[int]], sharing: Mapping[int, set[str]]) -> set[PairKey]:
    return {
        pair_key(employer_id, other)
        for employer_id, own in keys.items()
        for key in own
        for other in sharing.get(key, ())
        if other != employer_id
    }


def _comparable(one: Entry, other: Entry) -> bool:
    same_institution = one.values["institution"] == other.values["institution"]
    return same_institution and MERGED not in (one.values["status"], other.values["status"])


def _entries(values: Mapping[str, Mapping[str, Any]]) -> dict[str, Entry]:
    return {employer_id: Entry(employer_id, own) for employer_id, own in values.items()}


def _hashed(entry: Entry) -> frozenset[int]:
    if entry.values["status"] in (MERGED, OFFICE):
        return frozenset()
    return frozenset(int.from_bytes(blake2b(key.encode(), digest_size=8).digest()) >> 1 for key in entry.found_by)


def _raise(session: Session, run: _Round, standing: Mapping[PairKey, DuplicatePair], *, tools: Tools) -> int:
    """Add the pairs that were never met, bring open ones up to date, leave decided ones; return how many are new."""
    new = []
    for pair, alike in run.found.items():
        met = standing.get(pair)
        if met is not None:
            rescore(session, met.id, score=alike.score, reasons=alike.reasons)
            continue
        new.append(
            {
                "id": tools.new_id(),
                "first_id": pair[0],
                "second_id": pair[1],
                "scope_id": district_scope(run.entries[pair[0]].values["district"]),
                "score": alike.score,
                "reasons": list(alike.reasons),
                "raised_at": tools.now(),
            }
        )
    put_pairs(session, new)
    return len(new)
