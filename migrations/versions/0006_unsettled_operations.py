"""Finds the operations that had no effect without reading the whole ledger.

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

UNSETTLED = sa.text("outcome IN ('held', 'rejected')")


def upgrade() -> None:
    op.create_index(
        "ix_ledger_unsettled", "ledger", ["device_id", "outcome"], sqlite_where=UNSETTLED, postgresql_where=UNSETTLED
    )


def downgrade() -> None:
    op.drop_index("ix_ledger_unsettled", "ledger")
