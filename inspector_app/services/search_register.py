"""Search of the register on the laptop."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from inspector_app.services.names import address_of, name_of
from inspector_app.store.opened import Opened
from inspector_app.store.search import Closeness, find_employers
from simplify_content.text import Text


@dataclass(frozen=True)
class Hit:
    """One employer that a search found; `closeness` says whether as typed or by another spelling."""

    employer_id: str
    name: Text
    trade_name: str
    registration_no: str
    ntn: str
    owner_name: str
    owner_cnic: str
    phone: str
    address: Text | None
    district: str
    sector: str
    status: str
    closeness: Closeness = Closeness.AS_TYPED


def search_register(opened: Opened, query: str, *, limit: int = 20) -> tuple[Hit, ...]:
    """Return employers whose names, owner, numbers, address or district have words that begin with those given.

    A name that is written otherwise but sounds alike is found too, in either script; where nothing is found so, also
    one from which the typed word differs by a slip of the hand.

    Args:
        opened: the databases.
        query: words in English or Urdu, or a number with or without dashes, in Western or Urdu digits;
            an empty query or one of signs only finds nothing.
        limit: at most so many.

    Returns:
        Closest first: see `store.search.find_employers`; in register order among equals.
    """
    found = find_employers(opened.register, query, limit=limit)
    return tuple(hit_of(employer, closeness) for closeness, employer in found)


def hit_of(employer: Mapping[str, Any], closeness: Closeness = Closeness.AS_TYPED) -> Hit:
    """Return an employer of the register as a search shows it."""
    plain = (
        "trade_name",
        "registration_no",
        "ntn",
        "owner_name",
        "owner_cnic",
        "phone",
        "district",
        "sector",
        "status",
    )
    return Hit(
        employer_id=employer["id"],
        name=name_of(employer),
        address=address_of(employer),
        closeness=closeness,
        **{name: str(employer[name] or "") for name in plain},
    )
