"""Begins an inspection."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from inspector_app.catalogue import say
from inspector_app.errors import NotFound
from inspector_app.services.choose_checklist import require_on_offer
from inspector_app.services.inspection_form import redraw_findings, require_inspection
from inspector_app.store import register, work
from inspector_app.store.driver import writing
from inspector_app.store.opened import Opened
from inspector_app.store.outbox import Intent, append
from inspector_app.tools import local_day, moment
from sync_protocol.entities import OperationKind


def start_inspection(
    opened: Opened,
    employer_id: str,
    *,
    visit_id: str,
    checklist: str,
    at: datetime,
    new_id: Callable[[], str],
) -> str:
    """Return the id of a new inspection; one that is open for the same employer is returned instead of a second.

    The newest version of the checklist is pinned: the inspection keeps it to the end.

    Args:
        opened: either room.
        employer_id: who is inspected.
        visit_id: the planned visit, or "" for a visit without one.
        checklist: name of a checklist on offer.
        at: now.
        new_id: maker of ids.

    Raises:
        NotFound: no such employer, no such visit of that employer, or no such checklist for it.
    """
    employer = register.employer(opened.register, employer_id)
    if employer is None:
        raise NotFound(say("core.no_employer"))
    chosen = require_on_offer(opened, checklist, status=str(employer["status"] or ""))
    authorisation = _authorisation(opened, employer_id, visit_id)
    with writing(opened.work):
        if standing := work.open_inspection_of(opened.work, employer_id):
            return str(standing["id"])
        inspection_id = new_id()
        begun = {
            "employer_id": employer_id,
            "establishment_id": "",
            "visit_id": visit_id,
            "checklist": chosen.name,
            "checklist_version": chosen.version,
            "authorisation": authorisation,
            "started_at": moment(at),
        }
        seq = None if opened.is_practice else _queue(opened, inspection_id, begun, at=at, op_id=new_id())
        written = {**begun, "authorisation": json.dumps(authorisation, ensure_ascii=False)}
        work.insert(opened.work, "inspection", {"id": inspection_id, **written, "start_seq": seq})
        redraw_findings(opened, require_inspection(opened, inspection_id), on=local_day(at))
    return inspection_id


def _authorisation(opened: Opened, employer_id: str, visit_id: str) -> dict[str, str]:
    if not visit_id:
        return {}
    visit = register.visit(opened.register, visit_id)
    if visit is None or visit["employer_id"] != employer_id:
        raise NotFound(say("core.no_visit"))
    return {name: str(visit[name] or "") for name in ("order_no", "authorised_by", "planned_on")}


def _queue(opened: Opened, inspection_id: str, begun: Mapping[str, Any], *, at: datetime, op_id: str) -> int:
    kind = OperationKind.INSPECTION_START
    intent = Intent(op_id, kind, inspection_id, begun["employer_id"], inspection_id, set=begun, was={})
    return append(opened.work, [intent], user_id=opened.person.id, made_at=moment(at), reading=opened.reading())[0]
