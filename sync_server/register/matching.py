"""Which record of the register a row speaks of: by registration number, worker and first day, month, certificate.

Reads through `queries.register_records`; changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from sync_server.queries.aliases import MERGED, survivors_of
from sync_server.queries.register_records import (
    certificates_by_number,
    employers_by_registration,
    records_of_employers,
    workers_by_cnic,
)
from sync_server.queries.synced_rows import SyncedRow
from sync_server.register.kinds import Kind
from sync_server.register.plan import key_of
from sync_server.register.records import Record

Matched = tuple[Record, SyncedRow | None, Mapping[str, Any]]
"""A row, the record that stands for the same thing, and what a new record takes besides the row's values."""


@dataclass(frozen=True)
class Matches:
    """Rows with what they speak of, and rows that name somebody else's record."""

    matched: Sequence[Matched]
    elsewhere: Sequence[Record] = ()


@dataclass
class EmployerIds:
    """Permanent ids by registration number within one institution, those of the running import included."""

    institution: str
    by_number: dict[str, str] = field(default_factory=dict)

    def remember(self, institution: str, number: str, employer_id: str) -> None:
        """Keep an employer in mind if it is of this institution."""
        if institution == self.institution:
            self.by_number[number] = employer_id

    def meet(self, session: Session, numbers: set[str]) -> None:
        """Look up in the register those numbers that are not yet known."""
        self.remember_all(session, employers_by_registration(session, numbers - self.by_number.keys()))

    def remember_all(self, session: Session, found: Mapping[tuple[str, str], SyncedRow]) -> None:
        """Keep employers in mind; what is said of a merged one goes to its survivor."""
        survivors = survivors_of(session, [row.row_id for row in found.values() if row.values["status"] == MERGED])
        for (institution, number), row in found.items():
            self.remember(institution, number, survivors.get(row.row_id, row.row_id))


class Matcher:
    """Finds the standing record of each row; every employer that a row names must be known to `employers`."""

    def __init__(self, session: Session, employers: EmployerIds, *, new_id: Callable[[], str]) -> None:
        self._session, self._employers, self._new_id = session, employers, new_id

    def match(self, kind: Kind, records: Sequence[Record]) -> Matches:
        """Return the rows of a kind with what they speak of."""
        return {
            Kind.EMPLOYERS: self._match_employers,
            Kind.ESTABLISHMENTS: self._match_establishments,
            Kind.CERTIFICATES: self._match_certificates,
            Kind.WORKERS: self._match_workers,
            Kind.CONTRIBUTIONS: self._match_contributions,
        }[kind](records)

    def _match_employers(self, records: Sequence[Record]) -> Matches:
        found = employers_by_registration(self._session, (record.values["registration_no"] for record in records))
        self._employers.remember_all(self._session, found)
        key = key_of(Kind.EMPLOYERS)
        return Matches([(record, found.get(key(record)), {}) for record in records])

    def _match_certificates(self, records: Sequence[Record]) -> Matches:
        found = certificates_by_number(self._session, (record.values["certificate_no"] for record in records))
        matched: list[Matched] = []
        elsewhere: list[Record] = []
        for record, owner in self._owned(records):
            row = found.get(record.values["certificate_no"])
            if row is not None and row.values["employer_id"] != owner["employer_id"]:
                elsewhere.append(record)
            else:
                matched.append((record, row, owner))
        return Matches(matched, elsewhere)

    def _match_contributions(self, records: Sequence[Record]) -> Matches:
        found: dict[tuple[str, str], SyncedRow] = {}
        for row in self._standing("contribution_month", records):
            found.setdefault((row.values["employer_id"], row.values["month"]), row)
        return Matches(
            [
                (record, found.get((owner["employer_id"], record.values["month"])), owner)
                for record, owner in self._owned(records)
            ]
        )

    def _match_establishments(self, records: Sequence[Record]) -> Matches:
        found: dict[tuple[str, str], SyncedRow] = {}
        for row in self._standing("establishment", records):
            for name in filter(None, (row.values["name_en"], row.values["name_ur"])):
                found.setdefault((row.values["employer_id"], name.casefold()), row)
        matched: list[Matched] = []
        for record, owner in self._owned(records):
            name = record.values.get("name_en") or record.values["name_ur"]
            matched.append((record, found.get((owner["employer_id"], name.casefold())), owner))
        return Matches(matched)

    def _match_workers(self, records: Sequence[Record]) -> Matches:
        spells: dict[tuple[str, str, str | None], dict[str, SyncedRow]] = {}
        for row in self._standing("coverage", records):
            for who in filter(None, (row.values["cnic"], row.values["secured_no"])):
                for start in (row.values["from_on"], None):
                    spells.setdefault((row.values["employer_id"], who, start), {})[row.row_id] = row
        workers = workers_by_cnic(self._session, (r.values["cnic"] for r in records if "cnic" in r.values))
        return Matches(
            [
                (record, _same_spell(spells, owner["employer_id"], record), owner | self._worker(workers, record))
                for record, owner in self._owned(records)
            ]
        )

    def _worker(self, workers: dict[str, str], record: Record) -> dict[str, str]:
        """Return the person behind a coverage: one CNIC is one person, at whichever employer."""
        cnic = record.values.get("cnic")
        if cnic is None:
            return {"worker_id": self._new_id()}
        if cnic not in workers:
            workers[cnic] = self._new_id()
        return {"worker_id": workers[cnic]}

    def _owned(self, records: Sequence[Record]) -> Iterator[tuple[Record, dict[str, Any]]]:
        for record in records:
            yield record, {"employer_id": self._employers.by_number[record.values["registration_no"]]}

    def _standing(self, entity: str, records: Iterable[Record]) -> Iterator[SyncedRow]:
        owners = {self._employers.by_number[record.values["registration_no"]] for record in records}
        return records_of_employers(self._session, entity, owners)


def _same_spell(
    spells: Mapping[tuple[str, str, str | None], Mapping[str, SyncedRow]], employer_id: str, record: Record
) -> SyncedRow | None:
    """Return the coverage that a row speaks of: same worker, same first day; without a day, the only one there is."""
    for who in (record.values.get("cnic"), record.values.get("secured_no")):
        rows = spells.get((employer_id, who, record.values.get("from_on")), {}) if who else {}
        if len(rows) == 1:
            return next(iter(rows.values()))
    return None
