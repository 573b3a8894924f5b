"""Effect of an amendment: kept beside the answer that it puts right, which stays as it was signed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sync_protocol.errors import Code
from sync_server.models import Amendment
from sync_server.services.apply_inspection import APPLIED, own_inspection
from sync_server.services.arrival import Arrival
from sync_server.services.verdicts import Rejected, Verdict


def amend_inspection(arrival: Arrival, content: Mapping[str, Any]) -> Verdict:
    """Keep an amendment of a closed inspection, whatever a supervisor has said of it meanwhile."""
    inspection = own_inspection(arrival, content["inspection_id"])
    if inspection.state == "started" or content["version"] > inspection.record_version:
        raise Rejected(Code.IMMUTABLE, "not_closed")
    session = arrival.batch.session
    if session.get(Amendment, arrival.row_id) is not None:
        raise Rejected(Code.IMMUTABLE, "exists")
    session.add(Amendment(id=arrival.row_id, received_at=arrival.batch.tools.now(), **content))
    session.flush()
    return APPLIED
