"""Tables of an inspector's work in work.db, moved forward by sqlite-utils; a shipped migration is never edited.

Set "inspections" stands in both rooms; set "queue" of the field room is in `queue_schema.py`.
"""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

inspections = Migrations("inspections")


@inspections()
def m001_inspections(db: Database) -> None:
    """Inspections and everything that hangs on them."""
    for statement in _INSPECTIONS.split(";\n"):
        db.conn.execute(statement)


@inspections()
def m002_register_lists(db: Database) -> None:
    """What the register's lists held on the day an inspection was closed, for questions that choose from them."""
    db.conn.execute("ALTER TABLE inspection ADD COLUMN register_lists TEXT NOT NULL DEFAULT '{}'")


@inspections()
def m003_evidence_copies(db: Database) -> None:
    """A picture's smaller copy and thumbnail, which are sent before it; and every file that evidence is made of."""
    for statement in _EVIDENCE_COPIES.split(";\n"):
        db.conn.execute(statement)


@inspections()
def m004_after_the_visit(db: Database) -> None:
    """Versions of a returned inspection, amendments, and what was sealed for the centre and is no longer here."""
    for statement in _AFTER_THE_VISIT.split(";\n"):
        db.conn.execute(statement)


@inspections()
def m005_books(db: Database) -> None:
    """The employer's books, samples drawn from them, and what was decided of differences between them."""
    for statement in _BOOKS.split(";\n"):
        db.conn.execute(statement)


@inspections()
def m006_evidence_taken(db: Database) -> None:
    """Where, with what and not before when evidence was taken; and the clock that nobody can set, start to exit."""
    for statement in _EVIDENCE_TAKEN.split(";\n"):
        db.conn.execute(statement)


@inspections()
def m007_notices_served(db: Database) -> None:
    """That the employer was told of a visit: when, who took the notice, and how it went."""
    db.conn.execute(_NOTICES_SERVED)


@inspections()
def m008_standing_and_drafts(db: Database) -> None:
    """How this laptop stands with the centre, by the latest time seen here; and what was typed and not yet sent in."""
    for statement in _STANDING_AND_DRAFTS.split(";\n"):
        db.conn.execute(statement)


@inspections()
def m009_tally(db: Database) -> None:
    """The count of persons at work, line by line as it was typed on the tour."""
    db.conn.execute(_TALLY)


@inspections()
def m010_signed_sheets(db: Database) -> None:
    """Which exit sheet a signature was put under, and the signatures that another took the place of."""
    for statement in _SIGNED_SHEETS.split(";\n"):
        db.conn.execute(statement)


@inspections()
def m011_kept_sheets(db: Database) -> None:
    """What the exit sheet took from the register on the day an inspection was closed; '' where it was closed before."""
    db.conn.execute("ALTER TABLE inspection ADD COLUMN sheet_kept TEXT NOT NULL DEFAULT ''")


@inspections()
def m012_tally_marks(db: Database) -> None:
    """The mark that a line of the count was first written with: sent again, it is the same line."""
    db.conn.execute("ALTER TABLE tally_line ADD COLUMN mark TEXT NOT NULL DEFAULT ''")


