"""Short marks of what stands, by which a window says what it was shown: nothing unseen is written over."""

from __future__ import annotations

import hashlib

from inspector_app.catalogue import say
from inspector_app.errors import FormChanged
from inspector_app.services.inspection_parts import SignatureRecord, Statement


def mark_of(*parts: str) -> str:
    """Return a short mark of several texts, another for each other row of them."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def statement_mark(said: Statement | None) -> str:
    """Return the mark of a statement; "" for none. When it was recorded is not of it."""
    return mark_of(str(int(said.declined)), said.text, said.by_name, said.by_role) if said else ""


def signature_mark(signed: SignatureRecord | None) -> str:
    """Return the mark of a signature or refusal; "" for none. When it was given is not of it."""
    if signed is None:
        return ""
    who = (signed.signer_name, signed.signer_role, signed.witness_name)
    return mark_of(signed.image_sha256, signed.refusal_reason, *who)


def decision_mark(state: str, reason: str) -> str:
    """Return the mark of what was decided of a difference; "" where nothing was."""
    return mark_of(state, reason) if state else ""


def refuse_unseen(standing: str, seen: str | None, *, wanted: str = "") -> None:
    """Refuse to write over what a window was not shown.

    Args:
        standing: mark of what stands.
        seen: mark of what the window showed; None where no page was shown.
        wanted: mark of what is to be kept; that the same stands already is no reason to ask.

    Raises:
        FormChanged: another window changed it meanwhile.
    """
    if seen is not None and standing not in (seen, wanted):
        raise FormChanged(say("core.form_changed"), standing)
