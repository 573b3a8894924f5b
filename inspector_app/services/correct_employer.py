"""Proposes a correction of an employer's register entry; the centre decides, the field shows it as pending."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from inspector_app.store.opened import Opened


def correct_employer(
    opened: Opened, employer_id: str, changes: Mapping[str, str], *, at: datetime, op_id: str
) -> tuple[str, ...]:
    """Queue a correction and return the names of the fields that change (may be none: then nothing is queued).

    Args:
        opened: the field room.
        employer_id: whose entry.
        changes: new values by field; a value equal to the one shown is left out.
        at: now.
        op_id: id of the operation.

    Raises:
        NotFound: no such employer.
        InvalidCorrection: a field that may not be corrected in the field, or a value that cannot stand.
        RoomRefused: in the practice room.
    """
    raise NotImplementedError
