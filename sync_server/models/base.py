"""The database handle and the columns that every synced table shares."""

from __future__ import annotations

from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, MetaData, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, registry

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """All tables of the centre."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMING),
        type_annotation_map={dict[str, Any]: JSON, list[Any]: JSON},
    )


db = SQLAlchemy(model_class=Base)

Id = String(36)
"""A UUIDv7 as lower-case text with hyphens; made once, kept for ever."""


class Synced:
    """A record that laptops hold a copy of. Written only through `queries.gateway`."""

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    rev: Mapped[int] = mapped_column(default=1)
    field_stamps: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Last writer by field since creation: `{field: [rev, device_id, incarnation, seq]}`; absent = since creation."""
