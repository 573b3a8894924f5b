"""Gives one operation its verdict: permission, content, effect; whatever fails undoes only this operation."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.exc import DataError, IntegrityError, OperationalError

from sync_protocol.entities import OperationKind
from sync_protocol.errors import Code, SchemaError
from sync_protocol.operations import load_content
from sync_server.models import Role
from sync_server.services.apply_addition import add_employer
from sync_server.services.apply_correction import correct_employer
from sync_server.services.apply_inspection import add_evidence, close_inspection, record_finding, start_inspection
from sync_server.services.arrival import Arrival
from sync_server.services.verdicts import UPGRADE, Held, Rejected, Verdict

log = logging.getLogger(__name__)

_EFFECTS: Mapping[OperationKind, Callable[[Arrival, Mapping[str, Any]], Verdict]] = {
    OperationKind.INSPECTION_START: start_inspection,
    OperationKind.INSPECTION_CLOSE: close_inspection,
    OperationKind.FINDING_RECORD: record_finding,
    OperationKind.EVIDENCE_ADD: add_evidence,
    OperationKind.EMPLOYER_CORRECT: correct_employer,
    OperationKind.EMPLOYER_ADD: add_employer,
}


def apply_operation(arrival: Arrival) -> Verdict:
    """Apply one operation inside a savepoint and return its verdict; never raises for what the operation holds.

    Raises:
        OperationalError: the database is busy or gone; the whole batch is to be tried again.
    """
    noted = arrival.batch.remembered()
    try:
        with arrival.batch.gateway.savepoint():
            return _effect(arrival)
    except (Rejected, Held) as decided:
        verdict = decided.verdict
    except (DataError, IntegrityError):
        log.warning("operation %s cannot be stored", arrival.operation["op_id"], exc_info=True)
        verdict = Rejected(Code.VALIDATION, "storage").verdict
    except OperationalError:
        raise
    except Exception:  # a fault of ours must not stop a laptop's queue; the operation is kept and tried again
        log.exception("operation %s met a fault", arrival.operation["op_id"])
        verdict = Held(Code.UNKNOWN_KIND, "fault", waits_for=UPGRADE).verdict
    arrival.batch.forget_since(noted)
    return verdict


def _effect(arrival: Arrival) -> Verdict:
    try:
        kind = OperationKind(arrival.operation["kind"])
    except ValueError:
        raise Held(Code.UNKNOWN_KIND, "unknown_kind", waits_for=UPGRADE) from None
    _refuse_stranger(arrival)
    try:
        content = load_content(kind, arrival.operation["set"])
    except SchemaError as problem:
        fields = problem.facts.get("fields")
        names = ", ".join(sorted(fields)) if isinstance(fields, Mapping) else "set"
        raise Rejected(Code.VALIDATION, "validation", fields=names[:500]) from None
    return _EFFECTS[kind](arrival, content)


def _refuse_stranger(arrival: Arrival) -> None:
    if arrival.operation["user_id"] != arrival.user.id:
        raise Rejected(Code.PERMISSION, "other_person")
    if not arrival.user.active or arrival.user.role != Role.INSPECTOR:
        raise Rejected(Code.PERMISSION, "not_inspector")
