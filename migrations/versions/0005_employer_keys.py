"""By what an employer is found when others are compared with it.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "employer_key",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("employer_id", sa.String(36), nullable=False),
        sa.PrimaryKeyConstraint("key", "employer_id", name=op.f("pk_employer_key")),
    )
    op.create_index(op.f("ix_employer_key_employer_id"), "employer_key", ["employer_id"])


def downgrade() -> None:
    op.drop_table("employer_key")
