"""Triggers that refuse a write to what laptops hold when it does not come through the gateway.

Revision ID: 0003
Revises: 0002
"""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TABLES = (
    "certificate",
    "contribution_month",
    "coverage",
    "employer",
    "establishment",
    "field_change",
    "inspection_summary",
    "member",
    "scope",
    "visit",
)
SAID = "is written through the gateway only: laptops would never hear of this"


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        _guard_postgresql()
    else:
        _guard_sqlite()


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table in TABLES:
            op.execute(f"DROP TRIGGER {table}_is_guarded ON {table}")
        op.execute("DROP FUNCTION muaina_refuse_beside_gateway()")
        return
    for table in TABLES:
        for event in ("insert", "update", "delete"):
            op.execute(f"DROP TRIGGER {table}_guards_{event}")


def _guard_postgresql() -> None:
    """The setting is set for one transaction, by `sync_server.queries.database`."""
    op.execute(
        "CREATE FUNCTION muaina_refuse_beside_gateway() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF current_setting('muaina.gateway', true) IS DISTINCT FROM 'on' THEN "
        f"RAISE EXCEPTION '% {SAID}', TG_TABLE_NAME; END IF; RETURN NULL; END $$"
    )
    for table in TABLES:
        op.execute(
            f"CREATE TRIGGER {table}_is_guarded BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION muaina_refuse_beside_gateway()"
        )


def _guard_sqlite() -> None:
    """The function is known on the connections of `sync_server.queries.database` only: elsewhere the write fails."""
    for table in TABLES:
        for event in ("insert", "update", "delete"):
            op.execute(
                f"CREATE TRIGGER {table}_guards_{event} BEFORE {event.upper()} ON {table} WHEN muaina_gateway() = 0 "
                f"BEGIN SELECT RAISE(ABORT, '{table} {SAID}'); END"
            )
