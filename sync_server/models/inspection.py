"""Inspections as received from laptops, their findings, evidence and review."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, DateTime, String
from sqlalchemy.orm import Mapped, mapped_column

from sync_server.models.base import Base, Id


class Inspection(Base):
    """One inspection. State: started, received, approved, returned."""

    __tablename__ = "inspection"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    employer_id: Mapped[str] = mapped_column(Id, index=True)
    establishment_id: Mapped[str] = mapped_column(String(36), default="")
    visit_id: Mapped[str] = mapped_column(String(36), default="")
    inspector_id: Mapped[str] = mapped_column(Id, index=True)
    device_id: Mapped[str] = mapped_column(Id)
    scope_id: Mapped[str] = mapped_column(String(80), index=True)
    checklist: Mapped[str] = mapped_column(String(80))
    checklist_version: Mapped[str] = mapped_column(String(20))
    authorisation: Mapped[dict[str, Any]] = mapped_column(default=dict)
    started_at: Mapped[str] = mapped_column(String(40))
    closed_at: Mapped[str] = mapped_column(String(40), default="")
    not_before: Mapped[str] = mapped_column(String(40), default="")
    """Server beacon that the laptop had seen when it closed the inspection."""
    received_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """As sent: `{"answers": [{item, key, value, state, reason}], "repeats": {name: [keys]}}`."""
    statement: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """`{text, declined, by_name, by_role, recorded_at}`."""
    signature: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """`{refused, image_sha256, signer_name, signer_role, witness_name, refusal_reason, signed_at}`."""
    state: Mapped[str] = mapped_column(String(20), default="started")
    version: Mapped[int] = mapped_column(default=1)
    """Raised by every act on it, so that of two people who act on the same page only one succeeds."""
    record_version: Mapped[int] = mapped_column(default=1)
    """Which version of the record stands here: one more each time that it was returned and closed again."""
    findings_from: Mapped[int] = mapped_column(default=1)
    """The first version whose findings stand now."""
    confidential: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What came sealed, opened, in the form of `answers`, of which it is a part: what workers said in confidence."""


class InspectionVersion(Base):
    """An earlier version of a returned inspection, as it was closed; appended when the next one arrives."""

    __tablename__ = "inspection_version"
    inspection_id: Mapped[str] = mapped_column(Id, primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    findings_from: Mapped[int] = mapped_column()
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    statement: Mapped[dict[str, Any]] = mapped_column(default=dict)
    signature: Mapped[dict[str, Any]] = mapped_column(default=dict)
    closed_at: Mapped[str] = mapped_column(String(40))
    not_before: Mapped[str] = mapped_column(String(40))
    received_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class Amendment(Base):
    """An answer put right after closing, with the reason; it stands beside the answer of its version, for ever."""

    __tablename__ = "amendment"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    inspection_id: Mapped[str] = mapped_column(Id, index=True)
    version: Mapped[int] = mapped_column()
    item: Mapped[str] = mapped_column(String(80))
    key: Mapped[str] = mapped_column(String(40), default="")
    value: Mapped[str] = mapped_column(String(10_000), default="")
    state: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(String(2000), default="")
    why: Mapped[str] = mapped_column(String(2000))
    amended_at: Mapped[str] = mapped_column(String(40))
    received_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class FindingRecord(Base):
    """One finding as recorded; never edited."""

    __tablename__ = "finding"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    inspection_id: Mapped[str] = mapped_column(Id, index=True)
    code: Mapped[str] = mapped_column(String(60))
    item: Mapped[str] = mapped_column(String(80))
    key: Mapped[str] = mapped_column(String(40), default="")
    text_en: Mapped[str] = mapped_column(String(2000))
    text_ur: Mapped[str] = mapped_column(String(2000))
    provisions: Mapped[list[Any]] = mapped_column(default=list)
    severity: Mapped[str] = mapped_column(String(20))
    remedy_days: Mapped[int | None] = mapped_column()
    privacy: Mapped[str] = mapped_column(String(20), default="public")
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    evidence: Mapped[list[Any]] = mapped_column(default=list)
    version: Mapped[int] = mapped_column(default=1)
    """Version of the inspection that it belongs to."""


class EvidenceRecord(Base):
    """One piece of evidence: the original, untouched, and what the laptop drew of it to be sent before.

    Each `held_at` is set when the bytes of that file, matching its SHA-256, are at the centre. A hash is "" where there
    is no such file: papers and small pictures have no copies, nor has what came before schema 2.
    """

    __tablename__ = "evidence"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    inspection_id: Mapped[str] = mapped_column(Id, index=True)
    item: Mapped[str] = mapped_column(String(80), default="")
    key: Mapped[str] = mapped_column(String(40), default="")
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    media_type: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(30))
    """"photo", "document", "audio" or "signature"."""
    caption: Mapped[str] = mapped_column(String(500), default="")
    captured_at: Mapped[str] = mapped_column(String(40))
    held_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    copy_sha256: Mapped[str] = mapped_column(String(64), index=True, default="")
    """A smaller picture, upright, without the camera's notes."""
    copy_size: Mapped[int] = mapped_column(BigInteger, default=0)
    copy_held_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    thumbnail_sha256: Mapped[str] = mapped_column(String(64), index=True, default="")
    thumbnail_held_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    place: Mapped[str] = mapped_column(String(200), default="")
    """Where it was taken as the inspector wrote it; this and what follows is "" or null before schema 3."""
    point: Mapped[str] = mapped_column(String(30), default="")
    """Latitude and longitude in degrees, as the camera noted them."""
    accuracy_m: Mapped[int | None] = mapped_column()
    origin: Mapped[str] = mapped_column(String(20), default="")
    """"camera", "microphone" or "file"."""
    not_before: Mapped[str] = mapped_column(String(40), default="")
    """Server beacon that the laptop held when it was taken."""
    sealed_for: Mapped[str] = mapped_column(String(16), default="")
    """Name of the centre's key that the file was sealed for; "" when it came open. It is kept as it came."""
    plain_sha256: Mapped[str] = mapped_column(String(64), default="")
    """SHA-256 of what is inside a sealed file."""

    @property
    def standing(self) -> str:
        """What of it is at the centre: "original", "copy", "thumbnail" or "nothing"."""
        if self.held_at is not None:
            return "original"
        if self.copy_held_at is not None:
            return "copy"
        return "thumbnail" if self.thumbnail_held_at is not None else "nothing"

    @property
    def picture_sha256(self) -> str:
        """The file at the centre from which a picture of it can be drawn, the smaller copy before the original."""
        if self.copy_held_at is not None:
            return self.copy_sha256
        if self.held_at is not None:
            return self.sha256 if self.media_type.startswith("image/") else ""
        return self.thumbnail_sha256 if self.thumbnail_held_at is not None else ""


class Review(Base):
    """One act of a supervisor on an inspection; appended, never edited."""

    __tablename__ = "review"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    inspection_id: Mapped[str] = mapped_column(Id, index=True)
    act: Mapped[str] = mapped_column(String(20))
    """"approved" or "returned"."""
    remark: Mapped[str] = mapped_column(String(2000), default="")
    remarks: Mapped[list[Any]] = mapped_column(default=list)
    """Remarks on single answers: `[{item, key, text}]`."""
    version: Mapped[int] = mapped_column(default=1)
    """Version of the record that was reviewed."""
    user_id: Mapped[str] = mapped_column(Id)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
