"""Lists of the register that a checklist may ask from: the inspected employer's places, certificates, covered workers.

A checklist names one by `select_one_from_file establishments.csv` (or certificates, workers). Reads no database; rows
come as mappings with `id` and the fields of `sync_protocol.entities`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from casework.money import Money
from simplify_content.text import Text, isolate

Row = Mapping[str, object]
ListRow = dict[str, str]

ESTABLISHMENTS, CERTIFICATES, WORKERS = "establishments", "certificates", "workers"
NAMES = (ESTABLISHMENTS, CERTIFICATES, WORKERS)

_CNIC_DIGITS = 13


def establishment_list(rows: Iterable[Row]) -> tuple[ListRow, ...]:
    """Return the employer's places, each by its name and address, in the order given."""
    return tuple(
        _choice(row, _named(row, "name", also=("address",)), {"opened_on": _text(row.get("opened_on"))}) for row in rows
    )


def certificate_list(rows: Iterable[Row]) -> tuple[ListRow, ...]:
    """Return the employer's certificates, each by its number and day, in the order given."""
    fields = ("certificate_no", "status", "issued_on", "expires_on")
    return tuple(
        _choice(
            row,
            _joined(_text(row.get("certificate_no")), _text(row.get("issued_on"))),
            {name: _text(row.get(name)) for name in fields},
        )
        for row in rows
    )


def worker_list(rows: Iterable[Row], on: date) -> tuple[ListRow, ...]:
    """Return the workers covered through the employer on a day, each by name and CNIC, in the order of their names."""
    covered = (row for row in rows if _is_covered(row, on))
    return tuple(sorted((_worker(row) for row in covered), key=lambda one: (one["label_en"].casefold(), one["name"])))


def surroundings_lists(
    wanted: Iterable[str],
    *,
    establishments: Callable[[], Iterable[Row]],
    certificates: Callable[[], Iterable[Row]],
    coverage: Callable[[], Iterable[Row]],
    on: date,
) -> dict[str, tuple[Mapping[str, str], ...]]:
    """Return those of the register's lists that a checklist asks from; the rows of others are never read.

    A list that the register does not have stays empty, so nothing can be chosen from it.
    """
    makers: dict[str, Callable[[], tuple[ListRow, ...]]] = {
        ESTABLISHMENTS: lambda: establishment_list(establishments()),
        CERTIFICATES: lambda: certificate_list(certificates()),
        WORKERS: lambda: worker_list(coverage(), on),
    }
    return {name: makers[name]() if name in makers else () for name in sorted(wanted)}


def _worker(row: Row) -> ListRow:
    fields = ("worker_id", "secured_no", "cnic", "sex", "from_on")
    wage = row.get("wage_at_entry_paisa")
    facts = {name: _text(row.get(name)) for name in fields}
    facts["wage_at_entry"] = f"{Money(wage).in_rupees:f}" if isinstance(wage, int) else ""
    cnic = _text(row.get("cnic"))
    label = _named(row, "name")
    shown = _dashed(cnic) if cnic else _text(row.get("secured_no"))
    number = Text(en=f" ({shown})", ur=f" ({isolate(shown)})") if shown else None
    return _choice(row, Text(en=label.en + number.en, ur=label.ur + number.ur) if number else label, facts)


def _dashed(cnic: str) -> str:
    return f"{cnic[:5]}-{cnic[5:12]}-{cnic[12:]}" if cnic.isdigit() and len(cnic) == _CNIC_DIGITS else cnic


def _is_covered(row: Row, on: date) -> bool:
    until = _text(row.get("to_on"))
    return _text(row.get("from_on")) <= on.isoformat() and (not until or until >= on.isoformat())


def _choice(row: Row, label: Text, facts: Mapping[str, str]) -> ListRow:
    return {"name": _text(row["id"]), "label_en": label.en, "label_ur": label.ur, **facts}


def _named(row: Row, field: str, *, also: tuple[str, ...] = ()) -> Text:
    english = [_half(row, name, "en", "ur") for name in (field, *also)]
    urdu = [_half(row, name, "ur", "en") for name in (field, *also)]
    return Text(
        en=", ".join(part for part in english if part) or "–", ur="، ".join(part for part in urdu if part) or "–"
    )


def _half(row: Row, field: str, lang: str, other: str) -> str:
    return _text(row.get(f"{field}_{lang}")) or _text(row.get(f"{field}_{other}"))


def _joined(number: str, day: str) -> Text:
    parts = [part for part in (number, _shown_day(day)) if part]
    return Text(en=", ".join(parts) or "–", ur="، ".join(isolate(part) for part in parts) or "–")


def _shown_day(day: str) -> str:
    return "-".join(reversed(day.split("-")))


def _text(value: object) -> str:
    return "" if value is None else str(value)
