"""Chains by incarnation, alarms, field changes and digests of the feed, duplicates, uploads.

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLES = ("device_alarm", "device_chain", "duplicate_pair", "employer_alias", "field_change", "upload")


def upgrade() -> None:
    _create_tables()
    op.execute(
        "INSERT INTO device_chain (device_id, incarnation, next_seq, chain_head, begun_at, nonce, cause) "
        "SELECT id, incarnation, next_seq, chain_head, enrolled_at, '', 'enrolled' FROM device"
    )
    op.drop_column("device", "next_seq")
    op.drop_column("device", "chain_head")
    op.add_column("device", sa.Column("report", sa.JSON(), nullable=False, server_default="{}"))
    op.add_column("ledger", sa.Column("clock_flags", sa.String(120), nullable=False, server_default=""))
    op.add_column("scope", sa.Column("digest", sa.String(32), nullable=False, server_default=""))
    op.add_column("scope", sa.Column("patches_from", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("member", sa.Column("whole_v", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("member", sa.Column("digest", sa.String(32), nullable=False, server_default=""))
    beside_the_gateway = {"muaina_gateway": True}  # what laptops hold stays as it is; only its numbers are noted
    op.execute("UPDATE scope SET patches_from = v", execution_options=beside_the_gateway)
    op.execute("UPDATE member SET whole_v = v", execution_options=beside_the_gateway)


def downgrade() -> None:
    """Go back to the first shape; a laptop that has begun another incarnation goes on only in its last one."""
    op.add_column("device", sa.Column("next_seq", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("device", sa.Column("chain_head", sa.String(64), nullable=False, server_default="0" * 64))
    for column in ("next_seq", "chain_head"):
        op.execute(
            f"UPDATE device SET {column} = (SELECT {column} FROM device_chain "  # noqa: S608 - own names
            "WHERE device_id = device.id AND device_chain.incarnation = device.incarnation)"
        )
    for table, columns in (
        ("member", ("whole_v", "digest")),
        ("scope", ("digest", "patches_from")),
        ("ledger", ("clock_flags",)),
        ("device", ("report",)),
    ):
        for column in columns:
            op.drop_column(table, column)
    for table in reversed(TABLES):
        op.drop_table(table)


def _create_tables() -> None:
    moment = sa.DateTime(timezone=True)
    id_ = sa.String(36)
    op.create_table(
        "device_alarm",
        sa.Column("id", id_, nullable=False),
        sa.Column("device_id", id_, nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("event", sa.String(120), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("raised_at", moment, nullable=False),
        sa.Column("seen_by", id_, nullable=False),
        sa.Column("seen_at", moment, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device_alarm")),
        sa.UniqueConstraint("device_id", "kind", "event", name=op.f("uq_device_alarm_device_id")),
    )
    op.create_index(op.f("ix_device_alarm_device_id"), "device_alarm", ["device_id"])
    op.create_table(
        "device_chain",
        sa.Column("device_id", id_, nullable=False),
        sa.Column("incarnation", sa.Integer(), nullable=False),
        sa.Column("next_seq", sa.BigInteger(), nullable=False),
        sa.Column("chain_head", sa.String(64), nullable=False),
        sa.Column("begun_at", moment, nullable=False),
        sa.Column("nonce", sa.String(64), nullable=False),
        sa.Column("cause", sa.String(20), nullable=False),
        sa.PrimaryKeyConstraint("device_id", "incarnation", name=op.f("pk_device_chain")),
    )
    op.create_table(
        "duplicate_pair",
        sa.Column("id", id_, nullable=False),
        sa.Column("first_id", id_, nullable=False),
        sa.Column("second_id", id_, nullable=False),
        sa.Column("scope_id", sa.String(80), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("raised_at", moment, nullable=False),
        sa.Column("decided_by", id_, nullable=False),
        sa.Column("decided_at", moment, nullable=True),
        sa.Column("reason", sa.String(1000), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duplicate_pair")),
        sa.UniqueConstraint("first_id", "second_id", name=op.f("uq_duplicate_pair_first_id")),
    )
    for column in ("first_id", "second_id", "scope_id"):
        op.create_index(op.f(f"ix_duplicate_pair_{column}"), "duplicate_pair", [column])
    op.create_table(
        "employer_alias",
        sa.Column("id", id_, nullable=False),
        sa.Column("absorbed_id", id_, nullable=False),
        sa.Column("survivor_id", id_, nullable=False),
        sa.Column("pair_id", id_, nullable=False),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.Column("merged_by", id_, nullable=False),
        sa.Column("merged_at", moment, nullable=False),
        sa.Column("undone_by", id_, nullable=False),
        sa.Column("undone_at", moment, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employer_alias")),
    )
    for column in ("absorbed_id", "survivor_id"):
        op.create_index(op.f(f"ix_employer_alias_{column}"), "employer_alias", [column])
    op.create_table(
        "field_change",
        sa.Column("scope_id", sa.String(80), nullable=False),
        sa.Column("v", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("entity", sa.String(30), nullable=False),
        sa.Column("row_id", id_, nullable=False),
        sa.Column("fields", sa.String(500), nullable=False),
        sa.PrimaryKeyConstraint("scope_id", "v", name=op.f("pk_field_change")),
    )
    op.create_index("ix_field_change_scope_id_row_id", "field_change", ["scope_id", "row_id"])
    op.create_table(
        "upload",
        sa.Column("id", id_, nullable=False),
        sa.Column("device_id", id_, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("begun_at", moment, nullable=False),
        sa.Column("expires_at", moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
    )
    for column in ("device_id", "sha256"):
        op.create_index(op.f(f"ix_upload_{column}"), "upload", [column])
