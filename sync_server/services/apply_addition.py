"""Effect of an inspector's entry of an employer that the register did not hold: provisional, until it is registered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from casework.flags import PROVISIONAL
from sync_protocol.errors import Code
from sync_server.queries.scoped import EVERYWHERE, district_scope
from sync_server.queries.settings import centre_facts
from sync_server.queries.synced_rows import lock_row
from sync_server.services.arrival import Arrival
from sync_server.services.verdicts import Rejected, Verdict


def add_employer(arrival: Arrival, content: Mapping[str, Any]) -> Verdict:
    """Write the employer as provisional and without a registration number, in a district of who entered it."""
    batch, scopes = arrival.batch, arrival.user.scopes
    if EVERYWHERE not in scopes and district_scope(content["district"]) not in scopes:
        raise Rejected(Code.SCOPE, "scope")
    if lock_row(batch.session, "employer", arrival.row_id) is not None:
        raise Rejected(Code.IMMUTABLE, "exists")
    own = {"institution": centre_facts(batch.session).scheme, "registration_no": "", "status": PROVISIONAL}
    batch.gateway.write("employer", arrival.row_id, {**content, **own}, by=arrival.writer, user_id=arrival.user.id)
    return Verdict("applied")
