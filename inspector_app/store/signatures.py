"""The signature or refusal of an inspection and the earlier ones; decides nothing, begins no transaction of its own."""

from __future__ import annotations

from sqlite_utils import Database

from inspector_app.store.driver import row, rows, run
from inspector_app.store.work import Row

_SIGNATURE = (
    "inspection_id",
    "refused",
    "image_sha256",
    "signer_name",
    "signer_role",
    "witness_name",
    "refusal_reason",
    "signed_at",
    "evidence_id",
    "boot",
    "mono_ms",
    "sheet_sha256",
)


def signature(work: Database, inspection_id: str) -> Row | None:
    """Return the signature or refusal, or None."""
    return row(work, "SELECT * FROM signature WHERE inspection_id = ?", (inspection_id,))


def keep_earlier_signature(work: Database, inspection_id: str) -> None:
    """Put what stands as signature or refusal among the earlier ones, for another takes its place."""
    names = ", ".join(_SIGNATURE)
    sql = f"""
    INSERT INTO earlier_signature ({names}, version, number)
    SELECT {names}, (SELECT version FROM inspection WHERE id = ?1),
           1 + (SELECT coalesce(max(number), 0) FROM earlier_signature WHERE inspection_id = ?1)
    FROM signature WHERE inspection_id = ?1
    """  # noqa: S608 - own names
    run(work, sql, (inspection_id,))


def earlier_signatures(work: Database, inspection_id: str) -> list[Row]:
    """Return the signatures and refusals that stand no more, oldest first."""
    return rows(work, "SELECT * FROM earlier_signature WHERE inspection_id = ? ORDER BY number", (inspection_id,))
