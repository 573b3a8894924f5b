"""A supervisor finds two employers to be one: everything of the one goes to the other, and so does what still arrives.

The record of the absorbed employer stays, with the status "merged"; `undo_merge` takes everything back. What is taken
over is written down in the alias: `[table, row id, {column: value before}]`.
"""

from __future__ import annotations

import logging
from typing import Any

from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from casework.flags import PROVISIONAL
from sync_server.errors import Refusal
from sync_server.models import DuplicatePair, EmployerAlias, User
from sync_server.queries.aliases import MERGED, land_on
from sync_server.queries.duplicates import pair_key, put_pairs, standing_pairs
from sync_server.queries.following import followers_of, newest_inspection
from sync_server.queries.gateway import Gateway, writing
from sync_server.queries.pairs import pairs_of
from sync_server.queries.scoped import district_scope
from sync_server.queries.synced_rows import SyncedRow, children_of, lock_rows
from sync_server.refusals import Barred, said
from sync_server.services.decide_pair import PairDecision, pair_for_decision, take_pair
from sync_server.services.flag_employer import flag_employer
from sync_server.tools import Tools

log = logging.getLogger(__name__)

FILLED = ("name_ur", "trade_name", "ntn", "owner_name", "owner_cnic", "phone", "address_en", "address_ur", "sector")
"""Fields of the survivor that take the absorbed employer's value where they are empty."""

REGISTERED = ("registration_no", "registered_on", "status")
"""Fields that go with them when a provisional employer survives one that is registered."""

Moved = list[Any]
"""`[table, row id, {column: value before}]`."""


def merge_employers(
    session: Session, user: User, pair_id: str, *, survivor_id: str, decision: PairDecision, tools: Tools
) -> EmployerAlias:
    """Make one employer of a pair and return the alias under which the other goes on.

    Args:
        session: one transaction, committed here.
        user: the supervisor.
        pair_id: which pair.
        survivor_id: which of the two goes on.
        decision: why, and the version of the pair that the supervisor saw.
        tools: clock and ids.

    Raises:
        NotAllowed, NotFound: see `pair_for_decision`.
        Barred: somebody decided the pair first, or one of the two was merged since.
        Refusal: the survivor is not named, or the reason is too long.
    """
    pair = pair_for_decision(session, user, pair_id).pair
    if survivor_id not in (pair.first_id, pair.second_id):
        raise Refusal(said("refused.no_survivor"))
    absorbed_id = pair.second_id if survivor_id == pair.first_id else pair.first_id
    with writing(session, now=tools.now()) as gateway:
        take_pair(session, pair, decision, by=user, step=("open", "merged"), tools=tools)
        rows = lock_rows(session, "employer", [survivor_id, absorbed_id])
        survivor, absorbed = rows[survivor_id], rows[absorbed_id]
        if any(row.values["status"] == MERGED for row in rows.values()):
            raise Barred(said("refused.merged_since"))
        moved = [
            *_take_over_children(session, gateway, absorbed_id, survivor_id),
            *_take_over_followers(session, absorbed_id, survivor),
            *_fill(gateway, survivor, absorbed, by=user),
        ]
        gateway.write("employer", absorbed_id, {"status": MERGED}, user_id=user.id)
        moved.append(["employer", absorbed_id, {"status": absorbed.values["status"]}])
        alias = EmployerAlias(
            id=tools.new_id(),
            absorbed_id=absorbed_id,
            survivor_id=survivor_id,
            pair_id=pair.id,
            moved=moved,
            merged_by=user.id,
            merged_at=tools.now(),
        )
        session.add(alias)
        _hand_on_pairs(session, absorbed_id, survivor, tools=tools)
        refresh_flags(session, survivor_id, tools=tools)
    return alias


def refresh_flags(session: Session, employer_id: str, *, tools: Tools) -> None:
    """Bring an employer's flags up to date after its records changed hands; a fault in a rule stops no merge."""
    session.flush()
    inspection = newest_inspection(session, employer_id)
    if inspection is None:
        return
    try:
        with session.begin_nested():
            flag_employer(session, employer_id, inspection_id=inspection.id, tools=tools)
    except OperationalError:
        raise
    except Exception:  # flags are worked out again with the next inspection
        log.exception("flags of employer %s could not be worked out", employer_id)


def _take_over_children(session: Session, gateway: Gateway, absorbed_id: str, survivor_id: str) -> list[Moved]:
    """Hang everything that laptops know of the absorbed employer on the survivor."""
    moved: list[Moved] = []
    by_entity: dict[str, list[dict[str, Any]]] = {}
    for entity, row in children_of(session, absorbed_id):
        taken = {"id": row.row_id, **row.values, entity.scope_by: survivor_id}
        by_entity.setdefault(entity.name, []).append(taken)
        moved.append([entity.name, row.row_id, {entity.scope_by: absorbed_id}])
    for name, rows in by_entity.items():
        gateway.write_many(name, rows)
    return moved


def _take_over_followers(session: Session, absorbed_id: str, survivor: SyncedRow) -> list[Moved]:
    """Give inspections, flags and cases to the survivor, in its scope."""
    moved: list[Moved] = []
    scope_id = district_scope(survivor.values["district"])
    for table, row in followers_of(session, absorbed_id):
        before = {"employer_id": row.employer_id, "scope_id": row.scope_id}
        row.employer_id, row.scope_id = survivor.row_id, scope_id
        moved.append([table, row.id, before])
    session.flush()
    return moved


def _fill(gateway: Gateway, survivor: SyncedRow, absorbed: SyncedRow, *, by: User) -> list[Moved]:
    """Fill what the survivor lacks with what the absorbed employer has."""
    names = list(FILLED)
    if survivor.values["status"] == PROVISIONAL and absorbed.values["status"] != PROVISIONAL:
        names += REGISTERED
    lacking = [name for name in names if not survivor.values[name] or name in REGISTERED]
    filled = {name: absorbed.values[name] for name in lacking if absorbed.values[name] not in ("", None)}
    if not filled:
        return []
    gateway.write("employer", survivor.row_id, filled, user_id=by.id)
    return [["filled", survivor.row_id, {name: [survivor.values[name], value] for name, value in filled.items()}]]


def _hand_on_pairs(session: Session, absorbed_id: str, survivor: SyncedRow, *, tools: Tools) -> None:
    """Raise, for the survivor, the pairs that still wait for the absorbed employer."""
    others = {
        land_on(session, pair.first_id if pair.second_id == absorbed_id else pair.second_id): pair
        for pair in pairs_of(session, absorbed_id, state="open")
    }
    others.pop(survivor.row_id, None)
    known = standing_pairs(session, [survivor.row_id])
    rows = [
        _handed_on(pair, survivor, other, tools=tools)
        for other, pair in others.items()
        if pair_key(survivor.row_id, other) not in known
    ]
    put_pairs(session, rows)


def _handed_on(pair: DuplicatePair, survivor: SyncedRow, other: str, *, tools: Tools) -> dict[str, Any]:
    first, second = pair_key(survivor.row_id, other)
    return {
        "id": tools.new_id(),
        "first_id": first,
        "second_id": second,
        "scope_id": district_scope(survivor.values["district"]),
        "score": pair.score,
        "reasons": list(pair.reasons),
        "raised_at": tools.now(),
    }
