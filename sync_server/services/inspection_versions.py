"""Versions of an inspection: what stood is kept when a returned one is closed again.

What workers said in confidence is not on the laptop any more when it closes a later version, so it is carried on from
the earlier one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from sync_protocol.errors import Code
from sync_server.models import Inspection, InspectionVersion
from sync_server.services.verdicts import Rejected

Answers = Mapping[str, Any]
"""Answers as they travel: `{"answers": [{item, key, value, state, reason}], "repeats": {name: [keys]}}`."""

NONE: Answers = {"answers": [], "repeats": {}}


def begin_version(session: Session, inspection: Inspection, *, stated: int) -> None:
    """Keep the version that stands, if there is one, and let the next one begin.

    Args:
        session: the caller's transaction.
        inspection: one that is started or returned.
        stated: the version that the laptop says it closes; 1 from a laptop that knows none. The findings of such a
            laptop go on from those of before.

    Raises:
        Rejected: it is not the version that comes next.
    """
    next_version = inspection.record_version + (inspection.state == "returned")
    if stated not in (1, next_version):
        raise Rejected(Code.IMMUTABLE, "version", found=stated, expected=next_version)
    if inspection.state != "returned":
        return
    session.add(
        InspectionVersion(
            inspection_id=inspection.id,
            number=inspection.record_version,
            findings_from=inspection.findings_from,
            answers=inspection.answers,
            statement=inspection.statement,
            signature=inspection.signature,
            closed_at=inspection.closed_at,
            not_before=inspection.not_before,
            received_at=inspection.received_at,
        )
    )
    inspection.version += 1
    inspection.record_version = next_version
    if stated == next_version:
        inspection.findings_from = next_version


def take_answers(inspection: Inspection, content: Mapping[str, Any]) -> None:
    """Write down the answers of a closing, with what came sealed in it and what came sealed with earlier versions."""
    inspection.confidential = joined(inspection.confidential or NONE, content["confidential"] or NONE)
    inspection.answers = joined(inspection.confidential, content)


def joined(first: Answers, second: Answers) -> dict[str, Any]:
    """Return the answers of both; where both answer the same, the second counts."""
    by_place = {(one["item"], one["key"]): one for one in (*first["answers"], *second["answers"])}
    names = dict.fromkeys((*first["repeats"], *second["repeats"]))
    repeats = {
        name: list(dict.fromkeys((*first["repeats"].get(name, ()), *second["repeats"].get(name, ())))) for name in names
    }
    return {"answers": [by_place[place] for place in sorted(by_place)], "repeats": repeats}
