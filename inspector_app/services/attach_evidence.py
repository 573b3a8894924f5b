"""Takes a picture or paper as evidence, untouched, into the encrypted work file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from inspector_app.services.open_inspection import EvidenceLine
from inspector_app.store.opened import Opened

MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 40_000_000


def attach_evidence(
    opened: Opened,
    inspection_id: str,
    *,
    item: str,
    key: str,
    data: bytes,
    filename: str,
    caption: str,
    at: datetime,
    new_id: Callable[[], str],
) -> EvidenceLine:
    """Keep a file as evidence for an item ("" for the inspection as a whole) and return its line.

    The same bytes for the same item are kept once.

    Raises:
        NotFound, InspectionClosed.
        EvidenceRefused: empty, over 20 MB, over 40 megapixels, damaged, or not JPEG, PNG, WebP or PDF.
    """
    raise NotImplementedError


def remove_evidence(opened: Opened, inspection_id: str, evidence_id: str) -> None:
    """Take back a piece of evidence of an open inspection.

    Raises:
        NotFound, InspectionClosed.
    """
    raise NotImplementedError
