"""Takes out of work.db what was sealed for the centre, and keeps how much it was; begins no transaction of its own."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlite_utils import Database

from checklists.form_state import ItemRef
from inspector_app.store.driver import rows, run
from inspector_app.store.work import Row, insert

_PLACE = "inspection_id = ? AND item = ? AND key = ?"
_UNNAMED = "DELETE FROM evidence_file WHERE sha256 NOT IN (SELECT sha256 FROM file_of_evidence)"


def remove_answers(
    work: Database, inspection_id: str, refs: Iterable[ItemRef], *, repeats: Mapping[str, Collection[str]]
) -> None:
    """Remove answers and repetitions, and whatever was typed on pages of the inspection and not sent in."""
    for ref in refs:
        run(work, f"DELETE FROM answer WHERE {_PLACE}", (inspection_id, ref.item, ref.key))  # noqa: S608 - own
    for repeat in repeats:
        run(work, "DELETE FROM repetition WHERE inspection_id = ? AND repeat = ?", (inspection_id, repeat))
    run(work, "DELETE FROM draft WHERE instr(page, ?) > 0", (inspection_id,))


def remove_findings(work: Database, inspection_id: str, privacy: str) -> int:
    """Remove the findings of a privacy and return how many there were."""
    return run(work, "DELETE FROM finding WHERE inspection_id = ? AND privacy = ?", (inspection_id, privacy))


def put_sealed_file(work: Database, evidence_id: str, *, sha256: str, content: bytes, key_id: str) -> None:
    """Put a sealed file in the place of a piece of evidence, and remove what says what it was."""
    run(work, "INSERT INTO evidence_file (sha256, content) VALUES (?, ?)", (sha256, content))
    sql = """
    UPDATE evidence SET sha256 = ?, size_bytes = ?, sealed_for = ?, item = '', key = '', caption = '', media_type = '',
        copy_sha256 = '', copy_size = 0, thumbnail_sha256 = '', place = '', point = '', accuracy_m = NULL, origin = ''
    WHERE id = ?
    """
    run(work, sql, (sha256, len(content), key_id, evidence_id))
    run(work, _UNNAMED)


def put_sealed_part(work: Database, values: Mapping[str, Any]) -> None:
    """Write down how much of a version was sealed, for which key and when."""
    insert(work, "sealed_part", {**values, "repeats": json.dumps(values["repeats"])})


def sealed_parts(work: Database, inspection_id: str) -> list[Row]:
    """Return what was sealed of each version of an inspection, oldest first."""
    found = rows(work, "SELECT * FROM sealed_part WHERE inspection_id = ? ORDER BY version", (inspection_id,))
    return [{**one, "repeats": json.loads(one["repeats"])} for one in found]


def checkpoint(work: Database) -> None:
    """Empty the write-ahead log, which still holds pages as they were; outside any transaction."""
    work.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
