"""Begins an inspection."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from inspector_app.catalogue import say
from inspector_app.errors import NotAuthorised, NotFound
from inspector_app.services.authorisation import NO_ORDER, TypedOrder, authorisation_of
from inspector_app.services.choose_checklist import require_on_offer
from inspector_app.services.inspection_form import redraw_findings, require_inspection
from inspector_app.services.known_inspections import state_of
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
    order: TypedOrder = NO_ORDER,
) -> str:
    """Return the id of a new inspection; one that is open for the same employer is returned instead of a second.

    The newest version of the checklist is pinned: the inspection keeps it to the end.

    Args:
        opened: either room.
        employer_id: who is inspected.
        visit_id: the planned visit, or "" for a visit that the centre did not send.
        checklist: name of a checklist on offer.
        at: now.
        new_id: maker of ids.
        order: an order on paper, where there is no planned visit.

    Raises:
        NotFound: no such employer, no such visit of that employer, or no such checklist for it.
        NotAuthorised: neither visit nor order allows it on this day, or an inspection under it was closed already and
            the centre has not yet said what becomes of it.
    """
    employer = register.employer(opened.register, employer_id)
    if employer is None:
        raise NotFound(say("core.no_employer"))
    chosen = require_on_offer(opened, checklist, status=str(employer["status"] or ""))
    if standing := work.open_inspection_of(opened.work, employer_id):
        return str(standing["id"])
    authorisation = authorisation_of(opened, employer, visit_id=visit_id, order=order, on=local_day(at))
    with writing(opened.work):
        if standing := work.open_inspection_of(opened.work, employer_id):
            return str(standing["id"])
        if not opened.is_practice:
            _refuse_second(opened, employer_id, visit_id, order_no=authorisation.get("order_no", ""))
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
        work.insert(opened.work, "inspection", {"id": inspection_id, **written, "start_seq": seq, **_clock(opened)})
        redraw_findings(opened, require_inspection(opened, inspection_id), on=local_day(at))
    return inspection_id


def _refuse_second(opened: Opened, employer_id: str, visit_id: str, *, order_no: str) -> None:
    """Refuse another inspection of a visit or order of which a closed one stands here.

    A planned visit is one visit, whatever the centre says of it; only one that the centre rejected may be made anew. An
    order on paper may be for more than one: there the centre must have had its say.
    """
    for made in work.inspections_of(opened.work, employer_id):
        state, _ = state_of(opened, made)
        is_same_visit = bool(visit_id) and made["visit_id"] == visit_id and state != "rejected"
        made_under = _number(json.loads(made["authorisation"]).get("order_no"))
        is_same_order = bool(made_under) and made_under == _number(order_no) and state in ("closed", "sent")
        if is_same_visit or is_same_order:
            day = local_day(datetime.fromisoformat(made["closed_at"]))
            raise NotAuthorised(say("core.visit_closed_waiting", day=f"{day:%d-%m-%Y}"))


def _number(order_no: str | None) -> str:
    """Return an order's number without what a second typing may change: spaces and capitals."""
    return "".join((order_no or "").split()).casefold()


def _clock(opened: Opened) -> dict[str, Any]:
    """Return what the clock that nobody can set says at the start, for the time on site."""
    reading = opened.reading()
    return {"start_boot": reading.boot, "start_mono_ms": reading.mono_ms} if reading else {}


def _queue(opened: Opened, inspection_id: str, begun: Mapping[str, Any], *, at: datetime, op_id: str) -> int:
    kind = OperationKind.INSPECTION_START
    intent = Intent(op_id, kind, inspection_id, begun["employer_id"], inspection_id, set=begun, was={})
    return append(opened.work, [intent], user_id=opened.person.id, made_at=moment(at), reading=opened.reading())[0]
