"""Tables of the queue in work.db, moved forward by sqlite-utils; a shipped migration is never edited.

Set "queue" stands in the field room only, beside "inspections": in the practice room there is no table that a sync
could read.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

queue = Migrations("queue")


@queue()
def m001_queue(db: Database) -> None:
    """The device, its outbox and what the centre said."""
    for statement in _QUEUE.split(";\n"):
        db.conn.execute(statement)


@queue()
def m002_incarnations(db: Database) -> None:
    """An operation and its place in a chain part: in a new incarnation the same operation has another place.

    Also the centre's protocol and box key, and what the way to it was like at the last exchange.
    """
    for statement in _INCARNATIONS.split(";\n"):
        db.conn.execute(statement)
    incarnation = next((found[0] for found in db.conn.execute("SELECT incarnation FROM device")), 1)
    for row in db.conn.execute("SELECT * FROM old_outbox ORDER BY seq").fetchall():
        _part(db, int(incarnation), row)
    db.conn.execute(
        "INSERT INTO chain SELECT ?, max(seq) FROM old_outbox WHERE acknowledged_at <> '' HAVING max(seq) > 0",
        (incarnation,),
    )
    db.conn.execute("DROP TABLE old_outbox")
    for statement in _OUTBOX_RULES.split(";\n"):
        db.conn.execute(statement)


@queue()
def m003_uploads(db: Database) -> None:
    """Under which id the centre takes a file that is on its way, so that it goes on where it stopped."""
    db.conn.execute("CREATE TABLE upload (sha256 TEXT PRIMARY KEY, upload_id TEXT NOT NULL)")


@queue()
def m004_papers(db: Database) -> None:
    """The office's letterhead, and the public keys with which the centre signs certificates and notices."""
    db.conn.execute(
        "CREATE TABLE papers (only INTEGER PRIMARY KEY CHECK (only = 1), keys TEXT NOT NULL, letterhead TEXT NOT NULL)"
    )


@queue()
def m005_waiting(db: Database) -> None:
    """What waits is counted from an index alone: an outbox of thousands is not read through at every exchange."""
    db.conn.execute("DROP INDEX outbox_unacknowledged")
    db.conn.execute("CREATE INDEX outbox_waiting ON outbox (number, size, employer_id) WHERE acknowledged_at = ''")


def _part(db: Database, incarnation: int, row: Sequence[Any]) -> None:
    """Write an operation of the first form down as an operation and its place."""
    seq, op_id, kind, row_id, employer_id, inspection_id, made_at, body, hash_, *marks = row
    intent = {name: value for name, value in json.loads(body).items() if name not in ("seq", "hash")}
    text = json.dumps(intent, ensure_ascii=False, separators=(",", ":"))
    values = (seq, op_id, kind, row_id, employer_id, inspection_id, made_at, text, len(text.encode()), *marks)
    db.conn.execute(f"INSERT INTO outbox VALUES ({', '.join('?' * len(values))})", values)  # noqa: S608 - marks only
    db.conn.execute("INSERT INTO chain_link VALUES (?, ?, ?, ?)", (incarnation, seq, op_id, hash_))


_QUEUE = """
CREATE TABLE device (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    device_id TEXT NOT NULL, incarnation INTEGER NOT NULL, token TEXT NOT NULL, private_key TEXT NOT NULL,
    centre_url TEXT NOT NULL, centre_public_key TEXT NOT NULL, scopes TEXT NOT NULL, beacon TEXT NOT NULL,
    verdicts_since INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE outbox (
    seq INTEGER PRIMARY KEY, op_id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, row_id TEXT NOT NULL,
    employer_id TEXT NOT NULL, inspection_id TEXT NOT NULL, made_at TEXT NOT NULL,
    body TEXT NOT NULL, hash TEXT NOT NULL,
    sent_at TEXT NOT NULL DEFAULT '', acknowledged_at TEXT NOT NULL DEFAULT '', outcome TEXT NOT NULL DEFAULT '',
    code TEXT NOT NULL DEFAULT '', reason_en TEXT NOT NULL DEFAULT '', reason_ur TEXT NOT NULL DEFAULT '',
    waits_for TEXT NOT NULL DEFAULT '', conflict_ids TEXT NOT NULL DEFAULT '[]', verdict_no INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX outbox_inspection ON outbox (inspection_id);
CREATE TRIGGER outbox_is_immutable BEFORE UPDATE OF seq, op_id, kind, row_id, body, hash ON outbox
    BEGIN SELECT RAISE(ABORT, 'an operation is never changed'); END;
CREATE TRIGGER outbox_is_kept BEFORE DELETE ON outbox WHEN OLD.acknowledged_at = ''
    BEGIN SELECT RAISE(ABORT, 'an operation that is not acknowledged is never removed'); END;
CREATE TABLE correction (
    op_id TEXT NOT NULL, employer_id TEXT NOT NULL, field TEXT NOT NULL, was TEXT NOT NULL, value TEXT NOT NULL,
    seq INTEGER NOT NULL, made_at TEXT NOT NULL,
    settled INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (op_id, field)
);
CREATE INDEX correction_employer ON correction (employer_id);
CREATE TABLE receipt (
    number INTEGER PRIMARY KEY, seq INTEGER NOT NULL, server_time TEXT NOT NULL, body TEXT NOT NULL,
    taken_at TEXT NOT NULL
);
CREATE TABLE attempt (
    number INTEGER PRIMARY KEY, at TEXT NOT NULL, reached INTEGER NOT NULL, finished INTEGER NOT NULL,
    text_en TEXT NOT NULL, text_ur TEXT NOT NULL, sent INTEGER NOT NULL, resent INTEGER NOT NULL,
    acknowledged INTEGER NOT NULL
);
CREATE TABLE wanted_file (sha256 TEXT PRIMARY KEY)
"""

