"""Signs a person in: password checked in the same time whether or not the name exists, with a pause after failures.

The count of failures lives in this process; several processes behind a proxy each keep their own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from sync_server.errors import NotAllowed
from sync_server.models import User
from sync_server.refusals import Throttled, said
from sync_server.tools import Tools

TRIES = 5
"""Failures in a row before the pause."""

PAUSE = timedelta(minutes=1)
"""How long a name waits after that many failures."""

_HASHER = PasswordHasher()
_NOBODY = _HASHER.hash("no account has this password; it is only there to spend the same time")


@dataclass
class Attempts:
    """Failures by sign-in name since its last success; kept small by forgetting names whose pause is over."""

    failures: dict[str, list[datetime]] = field(default_factory=dict)

    def wait_until(self, name: str, now: datetime) -> datetime | None:
        """Return when the name may try again, or None for now."""
        recent = [at for at in self.failures.get(name, []) if at + PAUSE > now]
        return recent[-1] + PAUSE if len(recent) >= TRIES else None

    def failed(self, name: str, now: datetime) -> None:
        """Count one failure."""
        self.failures = {
            known: recent for known, ats in self.failures.items() if (recent := [at for at in ats if at + PAUSE > now])
        }
        self.failures.setdefault(name, []).append(now)

    def succeeded(self, name: str) -> None:
        """Forget the failures of a name."""
        self.failures.pop(name, None)


def sign_in(session: Session, name: str, *, password: str, attempts: Attempts, tools: Tools) -> User:
    """Return the person whose sign-in name and password these are.

    Args:
        session: read only.
        name: sign-in name, any case.
        password: as typed.
        attempts: failures so far.
        tools: clock.

    Raises:
        Throttled: too many failures for this name; nothing was checked.
        NotAllowed: no active person has this name and password; which of the two is wrong is not said.
    """
    known_as, now = name.strip().lower()[:80], tools.now()
    if attempts.wait_until(known_as, now):
        raise Throttled(said("refused.sign_in_pause", seconds=int(PAUSE.total_seconds())))
    user = session.scalar(select(User).where(User.sign_in == known_as))
    stored = user.password_hash if user else _NOBODY
    session.rollback()  # checking a password takes long; nobody waits for the database meanwhile
    matches = _matches(stored, password[:1000])
    if user is None or not user.active or not matches:
        attempts.failed(known_as, now)
        raise NotAllowed(said("refused.sign_in"))
    attempts.succeeded(known_as)
    return user


def _matches(stored: str, password: str) -> bool:
    try:
        return _HASHER.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False
