"""Takes the representative's signature, or the refusal to sign with a witness."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from inspector_app.services.open_inspection import SignatureRecord
from inspector_app.store.opened import Opened


def sign_inspection(
    opened: Opened,
    inspection_id: str,
    *,
    image_png: bytes | None,
    signer_name: str,
    signer_role: str,
    refusal_reason: str,
    witness_name: str,
    at: datetime,
    new_id: Callable[[], str],
) -> SignatureRecord:
    """Keep a signature (a picture and a name) or a refusal (a reason, a witness where there was one).

    Raises:
        NotFound, InspectionClosed.
        EvidenceRefused: the picture is not a PNG of a signature (blank, too large, damaged).
        InvalidAnswer: neither a signature with a name nor a refusal with a reason.
    """
    raise NotImplementedError