_INCARNATIONS = """
ALTER TABLE device ADD COLUMN protocol INTEGER NOT NULL DEFAULT 1;
ALTER TABLE device ADD COLUMN centre_box_key TEXT NOT NULL DEFAULT '';
DROP TRIGGER outbox_is_immutable;
DROP TRIGGER outbox_is_kept;
DROP INDEX outbox_inspection;
ALTER TABLE outbox RENAME TO old_outbox;
CREATE TABLE outbox (
    number INTEGER PRIMARY KEY AUTOINCREMENT, op_id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, row_id TEXT NOT NULL,
    employer_id TEXT NOT NULL, inspection_id TEXT NOT NULL, made_at TEXT NOT NULL,
    body TEXT NOT NULL, size INTEGER NOT NULL,
    sent_at TEXT NOT NULL DEFAULT '', acknowledged_at TEXT NOT NULL DEFAULT '', outcome TEXT NOT NULL DEFAULT '',
    code TEXT NOT NULL DEFAULT '', reason_en TEXT NOT NULL DEFAULT '', reason_ur TEXT NOT NULL DEFAULT '',
    waits_for TEXT NOT NULL DEFAULT '', conflict_ids TEXT NOT NULL DEFAULT '[]', verdict_no INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE chain (
    incarnation INTEGER PRIMARY KEY, acknowledged INTEGER NOT NULL
);
CREATE TABLE chain_link (
    incarnation INTEGER NOT NULL, seq INTEGER NOT NULL, op_id TEXT NOT NULL, hash TEXT NOT NULL,
    PRIMARY KEY (incarnation, seq), UNIQUE (op_id, incarnation)
) WITHOUT ROWID;
CREATE TABLE new_incarnation (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    incarnation INTEGER NOT NULL, nonce TEXT NOT NULL, cause TEXT NOT NULL, seq INTEGER NOT NULL, head TEXT NOT NULL
);
CREATE TABLE way (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    bytes_per_s REAL, push_bytes_per_s REAL, clock_offset_ms INTEGER, clock_uncertainty_ms INTEGER,
    beacon_boot TEXT NOT NULL DEFAULT '', beacon_mono_ms INTEGER NOT NULL DEFAULT 0
);
INSERT INTO way (only) VALUES (1);
ALTER TABLE attempt ADD COLUMN next_at TEXT NOT NULL DEFAULT ''
"""

_OUTBOX_RULES = """
CREATE INDEX outbox_inspection ON outbox (inspection_id);
CREATE INDEX outbox_row ON outbox (row_id);
CREATE INDEX outbox_unacknowledged ON outbox (number) WHERE acknowledged_at = '';
CREATE TRIGGER outbox_is_immutable BEFORE UPDATE OF number, op_id, kind, row_id, made_at, body, size ON outbox
    BEGIN SELECT RAISE(ABORT, 'an operation is never changed'); END;
CREATE TRIGGER outbox_is_kept BEFORE DELETE ON outbox
    WHEN OLD.acknowledged_at = '' OR OLD.outcome NOT IN ('applied', 'merged', 'duplicate', 'rejected')
    BEGIN SELECT RAISE(ABORT, 'an operation without receipt and final verdict is never removed'); END;
CREATE TRIGGER chain_is_immutable BEFORE UPDATE ON chain_link
    BEGIN SELECT RAISE(ABORT, 'a chain is never changed'); END;
CREATE TRIGGER chain_is_kept BEFORE DELETE ON chain_link
    BEGIN SELECT RAISE(ABORT, 'a chain is never cut'); END
"""
