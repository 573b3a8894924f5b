"""Declared workers of employers of one sector and district in two months, for the brief."""

from __future__ import annotations

import json

from sqlite_utils import Database

from inspector_app.store.driver import rows

MOST_COMPARED = 120
"""A trade with more employers than this is compared with so many of them, taken evenly from the register."""

_PEERS = "SELECT id FROM employer WHERE sector = ? AND district = ? AND id <> ? ORDER BY id"
_BOTH = """
SELECT sum(CASE WHEN month = :first THEN declared_workers END) AS first,
       sum(CASE WHEN month = :last THEN declared_workers END) AS last
FROM json_each(:ids) CROSS JOIN contribution_month ON contribution_month.employer_id = json_each.value
WHERE month IN (:first, :last)
GROUP BY contribution_month.employer_id
HAVING first IS NOT NULL AND last IS NOT NULL
"""


def peers_of(register: Database, employer_id: str, *, sector: str, district: str) -> list[str]:
    """Return the ids of the other employers of a sector and district, in a fixed order."""
    return [str(one["id"]) for one in rows(register, _PEERS, (sector, district, employer_id))]


def evenly(ids: list[str]) -> list[str]:
    """Return at most `MOST_COMPARED` of the ids, the same ones each time."""
    if len(ids) <= MOST_COMPARED:
        return ids
    return [ids[place * len(ids) // MOST_COMPARED] for place in range(MOST_COMPARED)]


def workers_of(register: Database, ids: list[str], *, first: str, last: str) -> list[tuple[int, int]]:
    """Return the declared workers in the first and in the last month of each employer that declared in both.

    Args:
        register: the register copy.
        ids: of the employers.
        first: YYYY-MM.
        last: YYYY-MM.
    """
    found = rows(register, _BOTH, {"ids": json.dumps(ids), "first": first, "last": last})
    return [(int(one["first"]), int(one["last"])) for one in found]
