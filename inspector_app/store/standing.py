"""How this laptop stands with the centre: last contact, latest time seen here, withdrawn or not. Field room only."""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Database

from inspector_app.store.driver import row, run


@dataclass(frozen=True)
class Standing:
    """Moments as stored; `latest_at` and `withdrawn_at` are "" where there is none."""

    contact_at: str
    """The centre's own time in its last verified receipt, or at enrolment."""
    latest_at: str
    """The latest that this laptop's clock was seen to say since then."""
    withdrawn_at: str
    recovery_key: str
    """The institution's public key for which a copy of this seat's key is sealed; "" for none."""
    device_id: str


def standing(work: Database) -> Standing:
    """Return how this laptop stands."""
    sql = "SELECT beacon AS contact_at, latest_at, withdrawn_at, recovery_key, device_id FROM standing, device"
    return Standing(**(row(work, sql) or dict.fromkeys(Standing.__annotations__, "")))


def see_time(work: Database, at: str) -> None:
    """Write down that the clock said this, when it is later than what it said before."""
    run(work, "UPDATE standing SET latest_at = max(latest_at, ?)", (at,))


def make_contact(work: Database) -> None:
    """Write down that the centre took this laptop's word: the count of days begins anew, and it is not withdrawn."""
    run(work, "UPDATE standing SET latest_at = '', withdrawn_at = ''")


def set_recovery_key(work: Database, recovery_key: str) -> None:
    """Write down the institution's public recovery key."""
    run(work, "UPDATE standing SET recovery_key = ? WHERE recovery_key <> ?", (recovery_key, recovery_key))


def withdraw(work: Database, at: str) -> None:
    """Write down that the centre said this laptop was withdrawn."""
    run(work, "UPDATE standing SET withdrawn_at = ? WHERE withdrawn_at = ''", (at,))
