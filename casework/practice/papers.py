"""The papers on a scenario's desk, made from its people and months so that no two of them can disagree by mistake."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from casework.money import Money
from casework.practice.dates import dated
from casework.practice.scenario import Paper, Person
from casework.practice.wording import say
from casework.wording import name_text
from simplify_content.text import Text

Row = tuple[Text, ...]


def papers_of(
    entries: Iterable[Mapping[str, Any]],
    people: tuple[Person, ...],
    *,
    months: tuple[Mapping[str, object], ...],
    on: date,
) -> tuple[Paper, ...]:
    """Return the papers of a scenario in the order of its file.

    Raises:
        ValueError: a paper is of an unknown kind, or a written-out row has another number of cells than columns.
    """
    return tuple(_paper(entry, people, months=months, on=on) for entry in entries)


def _paper(
    entry: Mapping[str, Any], people: tuple[Person, ...], *, months: tuple[Mapping[str, object], ...], on: date
) -> Paper:
    kind = entry["kind"]
    if kind == "table":
        columns = tuple(_said(cell, on) for cell in entry["columns"])
        rows = tuple(tuple(_said(cell, on) for cell in row) for row in entry["rows"])
    elif kind == "challans":
        columns, rows = _columns("month", "workers", "wages", "due", "paid", "stamp", "challan"), _challans(months)
    elif kind in _OF_PEOPLE:
        columns, rows = _OF_PEOPLE[kind](people)
    else:
        raise ValueError(
            f"paper {entry['key']}: found the kind {kind!r}; expected table, challans or {list(_OF_PEOPLE)}"
        )
    if any(len(row) != len(columns) for row in rows):
        raise ValueError(f"paper {entry['key']}: a row has another number of cells than there are columns")
    return Paper(entry["key"], _said(entry["title"], on), _said(entry["note"], on), columns, rows)


def _said(cell: Any, on: date) -> Text:
    if isinstance(cell, dict):
        return dated(Text(en=cell["en"], ur=cell["ur"]), on)
    return dated(name_text(str(cell)), on)


def _columns(*names: str) -> Row:
    return tuple(say(f"column.{name}") for name in names)


def _wage_register(people: tuple[Person, ...]) -> tuple[Row, tuple[Row, ...]]:
    listed = [person for person in people if person.register_line]
    rows = [
        (
            name_text(str(person.register_line)),
            person.name,
            name_text(person.cnic),
            person.work,
            name_text(f"{person.joined_on:%d-%m-%Y}"),
            _amount(person.wage_at_entry),
            _amount(person.wage),
        )
        for person in listed
    ]
    total = Money(sum(person.wage.paisa for person in listed))
    blank = say("cell.blank")
    rows.append((blank, say("cell.total"), blank, blank, blank, blank, _amount(total)))
    return _columns("number", "name", "cnic", "work", "joined", "wage_at_entry", "wage"), tuple(rows)


def _attendance(people: tuple[Person, ...]) -> tuple[Row, tuple[Row, ...]]:
    listed = [person for person in people if person.attendance]
    rows = tuple(
        (name_text(str(number)), person.name, person.work, say(f"attendance.{person.attendance}"))
        for number, person in enumerate(listed, 1)
    )
    return _columns("number", "name", "work", "today"), rows


def _schedule(people: tuple[Person, ...]) -> tuple[Row, tuple[Row, ...]]:
    listed = [person for person in people if person.standing == "declared"]
    rows = tuple(
        (name_text(str(number)), person.name, name_text(person.cnic), _amount(person.wage))
        for number, person in enumerate(listed, 1)
    )
    return _columns("number", "name", "cnic", "wage"), rows


def _challans(months: tuple[Mapping[str, object], ...]) -> tuple[Row, ...]:
    return tuple(
        (
            name_text(str(month["month"])),
            name_text(str(month["declared_workers"])),
            _amount(Money(int(str(month["wages_paisa"])))),
            _amount(Money(int(str(month["due_paisa"])))),
            _amount(Money(int(str(month["paid_paisa"])))),
            name_text(str(month["paid_on"])) if month["paid_on"] else say("cell.no_stamp"),
            name_text(str(month["challan_no"])) if month["challan_no"] else say("cell.none"),
        )
        for month in months
    )


def _amount(amount: Money) -> Text:
    return name_text(f"{amount.paisa // 100:,}")


_OF_PEOPLE: dict[str, Callable[[tuple[Person, ...]], tuple[Row, tuple[Row, ...]]]] = {
    "wage_register": _wage_register,
    "attendance": _attendance,
    "schedule": _schedule,
}
