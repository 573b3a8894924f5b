"""Sets up a centre, or brings one up to date: database, keys, secret, facts. Doing it again loses nothing."""

from __future__ import annotations

import os
import secrets

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from casework.signatures import key_id, new_private_key, public_key_of
from sync_protocol.sealing import box_key_of, new_box_key
from sync_server.config import Config
from sync_server.models import CentreKey
from sync_server.queries.keys import INTERVIEWS, NOTICE, public_keys
from sync_server.queries.settings import CentreFacts, NotInitialised, centre_facts, save_centre_facts
from sync_server.services.migrate import upgrade
from sync_server.services.reply import RECEIPT
from sync_server.tools import Tools


def ensure_secret(config: Config) -> str:
    """Return the secret in `home/secret`, made on first use and readable by the owner only."""
    config.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = config.secret_file
    if not file.exists():
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as out:
            out.write(secrets.token_hex(32))
            out.flush()
            os.fsync(out.fileno())
    return file.read_text(encoding="ascii").strip()


def initialise(session: Session, engine: Engine, facts: CentreFacts, *, tools: Tools) -> CentreFacts:
    """Migrate the database, make missing keys, and store the facts; facts that stand already stay.

    Args:
        session: outside any transaction.
        engine: the same database.
        facts: for a centre that has none yet.
        tools: clock.

    Returns:
        The facts that hold now.
    """
    upgrade(engine)
    make_missing_keys(session, tools=tools)
    try:
        standing = centre_facts(session)
    except NotInitialised:
        save_centre_facts(session, facts)
        standing = facts
    session.commit()
    return standing


def make_missing_keys(session: Session, *, tools: Tools) -> None:
    """Make the keys that this centre has none of, uncommitted."""
    for purpose in (RECEIPT, NOTICE, INTERVIEWS):
        if not public_keys(session, purpose):
            private_key, public_key = _new_box_pair() if purpose == INTERVIEWS else _new_signing_pair()
            session.add(
                CentreKey(
                    id=key_id(public_key),
                    purpose=purpose,
                    private_key=private_key,
                    public_key=public_key,
                    made_at=tools.now(),
                )
            )


def _new_signing_pair() -> tuple[str, str]:
    private_key = new_private_key()
    return private_key, public_key_of(private_key)


def _new_box_pair() -> tuple[str, str]:
    private_key = new_box_key()
    return private_key, box_key_of(private_key).public_key
