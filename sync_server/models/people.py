"""People and devices: who may do what, and which laptop speaks for whom."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, DateTime, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from sync_server.models.base import Base, Id


class Role(StrEnum):
    """What a person does."""

    INSPECTOR = "inspector"
    SUPERVISOR = "supervisor"
    ENFORCEMENT_OFFICER = "enforcement_officer"
    LAW_OFFICER = "law_officer"
    TRAINER = "trainer"
    ADMINISTRATOR = "administrator"


class User(Base):
    """A person who signs in at the centre or works on a laptop. `scopes` are districts; ["*"] is all of them."""

    __tablename__ = "user_account"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    sign_in: Mapped[str] = mapped_column(String(80), unique=True)
    name_en: Mapped[str] = mapped_column(String(120))
    name_ur: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(30))
    institution: Mapped[str] = mapped_column(String(20))
    scopes: Mapped[list[Any]] = mapped_column(default=list)
    password_hash: Mapped[str] = mapped_column(String(200))
    active: Mapped[bool] = mapped_column(default=True)


class Invitation(Base):
    """A one-time code with which a laptop enrols; only its hash is kept."""

    __tablename__ = "invitation"
    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[str] = mapped_column(Id)
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    nonce: Mapped[str | None] = mapped_column(String(64))
    device_id: Mapped[str | None] = mapped_column(Id)
    reply: Mapped[dict[str, Any]] = mapped_column(default=dict)


class Device(Base):
    """A laptop. `incarnation` is the highest that was issued; each has its own `DeviceChain`."""

    __tablename__ = "device"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    user_id: Mapped[str] = mapped_column(Id, index=True)
    name: Mapped[str] = mapped_column(String(120))
    public_key: Mapped[str] = mapped_column(String(64))
    token_hash: Mapped[str] = mapped_column(String(64), index=True)
    incarnation: Mapped[int] = mapped_column(default=1)
    next_verdict: Mapped[int] = mapped_column(default=1)
    enrolled_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    last_sync_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    unsent: Mapped[int] = mapped_column(default=0)
    revoked_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    report: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What the laptop said of itself with its last sync: `sync_protocol.schemas.ReportSchema`; empty before."""


class DeviceChain(Base):
    """The chain of one incarnation of a laptop. Both copies of a laptop that was copied go on, each in its own."""

    __tablename__ = "device_chain"
    device_id: Mapped[str] = mapped_column(Id, primary_key=True)
    incarnation: Mapped[int] = mapped_column(primary_key=True)
    next_seq: Mapped[int] = mapped_column(BigInteger, default=1)
    chain_head: Mapped[str] = mapped_column(String(64))
    begun_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    nonce: Mapped[str] = mapped_column(String(64), default="")
    """With which the incarnation was asked for; the same nonce gets the same answer. "" for the first."""
    cause: Mapped[str] = mapped_column(String(20), default="enrolled")
    """"enrolled", "fork" (another history has a number of ours) or "restored" (the centre knows more of us than we)."""


class DeviceAlarm(Base):
    """Something about a laptop that a person must look at; one row for one event, however often it is met."""

    __tablename__ = "device_alarm"
    __table_args__ = (UniqueConstraint("device_id", "kind", "event"),)
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    device_id: Mapped[str] = mapped_column(Id, index=True)
    kind: Mapped[str] = mapped_column(String(30))
    """"fork", "restored", "chain", "clock_jump", "late_arrival", "diverged" or "evidence"."""
    event: Mapped[str] = mapped_column(String(120))
    """What makes it one event: an incarnation, a number, a day."""
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    raised_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    seen_by: Mapped[str] = mapped_column(String(36), default="")
    seen_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
