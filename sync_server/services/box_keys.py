"""The centre's keys for what laptops seal: one to seal for, and every one that still opens something."""

from __future__ import annotations

from sqlalchemy.orm import Session

from sync_protocol.sealing import box_key_of, box_key_of_signer, private_box_key_of_signer
from sync_server.queries.keys import INTERVIEWS, key_pairs, signing_key
from sync_server.services.reply import RECEIPT


def box_key(session: Session) -> str:
    """Return the public X25519 key that laptops are told to seal for; before `init` made one, that of receipts."""
    own = key_pairs(session, INTERVIEWS)
    if own:
        return signing_key(session, INTERVIEWS).public_key
    return box_key_of_signer(signing_key(session, RECEIPT).public_key).public_key


def box_keys(session: Session) -> dict[str, str]:
    """Return every private X25519 key of this centre by name.

    A laptop that enrolled before there was a key of its own for this seals for the key that signs receipts, in its
    X25519 form.
    """
    own = {box_key_of(key.private_key).key_id: key.private_key for key in key_pairs(session, INTERVIEWS)}
    for key in key_pairs(session, RECEIPT):
        own[box_key_of_signer(key.public_key).key_id] = private_box_key_of_signer(key.private_key)
    return own
