"""Which employers this laptop still works on or has unacknowledged work about. Field room only."""

from __future__ import annotations

from sqlite_utils import Database


def employers_with_work(work: Database) -> frozenset[str]:
    """Return the employers with an inspection that is not closed, or an operation that no receipt covers.

    Their records stay readable, whatever scope they went to.
    """
    sql = """
    SELECT employer_id FROM inspection WHERE closed_at = ''
    UNION SELECT employer_id FROM outbox WHERE acknowledged_at = '' AND employer_id <> ''
    """
    return frozenset(found[0] for found in work.conn.execute(sql))
