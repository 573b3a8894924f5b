"""The end of a batch: held operations whose record has arrived are applied, inspections get their summary and flags."""

from __future__ import annotations

import logging

from sqlalchemy.exc import OperationalError

from sync_server.errors import Refusal
from sync_server.local_time import local_day, parsed
from sync_server.models import Inspection, LedgerEntry, User
from sync_server.queries.findings import findings_of
from sync_server.queries.ledger import lock_device, others_of, waiting_for
from sync_server.queries.tell_again import say_again
from sync_server.services.apply_operation import apply_operation
from sync_server.services.arrival import Arrival, Batch
from sync_server.services.flag_employer import flag_employer
from sync_server.services.tell_of_inspection import told_of
from sync_server.services.verdicts import duplicate

log = logging.getLogger(__name__)


def settle_batch(batch: Batch) -> None:
    """Finish what the operations of a batch have begun, in the same transaction."""
    batch.session.flush()
    for inspection_id in list(batch.arrived):
        release_held(batch, inspection_id)
    for inspection_id in batch.touched:
        inspection = batch.session.get_one(Inspection, inspection_id)
        if inspection.state == "received":
            _summarise(batch, inspection)
            _flag(batch, inspection)


def release_held(batch: Batch, what: str) -> int:
    """Apply the operations that wait for `what`, give each its new verdict, and return how many no longer wait."""
    released = 0
    for entry in waiting_for(batch.session, what):
        released += try_again(batch, entry)
    return released


def try_again(batch: Batch, entry: LedgerEntry, user: User | None = None) -> bool:
    """Apply an operation that had no effect so far and give it its new verdict; return whether it no longer waits.

    Args:
        batch: the transaction.
        entry: the operation as it stands in the ledger.
        user: for whom it is judged, where that is not the person of its laptop as they are now.
    """
    device = lock_device(batch.session, entry.device_id)
    user = user or batch.session.get_one(User, device.user_id)
    arrival = Arrival(batch=batch, device=device, user=user, operation=entry.body, incarnation=entry.incarnation)
    has_effect = any(other.outcome in ("applied", "merged") for other in others_of(batch.session, entry))
    verdict = duplicate() if has_effect else apply_operation(arrival)
    if verdict.outcome == "held" and verdict.waits_for == entry.waits_for:
        return False
    entry.outcome = verdict.outcome
    entry.code = verdict.code
    entry.waits_for = verdict.waits_for
    entry.conflict_ids = list(verdict.conflict_ids)
    say_again(batch.session, entry, verdict.reason)
    return verdict.outcome != "held"


def _summarise(batch: Batch, inspection: Inspection) -> None:
    """Tell laptops, through the feed, that the inspection is here."""
    inspector = batch.session.get_one(User, inspection.inspector_id)
    started = parsed(inspection.started_at) or batch.tools.now()
    values = {
        "employer_id": inspection.employer_id,
        "inspector_id": inspection.inspector_id,
        "inspector_name": inspector.name_en,
        "inspected_on": local_day(started).isoformat(),
        "state": inspection.state,
        "findings_count": len(findings_of(batch.session, inspection.id)),
        "version": inspection.record_version,
        **told_of(batch.session, inspection),
        **({"remark": "", "remarks": ""} if inspection.record_version > 1 else {}),
    }
    batch.gateway.write("inspection_summary", inspection.id, values, user_id=inspection.inspector_id)


def _flag(batch: Batch, inspection: Inspection) -> None:
    """Bring the employer's flags up to date; a fault in a rule must not keep the inspection out."""
    try:
        with batch.session.begin_nested():
            flag_employer(batch.session, inspection.employer_id, inspection_id=inspection.id, tools=batch.tools)
    except OperationalError:
        raise
    except Refusal as refusal:
        log.warning("flags of employer %s wait: %s", inspection.employer_id, refusal)
    except Exception:  # the inspection is evidence and stays; its flags are worked out again on approval
        log.exception("flags of employer %s could not be worked out", inspection.employer_id)
