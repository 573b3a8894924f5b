"""The register: employers and what hangs on them. Columns follow `sync_protocol.entities`, field by field."""

from __future__ import annotations

from sqlalchemy import BigInteger, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from sync_server.models.base import Base, Id, Synced


class Employer(Synced, Base):
    """The liable person."""

    __tablename__ = "employer"
    institution: Mapped[str] = mapped_column(String(20))
    registration_no: Mapped[str] = mapped_column(String(40), index=True)
    name_en: Mapped[str] = mapped_column(String(300))
    name_ur: Mapped[str] = mapped_column(String(300), default="")
    trade_name: Mapped[str] = mapped_column(String(300), default="")
    ntn: Mapped[str] = mapped_column(String(20), default="", index=True)
    owner_name: Mapped[str] = mapped_column(String(200), default="")
    owner_cnic: Mapped[str] = mapped_column(String(15), default="", index=True)
    phone: Mapped[str] = mapped_column(String(30), default="")
    address_en: Mapped[str] = mapped_column(String(500), default="")
    address_ur: Mapped[str] = mapped_column(String(500), default="")
    district: Mapped[str] = mapped_column(String(60), index=True)
    sector: Mapped[str] = mapped_column(String(60), default="")
    status: Mapped[str] = mapped_column(String(20), default="active")
    registered_on: Mapped[str | None] = mapped_column(String(10))
    self_assessment: Mapped[bool] = mapped_column(default=False)


class Establishment(Synced, Base):
    """A place where an employer works."""

    __tablename__ = "establishment"
    employer_id: Mapped[str] = mapped_column(Id, index=True)
    name_en: Mapped[str] = mapped_column(String(300))
    name_ur: Mapped[str] = mapped_column(String(300), default="")
    address_en: Mapped[str] = mapped_column(String(500), default="")
    address_ur: Mapped[str] = mapped_column(String(500), default="")
    phone: Mapped[str] = mapped_column(String(30), default="")
    opened_on: Mapped[str | None] = mapped_column(String(10))


class Coverage(Synced, Base):
    """A worker's coverage through one employer."""

    __tablename__ = "coverage"
    employer_id: Mapped[str] = mapped_column(Id, index=True)
    worker_id: Mapped[str] = mapped_column(Id, index=True)
    secured_no: Mapped[str] = mapped_column(String(40), default="")
    name_en: Mapped[str] = mapped_column(String(200))
    name_ur: Mapped[str] = mapped_column(String(200), default="")
    cnic: Mapped[str] = mapped_column(String(15), default="", index=True)
    sex: Mapped[str] = mapped_column(String(1), default="")
    from_on: Mapped[str | None] = mapped_column(String(10))
    to_on: Mapped[str | None] = mapped_column(String(10))
    wage_at_entry_paisa: Mapped[int | None] = mapped_column(BigInteger)


class ContributionMonth(Synced, Base):
    """What an employer declared and paid for one month; `month` is YYYY-MM."""

    __tablename__ = "contribution_month"
    __table_args__ = (Index("ix_contribution_month_employer_id_month", "employer_id", "month"),)
    employer_id: Mapped[str] = mapped_column(Id)
    month: Mapped[str] = mapped_column(String(7))
    declared_workers: Mapped[int] = mapped_column()
    wages_paisa: Mapped[int] = mapped_column(BigInteger)
    due_paisa: Mapped[int] = mapped_column(BigInteger)
    paid_paisa: Mapped[int] = mapped_column(BigInteger, default=0)
    paid_on: Mapped[str | None] = mapped_column(String(10))
    challan_no: Mapped[str] = mapped_column(String(40), default="")


class Certificate(Synced, Base):
    """A registration certificate."""

    __tablename__ = "certificate"
    employer_id: Mapped[str] = mapped_column(Id, index=True)
    certificate_no: Mapped[str] = mapped_column(String(40))
    issued_on: Mapped[str | None] = mapped_column(String(10))
    expires_on: Mapped[str | None] = mapped_column(String(10))
    status: Mapped[str] = mapped_column(String(20), default="valid")


class Visit(Synced, Base):
    """A planned visit with its authorisation."""

    __tablename__ = "visit"
    employer_id: Mapped[str] = mapped_column(Id, index=True)
    inspector_id: Mapped[str] = mapped_column(Id, index=True)
    planned_on: Mapped[str] = mapped_column(String(10))
    purpose_en: Mapped[str] = mapped_column(String(300))
    purpose_ur: Mapped[str] = mapped_column(String(300))
    order_no: Mapped[str] = mapped_column(String(60))
    authorised_by: Mapped[str] = mapped_column(String(120))
    status: Mapped[str] = mapped_column(String(20), default="planned")
    valid_until: Mapped[str | None] = mapped_column(String(10))
    """Last day of the order's window, which begins on `planned_on`."""
    most_minutes: Mapped[int | None] = mapped_column()
    """Longest stay that the order allows."""
    officers: Mapped[str] = mapped_column(String(500), default="")
    """Who else goes along, as the order names them."""
    selected_by: Mapped[str] = mapped_column(String(20), default="")
    """Why this employer: see `casework.visit_limits.Selection`."""
    notice: Mapped[str] = mapped_column(String(20), default="")
    """Whether the employer is told in advance: "notified" or "surprise"; "" where the order does not say."""
    ground: Mapped[str] = mapped_column(String(500), default="")
    """In writing why the visit is made although a limit of the law is reached; empty where none is."""


class InspectionSummary(Synced, Base):
    """What laptops learn of an inspection: where it stands and the supervisor's remark. Same id as the inspection."""

    __tablename__ = "inspection_summary"
    employer_id: Mapped[str] = mapped_column(Id, index=True)
    inspector_id: Mapped[str] = mapped_column(Id, index=True)
    inspector_name: Mapped[str] = mapped_column(String(120))
    inspected_on: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(20))
    remark: Mapped[str] = mapped_column(String(2000), default="")
    findings_count: Mapped[int] = mapped_column(default=0)
    version: Mapped[int | None] = mapped_column(default=1)
    """The version of the record that `state` speaks of."""
    remarks: Mapped[str] = mapped_column(Text, default="")
    """Remarks on single answers of a returned one, as JSON: `[{"item", "key", "text"}]`."""
    found: Mapped[str] = mapped_column(Text, default="")
    """What was found, as JSON: `[{"en", "ur", "severity"}]`; nothing that a worker said in confidence."""
    promised: Mapped[str] = mapped_column(String(2000), default="")
    """What the employer said to it."""
    records_due_on: Mapped[str | None] = mapped_column(String(10))
    """The day by which the employer was to produce missing records."""
    notice_no: Mapped[str] = mapped_column(String(40), default="")
    """Serial of the notice that was issued upon it; the following fields are the notice's."""
    notice_on: Mapped[str | None] = mapped_column(String(10))
    notice_paisa: Mapped[int | None] = mapped_column(BigInteger)
    hearing_on: Mapped[str | None] = mapped_column(String(10))
