"""Tables of synchronisation: ledger, feed, conflicts, snapshots."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, Index, Integer, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from sync_server.models.base import Base, Id

UNSETTLED = text("outcome IN ('held', 'rejected')")
"""Operations that had no effect: few, and found by an index of their own."""


class LedgerEntry(Base):
    """One operation as received, with its verdict; appended once, only a held verdict may still change."""

    __tablename__ = "ledger"
    __table_args__ = (
        Index("ix_ledger_device_id_verdict_no", "device_id", "verdict_no"),
        Index("ix_ledger_unsettled", "device_id", "outcome", sqlite_where=UNSETTLED, postgresql_where=UNSETTLED),
    )
    device_id: Mapped[str] = mapped_column(Id, primary_key=True)
    incarnation: Mapped[int] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    op_id: Mapped[str] = mapped_column(Id, index=True)
    hash: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(64))
    row_id: Mapped[str] = mapped_column(Id, index=True)
    body: Mapped[dict[str, Any]] = mapped_column()
    outcome: Mapped[str] = mapped_column(String(20))
    code: Mapped[str] = mapped_column(String(30), default="")
    reason_en: Mapped[str] = mapped_column(String(1000), default="")
    reason_ur: Mapped[str] = mapped_column(String(1000), default="")
    waits_for: Mapped[str] = mapped_column(String(36), default="", index=True)
    conflict_ids: Mapped[list[Any]] = mapped_column(default=list)
    verdict_no: Mapped[int] = mapped_column()
    received_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    clock_flags: Mapped[str] = mapped_column(String(120), default="")
    """What is odd about the time the laptop gave, by name, separated by spaces; evidence, never order."""


class Scope(Base):
    """A slice of the register that devices follow, such as `district:lahore`; `v` rises last in each transaction."""

    __tablename__ = "scope"
    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    epoch: Mapped[str] = mapped_column(String(40))
    v: Mapped[int] = mapped_column(BigInteger, default=0)
    digest: Mapped[str] = mapped_column(String(32), default="")
    """Digest of all present members at `v`, hexadecimal; "" until it is worked out. See `sync_protocol.digests`."""
    patches_from: Mapped[int] = mapped_column(BigInteger, default=0)
    """From which number on `FieldChange` is complete; a cursor below it gets whole records."""


class Member(Base):
    """Whether a record is in a scope, and at which `v` that or the record last changed; one row each, for ever."""

    __tablename__ = "member"
    __table_args__ = (Index("ix_member_scope_id_v", "scope_id", "v"),)
    scope_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    entity: Mapped[str] = mapped_column(String(30), primary_key=True)
    row_id: Mapped[str] = mapped_column(Id, primary_key=True)
    v: Mapped[int] = mapped_column(BigInteger)
    present: Mapped[bool] = mapped_column(default=True)
    whole_v: Mapped[int] = mapped_column(BigInteger, default=0)
    """Number at which the record entered the scope: a cursor below it needs the whole record, not changed fields."""
    digest: Mapped[str] = mapped_column(String(32), default="")
    """Digest of the record as it stands; "" when it is not present."""


class FieldChange(Base):
    """Which fields a change of a record touched; kept while a cursor may stand before it."""

    __tablename__ = "field_change"
    __table_args__ = (Index("ix_field_change_scope_id_row_id", "scope_id", "row_id"),)
    scope_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    v: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    entity: Mapped[str] = mapped_column(String(30))
    row_id: Mapped[str] = mapped_column(Id)
    fields: Mapped[str] = mapped_column(String(500))
    """Names of the fields, separated by spaces."""


class DuplicatePair(Base):
    """Two employers that may be one; decided by a person, once, and undone by a person."""

    __tablename__ = "duplicate_pair"
    __table_args__ = (UniqueConstraint("first_id", "second_id"),)
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    first_id: Mapped[str] = mapped_column(Id, index=True)
    second_id: Mapped[str] = mapped_column(Id, index=True)
    scope_id: Mapped[str] = mapped_column(String(80), index=True)
    score: Mapped[int] = mapped_column()
    """Likeness from 0 to 100."""
    reasons: Mapped[list[Any]] = mapped_column(default=list)
    state: Mapped[str] = mapped_column(String(20), default="open")
    """"open", "merged" or "apart"."""
    version: Mapped[int] = mapped_column(default=1)
    raised_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    decided_by: Mapped[str] = mapped_column(String(36), default="")
    decided_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    reason: Mapped[str] = mapped_column(String(1000), default="")


class EmployerAlias(Base):
    """An employer that is another one: what arrives for it is written to the survivor. Undone, never deleted."""

    __tablename__ = "employer_alias"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    absorbed_id: Mapped[str] = mapped_column(Id, index=True)
    survivor_id: Mapped[str] = mapped_column(Id, index=True)
    pair_id: Mapped[str] = mapped_column(Id)
    moved: Mapped[list[Any]] = mapped_column(default=list)
    """`[entity or table, row id]` of every record that was taken to the survivor, so that it can be taken back."""
    merged_by: Mapped[str] = mapped_column(String(36))
    merged_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    undone_by: Mapped[str] = mapped_column(String(36), default="")
    undone_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class Upload(Base):
    """An evidence file on its way (tus 1.0); its bytes so far lie beside the evidence files, under its id."""

    __tablename__ = "upload"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    device_id: Mapped[str] = mapped_column(Id, index=True)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    described: Mapped[str] = mapped_column(String(1000), default="")
    """`Upload-Metadata` as the client wrote it."""
    begun_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class Conflict(Base):
    """Two values for one field; both kept for ever, with who chose and why."""

    __tablename__ = "conflict"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    entity: Mapped[str] = mapped_column(String(30))
    row_id: Mapped[str] = mapped_column(Id, index=True)
    employer_id: Mapped[str] = mapped_column(Id, index=True)
    scope_id: Mapped[str] = mapped_column(String(80), index=True)
    field: Mapped[str] = mapped_column(String(60))
    policy: Mapped[str] = mapped_column(String(20))
    base_value: Mapped[Any] = mapped_column(JSON)
    standing_value: Mapped[Any] = mapped_column(JSON)
    arriving_value: Mapped[Any] = mapped_column(JSON)
    chosen_value: Mapped[Any] = mapped_column(JSON)
    standing_user_id: Mapped[str] = mapped_column(String(36), default="")
    standing_at: Mapped[str] = mapped_column(String(40), default="")
    arriving_user_id: Mapped[str] = mapped_column(Id)
    arriving_device_id: Mapped[str] = mapped_column(Id)
    arriving_at: Mapped[str] = mapped_column(String(40))
    raised_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    state: Mapped[str] = mapped_column(String(20), default="open")
    """"open", "resolved", or "settled" (decided by policy at once)."""
    version: Mapped[int] = mapped_column(default=1)
    resolved_by: Mapped[str] = mapped_column(String(36), default="")
    resolved_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    reason: Mapped[str] = mapped_column(String(1000), default="")


class Snapshot(Base):
    """A prebuilt register file of a scope, immutable and named by the SHA-256 of its compressed bytes."""

    __tablename__ = "snapshot"
    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    scope_id: Mapped[str] = mapped_column(String(80), index=True)
    epoch: Mapped[str] = mapped_column(String(40))
    v: Mapped[int] = mapped_column(BigInteger)
    manifest: Mapped[dict[str, Any]] = mapped_column()
    built_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
