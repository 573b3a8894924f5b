"""Which receipt covers an operation, also long after the operation itself was let go. Field room only."""

from __future__ import annotations

from sqlite_utils import Database

from inspector_app.store.driver import row


def receipt_of(work: Database, op_id: str) -> tuple[str, str] | None:
    """Return the number and the centre's time of the first receipt that covers an operation, or None.

    The number is that of the operation at the centre: the end of the laptop's id, its incarnation, its seq.
    """
    sql = """
    SELECT device_id, incarnation, chain_link.seq AS seq, server_time
    FROM chain_link JOIN receipt ON receipt.seq >= chain_link.seq, (SELECT device_id FROM device)
    WHERE op_id = ? AND json_extract(receipt.body, '$.incarnation') = incarnation
    ORDER BY receipt.number LIMIT 1
    """
    found = row(work, sql, (op_id,))
    if found is None:
        return None
    return f"{found['device_id'][-6:].upper()}-{found['incarnation']}-{found['seq']}", str(found["server_time"])
