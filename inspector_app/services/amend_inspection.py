"""Puts an answer right after closing: the amendment stands beside it, with its reason, and goes to the centre."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from checklists.form_state import Answer, ItemRef
from inspector_app.catalogue import say
from inspector_app.errors import InvalidAnswer, RoomRefused
from inspector_app.services.inspection_form import form_of, require_inspection
from inspector_app.services.kept_items import IN_CONFIDENCE
from inspector_app.services.record_answer import checked_answer, refuse_unfit, with_answer
from inspector_app.services.typed_text import typed
from inspector_app.store import versions, work
from inspector_app.store.driver import writing
from inspector_app.store.opened import Opened
from inspector_app.store.outbox import Intent, append
from inspector_app.tools import local_day, moment
from sync_protocol.entities import OperationKind
from sync_protocol.operations import load_content

Row = Mapping[str, Any]

LONGEST_WHY = 2_000


def amend_inspection(
    opened: Opened,
    inspection_id: str,
    ref: ItemRef,
    answer: Answer,
    *,
    why: str,
    at: datetime,
    new_id: Callable[[], str],
) -> str:
    """Keep an amendment of a closed inspection, queue it, and return its id.

    The closed answer stays; findings and arrears go on resting on it. A later amendment of the same answer stands
    below the earlier one.

    Raises:
        NotFound: no such inspection.
        RoomRefused: in the practice room, whose inspections go nowhere.
        InvalidAnswer: the inspection is open, the answer is not such that it can be amended, cannot stand, or is the
            one that stands; or no reason.
    """
    if opened.is_practice:
        raise RoomRefused(say("core.not_in_practice"))
    amended, reason = checked_answer(answer), typed(why, most=LONGEST_WHY)
    if not reason:
        raise InvalidAnswer(say("core.amendment_why"))
    with writing(opened.work):
        inspection = require_inspection(opened, inspection_id)
        if not inspection["closed_at"]:
            raise InvalidAnswer(say("core.amendment_open"))
        _refuse(opened, inspection, ref, amended, at=at)
        content = {
            "inspection_id": inspection_id,
            "version": inspection["version"],
            "item": ref.item,
            "key": ref.key,
            "value": amended.value,
            "state": amended.state.value,
            "reason": amended.reason,
            "why": reason,
            "amended_at": moment(at),
        }
        load_content(OperationKind.INSPECTION_AMEND, content)
        amendment_id = new_id()
        intent = Intent(
            new_id(),
            OperationKind.INSPECTION_AMEND,
            amendment_id,
            inspection["employer_id"],
            inspection_id,
            set=content,
            was={},
        )
        user_id, reading = opened.person.id, opened.reading()
        [seq] = append(opened.work, [intent], user_id=user_id, made_at=moment(at), reading=reading)
        versions.put_amendment(opened.work, {"id": amendment_id, **content, "seq": seq})
    return amendment_id


def _refuse(opened: Opened, inspection: Row, ref: ItemRef, answer: Answer, *, at: datetime) -> None:
    answers, on = work.answers(opened.work, inspection["id"]), local_day(at)
    form = form_of(opened, inspection, answers, on=on)
    refuse_unfit(form, ref, answer)
    state = form.item(ref)
    if state.privacy == IN_CONFIDENCE:
        raise InvalidAnswer(say("core.amendment_sealed"))
    if not state.relevant or answer == standing_answer(opened, inspection, ref, first=state.answer):
        raise InvalidAnswer(say("core.amendment_same"))
    problem = form_of(opened, inspection, with_answer(answers, ref, answer), on=on).item(ref).problem
    if problem is not None:
        raise InvalidAnswer(problem)


def standing_answer(opened: Opened, inspection: Row, ref: ItemRef, *, first: Answer) -> Answer:
    """Return the answer of an item as amended last in this version, or as closed."""
    answer = first
    for one in versions.amendments(opened.work, inspection["id"]):
        if (one["version"], one["item"], one["key"]) == (inspection["version"], ref.item, ref.key):
            answer = Answer(one["value"], type(first.state)(one["state"]), one["reason"])
    return answer
