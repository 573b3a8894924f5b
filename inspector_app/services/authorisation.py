"""On whose order an inspection is begun: the planned visit's, one typed from paper, or none where none is needed.

Without an order only the practice room is open. An office that looks at itself and an employer found in the street have
no visit planned for them; their inspections say so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from casework.flags import PROVISIONAL
from casework.office import OFFICE
from inspector_app.catalogue import say
from inspector_app.errors import NotAuthorised, NotFound
from inspector_app.services.typed_text import typed
from inspector_app.store import register
from inspector_app.store.notices_served import notice_served
from inspector_app.store.opened import Opened

MOST_NUMBER, MOST_NAME, MOST_PURPOSE = 60, 120, 300
PLANNED_FIELDS = (
    "order_no",
    "authorised_by",
    "planned_on",
    "valid_until",
    "officers",
    "selected_by",
    "notice",
    "ground",
)
"""Fields of a planned visit that the inspection keeps, where the centre sent them."""

WITHOUT_ORDER = (OFFICE, PROVISIONAL)
"""Status of records whose inspection may begin without an order."""


class Source(StrEnum):
    """Where the authorisation of an inspection comes from."""

    VISIT = "visit"
    TYPED = "typed"
    """From an order on paper, which the centre did not send to this laptop."""
    SURVEY = "survey"
    OFFICE = "office"


@dataclass(frozen=True)
class TypedOrder:
    """An order on paper as the inspector typed it; `ordered_on` is YYYY-MM-DD."""

    order_no: str = ""
    authorised_by: str = ""
    ordered_on: str = ""
    purpose: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was typed."""
        return not any(part.strip() for part in (self.order_no, self.authorised_by, self.ordered_on, self.purpose))


NO_ORDER = TypedOrder()


def authorisation_of(
    opened: Opened, employer: Mapping[str, Any], *, visit_id: str, order: TypedOrder, on: date
) -> dict[str, str]:
    """Return the authorisation that an inspection of an employer begun on a day keeps and sends.

    Args:
        opened: either room; the practice room needs no authorisation.
        employer: row of the register.
        visit_id: the planned visit, or "".
        order: an order on paper, looked at where there is no visit.
        on: the day.

    Raises:
        NotFound: no such visit of that employer.
        NotAuthorised: there is no order, it is not complete, or the day is outside its window.
    """
    if opened.is_practice:
        return {}
    if visit_id:
        return _planned(opened, str(employer["id"]), visit_id, on=on)
    if employer["status"] == OFFICE:
        return {"source": Source.OFFICE}
    if employer["status"] == PROVISIONAL and order.is_empty:
        return {"source": Source.SURVEY}
    return _typed(order, on=on)


def _planned(opened: Opened, employer_id: str, visit_id: str, *, on: date) -> dict[str, str]:
    visit = register.visit(opened.register, visit_id)
    is_own = visit is not None and (visit["employer_id"], visit["inspector_id"]) == (employer_id, opened.person.id)
    if visit is None or not is_own:
        raise NotFound(say("core.no_visit"))
    until = str(visit.get("valid_until") or "")
    if until and not str(visit["planned_on"]) <= on.isoformat() <= until:
        raise NotAuthorised(
            say("visit.outside_window", order_no=visit["order_no"], first=_day(visit["planned_on"]), last=_day(until))
        )
    kept = {name: str(visit.get(name) or "") for name in PLANNED_FIELDS}
    if served := notice_served(opened.work, visit_id):
        kept |= {"notice_served_on": served["served_on"], "notice_served_to": served["served_to"]}
        kept["notice_way"] = served["way"]
    return {"source": Source.VISIT, **{name: value for name, value in kept.items() if value}}


def _typed(order: TypedOrder, *, on: date) -> dict[str, str]:
    if order.is_empty:
        raise NotAuthorised(say("visit.no_order"))
    written = {
        "order_no": typed(order.order_no, most=MOST_NUMBER),
        "authorised_by": typed(order.authorised_by, most=MOST_NAME),
        "ordered_on": order.ordered_on.strip(),
        "purpose": typed(order.purpose, most=MOST_PURPOSE),
    }
    if not all(written.values()):
        raise NotAuthorised(say("visit.order_incomplete"))
    try:
        day = date.fromisoformat(written["ordered_on"])
    except ValueError:
        raise NotAuthorised(say("visit.order_day")) from None
    if day > on:
        raise NotAuthorised(say("visit.order_future", day=_day(written["ordered_on"])))
    return {"source": Source.TYPED, **written}


def _day(written: str) -> str:
    return "-".join(reversed(written.split("-")))
