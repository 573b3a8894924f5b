"""Names of employers and people in both languages, with the other half where one was never recorded."""

from __future__ import annotations

from sqlalchemy.orm import Session

from simplify_content.text import Text, same
from sync_server.models import Employer, User

UNKNOWN = same("—")


def employer_name(employer: Employer | None) -> Text:
    """Return an employer's name; the English one stands in where no Urdu name is on record."""
    if employer is None or not employer.name_en.strip():
        return UNKNOWN
    return Text(en=employer.name_en, ur=employer.name_ur.strip() or employer.name_en)


def person_name(session: Session, user_id: str) -> Text:
    """Return a person's name, or a dash for nobody."""
    user = session.get(User, user_id) if user_id else None
    return Text(en=user.name_en, ur=user.name_ur) if user else UNKNOWN
