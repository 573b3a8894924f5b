"""Effect of an inspector's correction of an employer: merged field by field, conflicts kept beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sync_protocol.entities import EMPLOYER, Policy
from sync_protocol.errors import Code
from sync_protocol.merge import FieldConflict, merge
from sync_server.models import Conflict
from sync_server.queries.membership import may_write_about
from sync_server.queries.scoped import district_scope
from sync_server.queries.synced_rows import SyncedRow, lock_row
from sync_server.services.arrival import Arrival
from sync_server.services.land_correction import landed
from sync_server.services.verdicts import Rejected, Verdict


def correct_employer(arrival: Arrival, content: Mapping[str, Any]) -> Verdict:
    """Write what merges, record what does not; the verdict says whether anybody else was met on the way."""
    batch, operation = arrival.batch, arrival.operation
    named = lock_row(batch.session, "employer", arrival.row_id)
    if named is None or not may_write_about(batch.session, named, arrival.user.scopes, now=batch.tools.now()):
        raise Rejected(Code.SCOPE, "scope")
    if set(operation["was"]) != set(content):
        raise Rejected(Code.VALIDATION, "validation", fields="was")
    employer, stamps = landed(batch.session, named, operation["was"], base_rev=operation["base_rev"])
    outcome = merge(
        EMPLOYER,
        employer.values,
        stamps,
        set_=content,
        was=operation["was"],
        base_rev=operation["base_rev"],
        writer=arrival.writer,
    )
    conflict_ids = [_record(arrival, employer, conflict) for conflict in outcome.conflicts]
    batch.gateway.write("employer", employer.row_id, outcome.write, by=arrival.writer, user_id=arrival.user.id)
    return Verdict(outcome.outcome, conflict_ids=tuple(conflict_ids))


def _record(arrival: Arrival, employer: SyncedRow, found: FieldConflict) -> str:
    """Keep both values of a conflict for ever and return its id."""
    stamp = _newest_stamp(employer, found)
    row = Conflict(
        id=arrival.batch.tools.new_id(),
        entity="employer",
        row_id=employer.row_id,
        employer_id=employer.row_id,
        scope_id=district_scope(employer.values["district"]),
        field=found.field,
        policy=found.policy,
        base_value=found.base,
        standing_value=found.theirs,
        arriving_value=found.ours,
        chosen_value=found.chosen,
        standing_user_id=str(stamp[4]),
        standing_at=str(stamp[5]),
        arriving_user_id=arrival.user.id,
        arriving_device_id=arrival.device.id,
        arriving_at=arrival.operation["made_at"],
        raised_at=arrival.batch.tools.now(),
        state="open" if found.policy is Policy.REVIEW else "settled",
    )
    arrival.batch.session.add(row)
    arrival.batch.session.flush()
    return row.id


def _newest_stamp(employer: SyncedRow, found: FieldConflict) -> list[Any]:
    """Return who wrote the field, or the group's field that changed last."""
    members = [field.name for field in EMPLOYER.fields if found.field in (field.name, field.group)]
    stamps = [list(employer.stamps[name]) for name in members if name in employer.stamps]
    return max(stamps, key=lambda stamp: int(stamp[0]), default=[0, "", 0, 0, "", ""])
