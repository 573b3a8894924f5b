"""Enters an employer that the register does not hold, as provisional, so that a street survey can begin with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from inspector_app.catalogue import say
from inspector_app.errors import InvalidCorrection, RoomRefused
from inspector_app.services.choose_checklist import checklists_on_offer, require_on_offer
from inspector_app.services.correct_employer import checked_field
from inspector_app.services.search_register import Hit, hit_of
from inspector_app.services.start_inspection import start_inspection
from inspector_app.store import register
from inspector_app.store.device import device
from inspector_app.store.driver import writing
from inspector_app.store.likeness import likest
from inspector_app.store.opened import Opened
from inspector_app.store.outbox import Intent, append
from inspector_app.store.own_employers import SCOPE, enter_own_employers
from inspector_app.tools import moment
from simplify_content.places import District, district
from sync_protocol.entities import OperationKind
from sync_protocol.errors import SchemaError
from sync_protocol.operations import ADDED, load_content

SURVEY = "unregistered_establishment"
"""The checklist that an employer outside the register is looked at with."""

_MOST_MATCHES = 5


@dataclass(frozen=True)
class Match:
    """An entry of the register that may be the same employer; `same` names the number they share, "" for none."""

    hit: Hit
    score: int
    same: str


def makes_surveys(opened: Opened) -> bool:
    """Return whether a street survey may begin here."""
    return not opened.is_practice and SURVEY in {one.name for one in checklists_on_offer(opened)}


def require_survey(opened: Opened) -> None:
    """Check that inspectors of this scheme make street surveys, and that this is the field.

    Raises:
        NotFound: they make none.
        RoomRefused: in the practice room.
    """
    if opened.is_practice:
        raise RoomRefused(say("core.not_in_practice"))
    require_on_offer(opened, SURVEY)


def survey_districts(opened: Opened) -> tuple[District, ...]:
    """Return the districts of this laptop, in which an employer may be entered."""
    scopes = device(opened.work).scopes
    return tuple(district(scope.removeprefix(SCOPE)) for scope in scopes if scope.startswith(SCOPE))


def likely_matches(opened: Opened, typed: Mapping[str, str]) -> tuple[Match, ...]:
    """Return the entries of the register that may be this employer, likest first; may be empty."""
    found = likest(opened.register, typed, limit=_MOST_MATCHES)
    rows = register.employers_by_id(opened.register, {one.employer_id for one in found})
    return tuple(Match(hit_of(rows[one.employer_id]), one.score, one.same) for one in found)


def checked_particulars(opened: Opened, typed: Mapping[str, str]) -> dict[str, str]:
    """Return the particulars as they are kept: every field of `ADDED`, "" for what is not known.

    A name known in one script only stands in both places, until somebody knows the other.

    Raises:
        RoomRefused, NotFound: see `require_survey`.
        InvalidCorrection: no name, no district of this laptop, or a value that cannot stand.
    """
    require_survey(opened)
    places = {place.key for place in survey_districts(opened)}
    values = {
        field: checked_field(field, typed.get(field, "")) for field in ADDED if field not in ("name_en", "district")
    }
    values["name_en"] = checked_field("name_en", typed.get("name_en", "").strip() or values["name_ur"])
    values["district"] = typed.get("district", "")
    if values["district"] not in places:
        raise InvalidCorrection(say("survey.district_missing"))
    try:
        load_content(OperationKind.EMPLOYER_ADD, values)
    except SchemaError as problem:
        raise InvalidCorrection(say("survey.cannot_stand")) from problem
    return values


def start_survey(opened: Opened, typed: Mapping[str, str], *, at: datetime, new_id: Callable[[], str]) -> str:
    """Enter the employer, queue it, begin its street survey and return the inspection's id.

    Raises:
        RoomRefused, NotFound, InvalidCorrection: see `checked_particulars`.
    """
    values = checked_particulars(opened, typed)
    employer_id = _add(opened, values, at=at, new_id=new_id)
    return start_inspection(opened, employer_id, visit_id="", checklist=SURVEY, at=at, new_id=new_id)


def _add(opened: Opened, values: Mapping[str, str], *, at: datetime, new_id: Callable[[], str]) -> str:
    employer_id = new_id()
    intent = Intent(new_id(), OperationKind.EMPLOYER_ADD, employer_id, employer_id, "", set=values, was={})
    with writing(opened.work):
        append(opened.work, [intent], user_id=opened.person.id, made_at=moment(at), reading=opened.reading())
    enter_own_employers(opened)
    return employer_id
