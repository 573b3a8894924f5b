"""How an institution numbers its employers, certificates and persons in a synthetic register.

The shapes are data (`pools.yaml`); the law packs know which of them real numbers have.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

_LETTERS = 3
_BLOCK = 1_000_000


@dataclass(frozen=True)
class NumberShapes:
    """Templates of one institution. `digits` is the length of the serial, which is counted within each series."""

    series: str
    digits: int
    registration: str
    certificate: str
    person: str


@dataclass(frozen=True)
class EmployerNumbers:
    """The numbers of one employer."""

    registration_no: str
    certificate_no: str


class Numbering:
    """Gives employer after employer its numbers; no two share one."""

    def __init__(self, shapes: NumberShapes) -> None:
        self._shapes = shapes
        self._serials: Counter[str] = Counter()

    def employer(self, name: str, registered_on: date) -> EmployerNumbers:
        """Return the next numbers of the series that an employer falls into.

        Args:
            name: in English; some institutions begin a number with its letters.
            registered_on: others begin it with this month.

        Raises:
            ValueError: the series has no number left.
        """
        letters = "".join(letter for letter in name.upper() if "A" <= letter <= "Z")[:_LETTERS].ljust(_LETTERS, "X")
        series = self._shapes.series.format(year=registered_on.year, month=registered_on.month, letters=letters)
        self._serials[series] += 1
        serial = f"{self._serials[series]:0{self._shapes.digits}d}"
        if len(serial) > self._shapes.digits:
            raise ValueError(
                f"more than {'9' * self._shapes.digits} employers have a number in {series}; ask for fewer"
            )
        return EmployerNumbers(
            registration_no=self._shapes.registration.format(series=series, serial=serial),
            certificate_no=self._shapes.certificate.format(series=series, serial=serial),
        )


def person_no(shapes: NumberShapes, *, area: str, person: int) -> str:
    """Return the number that the institution gives a worker.

    Args:
        shapes: of the institution.
        area: first three digits of CNICs of the district.
        person: which worker of the whole register.
    """
    block, place = divmod(person, _BLOCK)
    return shapes.person.format(area=area, person=person, block=block + 1, place=place)
