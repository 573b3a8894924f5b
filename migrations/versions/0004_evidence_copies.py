"""What a laptop draws of its pictures to be sent first, and what an upload's client said of it.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

HASHES = ("copy_sha256", "thumbnail_sha256")
KEPT = ("copy_sha256", "copy_size", "thumbnail_sha256")
TRIGGER = "evidence_copies_are_kept"


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    for name in HASHES:
        op.add_column("evidence", sa.Column(name, sa.String(64), nullable=False, server_default=""))
        op.create_index(op.f(f"ix_evidence_{name}"), "evidence", [name])
    op.add_column("evidence", sa.Column("copy_size", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("evidence", sa.Column("copy_held_at", moment, nullable=True))
    op.add_column("evidence", sa.Column("thumbnail_held_at", moment, nullable=True))
    op.add_column("upload", sa.Column("described", sa.String(1000), nullable=False, server_default=""))
    event = f"UPDATE OF {', '.join(KEPT)}"
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"CREATE TRIGGER {TRIGGER} BEFORE {event} ON evidence FOR EACH ROW EXECUTE FUNCTION muaina_refuse()")
        return
    op.execute(
        f"CREATE TRIGGER {TRIGGER} BEFORE {event} ON evidence BEGIN SELECT RAISE(ABORT, 'evidence is append-only'); END"
    )


def downgrade() -> None:
    on = " ON evidence" if op.get_bind().dialect.name == "postgresql" else ""
    op.execute(f"DROP TRIGGER {TRIGGER}{on}")
    op.drop_column("upload", "described")
    for name in HASHES:
        op.drop_index(op.f(f"ix_evidence_{name}"), "evidence")
    for name in (*KEPT, "copy_held_at", "thumbnail_held_at"):
        op.drop_column("evidence", name)
