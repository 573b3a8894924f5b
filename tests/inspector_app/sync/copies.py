"""Short ways to look at a laptop's copy of a scope beside the centre's, and to move people and time."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta
from typing import Any

from live_centre import new_id
from prepared_laptop import BEGIN

from inspector_app.services.synchronise import synchronise
from inspector_app.store.driver import rows
from inspector_app.store.register_digests import bucket_digests
from inspector_app.tools import Tools
from sync_protocol.digests import combined

LAHORE, KASUR = "district:lahore", "district:kasur"


def digests(centre: Any, laptop: Any, scope: str = LAHORE) -> tuple[str, str]:
    """Return the digest of the laptop's rows and the one that the centre keeps."""
    with laptop.open() as opened:
        ours = combined(bucket_digests(opened.register, scope))
    return ours, centre.scalar("SELECT digest FROM scope WHERE id = :id", id=scope)


def held(laptop: Any) -> dict[str, str]:
    """Return the scope of each employer in the laptop's register by id."""
    with laptop.open() as opened:
        return {one["id"]: one["scope"] for one in rows(opened.register, "SELECT id, scope FROM employer")}


def phone(laptop: Any, employer_id: str) -> str:
    with laptop.open() as opened:
        [found] = rows(opened.register, "SELECT phone FROM employer WHERE id = ?", (employer_id,))
    return str(found["phone"])


def alter(laptop: Any, statement: str, *values: Any) -> None:
    """Change the laptop's register as a fault would."""
    with laptop.open() as opened, closing(opened.register.conn.execute(statement, values)):
        pass


def sync_later(laptop: Any, hours: float, centre_url: str = "") -> Any:
    """Sync as if so many hours had passed since the test began."""
    tools = Tools(now=lambda: BEGIN + timedelta(hours=hours), new_id=new_id)
    with laptop.open() as opened:
        return synchronise(opened, centre_url=centre_url, timeout_s=10.0, tools=tools)


def post_to(centre: Any, sign_in: str, *scopes: str) -> None:
    """Give an inspector other districts."""
    from sync_server.models import User, db

    with centre.inside():
        user = db.session.query(User).filter_by(sign_in=sign_in).one()
        user.scopes = list(scopes)
        db.session.commit()


def month(employer: str, number: int) -> dict[str, Any]:
    return {
        "employer_id": employer,
        "month": f"2026-{number:02}",
        "declared_workers": 10,
        "wages_paisa": 40_000_000,
        "due_paisa": 2_400_000,
        "paid_paisa": 0,
        "paid_on": None,
        "challan_no": "",
    }
