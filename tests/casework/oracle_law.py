"""What the second working of assessments takes from the law, read from the statutes and circulars, not from the packs.

Amounts are rupees a month from a day on; None where the sources do not tell. Of the rates before July 2008 nothing is
needed: no random case reaches so far back.
"""

from __future__ import annotations

from datetime import date

Rows = list[tuple[date, int | None]]

PUNJAB: Rows = [
    (date(2008, 7, 1), 10000),
    (date(2012, 10, 24), 12500),
    (date(2013, 1, 30), 15000),
    (date(2014, 8, 12), 18000),
    (date(2017, 6, 15), 22000),
]
ISLAMABAD: Rows = [(date(2013, 1, 1), 22500)]
SINDH_LOWER: Rows = [
    (date(2008, 7, 1), 10000),
    (date(2018, 5, 17), 15000),
    (date(2018, 7, 1), 16200),
    (date(2019, 7, 1), 17500),
    (date(2022, 6, 1), 25000),
    (date(2023, 7, 1), 32000),
    (date(2024, 7, 1), 37000),
    (date(2025, 7, 1), 40000),
    (date(2026, 7, 1), None),
]
SINDH_UPPER: Rows = [
    (date(2008, 7, 1), 10000),
    (date(2013, 10, 28), 15000),
    (date(2017, 5, 12), 22400),
    *((start, lower + 5000 if lower else None) for start, lower in SINDH_LOWER[1:]),
]
KP_LOWER: Rows = [
    (date(2008, 7, 1), 10000),
    (date(2014, 7, 1), None),
    (date(2021, 9, 9), 21000),
    (date(2022, 7, 1), 25000),
    (date(2023, 7, 1), 32000),
    (date(2024, 7, 1), 36000),
    (date(2025, 7, 1), 40000),
    (date(2026, 7, 1), None),
]
KP_UPPER: Rows = [
    *KP_LOWER[:2],
    *((start, lower * 8 // 5 if lower else None) for start, lower in KP_LOWER[2:]),
]
BALOCHISTAN_LOWER: Rows = [
    (date(2008, 7, 1), 10000),
    (date(2021, 7, 1), None),
    (date(2022, 10, 12), 25000),
    (date(2023, 7, 1), 32000),
    (date(2024, 7, 1), 37000),
    (date(2025, 7, 1), None),
]
BALOCHISTAN_UPPER: Rows = [
    (date(2008, 7, 1), 10000),
    (date(2014, 12, 10), 15000),
    (date(2021, 7, 1), None),
    (date(2022, 10, 12), 28750),
    (date(2023, 7, 1), 36800),
    (date(2024, 7, 1), 42550),
    (date(2025, 1, 1), 55500),
    (date(2025, 7, 1), None),
]
EOBI: Rows = [
    (date(2012, 7, 1), 8000),
    (date(2013, 7, 1), 10000),
    (date(2014, 7, 1), 12000),
    (date(2015, 7, 1), 13000),
    (date(2021, 7, 1), 20000),
    (date(2022, 7, 1), 25000),
    (date(2023, 7, 1), 32000),
    (date(2024, 7, 1), 37000),
]
PUNJAB_MINIMUM: Rows = [
    (date(2021, 7, 1), 20000),
    (date(2022, 7, 1), 25000),
    (date(2023, 7, 1), 32000),
    (date(2024, 7, 1), 37000),
    (date(2025, 7, 1), 40000),
    (date(2026, 7, 1), None),
]
SINDH_MINIMUM: Rows = [(date(2020, 12, 1), 19000), (date(2021, 7, 1), 25000), (date(2022, 6, 1), None)]

BASES = {
    "pessi": PUNJAB,
    "iessi": ISLAMABAD,
    "sessi": SINDH_LOWER,
    "kpessi": KP_LOWER,
    "bessi": BALOCHISTAN_LOWER,
    "eobi": EOBI,
}
LIMITS = {
    "pessi": PUNJAB,
    "iessi": ISLAMABAD,
    "sessi": SINDH_UPPER,
    "kpessi": KP_UPPER,
    "bessi": BALOCHISTAN_UPPER,
}
"""Wages at entry up to which a worker is covered; the old-age institution has none."""
DISPUTED: dict[tuple[str, str], Rows] = {
    ("pessi", "minimum_wage"): PUNJAB_MINIMUM,
    ("sessi", "minimum_wage"): SINDH_MINIMUM,
    ("eobi", "fixed_3000"): [(date(2008, 7, 1), 3000)],
}
"""Sums that count whole, whatever the wages, by institution and side of the dispute."""
TWO_YEARS = frozenset({"pessi", "iessi"})
"""Institutions whose inspection reaches back two years; for the others no limit is known."""


def in_force(rows: Rows, day: date) -> int | None:
    """Return the last amount whose first day has come."""
    found = None
    for start, amount in rows:
        if start <= day:
            found = amount
    return found
