"""Declared workers of employers of one sector and district in two months, for the brief."""

from __future__ import annotations

from sqlite_utils import Database

from inspector_app.store.driver import rows

_BOTH = """
SELECT sum(CASE WHEN month = :first THEN declared_workers END) AS first,
       sum(CASE WHEN month = :last THEN declared_workers END) AS last
FROM employer CROSS JOIN contribution_month ON contribution_month.employer_id = employer.id
WHERE sector = :sector AND district = :district AND employer.id <> :own AND month IN (:first, :last)
GROUP BY employer.id
HAVING first IS NOT NULL AND last IS NOT NULL
"""


def workers_of_peers(
    register: Database, employer_id: str, *, sector: str, district: str, first: str, last: str
) -> list[tuple[int, int]]:
    """Return the declared workers in the first and in the last month of each other employer that declared in both.

    Args:
        register: the register copy.
        employer_id: the employer that is compared, who is left out.
        sector: key of the line of business.
        district: key of the district.
        first: YYYY-MM.
        last: YYYY-MM.
    """
    wanted = {"sector": sector, "district": district, "own": employer_id, "first": first, "last": last}
    return [(int(one["first"]), int(one["last"])) for one in rows(register, _BOTH, wanted)]
