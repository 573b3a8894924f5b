"""The words and weights of `pools.yaml`, checked once.

Puts no names together; that is `names`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from simplify_content.places import FEDERAL, District, districts, sectors
from simplify_content.text import Text
from sync_server.register.synthetic.chance import Weighted
from sync_server.register.synthetic.numbers import NumberShapes

_FILE = Path(__file__).parent / "pools.yaml"


@dataclass(frozen=True)
class SectorShape:
    """How large the firms of a sector are: the middle one, and how far the others lie from it."""

    median: float
    spread: float


@dataclass(frozen=True)
class Pools:
    """Pairs of words in both languages, and weights."""

    district_share: Mapping[str, float]
    cnic_area: Mapping[str, str]
    district_names: Mapping[str, Text]
    numbers: Mapping[str, NumberShapes]
    """By institution."""
    sector_shape: Mapping[str, SectorShape]
    sector_share: Mapping[str, float]
    favoured: Mapping[str, Mapping[str, float]]
    brands: Sequence[Text]
    cores: Mapping[str, Sequence[Text]]
    family_firms: Sequence[Text]
    company_forms: Sequence[Text]
    unit: Text
    men: Sequence[Text]
    women: Sequence[Text]
    families: Sequence[Text]
    bibi: Text
    places: Sequence[Text]
    doors: Sequence[Text]

    def sectors_of(self, district: str) -> Weighted[str]:
        """Return the sectors as common as they are in a district."""
        liked = self.favoured.get(district, {})
        return Weighted(
            tuple(self.sector_share), [share * liked.get(key, 1) for key, share in self.sector_share.items()]
        )


@cache
def pools() -> Pools:
    """Return the pools.

    Raises:
        ValueError: a district or sector of the file is not one of ours, or one of ours is missing.
    """
    raw: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    places = districts(FEDERAL)
    peopled = _peopled(raw, places)
    _same_keys("districts", set(peopled), {place.key for place in places})
    _same_keys("favoured", set(raw["favoured"]) - set(peopled), set())
    _same_keys("sectors", set(raw["sectors"]), {sector.key for sector in sectors()})
    _same_keys("cores", set(raw["cores"]), {sector.key for sector in sectors()})
    lists = ("brands", "family_firms", "company_forms", "men", "women", "families", "places", "doors")
    return Pools(
        district_share={key: share for key, (share, _) in peopled.items()},
        cnic_area={key: area for key, (_, area) in peopled.items()},
        district_names={place.key: place.name for place in places},
        numbers={institution: NumberShapes(**shapes) for institution, shapes in raw["numbers"].items()},
        sector_shape={key: SectorShape(median, spread) for key, (_, median, spread) in raw["sectors"].items()},
        sector_share={key: share for key, (share, _, _) in raw["sectors"].items()},
        favoured=raw["favoured"],
        cores={key: _pairs(pairs) for key, pairs in raw["cores"].items()},
        unit=Text(*raw["unit"]),
        bibi=Text(*raw["bibi"]),
        **{name: _pairs(raw[name]) for name in lists},
    )


def _peopled(raw: Mapping[str, Any], places: Sequence[District]) -> dict[str, tuple[float, str]]:
    """Return share of employers and first three digits of CNICs by district of the whole country."""
    peopled = {key: (float(share), str(area)) for key, (share, area) in raw["districts"].items()}
    for province, stated in raw["elsewhere"].items():
        keys = [place.key for place in places if place.province == province]
        _same_keys(province, set(stated["shares"]) - set(keys), set())
        for number, key in enumerate(keys, start=1):
            peopled[key] = (float(stated["shares"].get(key, stated["other"])), f"{stated['cnic']}{number:02d}")
    return peopled


def _pairs(raw: Sequence[Sequence[str]]) -> tuple[Text, ...]:
    return tuple(Text(en=str(english), ur=str(urdu)) for english, urdu in raw)


def _same_keys(what: str, found: set[str], expected: set[str]) -> None:
    if found != expected:
        raise ValueError(f"{_FILE.name}: {what}: missing or strange: {', '.join(sorted(found ^ expected))}")
