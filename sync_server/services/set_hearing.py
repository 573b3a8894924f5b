"""An enforcement officer sets the hearing that a demand and show-cause notice will offer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from sqlalchemy.orm import Session

from sync_server.errors import NotAllowed, Refusal
from sync_server.local_time import local_day
from sync_server.models import Case, Role, User
from sync_server.queries.cases import find_case
from sync_server.refusals import Barred, said
from sync_server.services.written_text import written
from sync_server.tools import Tools

PLACE_LIMIT = 300


@dataclass(frozen=True)
class HearingForm:
    """A hearing as written into the form: ISO day, HH:MM, and the place in both languages."""

    hearing_on: str
    hearing_at: str
    place_en: str
    place_ur: str


def set_hearing(session: Session, user: User, case_id: str, *, hearing: HearingForm, tools: Tools) -> Case:
    """Write the hearing into the case and return it.

    Args:
        session: one transaction, committed here.
        user: the enforcement officer.
        case_id: which case.
        hearing: what was written.
        tools: clock and ids.

    Raises:
        NotAllowed: the user is not an enforcement officer.
        NotFound: no such case in the officer's scope.
        Refusal: the day is not in the future, the time is no time, a place is missing.
        Barred: the notice is issued; the hearing stands in it.
    """
    if user.role != Role.ENFORCEMENT_OFFICER:
        raise NotAllowed(said("refused.role"))
    case = find_case(session, user, case_id)
    if case.state != "open":
        raise Barred(said("refused.notice_issued_already", case_no=case.case_no))
    case.hearing_on = _future_day(hearing.hearing_on, local_day(tools.now())).isoformat()
    case.hearing_at = _time(hearing.hearing_at)
    case.hearing_place_en = written(hearing.place_en, "hearing_place_en", limit=PLACE_LIMIT)
    case.hearing_place_ur = written(hearing.place_ur, "hearing_place_ur", limit=PLACE_LIMIT)
    session.commit()
    return case


def _future_day(value: str, today: date) -> date:
    try:
        day = date.fromisoformat(value.strip())
    except ValueError:
        raise Refusal(said("refused.not_a_day", found=value[:40] or "-")) from None
    if day <= today:
        raise Refusal(said("refused.hearing_not_future", found=day.strftime("%d-%m-%Y")))
    return day


def _time(value: str) -> str:
    try:
        return time.fromisoformat(value.strip()).strftime("%H:%M")
    except ValueError:
        raise Refusal(said("refused.not_a_time", found=value[:40] or "-")) from None
