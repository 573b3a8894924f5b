"""Money as whole paisa; shares of it are Decimal and are rounded once, at the end, by a named rule."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal


@dataclass(frozen=True, order=True, slots=True)
class Money:
    """An amount in Pakistani rupees, held as an integer number of paisa; may be negative."""

    paisa: int

    @classmethod
    def rupees(cls, amount: Decimal | int | str) -> Money:
        """Return the amount given in rupees.

        Raises:
            ValueError: it is not a whole number of paisa.
        """
        paisa = Decimal(amount) * 100
        if not paisa.is_finite() or paisa != paisa.to_integral_value():
            raise ValueError(f"Rs. {amount} is not a whole number of paisa")
        return cls(int(paisa))

    def __add__(self, other: Money) -> Money:
        return Money(self.paisa + other.paisa)

    def __sub__(self, other: Money) -> Money:
        return Money(self.paisa - other.paisa)

    def __neg__(self) -> Money:
        return Money(-self.paisa)

    def __bool__(self) -> bool:
        return self.paisa != 0

    def times(self, count: int) -> Money:
        """Return the amount a whole number of times."""
        return Money(self.paisa * count)

    def share(self, percent: Decimal) -> Money:
        """Return `percent` per cent, rounded half up to a paisa."""
        exact = Decimal(self.paisa) * percent / 100
        return Money(int(exact.to_integral_value(rounding=ROUND_HALF_UP)))

    def to_rupee(self) -> Money:
        """Return the amount rounded to a whole rupee, fifty paisa up (a negative amount away from zero)."""
        whole = (abs(self.paisa) + 50) // 100 * 100
        return Money(-whole if self.paisa < 0 else whole)

    @property
    def in_rupees(self) -> Decimal:
        """The amount in rupees, exact."""
        return Decimal(self.paisa) / 100

    def __str__(self) -> str:
        sign = "-" if self.paisa < 0 else ""
        return f"{sign}Rs. {abs(self.paisa) // 100:,}.{abs(self.paisa) % 100:02d}"


ZERO = Money(0)


def total(amounts: list[Money] | tuple[Money, ...]) -> Money:
    """Return the sum; zero for none."""
    return Money(sum(amount.paisa for amount in amounts))
