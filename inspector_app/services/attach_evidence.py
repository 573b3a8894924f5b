"""Takes a picture, paper or recording as evidence, untouched, into the encrypted work file; ties it to questions."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from checklists.form_state import ItemRef
from inspector_app.catalogue import say
from inspector_app.errors import FormChanged, InvalidAnswer, NotFound
from inspector_app.services.camera_notes import CameraNotes, camera_notes
from inspector_app.services.evidence_copies import NO_COPIES, Copies, copies_of
from inspector_app.services.evidence_types import kind_of, media_type_of
from inspector_app.services.inspection_form import require_open
from inspector_app.services.inspection_parts import EvidenceLine, evidence_line, evidence_lines
from inspector_app.services.merged_cells import merge_cells
from inspector_app.services.typed_text import typed
from inspector_app.store import work
from inspector_app.store.device import device
from inspector_app.store.driver import writing
from inspector_app.store.opened import Opened
from inspector_app.tools import moment

ORIGINS = ("camera", "microphone", "file")
"""With what a file was made: this laptop's camera or microphone, or brought along from elsewhere."""


def attach_evidence(
    opened: Opened,
    inspection_id: str,
    *,
    item: str,
    key: str,
    data: bytes,
    filename: str,
    caption: str,
    place: str = "",
    origin: str = "file",
    at: datetime,
    new_id: Callable[[], str],
) -> EvidenceLine:
    """Keep a file as evidence for an item ("" for the inspection as a whole) and return its line.

    The bytes are kept as they came, a picture's also as a smaller copy and a thumbnail. The same bytes for the same
    item are kept once. What the file is follows from its bytes; its name only stands in for a missing caption. Where a
    camera noted the point it stood at, the point is kept beside the place that was typed.

    Raises:
        NotFound, InspectionClosed.
        InvalidAnswer: a caption or place too long, or an origin there is none of.
        EvidenceRefused: empty, too large, damaged, or of a kind that cannot serve.
    """
    media_type = media_type_of(data)
    kind = kind_of(media_type)
    copies, notes = (copies_of(data), camera_notes(data)) if kind == "photo" else (NO_COPIES, CameraNotes())
    if origin not in ORIGINS:
        raise InvalidAnswer(say("core.answer_signs"))
    values = {
        "id": new_id(),
        "inspection_id": inspection_id,
        "item": typed(item, most=80),
        "key": typed(key, most=40),
        "sha256": hashlib.sha256(data).hexdigest(),
        "size_bytes": len(data),
        "media_type": media_type,
        "kind": kind,
        "caption": typed(caption, most=500) or typed(filename, most=10_000)[-200:],
        "captured_at": moment(at),
        **_files(copies),
        "place": typed(place, most=200),
        "point": notes.point,
        "accuracy_m": notes.accuracy_m,
        "origin": origin,
    }
    with writing(opened.work):
        require_open(opened, inspection_id)
        if standing := _same(opened, values):
            return standing
        values["not_before"] = "" if opened.is_practice else device(opened.work).beacon
        work.put_evidence(opened.work, values, data, *filter(None, (copies.copy, copies.thumbnail)))
    return evidence_line({**values, "held_at": ""})


def _files(copies: Copies) -> dict[str, Any]:
    return {
        "copy_sha256": hashlib.sha256(copies.copy).hexdigest() if copies.copy else "",
        "copy_size": len(copies.copy),
        "thumbnail_sha256": hashlib.sha256(copies.thumbnail).hexdigest() if copies.thumbnail else "",
    }


def tie_evidence(
    opened: Opened, inspection_id: str, evidence_id: str, *, ref: ItemRef, new_id: Callable[[], str]
) -> EvidenceLine:
    """Tie a piece of evidence to one more question and return the line that does; its bytes are kept once.

    Raises:
        NotFound, InspectionClosed.
    """
    with writing(opened.work):
        require_open(opened, inspection_id)
        standing = _required(opened, inspection_id, evidence_id)
        values = {**standing, "id": new_id(), "item": ref.item, "key": ref.key, "version": 0}
        del values["held_at"]
        if tied := _same(opened, values):
            return tied
        work.insert(opened.work, "evidence", values)
    return evidence_line({**values, "held_at": standing["held_at"]})


def describe_evidence(
    opened: Opened,
    inspection_id: str,
    evidence_id: str,
    *,
    caption: str,
    place: str,
    seen: Mapping[str, str] | None = None,
) -> None:
    """Write what a piece of evidence shows and where it was taken, wherever the same file is tied.

    `seen` is the "caption" and the "place" that the page showed before; None where no page was shown.

    Raises:
        NotFound, InspectionClosed.
        InvalidAnswer: too long, or it was sent with an earlier version.
        FormChanged: another window wrote something else meanwhile.
    """
    wanted = {"caption": typed(caption, most=500), "place": typed(place, most=200)}
    with writing(opened.work):
        require_open(opened, inspection_id)
        standing = _required(opened, inspection_id, evidence_id)
        if standing["version"]:
            raise InvalidAnswer(say("core.evidence_sent"))
        merged = merge_cells({name: str(standing[name]) for name in wanted}, seen, wanted)
        if merged.apart:
            raise FormChanged(say("core.form_changed"), "")
        work.describe_evidence(opened.work, inspection_id, standing["sha256"], **merged.cells)


def remove_evidence(opened: Opened, inspection_id: str, evidence_id: str) -> None:
    """Take back a piece of evidence of an open inspection; a signature is taken back by signing anew.

    Raises:
        NotFound, InspectionClosed.
        InvalidAnswer: it was sent with an earlier version.
    """
    with writing(opened.work):
        require_open(opened, inspection_id)
        if _required(opened, inspection_id, evidence_id)["version"]:
            raise InvalidAnswer(say("core.evidence_sent"))
        work.remove_evidence(opened.work, evidence_id)


def _required(opened: Opened, inspection_id: str, evidence_id: str) -> dict[str, Any]:
    for one in work.evidence(opened.work, inspection_id):
        if one["id"] == evidence_id and one["kind"] != "signature":
            return one
    raise NotFound(say("core.no_evidence"))


def _same(opened: Opened, values: Mapping[str, Any]) -> EvidenceLine | None:
    """Return the line that ties the same bytes to the same question already."""
    for line in evidence_lines(opened, values["inspection_id"]):
        if (line.sha256, line.item, line.key) == (values["sha256"], values["item"], values["key"]):
            return line
    return None
