"""A pair of employers as a page shows it: field beside field, what is the same, what differs, what hangs on each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from casework.flags import PROVISIONAL
from casework.likeness import POINTS, bare_number
from casework.sound import heard_words
from simplify_content.text import Text
from sync_server.models import Employer, EmployerAlias
from sync_server.queries.aliases import MERGED
from sync_server.queries.following import followers_of
from sync_server.queries.names import employer_name, person_name
from sync_server.queries.pairs import PairLine, alias_of_pair
from sync_server.queries.synced_rows import children_of

FIELDS = (
    "name_en",
    "name_ur",
    "trade_name",
    "registration_no",
    "status",
    "owner_name",
    "owner_cnic",
    "ntn",
    "phone",
    "address_en",
    "address_ur",
    "district",
    "sector",
    "registered_on",
)
HANGING = ("establishment", "coverage", "contribution_month", "certificate", "visit", "inspection", "flag", "case")


@dataclass(frozen=True)
class Reason:
    """One thing that speaks for or against; `points` below 0 speak against."""

    name: str
    points: int


@dataclass(frozen=True)
class Beside:
    """One field of both; `mark` is "same", "alike" (the same but for signs), "differs", "one" (one side only) or ""."""

    name: str
    first: str
    second: str
    mark: str


@dataclass(frozen=True)
class Side:
    """One employer of the pair and how many records hang on it, by kind."""

    employer: Employer
    name: Text
    counts: Mapping[str, int]


@dataclass(frozen=True)
class PairView:
    """Everything one page shows of a pair."""

    line: PairLine
    first: Side
    second: Side
    fields: tuple[Beside, ...]
    reasons: tuple[Reason, ...]
    suggested_id: str
    """The employer that goes on unless the supervisor chooses otherwise: the registered one, else the older."""
    months_twice: int
    """Months for which both have a record; after a merge the survivor has two for each."""
    alias: EmployerAlias | None
    decided_by: Text


def read_pair(session: Session, line: PairLine) -> PairView:
    """Return the page of a pair that the reader was allowed to find."""
    first, first_months = _side(session, line.first)
    second, second_months = _side(session, line.second)
    return PairView(
        line=line,
        first=first,
        second=second,
        fields=tuple(_beside(line, name) for name in FIELDS),
        reasons=reasons_of(line),
        suggested_id=_suggested(line),
        months_twice=len(first_months & second_months),
        alias=alias_of_pair(session, line.pair.id),
        decided_by=person_name(session, line.pair.decided_by),
    )


def reasons_of(line: PairLine) -> tuple[Reason, ...]:
    """Return what speaks for and against a pair, strongest first."""
    return tuple(Reason(name, POINTS[name]) for name in line.pair.reasons if name in POINTS)


def _side(session: Session, employer: Employer) -> tuple[Side, set[str]]:
    counts, months = dict.fromkeys(HANGING, 0), set[str]()
    for entity, row in children_of(session, employer.id):
        if entity.name in counts:
            counts[entity.name] += 1
        if entity.name == "contribution_month":
            months.add(row.values["month"])
    for table, _ in followers_of(session, employer.id):
        if table in counts:
            counts[table] += 1
    return Side(employer, employer_name(employer), counts), months


def _beside(line: PairLine, name: str) -> Beside:
    first, second = (str(getattr(one, name) or "") for one in (line.first, line.second))
    return Beside(name, first, second, _mark(line, name, first, second))


def _mark(line: PairLine, name: str, first: str, second: str) -> str:
    if not first or not second:
        return "one" if first or second else ""
    if first == second:
        return "same"
    return "alike" if _bare(line.first, name) == _bare(line.second, name) else "differs"


def _bare(employer: Employer, name: str) -> str:
    """Return a value as it is compared, so that "0300-1234567" and "+92 300 1234567" read as one number."""
    value = str(getattr(employer, name))
    if name in ("registration_no", "ntn", "owner_cnic", "phone"):
        return bare_number(name, value) or value
    if name in ("name_en", "name_ur", "trade_name", "owner_name"):
        return " ".join(heard_words(value)) or value
    return "".join(one for one in value.casefold() if one.isalnum())


def _suggested(line: PairLine) -> str:
    def rank(employer: Employer) -> tuple[bool, bool, str]:
        return employer.status == MERGED, employer.status == PROVISIONAL, employer.id

    return min((line.first, line.second), key=rank).id
