"""Districts and sectors by key, with their names in both languages.

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


class PlaceError(ValueError):
    """No such province, district or sector, or their file cannot be used."""


@dataclass(frozen=True)
class District:
    """A district. `key` is lower-kebab, such as `toba-tek-singh`; its scope is `district:<key>`."""

    key: str
    name: Text


@dataclass(frozen=True)
class Sector:
    """A line of business, such as `brick-kiln`."""

    key: str
    name: Text


@lru_cache(maxsize=8)
def districts(province: str = "Punjab") -> tuple[District, ...]:
    """Return the districts of a province, in the order of their English names.

    Raises:
        PlaceError: no districts are known for the province.
    """
    provinces = _read("districts.yaml")
    if province not in provinces:
        raise PlaceError(f"no districts of {province!r}; expected one of {', '.join(sorted(provinces))}")
    return tuple(District(key, _name(halves)) for key, halves in provinces[province].items())


def district(key: str) -> District:
    """Return a district.

    Raises:
        PlaceError: there is no district of that key.
    """
    for province in _read("districts.yaml"):
        for candidate in districts(province):
            if candidate.key == key:
                return candidate
    raise PlaceError(f"no district {key!r}; expected a key such as 'lahore' or 'toba-tek-singh'")


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


def _name(halves: Mapping[str, str]) -> Text:
    return Text(en=halves["en"], ur=halves["ur"])


@lru_cache(maxsize=4)
def _read(name: str) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((_FOLDER / name).read_text(encoding="utf-8"))
    return content
