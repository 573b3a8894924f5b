"""Where a piece of evidence was taken, with what, and not before when; kept like everything else that was recorded.

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TEXTS = {"place": 200, "point": 30, "origin": 20, "not_before": 40}
KEPT = (*TEXTS, "accuracy_m")
TRIGGER = "evidence_taken_is_kept"


def upgrade() -> None:
    for name, length in TEXTS.items():
        op.add_column("evidence", sa.Column(name, sa.String(length), nullable=False, server_default=""))
    op.add_column("evidence", sa.Column("accuracy_m", sa.Integer(), nullable=True))
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
    for name in KEPT:
        op.drop_column("evidence", name)
