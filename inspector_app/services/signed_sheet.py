"""What exactly was signed: the content of the exit sheet as it was shown, told by its hash; and whether it still is.

Letterhead, day of printing, time on site and the signature itself are not of it: they change without the employer being
told anything else. One that was taken before hashes were kept stands as it did then.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from datetime import datetime

from casework.documents.sheet import ExitSheet
from inspector_app.catalogue import say
from inspector_app.services.inspection_view import InspectionView
from inspector_app.services.sheet_of_visit import sheet_of
from inspector_app.store.opened import Opened
from inspector_app.tools import LOCAL_ZONE
from simplify_content.text import Text


def sheet_hash(sheet: ExitSheet) -> str:
    """Return the SHA-256 of what an exit sheet says, in both languages."""
    said = {
        "inspection": [sheet.inspection_ref, sheet.visited_on],
        "employer": [sheet.registration_no, asdict(sheet.employer_name), asdict(sheet.address)],
        "findings": [asdict(one) for one in sheet.findings],
        "records": [asdict(one) for one in sheet.records_requested],
        "records_due_on": sheet.records_due_on,
        "owed": [asdict(one) for one in sheet.arrears_by_month] if sheet.arrears_by_month is not None else None,
        "increase": asdict(sheet.increase_note) if sheet.increase_note else None,
        "total": sheet.total.paisa,
        "statement": asdict(sheet.statement) if sheet.statement else None,
    }
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def hash_to_sign(opened: Opened, view: InspectionView) -> str:
    """Return the hash of the exit sheet of an inspection as it stands."""
    return sheet_hash(sheet_of(opened, view, printed_on=view.inspection.on))


def has_lapsed(opened: Opened, view: InspectionView) -> bool:
    """Return whether the sheet of an open inspection is another than the one that was signed, or refused."""
    signed = view.signature
    if signed is None or not signed.sheet_sha256:
        return False
    return signed.sheet_sha256 != hash_to_sign(opened, view)


def said_of_lapse(view: InspectionView) -> Text | None:
    """Return the sentence about a signature that has lapsed, or None where none has."""
    if view.signature is None or not view.has_lapsed:
        return None
    at = datetime.fromisoformat(view.signature.signed_at).astimezone(LOCAL_ZONE)
    words = "core.reason_refusal_lapsed" if view.signature.refused else "core.reason_signature_lapsed"
    return say(words, time=f"{at:%H:%M}", day=f"{at:%d-%m-%Y}")
