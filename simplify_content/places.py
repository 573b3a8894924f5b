"""Provinces, districts and sectors by key, with their names in both languages.

Draws no map and knows no boundaries; which records belong to a district is the register's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from simplify_content.text import Text

_FOLDER = Path(__file__).parent / "place_names"

FEDERAL = "Federal"
"""Jurisdiction of a law that runs in every province."""


class PlaceError(ValueError):
    """No such province, district or sector, or their file cannot be used."""


@dataclass(frozen=True)
class Province:
    """A province or the capital territory. `key` is what a law pack gives as its jurisdiction, such as `Sindh`."""

    key: str
    name: Text


@dataclass(frozen=True)
class District:
    """A district. `key` is lower-kebab, such as `toba-tek-singh`; its scope is `district:<key>`.

    No two districts of the country share a key. One that is not confirmed is believed to exist on weak evidence and
    waits for an official list.
    """

    key: str
    name: Text
    province: str
    is_confirmed: bool = True


@dataclass(frozen=True)
class Sector:
    """A line of business, such as `brick-kiln`."""

    key: str
    name: Text


@lru_cache(maxsize=1)
def provinces() -> tuple[Province, ...]:
    """Return the provinces and the capital territory, in the order of their file."""
    return tuple(Province(key, _name(halves)) for key, halves in _read("provinces.yaml").items())


def province(key: str) -> Province:
    """Return a province.

    Raises:
        PlaceError: there is no province of that key.
    """
    for candidate in provinces():
        if candidate.key == key:
            return candidate
    raise PlaceError(f"no province {key!r}; expected one of {', '.join(known.key for known in provinces())}")


def districts(jurisdiction: str) -> tuple[District, ...]:
    """Return the confirmed districts in which a law runs, in the order of their English names within each province.

    Args:
        jurisdiction: as a law pack gives it: a province, or `FEDERAL` for all of them.

    Raises:
        PlaceError: no districts are known for the jurisdiction.
    """
    keys = [known.key for known in provinces()] if jurisdiction == FEDERAL else [jurisdiction]
    return tuple(place for key in keys for place in _districts_of(key) if place.is_confirmed)


def unconfirmed_districts(province: str) -> tuple[District, ...]:
    """Return the newer districts that a province is believed to have, in the order of their English names; may be none.

    Raises:
        PlaceError: no districts are known for the province.
    """
    return tuple(place for place in _districts_of(province) if not place.is_confirmed)


def district(key: str) -> District:
    """Return a district of any province, confirmed or not.

    Raises:
        PlaceError: there is no district of that key.
    """
    found = _districts_by_key().get(key)
    if found is None:
        raise PlaceError(f"no district {key!r}; expected a key such as 'lahore' or 'toba-tek-singh'")
    return found


@lru_cache(maxsize=1)
def sectors() -> tuple[Sector, ...]:
    """Return all sectors, in the order of their file."""
    return tuple(Sector(key, _name(halves)) for key, halves in _read("sectors.yaml").items())


def sector(key: str) -> Sector:
    """Return a sector.

    Raises:
        PlaceError: there is no sector of that key.
    """
    for candidate in sectors():
        if candidate.key == key:
            return candidate
    raise PlaceError(f"no sector {key!r}; expected one of {', '.join(known.key for known in sectors())}")


@lru_cache(maxsize=8)
def _districts_of(province: str) -> tuple[District, ...]:
    by_province = _read("districts.yaml")
    if province not in by_province:
        raise PlaceError(f"no districts of {province!r}; expected one of {', '.join(sorted(by_province))}")
    return tuple(
        District(key, _name(entry), province, is_confirmed=entry.get("confirmed", True))
        for key, entry in by_province[province].items()
    )


@lru_cache(maxsize=1)
def _districts_by_key() -> Mapping[str, District]:
    places = [place for known in provinces() for place in _districts_of(known.key)]
    by_key = {place.key: place for place in places}
    if len(by_key) != len(places):
        raise PlaceError("districts.yaml: found one key in two provinces; expected each key once")
    return by_key


def _name(halves: Mapping[str, Any]) -> Text:
    return Text(en=halves["en"], ur=halves["ur"])


@lru_cache(maxsize=4)
def _read(name: str) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((_FOLDER / name).read_text(encoding="utf-8"))
    return content