_INSPECTIONS = """
CREATE TABLE desk (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    person_id TEXT NOT NULL, name_en TEXT NOT NULL, name_ur TEXT NOT NULL, role TEXT NOT NULL,
    scheme TEXT NOT NULL, institution TEXT NOT NULL, demonstration INTEGER NOT NULL
);
CREATE TABLE inspection (
    id TEXT PRIMARY KEY, employer_id TEXT NOT NULL, establishment_id TEXT NOT NULL, visit_id TEXT NOT NULL,
    checklist TEXT NOT NULL, checklist_version TEXT NOT NULL, authorisation TEXT NOT NULL,
    started_at TEXT NOT NULL, closed_at TEXT NOT NULL DEFAULT '', start_seq INTEGER, close_seq INTEGER,
    register_facts TEXT NOT NULL DEFAULT ''
);
CREATE INDEX inspection_employer ON inspection (employer_id);
CREATE TABLE answer (
    inspection_id TEXT NOT NULL REFERENCES inspection (id), item TEXT NOT NULL, key TEXT NOT NULL,
    value TEXT NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL, answered_at TEXT NOT NULL,
    PRIMARY KEY (inspection_id, item, key)
) WITHOUT ROWID;
CREATE TABLE repetition (
    inspection_id TEXT NOT NULL REFERENCES inspection (id), repeat TEXT NOT NULL, key TEXT NOT NULL,
    position INTEGER NOT NULL, added_at TEXT NOT NULL,
    PRIMARY KEY (inspection_id, repeat, key)
) WITHOUT ROWID;
CREATE TABLE finding (
    id TEXT PRIMARY KEY, inspection_id TEXT NOT NULL REFERENCES inspection (id), position INTEGER NOT NULL,
    code TEXT NOT NULL, item TEXT NOT NULL, key TEXT NOT NULL, text_en TEXT NOT NULL, text_ur TEXT NOT NULL,
    provisions TEXT NOT NULL, severity TEXT NOT NULL, remedy_days INTEGER, privacy TEXT NOT NULL, facts TEXT NOT NULL
);
CREATE INDEX finding_inspection ON finding (inspection_id);
CREATE TABLE evidence (
    id TEXT PRIMARY KEY, inspection_id TEXT NOT NULL REFERENCES inspection (id), item TEXT NOT NULL, key TEXT NOT NULL,
    sha256 TEXT NOT NULL, size_bytes INTEGER NOT NULL, media_type TEXT NOT NULL, kind TEXT NOT NULL,
    caption TEXT NOT NULL, captured_at TEXT NOT NULL
);
CREATE INDEX evidence_inspection ON evidence (inspection_id);
CREATE TABLE evidence_file (
    sha256 TEXT PRIMARY KEY, content BLOB NOT NULL, held_at TEXT NOT NULL DEFAULT ''
);
CREATE TABLE statement (
    inspection_id TEXT PRIMARY KEY REFERENCES inspection (id), text TEXT NOT NULL, declined INTEGER NOT NULL,
    by_name TEXT NOT NULL, by_role TEXT NOT NULL, recorded_at TEXT NOT NULL
);
CREATE TABLE signature (
    inspection_id TEXT PRIMARY KEY REFERENCES inspection (id), refused INTEGER NOT NULL, image_sha256 TEXT NOT NULL,
    signer_name TEXT NOT NULL, signer_role TEXT NOT NULL, witness_name TEXT NOT NULL, refusal_reason TEXT NOT NULL,
    signed_at TEXT NOT NULL, evidence_id TEXT NOT NULL
)
"""

_BOOKS = """
CREATE TABLE book (
    id TEXT PRIMARY KEY, inspection_id TEXT NOT NULL REFERENCES inspection (id), kind TEXT NOT NULL,
    period TEXT NOT NULL, label TEXT NOT NULL, next_number INTEGER NOT NULL DEFAULT 1,
    revision INTEGER NOT NULL DEFAULT 1, made_at TEXT NOT NULL, changed_at TEXT NOT NULL
);
CREATE INDEX book_inspection ON book (inspection_id);
CREATE TABLE book_line (
    book_id TEXT NOT NULL REFERENCES book (id), number INTEGER NOT NULL, cells TEXT NOT NULL,
    mark TEXT NOT NULL DEFAULT '', PRIMARY KEY (book_id, number)
) WITHOUT ROWID;
CREATE UNIQUE INDEX book_line_mark ON book_line (book_id, mark) WHERE mark <> '';
CREATE TABLE book_file (
    book_id TEXT PRIMARY KEY REFERENCES book (id), name TEXT NOT NULL, content BLOB NOT NULL,
    mapping TEXT NOT NULL DEFAULT '', brought_at TEXT NOT NULL
);
CREATE TABLE sample (
    book_id TEXT PRIMARY KEY REFERENCES book (id), seed TEXT NOT NULL, revision INTEGER NOT NULL,
    drawn TEXT NOT NULL, drawn_at TEXT NOT NULL
);
CREATE TABLE sample_check (
    book_id TEXT NOT NULL REFERENCES book (id), number INTEGER NOT NULL, outcome TEXT NOT NULL, note TEXT NOT NULL,
    checked_at TEXT NOT NULL, PRIMARY KEY (book_id, number)
) WITHOUT ROWID;
CREATE TABLE decision (
    inspection_id TEXT NOT NULL REFERENCES inspection (id), difference TEXT NOT NULL, state TEXT NOT NULL,
    reason TEXT NOT NULL, decided_at TEXT NOT NULL, PRIMARY KEY (inspection_id, difference)
) WITHOUT ROWID
"""

_EVIDENCE_COPIES = """
ALTER TABLE evidence ADD COLUMN copy_sha256 TEXT NOT NULL DEFAULT '';
ALTER TABLE evidence ADD COLUMN copy_size INTEGER NOT NULL DEFAULT 0;
ALTER TABLE evidence ADD COLUMN thumbnail_sha256 TEXT NOT NULL DEFAULT '';
CREATE VIEW file_of_evidence AS
    SELECT id AS evidence_id, inspection_id, sha256 FROM evidence
    UNION ALL SELECT id, inspection_id, copy_sha256 FROM evidence WHERE copy_sha256 <> ''
    UNION ALL SELECT id, inspection_id, thumbnail_sha256 FROM evidence WHERE thumbnail_sha256 <> ''
"""

