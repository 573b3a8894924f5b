"""Names, addresses and numbers of the synthetic register, the same in both languages.

Every draw comes from the `Chance` handed in.
"""

from __future__ import annotations

from dataclasses import dataclass

from simplify_content.text import Text
from sync_server.register.synthetic.chance import Chance
from sync_server.register.synthetic.pools import Pools

_STRIDE = 7_368_787
"""Coprime to ten million, so that consecutive persons get different middle digits, ten million of them."""
_MIDDLE = 10_000_000


@dataclass(frozen=True)
class Person:
    """A person; `sex` is "m" or "f"."""

    name: Text
    sex: str
    family: Text
    """What a firm is called after."""


def joined(*parts: Text) -> Text:
    """Return the parts with blanks between."""
    return Text(en=" ".join(part.en for part in parts), ur=" ".join(part.ur for part in parts))


def person(chance: Chance, pools: Pools, *, women: float) -> Person:
    """Return a person, a woman with the probability `women`."""
    if chance.happens(women):
        family = chance.one_of(pools.families)
        second = pools.bibi if chance.happens(0.35) else family
        return Person(joined(chance.one_of(pools.women), second), "f", family)
    first = pools.men[0] if chance.happens(0.45) else chance.one_of(pools.men)
    second = chance.one_of(pools.men[1:])
    if second is first or chance.happens(0.2):
        family = chance.one_of(pools.families)
        return Person(joined(first, family), "m", family)
    if first is not pools.men[0] and chance.happens(0.25):
        family = chance.one_of(pools.families)
        return Person(joined(first, second, family), "m", family)
    return Person(joined(first, second), "m", second)


def firm_name(chance: Chance, pools: Pools, *, sector: str, owner: Person, workers: int) -> Text:
    """Return the name of a firm; large ones are companies, small ones often bear the owner's name."""
    core = chance.one_of(pools.cores[sector])
    if workers < 40 and chance.happens(0.22):
        return joined(owner.family, chance.one_of(pools.family_firms), core)
    brand = chance.one_of(pools.brands)
    if chance.happens(0.5):
        second = chance.one_of(pools.brands)
        brand = brand if second is brand else joined(brand, second)
    name = joined(brand, core)
    if workers >= 60 or chance.happens(0.12):
        name = joined(name, chance.one_of(pools.company_forms))
    if chance.happens(0.04):
        number = str(chance.whole(2, 4))
        name = joined(name, pools.unit, Text(en=number, ur=number))
    return name


def address(chance: Chance, pools: Pools, district: str) -> Text:
    """Return an address in a district."""
    door, place = chance.one_of(pools.doors), chance.one_of(pools.places)
    number = f"{chance.whole(1, 480)}{chance.one_of(('', '', '', '-A', '-B'))}"
    town = pools.district_names[district]
    return Text(en=f"{door.en} {number}, {place.en}, {town.en}", ur=f"{door.ur} {number}، {place.ur}، {town.ur}")


def cnic(chance: Chance, *, area: str, serial: int, sex: str) -> str:
    """Return a CNIC of a likely shape; different serials never share one.

    Args:
        chance: draws the town within the district.
        area: first three digits.
        serial: which person this is, below ten million.
        sex: decides whether the last digit is odd (m) or even (f).
    """
    middle = (serial * _STRIDE + 1_234_567) % _MIDDLE
    last = chance.one_of((1, 3, 5, 7, 9) if sex == "m" else (2, 4, 6, 8))
    return f"{area}0{chance.whole(1, 5)}-{middle:07d}-{last}"


def phone(chance: Chance) -> str:
    """Return a mobile number."""
    return f"03{chance.whole(0, 4)}{chance.whole(0, 9)}-{chance.whole(1_000_000, 9_999_999)}"


def ntn(chance: Chance) -> str:
    """Return an NTN, or "" for a firm that has none."""
    draw = chance.between(0, 1)
    if draw < 0.25:
        return ""
    number = f"{chance.whole(1_000_000, 9_999_999)}"
    return f"{number}-{chance.whole(0, 9)}" if draw < 0.7 else number
