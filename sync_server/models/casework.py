"""Flags, cases, notices, and the law officer's confirmations."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, DateTime, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from sync_server.models.base import Base, Id


class FlagRecord(Base):
    """One reason why an employer is marked; raised again only when its facts change."""

    __tablename__ = "flag"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    employer_id: Mapped[str] = mapped_column(Id, index=True)
    scope_id: Mapped[str] = mapped_column(String(80), index=True)
    inspection_id: Mapped[str] = mapped_column(String(36), default="")
    rule: Mapped[str] = mapped_column(String(60))
    severity: Mapped[str] = mapped_column(String(20))
    text_en: Mapped[str] = mapped_column(String(2000))
    text_ur: Mapped[str] = mapped_column(String(2000))
    provisions: Mapped[list[Any]] = mapped_column(default=list)
    amount_paisa: Mapped[int | None] = mapped_column(BigInteger)
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    raised_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    cleared_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class Case(Base):
    """An enforcement case from one approved inspection."""

    __tablename__ = "enforcement_case"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    case_no: Mapped[str] = mapped_column(String(40))
    employer_id: Mapped[str] = mapped_column(Id, index=True)
    inspection_id: Mapped[str] = mapped_column(Id, index=True)
    scope_id: Mapped[str] = mapped_column(String(80), index=True)
    scheme: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(30), default="open")
    hearing_on: Mapped[str] = mapped_column(String(10), default="")
    hearing_at: Mapped[str] = mapped_column(String(5), default="")
    hearing_place_en: Mapped[str] = mapped_column(String(300), default="")
    hearing_place_ur: Mapped[str] = mapped_column(String(300), default="")
    opened_by: Mapped[str] = mapped_column(Id)
    opened_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class NoticeRecord(Base):
    """A notice as issued: the very bytes, never rendered again."""

    __tablename__ = "notice"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    case_id: Mapped[str] = mapped_column(Id, index=True)
    serial: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(30))
    state: Mapped[str] = mapped_column(String(20), default="issued")
    amount_paisa: Mapped[int] = mapped_column(BigInteger)
    claim: Mapped[dict[str, Any]] = mapped_column(default=dict)
    verify_token: Mapped[str] = mapped_column(String(40), index=True)
    pdf_en: Mapped[bytes] = mapped_column(LargeBinary)
    pdf_ur: Mapped[bytes] = mapped_column(LargeBinary)
    sha256_en: Mapped[str] = mapped_column(String(64))
    sha256_ur: Mapped[str] = mapped_column(String(64))
    issued_by: Mapped[str] = mapped_column(Id)
    issued_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class SerialCounter(Base):
    """The last number given in a series (office, kind, year); raised in the transaction that uses it."""

    __tablename__ = "serial_counter"
    series: Mapped[str] = mapped_column(String(60), primary_key=True)
    last: Mapped[int] = mapped_column(default=0)


class LawConfirmation(Base):
    """A law officer's word that one fact of a law pack may be printed; appended, withdrawn by a later row."""

    __tablename__ = "law_confirmation"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    scheme: Mapped[str] = mapped_column(String(20), index=True)
    fact: Mapped[str] = mapped_column(String(120))
    reference: Mapped[str] = mapped_column(String(500))
    confirmed_by: Mapped[str] = mapped_column(Id)
    confirmed_on: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class CentreKey(Base):
    """A key of the centre: "receipt" signs receipts, "notice" papers; what workers said is sealed for "interviews"."""

    __tablename__ = "centre_key"
    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    purpose: Mapped[str] = mapped_column(String(20), index=True)
    private_key: Mapped[str] = mapped_column(String(64))
    public_key: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class CentreSetting(Base):
    """Facts about this centre set once: institution, letterhead, whether it is a demonstration."""

    __tablename__ = "centre_setting"
    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[dict[str, Any]] = mapped_column(default=dict)