_EVIDENCE_TAKEN = """
ALTER TABLE evidence ADD COLUMN place TEXT NOT NULL DEFAULT '';
ALTER TABLE evidence ADD COLUMN point TEXT NOT NULL DEFAULT '';
ALTER TABLE evidence ADD COLUMN accuracy_m INTEGER;
ALTER TABLE evidence ADD COLUMN origin TEXT NOT NULL DEFAULT '';
ALTER TABLE evidence ADD COLUMN not_before TEXT NOT NULL DEFAULT '';
ALTER TABLE inspection ADD COLUMN start_boot TEXT NOT NULL DEFAULT '';
ALTER TABLE inspection ADD COLUMN start_mono_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE signature ADD COLUMN boot TEXT NOT NULL DEFAULT '';
ALTER TABLE signature ADD COLUMN mono_ms INTEGER NOT NULL DEFAULT 0
"""

_NOTICES_SERVED = """
CREATE TABLE notice_served (
    visit_id TEXT PRIMARY KEY, served_on TEXT NOT NULL, served_to TEXT NOT NULL, way TEXT NOT NULL,
    recorded_at TEXT NOT NULL
) WITHOUT ROWID
"""

_STANDING_AND_DRAFTS = """
CREATE TABLE standing (
    only INTEGER PRIMARY KEY CHECK (only = 1), latest_at TEXT NOT NULL DEFAULT '',
    withdrawn_at TEXT NOT NULL DEFAULT '', recovery_key TEXT NOT NULL DEFAULT ''
);
INSERT INTO standing (only) VALUES (1);
CREATE TABLE draft (page TEXT PRIMARY KEY, fields TEXT NOT NULL, at TEXT NOT NULL)
"""

_AFTER_THE_VISIT = """
ALTER TABLE inspection ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE inspection ADD COLUMN kept_items TEXT NOT NULL DEFAULT '[]';
ALTER TABLE inspection ADD COLUMN close_op TEXT NOT NULL DEFAULT '';
ALTER TABLE evidence ADD COLUMN version INTEGER NOT NULL DEFAULT 0;
ALTER TABLE evidence ADD COLUMN sealed_for TEXT NOT NULL DEFAULT '';
UPDATE evidence SET version = 1 WHERE inspection_id IN (SELECT id FROM inspection WHERE closed_at <> '');
CREATE TABLE sealed_part (
    inspection_id TEXT NOT NULL REFERENCES inspection (id), version INTEGER NOT NULL, key_id TEXT NOT NULL,
    sealed_at TEXT NOT NULL, repeats TEXT NOT NULL, answers INTEGER NOT NULL, findings INTEGER NOT NULL,
    evidence INTEGER NOT NULL, PRIMARY KEY (inspection_id, version)
) WITHOUT ROWID;
CREATE TABLE inspection_version (
    inspection_id TEXT NOT NULL REFERENCES inspection (id), number INTEGER NOT NULL, closed_at TEXT NOT NULL,
    close_op TEXT NOT NULL, register_facts TEXT NOT NULL, register_lists TEXT NOT NULL, kept_items TEXT NOT NULL,
    answers TEXT NOT NULL, findings TEXT NOT NULL, statement TEXT NOT NULL, signature TEXT NOT NULL,
    remark TEXT NOT NULL, remarks TEXT NOT NULL, reopened_at TEXT NOT NULL, PRIMARY KEY (inspection_id, number)
) WITHOUT ROWID;
CREATE TABLE amendment (
    id TEXT PRIMARY KEY, inspection_id TEXT NOT NULL REFERENCES inspection (id), version INTEGER NOT NULL,
    item TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL,
    why TEXT NOT NULL, amended_at TEXT NOT NULL, seq INTEGER
);
CREATE INDEX amendment_inspection ON amendment (inspection_id)
"""

_TALLY = """
CREATE TABLE tally_line (
    inspection_id TEXT NOT NULL REFERENCES inspection (id), number INTEGER NOT NULL, cells TEXT NOT NULL,
    PRIMARY KEY (inspection_id, number)
) WITHOUT ROWID
"""

_SIGNED_SHEETS = """
ALTER TABLE signature ADD COLUMN sheet_sha256 TEXT NOT NULL DEFAULT '';
CREATE TABLE earlier_signature (
    inspection_id TEXT NOT NULL REFERENCES inspection (id), number INTEGER NOT NULL, version INTEGER NOT NULL,
    refused INTEGER NOT NULL, image_sha256 TEXT NOT NULL, signer_name TEXT NOT NULL, signer_role TEXT NOT NULL,
    witness_name TEXT NOT NULL, refusal_reason TEXT NOT NULL, signed_at TEXT NOT NULL, evidence_id TEXT NOT NULL,
    boot TEXT NOT NULL, mono_ms INTEGER NOT NULL, sheet_sha256 TEXT NOT NULL, PRIMARY KEY (inspection_id, number)
) WITHOUT ROWID
"""
