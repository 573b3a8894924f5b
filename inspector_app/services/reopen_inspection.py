"""Opens a returned inspection again, as its next version; the one before stays as it was closed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from inspector_app.catalogue import say
from inspector_app.errors import InspectionClosed
from inspector_app.services.inspection_form import redraw_findings, require_inspection
from inspector_app.services.known_inspections import state_of
from inspector_app.store import register
from inspector_app.store.driver import writing
from inspector_app.store.opened import Opened
from inspector_app.store.versions import keep_version
from inspector_app.tools import local_day, moment


def reopen_inspection(opened: Opened, inspection_id: str, *, at: datetime) -> int:
    """Open a returned inspection and return the number of its version; one that is open already stays as it is.

    Answers, statement and signature go on from the version before. What was sealed is not here any more; the centre
    carries it on.

    Raises:
        NotFound: no such inspection.
        InspectionClosed: no supervisor returned it, or a centre did that knows no versions.
    """
    with writing(opened.work):
        inspection = require_inspection(opened, inspection_id)
        if not inspection["closed_at"]:
            return int(inspection["version"])
        state, remark = state_of(opened, inspection)
        if state != "returned":
            raise InspectionClosed(say("core.not_returned"))
        summary = register.summary(opened.register, inspection_id)
        if not summary or summary["version"] is None:
            raise InspectionClosed(say("core.centre_without_versions"))
        remarks = remarks_of(summary)
        keep_version(opened.work, dict(inspection), remark=remark, remarks=remarks, reopened_at=moment(at))
        redraw_findings(opened, require_inspection(opened, inspection_id), on=local_day(at))
        return int(inspection["version"]) + 1


def remarks_of(summary: Mapping[str, object]) -> tuple[Mapping[str, str], ...]:
    """Return a summary's remarks on single answers, each with `item`, `key` and `text`; what is odd is left out."""
    try:
        found = json.loads(str(summary["remarks"] or "[]"))
    except ValueError:
        return ()
    names = {"item", "key", "text"}
    return tuple(
        {name: str(one[name]) for name in sorted(names)}
        for one in (found if isinstance(found, list) else [])
        if isinstance(one, dict) and names <= one.keys()
    )
