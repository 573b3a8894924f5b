"""Tables of register.db: one per entity of `sync_protocol.entities`, cursors, and the search index."""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from inspector_app.store.search import rebuild_search
from sync_protocol.entities import ENTITIES, Entity, FieldType

register = Migrations("register")

_TYPES = {
    FieldType.INTEGER: "INTEGER",
    FieldType.PAISA: "INTEGER",
    FieldType.FLAG: "INTEGER",
    FieldType.REAL: "REAL",
}


@register()
def m001_register(db: Database) -> None:
    """Every entity, where each scope's feed stands, and the search index."""
    for entity in ENTITIES.values():
        db.conn.execute(_table(entity))
    db.conn.execute("CREATE TABLE cursor (scope TEXT PRIMARY KEY, epoch TEXT NOT NULL, v INTEGER NOT NULL)")
    db.conn.execute(_FIRST_SEARCH_TABLE)


@register()
def m003_shared_records(db: Database) -> None:
    """Further scopes of a record, and what is known of each scope's copy. Stands before m002, which comes last."""
    db.conn.execute(
        "CREATE TABLE further_scope (entity TEXT, id TEXT, scope TEXT, PRIMARY KEY (entity, id, scope)) WITHOUT ROWID"
    )
    for column in (
        "complete INTEGER NOT NULL DEFAULT 0",
        "schema INTEGER NOT NULL DEFAULT 1",
        "checked_at TEXT NOT NULL DEFAULT ''",
        "offered TEXT NOT NULL DEFAULT ''",
        "suspects TEXT NOT NULL DEFAULT ''",
    ):
        db.conn.execute(f"ALTER TABLE cursor ADD COLUMN {column}")
    for name in ENTITIES:
        db.conn.execute(f"CREATE INDEX {name}_left ON {name} (id) WHERE scope = ''")


@register()
def m004_found_by_place_and_sound(db: Database) -> None:
    """The search also reads addresses and districts, and knows the register's words by their sound. Before m002."""
    db.conn.execute("DROP TABLE employer_search")
    db.conn.execute(SEARCH_TABLE)
    for statement in SPELLING_TABLE.split(";\n"):
        db.conn.execute(statement)
    rebuild_search(db)


@register()
def m005_fields_since_3(db: Database) -> None:
    """The fields that came with schema 3, where the tables were made before it. Before m002."""
    for entity in ENTITIES.values():
        standing = {row[1] for row in db.conn.execute(f"PRAGMA table_info({entity.name})")}
        for field in entity.fields:
            if field.since == 3 and field.name not in standing:
                db.conn.execute(f"ALTER TABLE {entity.name} ADD COLUMN {field.name} {_TYPES.get(field.type, 'TEXT')}")


@register()
def m002_indexes(db: Database) -> None:
    """What the pages look up by."""
    for statement in INDEXES:
        db.conn.execute(statement)


@register()
def m006_peers(db: Database) -> None:
    """Employers of one sector and district, for the comparison with an employer's peers. After m002."""
    db.conn.execute("CREATE INDEX employer_peers ON employer (sector, district, id)")


def _table(entity: Entity) -> str:
    columns = ", ".join(f"{field.name} {_TYPES.get(field.type, 'TEXT')}" for field in entity.fields)
    own = "n INTEGER PRIMARY KEY, id TEXT NOT NULL, rev INTEGER NOT NULL, scope TEXT NOT NULL"
    return f"CREATE TABLE {entity.name} ({own}, {columns})"


_FIRST_SEARCH_TABLE = """
CREATE VIRTUAL TABLE employer_search USING fts5 (
    names, numbers, content='', contentless_delete=1, detail=column, tokenize="unicode61 remove_diacritics 2"
)
"""

SEARCH_TABLE = """
CREATE VIRTUAL TABLE employer_search USING fts5 (
    names, numbers, places, content='', contentless_delete=1, detail=column, tokenize="unicode61 remove_diacritics 2"
)
"""
"""`rowid` is `employer.n`; the words live in the employer table only, so the index stays small."""

SPELLING_TABLE = """
CREATE TABLE spelling (word TEXT PRIMARY KEY, sound TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX spelling_sound ON spelling (sound, word)
"""
"""Every word of names and places in the index, and how it sounds; one that no employer has any more may stay."""

INDEXES = (
    *(f"CREATE UNIQUE INDEX {name}_id ON {name} (id)" for name in ENTITIES),
    *(f"CREATE INDEX {name}_employer ON {name} (employer_id)" for name in ENTITIES if name != "employer"),
    "CREATE INDEX visit_planned ON visit (inspector_id, status, planned_on)",
)
