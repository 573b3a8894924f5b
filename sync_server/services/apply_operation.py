"""Gives operations their verdicts: permission, content, effect; whatever fails undoes only its own operation."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy.exc import DataError, IntegrityError, OperationalError

from sync_protocol.entities import OperationKind
from sync_protocol.errors import Code, SchemaError
from sync_protocol.operations import load_content
from sync_protocol.sealing import SEALED, BrokenSeal, UnknownBoxKey, with_opened
from sync_protocol.upcast import upcast
from sync_protocol.versions import SCHEMA_VERSION
from sync_server.models import Role
from sync_server.services.amend_inspection import amend_inspection
from sync_server.services.apply_addition import add_employer
from sync_server.services.apply_correction import correct_employer
from sync_server.services.apply_inspection import add_evidence, close_inspection, record_finding, start_inspection
from sync_server.services.arrival import Arrival
from sync_server.services.box_keys import box_keys
from sync_server.services.verdicts import UPGRADE, Held, Known, Rejected, Verdict

log = logging.getLogger(__name__)

_EFFECTS: Mapping[OperationKind, Callable[[Arrival, Mapping[str, Any]], Verdict]] = {
    OperationKind.INSPECTION_START: start_inspection,
    OperationKind.INSPECTION_CLOSE: close_inspection,
    OperationKind.FINDING_RECORD: record_finding,
    OperationKind.EVIDENCE_ADD: add_evidence,
    OperationKind.EMPLOYER_CORRECT: correct_employer,
    OperationKind.EMPLOYER_ADD: add_employer,
    OperationKind.INSPECTION_AMEND: amend_inspection,
}


def apply_together(arrivals: Sequence[Arrival], known: Mapping[str, Known]) -> list[Verdict]:
    """Apply operations of one batch in order and return their verdicts; never raises for what an operation holds.

    All are tried inside one savepoint. Only when one of them meets what no verdict foresees, a fault or a row that the
    database refuses, everything is undone and each is applied inside a savepoint of its own.

    Args:
        arrivals: of one device, in order.
        known: operations that the ledger holds already, by id.

    Raises:
        OperationalError: the database is busy or gone; the whole batch is to be tried again.
    """
    if not arrivals:
        return []
    try:
        with arrivals[0].batch.undoable():
            return _in_order(arrivals, known, _decided)
    except OperationalError:
        raise
    except Exception:  # whatever it was, it is met again below, by the one operation that has it
        return _in_order(arrivals, known, apply_operation)


def _in_order(
    arrivals: Sequence[Arrival], known: Mapping[str, Known], apply: Callable[[Arrival], Verdict]
) -> list[Verdict]:
    met, verdicts = dict(known), []
    for arrival in arrivals:
        before = met.get(arrival.operation["op_id"])
        verdict = before.verdict_on(arrival.operation) if before else apply(arrival)
        if before is None:
            met[arrival.operation["op_id"]] = Known(arrival.operation, verdict)
        verdicts.append(verdict)
    return verdicts


def _decided(arrival: Arrival) -> Verdict:
    """Return the verdict on an operation. `Rejected` and `Held` are raised before anything is written."""
    try:
        return _effect(arrival)
    except (Rejected, Held) as decided:
        return decided.verdict


def apply_operation(arrival: Arrival) -> Verdict:
    """Apply one operation inside a savepoint and return its verdict; never raises for what the operation holds.

    Raises:
        OperationalError: the database is busy or gone; the whole batch is to be tried again.
    """
    try:
        with arrival.batch.undoable():
            return _effect(arrival)
    except (Rejected, Held) as decided:
        return decided.verdict
    except (DataError, IntegrityError):
        log.warning("operation %s cannot be stored", arrival.operation["op_id"], exc_info=True)
        return Rejected(Code.VALIDATION, "storage").verdict
    except OperationalError:
        raise
    except Exception:  # a fault of ours must not stop a laptop's queue; the operation is kept and tried again
        log.exception("operation %s met a fault", arrival.operation["op_id"])
        return Held(Code.UNKNOWN_KIND, "fault", waits_for=UPGRADE).verdict


def _effect(arrival: Arrival) -> Verdict:
    try:
        kind = OperationKind(arrival.operation["kind"])
    except ValueError:
        raise Held(Code.UNKNOWN_KIND, "unknown_kind", waits_for=UPGRADE) from None
    _refuse_stranger(arrival)
    schema = arrival.operation["schema"]
    try:
        content = load_content(kind, upcast(kind, schema, _opened(arrival, kind)))
    except SchemaError as problem:
        if schema > SCHEMA_VERSION:
            raise Held(Code.UNKNOWN_KIND, "unknown_kind", waits_for=UPGRADE) from None
        fields = problem.facts.get("fields")
        names = ", ".join(sorted(fields)) if isinstance(fields, Mapping) else "set"
        raise Rejected(Code.VALIDATION, "validation", fields=names[:500]) from None
    return _EFFECTS[kind](arrival, content)


def _opened(arrival: Arrival, kind: OperationKind) -> Mapping[str, Any]:
    """Return the `set` of an operation with what came sealed in it.

    Raises:
        Held: it is sealed for a key that this centre has not; nothing else is wrong with it.
        Rejected: it cannot be opened.
    """
    set_ = arrival.operation["set"]
    if SEALED not in set_:
        return dict(set_)
    try:
        return with_opened(kind, set_, private_keys=box_keys(arrival.batch.session))
    except UnknownBoxKey:
        raise Held(Code.KEY, "key", waits_for=UPGRADE) from None
    except BrokenSeal:
        raise Rejected(Code.VALIDATION, "validation", fields=SEALED) from None


def _refuse_stranger(arrival: Arrival) -> None:
    if arrival.operation["user_id"] != arrival.user.id:
        raise Rejected(Code.PERMISSION, "other_person")
    if not arrival.user.active or arrival.user.role != Role.INSPECTOR:
        raise Rejected(Code.PERMISSION, "not_inspector")
