"""By what an employer is found when others are compared with it; worked out again whenever the employer changes."""

from __future__ import annotations

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from sync_server.models.base import Base, Id


class EmployerKey(Base):
    """One thing that two entries of one employer are likely to share: a number, or words of the name in a district."""

    __tablename__ = "employer_key"
    key: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    """First eight bytes of a BLAKE2b of what `casework.likeness.Entry.found_by` says."""
    employer_id: Mapped[str] = mapped_column(Id, primary_key=True, index=True)
