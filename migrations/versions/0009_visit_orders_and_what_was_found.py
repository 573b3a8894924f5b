"""What a visit's order says beside its number, and what laptops learn of an earlier inspection and its notice.

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TABLES = ("visit", "inspection_summary")


def upgrade() -> None:
    for table, column in _columns():
        op.add_column(table, column)
    _forget_digests()


def downgrade() -> None:
    for table, column in reversed(_columns()):
        op.drop_column(table, column.name)
    _forget_digests()


def _columns() -> list[tuple[str, sa.Column[object]]]:
    return [
        ("visit", _day("valid_until")),
        ("visit", sa.Column("most_minutes", sa.Integer(), nullable=True)),
        ("visit", _text("officers", sa.String(500))),
        ("visit", _text("selected_by", sa.String(20))),
        ("visit", _text("notice", sa.String(20))),
        ("visit", _text("ground", sa.String(500))),
        ("inspection_summary", _text("found", sa.Text())),
        ("inspection_summary", _text("promised", sa.String(2000))),
        ("inspection_summary", _day("records_due_on")),
        ("inspection_summary", _text("notice_no", sa.String(40))),
        ("inspection_summary", _day("notice_on")),
        ("inspection_summary", sa.Column("notice_paisa", sa.BigInteger(), nullable=True)),
        ("inspection_summary", _day("hearing_on")),
    ]


def _text(name: str, kind: "sa.types.TypeEngine[str]") -> sa.Column[object]:
    return sa.Column(name, kind, nullable=False, server_default="")


def _day(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.String(10), nullable=True)


def _forget_digests() -> None:
    """Both records have other fields than before: their digests are worked out again by the worker."""
    connection = op.get_bind().execution_options(muaina_gateway=True)
    for table in TABLES:
        known = {"entity": table}
        holds_one = "SELECT scope_id FROM member WHERE entity = :entity"
        connection.execute(sa.text(f"UPDATE scope SET digest = '' WHERE id IN ({holds_one})"), known)  # noqa: S608 - own
        connection.execute(sa.text("UPDATE member SET digest = '' WHERE entity = :entity"), known)
