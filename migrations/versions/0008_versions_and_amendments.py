"""Earlier versions of returned inspections, amendments, remarks on single answers, and what came sealed.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

KEPT = ("inspection_version", "amendment")
SEALED = {"sealed_for": 16, "plain_sha256": 64}
TRIGGER = "evidence_seal_is_kept"


def upgrade() -> None:
    for table, column in _columns():
        op.add_column(table, column)
    _forget_digests()
    _create_tables()
    for table in KEPT:
        for event in ("UPDATE", "DELETE"):
            _refuse(f"{table}_refuses_{event.lower()}", event, table)
    _refuse(TRIGGER, f"UPDATE OF {', '.join(SEALED)}", "evidence")


def downgrade() -> None:
    on = " ON evidence" if op.get_bind().dialect.name == "postgresql" else ""
    op.execute(f"DROP TRIGGER {TRIGGER}{on}")
    for table in KEPT:
        op.drop_table(table)
    for table, column in reversed(_columns()):
        op.drop_column(table, column.name)
    _forget_digests()


def _columns() -> list[tuple[str, sa.Column[object]]]:
    return [
        ("inspection", sa.Column("record_version", sa.Integer(), nullable=False, server_default="1")),
        ("inspection", sa.Column("findings_from", sa.Integer(), nullable=False, server_default="1")),
        ("inspection", sa.Column("confidential", sa.JSON(), nullable=False, server_default="{}")),
        ("finding", sa.Column("version", sa.Integer(), nullable=False, server_default="1")),
        *(
            ("evidence", sa.Column(name, sa.String(size), nullable=False, server_default=""))
            for name, size in SEALED.items()
        ),
        ("review", sa.Column("remarks", sa.JSON(), nullable=False, server_default="[]")),
        ("review", sa.Column("version", sa.Integer(), nullable=False, server_default="1")),
        ("inspection_summary", sa.Column("version", sa.Integer(), nullable=True, server_default="1")),
        ("inspection_summary", sa.Column("remarks", sa.Text(), nullable=False, server_default="")),
    ]


def _forget_digests() -> None:
    """The summary has other fields than before: its digests are worked out again by the worker."""
    connection = op.get_bind().execution_options(muaina_gateway=True)
    holds_one = "SELECT scope_id FROM member WHERE entity = 'inspection_summary'"
    connection.execute(sa.text(f"UPDATE scope SET digest = '' WHERE id IN ({holds_one})"))  # noqa: S608 - own
    connection.execute(sa.text("UPDATE member SET digest = '' WHERE entity = 'inspection_summary'"))


def _create_tables() -> None:
    moment, id_ = sa.DateTime(timezone=True), sa.String(36)
    op.create_table(
        "inspection_version",
        sa.Column("inspection_id", id_, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("findings_from", sa.Integer(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("statement", sa.JSON(), nullable=False),
        sa.Column("signature", sa.JSON(), nullable=False),
        sa.Column("closed_at", sa.String(40), nullable=False),
        sa.Column("not_before", sa.String(40), nullable=False),
        sa.Column("received_at", moment, nullable=True),
        sa.PrimaryKeyConstraint("inspection_id", "number", name=op.f("pk_inspection_version")),
    )
    op.create_table(
        "amendment",
        sa.Column("id", id_, nullable=False),
        sa.Column("inspection_id", id_, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(80), nullable=False),
        sa.Column("key", sa.String(40), nullable=False),
        sa.Column("value", sa.String(10_000), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("reason", sa.String(2000), nullable=False),
        sa.Column("why", sa.String(2000), nullable=False),
        sa.Column("amended_at", sa.String(40), nullable=False),
        sa.Column("received_at", moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendment")),
    )
    op.create_index(op.f("ix_amendment_inspection_id"), "amendment", ["inspection_id"])


def _refuse(name: str, event: str, table: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION muaina_refuse()")
        return
    kept = f"SELECT RAISE(ABORT, '{table} is append-only')"
    op.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {table} BEGIN {kept}; END")
