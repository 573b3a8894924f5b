"""One synthetic employer: who, where, how large, since when, with which irregularities.

Its months are `months`, its workers `workforce`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from simplify_content.law_pack import LawPack
from simplify_content.places import districts
from simplify_content.text import Text
from sync_server.register.synthetic.chance import Chance, Weighted
from sync_server.register.synthetic.names import Person, address, cnic, firm_name, ntn, person, phone
from sync_server.register.synthetic.numbers import Numbering
from sync_server.register.synthetic.pools import Pools
from sync_server.register.synthetic.recipe import Recipe

_LARGEST = 6_000
_FIRST_YEAR = 1975
_CERTIFICATE_YEARS = 5


class Irregularity(StrEnum):
    """What is planted, for inspectors to find."""

    UNPAID_MONTHS = "unpaid_months"
    SHORT_PAYMENT = "short_payment"
    LATE_PAYMENT = "late_payment"
    FLAT_WORKFORCE = "flat_workforce"
    WAGES_FROZEN_AT_MINIMUM = "wages_frozen_at_minimum"
    WAGES_FROZEN_AT_CEILING = "wages_frozen_at_ceiling"
    SUDDEN_DROP = "sudden_drop"
    EXPIRED_CERTIFICATE = "expired_certificate"
    UNDECLARED_WORKERS = "undeclared_workers"


_HOW_OFTEN = {
    Irregularity.UNPAID_MONTHS: 0.12,
    Irregularity.SHORT_PAYMENT: 0.06,
    Irregularity.LATE_PAYMENT: 0.09,
    Irregularity.FLAT_WORKFORCE: 0.08,
    Irregularity.SUDDEN_DROP: 0.05,
    Irregularity.EXPIRED_CERTIFICATE: 0.04,
    Irregularity.UNDECLARED_WORKERS: 0.20,
}
_FROZEN_WAGES = ((Irregularity.WAGES_FROZEN_AT_MINIMUM, 0.06), (Irregularity.WAGES_FROZEN_AT_CEILING, 0.05))
_WOMEN = {"school": 0.6, "hospital": 0.45, "garments": 0.35, "pharma": 0.3, "brick-kiln": 0.25, "food": 0.15}
_NO_TAX_NUMBER_NEEDED = 5


@dataclass(frozen=True)
class Firm:
    """An employer. `workers` is how many really work there, `declared` how many the employer tells of."""

    number: int
    registration_no: str
    name: Text
    trade_name: str
    owner: Person
    owner_cnic: str
    phone: str
    ntn: str
    address: Text
    district: str
    sector: str
    status: str
    registered_on: date
    self_assessment: bool
    workers: int
    declared: int
    women: float
    certificate_no: str
    certificate_issued_on: date
    certificate_expires_on: date
    irregularities: frozenset[Irregularity]


class FirmMaker:
    """Makes firm after firm; firm number n is the same however many follow.

    Raises:
        ValueError: a district of the recipe is not one of the institution's.
    """

    def __init__(self, recipe: Recipe, pools: Pools, *, law: LawPack) -> None:
        self._recipe, self._pools = recipe, pools
        own = tuple(place.key for place in districts(law.jurisdiction))
        if strange := sorted(set(recipe.districts) - set(own)):
            expected = f"expected keys such as {' or '.join(own[:2])}"
            raise ValueError(f"no district {', '.join(strange)} of {law.institution_short.en}; {expected}")
        wanted = recipe.districts or tuple(key for key in pools.district_share if key in own)
        self._districts = Weighted(wanted, [pools.district_share[key] for key in wanted])
        self._sectors = {key: pools.sectors_of(key) for key in wanted}
        self._numbering = Numbering(pools.numbers[law.scheme])
        self._as_of = recipe.as_of
        self._newest = recipe.calendar()[0]

    def make(self, number: int) -> Firm:
        """Return the firm of a number; numbers are asked for in order."""
        chance = Chance(self._recipe.seed, f"firm/{number}")
        district = chance.weighted(self._districts)
        sector = chance.weighted(self._sectors[district])
        workers = self._size(chance, sector)
        irregularities = _plant(chance)
        owner = person(chance, self._pools, women=0.06)
        registered_on = self._registered_on(chance)
        issued_on, expires_on = self._certificate(chance, registered_on, irregularities)
        name = firm_name(chance, self._pools, sector=sector, owner=owner, workers=workers)
        numbers = self._numbering.employer(name.en, registered_on)
        return Firm(
            number=number,
            registration_no=numbers.registration_no,
            name=name,
            trade_name=chance.one_of(self._pools.brands).en if chance.happens(0.15) else "",
            owner=owner,
            owner_cnic=self._owner_cnic(chance, number, owner, district),
            phone=phone(chance),
            ntn=ntn(chance) if workers > _NO_TAX_NUMBER_NEEDED else "",
            address=address(chance, self._pools, district),
            district=district,
            sector=sector,
            status=chance.weighted(_STATUS),
            registered_on=registered_on,
            self_assessment=chance.happens(0.03),
            workers=workers,
            declared=_declared(chance, workers, irregularities),
            women=_WOMEN.get(sector, 0.05),
            certificate_no=numbers.certificate_no,
            certificate_issued_on=issued_on,
            certificate_expires_on=expires_on,
            irregularities=irregularities,
        )

    def _size(self, chance: Chance, sector: str) -> int:
        shape = self._pools.sector_shape[sector]
        size = chance.lognormal(shape.median, shape.spread)
        if chance.happens(0.02):
            size *= 3 * chance.pareto(1.6)
        return max(2, min(_LARGEST, round(size)))

    def _registered_on(self, chance: Chance) -> date:
        """Return a day: many firms are young, some are as old as the institution."""
        years = (self._newest.year - _FIRST_YEAR) * chance.between(0, 1) ** 2.2
        return self._newest - timedelta(days=1 + int(years * 365.25))

    def _owner_cnic(self, chance: Chance, number: int, owner: Person, district: str) -> str:
        return cnic(chance, area=self._pools.cnic_area[district], serial=9_999_999 - number, sex=owner.sex)

    def _certificate(
        self, chance: Chance, registered_on: date, irregularities: frozenset[Irregularity]
    ) -> tuple[date, date]:
        """Return issue and expiry: valid today, unless an expired certificate is planted."""
        if Irregularity.EXPIRED_CERTIFICATE in irregularities:
            expires = self._as_of - timedelta(days=chance.whole(40, 700))
        else:
            expires = self._as_of + timedelta(days=chance.whole(60, _CERTIFICATE_YEARS * 365 - 60))
        return max(registered_on, expires - timedelta(days=_CERTIFICATE_YEARS * 365)), expires


_STATUS: Weighted[str] = Weighted(("active", "closed", "suspended"), (93, 5, 2))


def _plant(chance: Chance) -> frozenset[Irregularity]:
    chosen = {kind for kind, often in _HOW_OFTEN.items() if chance.happens(often)}
    draw = chance.between(0, 1)
    for kind, often in _FROZEN_WAGES:
        if 0 <= draw < often:
            chosen.add(kind)
        draw -= often
    if Irregularity.FLAT_WORKFORCE in chosen:
        chosen.discard(Irregularity.SUDDEN_DROP)
    return frozenset(chosen)


def _declared(chance: Chance, workers: int, irregularities: frozenset[Irregularity]) -> int:
    if Irregularity.UNDECLARED_WORKERS in irregularities and workers >= 4:
        return max(1, round(workers * chance.between(0.3, 0.75)))
    return workers
