"""Employers that were entered on this laptop: their records stand in the register until the centre's own arrive."""

from __future__ import annotations

import json

from casework.flags import PROVISIONAL
from inspector_app.store.device import device
from inspector_app.store.driver import rows, writing
from inspector_app.store.opened import Opened
from inspector_app.store.register import employers_by_id
from inspector_app.store.register_changes import LEFT, OWN_REV, put_row
from sync_protocol.entities import EMPLOYER, OperationKind

SCOPE = "district:"
"""What stands before the key of a district in the name of its scope."""

_ENTERED = "SELECT row_id, body FROM outbox WHERE acknowledged_at = '' AND kind = ?"


def enter_own_employers(opened: Opened) -> int:
    """Put every employer that waits in the outbox into the register that lacks it; return how many there were.

    The outbox comes first and the register can be made again from it: a full disk or a power cut between the two
    leaves an employer that is queued and cannot be found, until this is called.
    """
    waiting = {found["row_id"]: found["body"] for found in rows(opened.work, _ENTERED, (OperationKind.EMPLOYER_ADD,))}
    lacking = waiting.keys() - employers_by_id(opened.register, set(waiting)).keys()
    if not lacking:
        return 0
    scopes = device(opened.work).scopes
    nothing = dict.fromkeys(EMPLOYER.field_names, "")
    with writing(opened.register):
        for employer_id in sorted(lacking):
            particulars = json.loads(waiting[employer_id])["set"]
            scope = f"{SCOPE}{particulars['district']}"
            own = {"institution": opened.scheme, "status": PROVISIONAL, "self_assessment": 0}
            values = {**nothing, **particulars, **own}
            place = scope if scope in scopes else LEFT
            put_row(opened.register, EMPLOYER, place, row_id=employer_id, rev=OWN_REV, values=values)
    return len(lacking)
