"""Tells a centre that its database is an older copy: laptops fetch their registers anew and send again what it lost.

Every scope gets a new epoch, so that no laptop's cursor is taken for one of the history that begins now. The laptops
find out by themselves which of their operations the centre lost: its receipts say how far it holds them.
"""

from __future__ import annotations

import logging
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from sync_server.local_time import local
from sync_server.models import CentreSetting
from sync_server.queries.devices import known_devices
from sync_server.queries.evidence import held_files, unmark_file_held
from sync_server.queries.snapshots import all_snapshots, renew_epochs
from sync_server.services.build_snapshot import snapshot_file
from sync_server.services.evidence_store import EvidencePlace
from sync_server.tools import Tools, moment_text

log = logging.getLogger(__name__)

SHOWN_FOR = timedelta(days=45)
"""As long as laptops keep what was acknowledged, and so may still bring it back."""

_ROW = "restored"


@dataclass(frozen=True)
class Restoration:
    """What was done when the centre was told that it had been restored."""

    at: str
    copy_made_at: str
    """"" when nobody said."""
    scopes: int
    missing_files: int
    """Evidence that the database called held and the store lacks: asked for again."""


@dataclass(frozen=True)
class RestoredNotice:
    """What administrators are shown until every laptop has synced."""

    at: datetime
    copy_made_at: str
    devices: int
    synced: int


def begin_new_history(
    session: Session, *, place: EvidencePlace, snapshots: Any, tools: Tools, copy_made_at: str = ""
) -> Restoration:
    """Give every scope a new epoch, drop snapshots, ask again for lost evidence, and remember it. May be repeated.

    Args:
        session: outside any transaction.
        place: where evidence is kept.
        snapshots: folder of snapshot files.
        tools: clock.
        copy_made_at: when the copy was made, if that is known.
    """
    now = tools.now()
    files = [snapshot_file(snapshots, snapshot.sha256) for snapshot in all_snapshots(session)]
    scopes = renew_epochs(session, epoch=f"{now:%Y%m%dT%H%M%S}-{tools.new_id()[-12:]}")
    missing = [sha256 for sha256 in held_files(session) if not place.store.has(sha256)]
    for sha256 in missing:
        unmark_file_held(session, sha256)
    done = Restoration(moment_text(now), copy_made_at, scopes, len(missing))
    session.merge(CentreSetting(name=_ROW, value=asdict(done)))
    session.commit()
    for file in files:
        file.unlink(missing_ok=True)
    log.warning("the centre was restored from a copy of %s: %s", copy_made_at or "unknown age", done)
    return done


def restored_notice(session: Session, *, now: datetime) -> RestoredNotice | None:
    """Return what to show of the last restore, or None: there was none, every laptop has synced, or it is long ago."""
    row = session.get(CentreSetting, _ROW)
    if row is None:
        return None
    at = datetime.fromisoformat(row.value["at"])
    devices = known_devices(session)
    synced = sum(1 for device in devices if device.last_sync_at and local(device.last_sync_at) > at)
    if synced == len(devices) or now - at > SHOWN_FOR:
        return None
    return RestoredNotice(at, row.value["copy_made_at"], len(devices), synced)
