"""All tables of the centre, and the triggers that keep evidence append-only.

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

KEPT = {
    "ledger": (
        "device_id",
        "incarnation",
        "seq",
        "op_id",
        "hash",
        "kind",
        "row_id",
        "body",
        "received_at",
    ),
    "finding": (),
    "review": (),
    "law_confirmation": (),
    "notice": (
        "id",
        "case_id",
        "serial",
        "kind",
        "amount_paisa",
        "claim",
        "verify_token",
        "pdf_en",
        "pdf_ur",
        "sha256_en",
        "sha256_ur",
        "issued_by",
        "issued_at",
    ),
    "conflict": (
        "id",
        "entity",
        "row_id",
        "employer_id",
        "scope_id",
        "field",
        "policy",
        "base_value",
        "standing_value",
        "arriving_value",
        "standing_user_id",
        "standing_at",
        "arriving_user_id",
        "arriving_device_id",
        "arriving_at",
        "raised_at",
    ),
    "evidence": (
        "id",
        "inspection_id",
        "item",
        "key",
        "sha256",
        "size_bytes",
        "media_type",
        "kind",
        "caption",
        "captured_at",
    ),
}
"""Tables whose rows are never deleted, and the columns that are never changed: none named means all."""


def upgrade() -> None:
    _create_tables()
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION muaina_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
        )
    for table, columns in KEPT.items():
        _refuse(table, "DELETE")
        _refuse(table, "UPDATE OF " + ", ".join(f'"{column}"' for column in columns) if columns else "UPDATE")


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION muaina_refuse()")


def _refuse(table: str, event: str) -> None:
    name = f"{table}_refuses_{event.split()[0].lower()}"
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION muaina_refuse()")
        return
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    )


TABLES = (
    "centre_key",
    "centre_setting",
    "certificate",
    "conflict",
    "contribution_month",
    "coverage",
    "device",
    "employer",
    "enforcement_case",
    "establishment",
    "evidence",
    "finding",
    "flag",
    "inspection",
    "inspection_summary",
    "invitation",
    "law_confirmation",
    "ledger",
    "member",
    "notice",
    "review",
    "scope",
    "serial_counter",
    "snapshot",
    "user_account",
    "visit",
)


def _create_tables() -> None:
    op.create_table(
        "centre_key",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("private_key", sa.String(length=64), nullable=False),
        sa.Column("public_key", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_centre_key")),
    )
    op.create_index(op.f("ix_centre_key_purpose"), "centre_key", ["purpose"], unique=False)
    op.create_table(
        "centre_setting",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_centre_setting")),
    )
    op.create_table(
        "certificate",
        sa.Column("employer_id", sa.String(length=36), nullable=False),
        sa.Column("certificate_no", sa.String(length=40), nullable=False),
        sa.Column("issued_on", sa.String(length=10), nullable=True),
        sa.Column("expires_on", sa.String(length=10), nullable=True),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("field_stamps", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate")),
    )
    op.create_index(op.f("ix_certificate_employer_id"), "certificate", ["employer_id"], unique=False)
    op.create_table(
        "conflict",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("entity", sa.String(length=30), nullable=False),
        sa.Column("row_id", sa.String(length=36), nullable=False),
        sa.Column("employer_id", sa.String(length=36), nullable=False),
        sa.Column("scope_id", sa.String(length=80), nullable=False),
        sa.Column("field", sa.String(length=60), nullable=False),
        sa.Column("policy", sa.String(length=20), nullable=False),
        sa.Column("base_value", sa.JSON(), nullable=False),
        sa.Column("standing_value", sa.JSON(), nullable=False),
        sa.Column("arriving_value", sa.JSON(), nullable=False),
        sa.Column("chosen_value", sa.JSON(), nullable=False),
        sa.Column("standing_user_id", sa.String(length=36), nullable=False),
        sa.Column("standing_at", sa.String(length=40), nullable=False),
        sa.Column("arriving_user_id", sa.String(length=36), nullable=False),
        sa.Column("arriving_device_id", sa.String(length=36), nullable=False),
        sa.Column("arriving_at", sa.String(length=40), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("resolved_by", sa.String(length=36), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflict")),
    )
    op.create_index(op.f("ix_conflict_employer_id"), "conflict", ["employer_id"], unique=False)
    op.create_index(op.f("ix_conflict_row_id"), "conflict", ["row_id"], unique=False)
    op.create_index(op.f("ix_conflict_scope_id"), "conflict", ["scope_id"], unique=False)
    op.create_table(
        "contribution_month",
        sa.Column("employer_id", sa.String(length=36), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("declared_workers", sa.Integer(), nullable=False),
        sa.Column("wages_paisa", sa.BigInteger(), nullable=False),
        sa.Column("due_paisa", sa.BigInteger(), nullable=False),
        sa.Column("paid_paisa", sa.BigInteger(), nullable=False),
        sa.Column("paid_on", sa.String(length=10), nullable=True),
        sa.Column("challan_no", sa.String(length=40), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("field_stamps", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution_month")),
    )
    op.create_index(
        "ix_contribution_month_employer_id_month", "contribution_month", ["employer_id", "month"], unique=False
    )
    op.create_table(
        "coverage",
        sa.Column("employer_id", sa.String(length=36), nullable=False),
        sa.Column("worker_id", sa.String(length=36), nullable=False),
        sa.Column("secured_no", sa.String(length=40), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("name_ur", sa.String(length=200), nullable=False),
        sa.Column("cnic", sa.String(length=15), nullable=False),
        sa.Column("sex", sa.String(length=1), nullable=False),
        sa.Column("from_on", sa.String(length=10), nullable=True),
        sa.Column("to_on", sa.String(length=10), nullable=True),
        sa.Column("wage_at_entry_paisa", sa.BigInteger(), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("field_stamps", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coverage")),
    )
    op.create_index(op.f("ix_coverage_cnic"), "coverage", ["cnic"], unique=False)
    op.create_index(op.f("ix_coverage_employer_id"), "coverage", ["employer_id"], unique=False)
    op.create_index(op.f("ix_coverage_worker_id"), "coverage", ["worker_id"], unique=False)
    op.create_table(
        "device",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("user_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("public_key", sa.String(length=64), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("incarnation", sa.Integer(), nullable=False),
        sa.Column("next_seq", sa.Integer(), nullable=False),
        sa.Column("chain_head", sa.String(length=64), nullable=False),
        sa.Column("next_verdict", sa.Integer(), nullable=False),
        sa.Column("enrolled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_sync_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("unsent", sa.Integer(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device")),
    )
    op.create_index(op.f("ix_device_token_hash"), "device", ["token_hash"], unique=False)
    op.create_index(op.f("ix_device_user_id"), "device", ["user_id"], unique=False)
    op.create_table(
        "employer",
        sa.Column("institution", sa.String(length=20), nullable=False),
        sa.Column("registration_no", sa.String(length=40), nullable=False),
        sa.Column("name_en", sa.String(length=300), nullable=False),
        sa.Column("name_ur", sa.String(length=300), nullable=False),
        sa.Column("trade_name", sa.String(length=300), nullable=False),
        sa.Column("ntn", sa.String(length=20), nullable=False),
        sa.Column("owner_name", sa.String(length=200), nullable=False),
        sa.Column("owner_cnic", sa.String(length=15), nullable=False),
        sa.Column("phone", sa.String(length=30), nullable=False),
        sa.Column("address_en", sa.String(length=500), nullable=False),
        sa.Column("address_ur", sa.String(length=500), nullable=False),
        sa.Column("district", sa.String(length=60), nullable=False),
        sa.Column("sector", sa.String(length=60), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("registered_on", sa.String(length=10), nullable=True),
        sa.Column("self_assessment", sa.Boolean(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("field_stamps", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employer")),
    )
    op.create_index(op.f("ix_employer_district"), "employer", ["district"], unique=False)
    op.create_index(op.f("ix_employer_ntn"), "employer", ["ntn"], unique=False)
    op.create_index(op.f("ix_employer_owner_cnic"), "employer", ["owner_cnic"], unique=False)
    op.create_index(op.f("ix_employer_registration_no"), "employer", ["registration_no"], unique=False)
    op.create_table(
        "enforcement_case",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("case_no", sa.String(length=40), nullable=False),
        sa.Column("employer_id", sa.String(length=36), nullable=False),
        sa.Column("inspection_id", sa.String(length=36), nullable=False),
        sa.Column("scope_id", sa.String(length=80), nullable=False),
        sa.Column("scheme", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=30), nullable=False),
        sa.Column("hearing_on", sa.String(length=10), nullable=False),
        sa.Column("hearing_at", sa.String(length=5), nullable=False),
        sa.Column("hearing_place_en", sa.String(length=300), nullable=False),
        sa.Column("hearing_place_ur", sa.String(length=300), nullable=False),
        sa.Column("opened_by", sa.String(length=36), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enforcement_case")),
    )
    op.create_index(op.f("ix_enforcement_case_employer_id"), "enforcement_case", ["employer_id"], unique=False)
    op.create_index(op.f("ix_enforcement_case_inspection_id"), "enforcement_case", ["inspection_id"], unique=False)
    op.create_index(op.f("ix_enforcement_case_scope_id"), "enforcement_case", ["scope_id"], unique=False)
    op.create_table(
        "establishment",
        sa.Column("employer_id", sa.String(length=36), nullable=False),
        sa.Column("name_en", sa.String(length=300), nullable=False),
        sa.Column("name_ur", sa.String(length=300), nullable=False),
        sa.Column("address_en", sa.String(length=500), nullable=False),
        sa.Column("address_ur", sa.String(length=500), nullable=False),
        sa.Column("phone", sa.String(length=30), nullable=False),
        sa.Column("opened_on", sa.String(length=10), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("field_stamps", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_establishment")),
    )
    op.create_index(op.f("ix_establishment_employer_id"), "establishment", ["employer_id"], unique=False)
    op.create_table(
        "evidence",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("inspection_id", sa.String(length=36), nullable=False),
        sa.Column("item", sa.String(length=80), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("media_type", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("caption", sa.String(length=500), nullable=False),
        sa.Column("captured_at", sa.String(length=40), nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    op.create_index(op.f("ix_evidence_inspection_id"), "evidence", ["inspection_id"], unique=False)
    op.create_index(op.f("ix_evidence_sha256"), "evidence", ["sha256"], unique=False)
    op.create_table(
        "finding",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("inspection_id", sa.String(length=36), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("item", sa.String(length=80), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("text_en", sa.String(length=2000), nullable=False),
        sa.Column("text_ur", sa.String(length=2000), nullable=False),
        sa.Column("provisions", sa.JSON(), nullable=False),
        sa.Column("severity", sa.String(length=20), nullable=False),
        sa.Column("remedy_days", sa.Integer(), nullable=True),
        sa.Column("privacy", sa.String(length=20), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
    )
    op.create_index(op.f("ix_finding_inspection_id"), "finding", ["inspection_id"], unique=False)
    op.create_table(
        "flag",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("employer_id", sa.String(length=36), nullable=False),
        sa.Column("scope_id", sa.String(length=80), nullable=False),
        sa.Column("inspection_id", sa.String(length=36), nullable=False),
        sa.Column("rule", sa.String(length=60), nullable=False),
        sa.Column("severity", sa.String(length=20), nullable=False),
        sa.Column("text_en", sa.String(length=2000), nullable=False),
        sa.Column("text_ur", sa.String(length=2000), nullable=False),
        sa.Column("provisions", sa.JSON(), nullable=False),
        sa.Column("amount_paisa", sa.BigInteger(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cleared_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flag")),
    )
    op.create_index(op.f("ix_flag_employer_id"), "flag", ["employer_id"], unique=False)
    op.create_index(op.f("ix_flag_scope_id"), "flag", ["scope_id"], unique=False)
    op.create_table(
        "inspection",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("employer_id", sa.String(length=36), nullable=False),
        sa.Column("establishment_id", sa.String(length=36), nullable=False),
        sa.Column("visit_id", sa.String(length=36), nullable=False),
        sa.Column("inspector_id", sa.String(length=36), nullable=False),
        sa.Column("device_id", sa.String(length=36), nullable=False),
        sa.Column("scope_id", sa.String(length=80), nullable=False),
        sa.Column("checklist", sa.String(length=80), nullable=False),
        sa.Column("checklist_version", sa.String(length=20), nullable=False),
        sa.Column("authorisation", sa.JSON(), nullable=False),
        sa.Column("started_at", sa.String(length=40), nullable=False),
        sa.Column("closed_at", sa.String(length=40), nullable=False),
        sa.Column("not_before", sa.String(length=40), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("statement", sa.JSON(), nullable=False),
        sa.Column("signature", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection")),
    )
    op.create_index(op.f("ix_inspection_employer_id"), "inspection", ["employer_id"], unique=False)
    op.create_index(op.f("ix_inspection_inspector_id"), "inspection", ["inspector_id"], unique=False)
    op.create_index(op.f("ix_inspection_scope_id"), "inspection", ["scope_id"], unique=False)
    op.create_table(
        "inspection_summary",
        sa.Column("employer_id", sa.String(length=36), nullable=False),
        sa.Column("inspector_id", sa.String(length=36), nullable=False),
        sa.Column("inspector_name", sa.String(length=120), nullable=False),
        sa.Column("inspected_on", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("remark", sa.String(length=2000), nullable=False),
        sa.Column("findings_count", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("field_stamps", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection_summary")),
    )
    op.create_index(op.f("ix_inspection_summary_employer_id"), "inspection_summary", ["employer_id"], unique=False)
    op.create_index(op.f("ix_inspection_summary_inspector_id"), "inspection_summary", ["inspector_id"], unique=False)
    op.create_table(
        "invitation",
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.String(length=36), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("nonce", sa.String(length=64), nullable=True),
        sa.Column("device_id", sa.String(length=36), nullable=True),
        sa.Column("reply", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_invitation")),
    )
    op.create_table(
        "law_confirmation",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("scheme", sa.String(length=20), nullable=False),
        sa.Column("fact", sa.String(length=120), nullable=False),
        sa.Column("reference", sa.String(length=500), nullable=False),
        sa.Column("confirmed_by", sa.String(length=36), nullable=False),
        sa.Column("confirmed_on", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_law_confirmation")),
    )
    op.create_index(op.f("ix_law_confirmation_scheme"), "law_confirmation", ["scheme"], unique=False)
    op.create_table(
        "ledger",
        sa.Column("device_id", sa.String(length=36), nullable=False),
        sa.Column("incarnation", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("op_id", sa.String(length=36), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("row_id", sa.String(length=36), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=30), nullable=False),
        sa.Column("reason_en", sa.String(length=1000), nullable=False),
        sa.Column("reason_ur", sa.String(length=1000), nullable=False),
        sa.Column("waits_for", sa.String(length=36), nullable=False),
        sa.Column("conflict_ids", sa.JSON(), nullable=False),
        sa.Column("verdict_no", sa.Integer(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("device_id", "incarnation", "seq", name=op.f("pk_ledger")),
    )
    op.create_index("ix_ledger_device_id_verdict_no", "ledger", ["device_id", "verdict_no"], unique=False)
    op.create_index(op.f("ix_ledger_op_id"), "ledger", ["op_id"], unique=False)
    op.create_index(op.f("ix_ledger_row_id"), "ledger", ["row_id"], unique=False)
    op.create_index(op.f("ix_ledger_waits_for"), "ledger", ["waits_for"], unique=False)
    op.create_table(
        "member",
        sa.Column("scope_id", sa.String(length=80), nullable=False),
        sa.Column("entity", sa.String(length=30), nullable=False),
        sa.Column("row_id", sa.String(length=36), nullable=False),
        sa.Column("v", sa.BigInteger(), nullable=False),
        sa.Column("present", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("scope_id", "entity", "row_id", name=op.f("pk_member")),
    )
    op.create_index("ix_member_scope_id_v", "member", ["scope_id", "v"], unique=False)
    op.create_table(
        "notice",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("case_id", sa.String(length=36), nullable=False),
        sa.Column("serial", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("amount_paisa", sa.BigInteger(), nullable=False),
        sa.Column("claim", sa.JSON(), nullable=False),
        sa.Column("verify_token", sa.String(length=40), nullable=False),
        sa.Column("pdf_en", sa.LargeBinary(), nullable=False),
        sa.Column("pdf_ur", sa.LargeBinary(), nullable=False),
        sa.Column("sha256_en", sa.String(length=64), nullable=False),
        sa.Column("sha256_ur", sa.String(length=64), nullable=False),
        sa.Column("issued_by", sa.String(length=36), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
    )
    op.create_index(op.f("ix_notice_case_id"), "notice", ["case_id"], unique=False)
    op.create_index(op.f("ix_notice_verify_token"), "notice", ["verify_token"], unique=False)
    op.create_table(
        "review",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("inspection_id", sa.String(length=36), nullable=False),
        sa.Column("act", sa.String(length=20), nullable=False),
        sa.Column("remark", sa.String(length=2000), nullable=False),
        sa.Column("user_id", sa.String(length=36), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
    )
    op.create_index(op.f("ix_review_inspection_id"), "review", ["inspection_id"], unique=False)
    op.create_table(
        "scope",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("epoch", sa.String(length=40), nullable=False),
        sa.Column("v", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scope")),
    )
    op.create_table(
        "serial_counter",
        sa.Column("series", sa.String(length=60), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("series", name=op.f("pk_serial_counter")),
    )
    op.create_table(
        "snapshot",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("scope_id", sa.String(length=80), nullable=False),
        sa.Column("epoch", sa.String(length=40), nullable=False),
        sa.Column("v", sa.BigInteger(), nullable=False),
        sa.Column("manifest", sa.JSON(), nullable=False),
        sa.Column("built_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_snapshot")),
    )
    op.create_index(op.f("ix_snapshot_scope_id"), "snapshot", ["scope_id"], unique=False)
    op.create_table(
        "user_account",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("sign_in", sa.String(length=80), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=False),
        sa.Column("name_ur", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=30), nullable=False),
        sa.Column("institution", sa.String(length=20), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_account")),
        sa.UniqueConstraint("sign_in", name=op.f("uq_user_account_sign_in")),
    )
    op.create_table(
        "visit",
        sa.Column("employer_id", sa.String(length=36), nullable=False),
        sa.Column("inspector_id", sa.String(length=36), nullable=False),
        sa.Column("planned_on", sa.String(length=10), nullable=False),
        sa.Column("purpose_en", sa.String(length=300), nullable=False),
        sa.Column("purpose_ur", sa.String(length=300), nullable=False),
        sa.Column("order_no", sa.String(length=60), nullable=False),
        sa.Column("authorised_by", sa.String(length=120), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("field_stamps", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
    )
    op.create_index(op.f("ix_visit_employer_id"), "visit", ["employer_id"], unique=False)
    op.create_index(op.f("ix_visit_inspector_id"), "visit", ["inspector_id"], unique=False)
