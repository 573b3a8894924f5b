"""Effects of the operations that make up an inspection: start, findings, evidence, close."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sync_protocol.errors import Code
from sync_server.models import EvidenceRecord, FindingRecord, Inspection
from sync_server.queries.aliases import land_on
from sync_server.queries.evidence import FILES, held_since
from sync_server.queries.membership import may_write_about
from sync_server.queries.scoped import district_scope
from sync_server.queries.synced_rows import fetch_row
from sync_server.services.arrival import Arrival
from sync_server.services.inspection_versions import begin_version, take_answers
from sync_server.services.verdicts import Held, Rejected, Verdict

APPLIED = Verdict("applied")


def start_inspection(arrival: Arrival, content: Mapping[str, Any]) -> Verdict:
    """Make the inspection, in the scope in which its employer is now."""
    session, tools = arrival.batch.session, arrival.batch.tools
    employer = fetch_row(session, "employer", content["employer_id"])
    if employer is None or not may_write_about(session, employer, arrival.user.scopes, now=tools.now()):
        raise Rejected(Code.SCOPE, "scope")
    if session.get(Inspection, arrival.row_id) is not None:
        raise Rejected(Code.IMMUTABLE, "exists")
    if (survivor_id := land_on(session, employer.row_id)) != employer.row_id:
        employer = fetch_row(session, "employer", survivor_id) or employer
    inspection = Inspection(
        id=arrival.row_id,
        inspector_id=arrival.user.id,
        device_id=arrival.device.id,
        scope_id=district_scope(employer.values["district"]),
        **{**content, "employer_id": employer.row_id},
    )
    session.add(inspection)
    session.flush()
    arrival.batch.locked[inspection.id] = inspection
    arrival.batch.arrived[inspection.id] = None
    return APPLIED


def close_inspection(arrival: Arrival, content: Mapping[str, Any]) -> Verdict:
    """Take answers, statement and signature; from now on the inspection waits for a supervisor.

    Of a returned one this is the next version: the one before is kept as it was.
    """
    inspection = own_inspection(arrival, arrival.row_id)
    if inspection.state not in ("started", "returned"):
        raise Rejected(Code.IMMUTABLE, "closed")
    begin_version(arrival.batch.session, inspection, stated=content["version"])
    take_answers(inspection, content)
    inspection.statement = content["statement"]
    inspection.signature = content["signature"]
    inspection.closed_at = content["closed_at"]
    inspection.not_before = arrival.operation["beacon"]
    inspection.received_at = arrival.batch.tools.now()
    inspection.state = "received"
    arrival.batch.session.flush()
    _mark_visit_done(arrival, inspection)
    arrival.batch.touched[inspection.id] = None
    return APPLIED


def record_finding(arrival: Arrival, content: Mapping[str, Any]) -> Verdict:
    """Add a finding to an inspection that is not approved yet."""
    inspection = _open_inspection(arrival, content["inspection_id"])
    rows = arrival.batch.rows
    if rows.has(FindingRecord, arrival.row_id):
        raise Rejected(Code.IMMUTABLE, "exists")
    rows.add(FindingRecord, {"id": arrival.row_id, **content})
    arrival.batch.touched[inspection.id] = None
    return APPLIED


def add_evidence(arrival: Arrival, content: Mapping[str, Any]) -> Verdict:
    """Add a piece of evidence to an inspection that is not approved yet; its bytes follow on their own."""
    inspection = _open_inspection(arrival, content["inspection_id"])
    session = arrival.batch.session
    if session.get(EvidenceRecord, arrival.row_id) is not None:
        raise Rejected(Code.IMMUTABLE, "exists")
    record = EvidenceRecord(id=arrival.row_id, **content)
    for file, held_at in FILES:
        if sha256 := getattr(record, file.key):
            setattr(record, held_at.key, held_since(session, sha256))
    session.add(record)
    session.flush()
    arrival.batch.touched[inspection.id] = None
    return APPLIED


def own_inspection(arrival: Arrival, inspection_id: str) -> Inspection:
    """Return the inspection that an operation belongs to.

    Raises:
        Held: it has not arrived, or was rejected.
        Rejected: it is another inspector's.
    """
    batch = arrival.batch
    inspection = batch.locked.get(inspection_id)
    if inspection is None:
        inspection = batch.session.get(Inspection, inspection_id, with_for_update=True)
    if inspection is None:
        raise Held(Code.PARENT, "parent", waits_for=inspection_id)
    if inspection.inspector_id != arrival.user.id:
        raise Rejected(Code.PERMISSION, "other_inspector")
    batch.locked[inspection_id] = inspection
    return inspection


def _open_inspection(arrival: Arrival, inspection_id: str) -> Inspection:
    inspection = own_inspection(arrival, inspection_id)
    if inspection.state == "approved":
        raise Rejected(Code.IMMUTABLE, "approved")
    return inspection


def _mark_visit_done(arrival: Arrival, inspection: Inspection) -> None:
    """Close the planned visit; a visit that is not this employer's is left alone and the inspection stands."""
    visit = fetch_row(arrival.batch.session, "visit", inspection.visit_id) if inspection.visit_id else None
    if visit is not None and visit.values["employer_id"] == inspection.employer_id:
        arrival.batch.gateway.write(
            "visit", visit.row_id, {"status": "done"}, by=arrival.writer, user_id=arrival.user.id
        )
