"""The kinds of register file: which fields each has, how a cell of it is read, what must be there.

The headings by which a column is known are data (`aliases.yaml`, read by `headers`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from simplify_content.table_files.amounts import parse_amount, parse_count
from simplify_content.table_files.days import DayReader
from simplify_content.table_files.words import parse_name, parse_text
from sync_server.register.choices import choice_readers
from sync_server.register.identifiers import (
    parse_cnic,
    parse_code,
    parse_ntn,
    parse_phone,
    parse_registration_no,
)

Parser = Callable[[str], Any]


class Kind(StrEnum):
    """What the rows of a file are; in the order in which they are imported."""

    EMPLOYERS = "employers"
    ESTABLISHMENTS = "establishments"
    CERTIFICATES = "certificates"
    WORKERS = "workers"
    CONTRIBUTIONS = "contributions"


@dataclass(frozen=True)
class Column:
    """One field a file may carry. `reader` names how a cell is read; `limit` is the longest text."""

    name: str
    reader: str
    limit: int = 0
    repeats: bool = False
    """Whether few different values fill many rows, so that reading each once is worth remembering."""


@dataclass(frozen=True)
class FileKind:
    """A kind of file. Of each group in `required` at least one field must have a column and a value.

    `key` names the fields that make a record the same record from one file to the next.
    """

    kind: Kind
    entity: str
    columns: tuple[Column, ...]
    required: tuple[tuple[str, ...], ...]
    key: tuple[str, ...]

    @property
    def fields(self) -> tuple[str, ...]:
        """Names of all fields, in order."""
        return tuple(column.name for column in self.columns)


def _name(field: str, limit: int) -> Column:
    return Column(field, "name", limit)


def _text(field: str, limit: int) -> Column:
    return Column(field, "text", limit)


_REGISTRATION = Column("registration_no", "registration_no", repeats=True)
_DAY = "past_day"

FILE_KINDS: Mapping[Kind, FileKind] = {
    entry.kind: entry
    for entry in (
        FileKind(
            Kind.EMPLOYERS,
            "employer",
            (
                Column("registration_no", "registration_no"),
                Column("institution", "institution", repeats=True),
                _name("name_en", 300),
                _name("name_ur", 300),
                _text("trade_name", 300),
                Column("ntn", "ntn"),
                _name("owner_name", 200),
                Column("owner_cnic", "cnic"),
                Column("phone", "phone"),
                _text("address_en", 500),
                _text("address_ur", 500),
                Column("district", "district", repeats=True),
                Column("sector", "sector", repeats=True),
                Column("status", "employer_status", repeats=True),
                Column("registered_on", _DAY, repeats=True),
                Column("self_assessment", "flag", repeats=True),
            ),
            (("registration_no",), ("name_en", "name_ur"), ("district",)),
            ("registration_no", "institution"),
        ),
        FileKind(
            Kind.ESTABLISHMENTS,
            "establishment",
            (
                _REGISTRATION,
                _name("name_en", 300),
                _name("name_ur", 300),
                _text("address_en", 500),
                _text("address_ur", 500),
                Column("phone", "phone"),
                Column("opened_on", _DAY, repeats=True),
            ),
            (("registration_no",), ("name_en", "name_ur")),
            ("registration_no", "name_en"),
        ),
        FileKind(
            Kind.CERTIFICATES,
            "certificate",
            (
                _REGISTRATION,
                Column("certificate_no", "code"),
                Column("issued_on", _DAY, repeats=True),
                Column("expires_on", "any_day", repeats=True),
                Column("status", "certificate_status", repeats=True),
            ),
            (("registration_no",), ("certificate_no",)),
            ("certificate_no",),
        ),
        FileKind(
            Kind.WORKERS,
            "coverage",
            (
                _REGISTRATION,
                Column("secured_no", "code"),
                _name("name_en", 200),
                _name("name_ur", 200),
                Column("cnic", "cnic"),
                Column("sex", "sex", repeats=True),
                Column("from_on", _DAY, repeats=True),
                Column("to_on", _DAY, repeats=True),
                Column("wage_at_entry_paisa", "amount", repeats=True),
            ),
            (("registration_no",), ("cnic", "secured_no"), ("name_en", "name_ur")),
            ("registration_no", "cnic", "secured_no", "from_on"),
        ),
        FileKind(
            Kind.CONTRIBUTIONS,
            "contribution_month",
            (
                _REGISTRATION,
                Column("month", "month", repeats=True),
                Column("declared_workers", "count", repeats=True),
                Column("wages_paisa", "amount"),
                Column("due_paisa", "amount"),
                Column("paid_paisa", "amount"),
                Column("paid_on", _DAY, repeats=True),
                Column("challan_no", "code"),
            ),
            (("registration_no",), ("month",), ("declared_workers",), ("wages_paisa",), ("due_paisa",)),
            ("registration_no", "month"),
        ),
    )
}


def _flag_reader(read: Parser) -> Parser:
    def parse(raw: str) -> bool | str:
        choice = read(raw)
        return choice == "yes" if choice else ""

    return parse


def parsers(kind: FileKind, days: DayReader, *, jurisdiction: str) -> Mapping[str, Parser]:
    """Return how the cells of each field of a kind are read; "" means that the cell says nothing.

    Args:
        kind: the kind of file.
        days: reads days, knowing today.
        jurisdiction: where the districts lie, as a law pack gives it.

    Every parser raises `ValueRefused` for a value that cannot stand.
    """
    choices = choice_readers(jurisdiction)
    readers: dict[str, Parser] = {
        **choices,
        "registration_no": parse_registration_no,
        "cnic": parse_cnic,
        "ntn": parse_ntn,
        "phone": parse_phone,
        "code": parse_code,
        "amount": parse_amount,
        "count": parse_count,
        "past_day": days.past_day,
        "any_day": days.any_day,
        "month": days.month,
        "flag": _flag_reader(choices["flag"]),
    }
    return {column.name: readers.get(column.reader) or _bounded(column) for column in kind.columns}


def _bounded(column: Column) -> Parser:
    read, limit = (parse_name if column.reader == "name" else parse_text), column.limit
    return lambda raw: read(raw, limit)
