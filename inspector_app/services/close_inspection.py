"""Closes an inspection: from then on it is not changed, and it waits in the queue."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from checklists.answers_json import answers_to_json
from inspector_app.catalogue import say
from inspector_app.errors import NotReadyToClose
from inspector_app.services.book_papers import keep_books
from inspector_app.services.inspection_form import (
    redraw_findings,
    register_facts,
    register_lists,
    require_inspection,
)
from inspector_app.services.inspection_parts import signature_of, statement_of
from inspector_app.services.ready_to_close import reasons_not_to_close
from inspector_app.store import work
from inspector_app.store.driver import writing
from inspector_app.store.opened import Opened
from inspector_app.store.outbox import Intent, append
from inspector_app.tools import local_day, moment
from sync_protocol.entities import OperationKind
from sync_protocol.operations import load_content

Row = Mapping[str, Any]

EVIDENCE_SENT = (
    "inspection_id",
    "item",
    "key",
    "sha256",
    "size_bytes",
    "media_type",
    "kind",
    "caption",
    "captured_at",
    "copy_sha256",
    "copy_size",
    "thumbnail_sha256",
    "place",
    "point",
    "accuracy_m",
    "origin",
    "not_before",
)
"""What the centre is told of a piece of evidence."""


def close_inspection(opened: Opened, inspection_id: str, *, at: datetime, new_id: Callable[[], str]) -> None:
    """Close an inspection and queue its evidence, findings and closing, chained, in one transaction.

    The closing comes last, so that whoever holds it holds all that it rests on. Closing a closed inspection changes
    nothing. In the practice room nothing is queued.

    Raises:
        NotFound: no such inspection.
        NotReadyToClose: with all reasons.
    """
    on = local_day(at)
    with writing(opened.work):
        inspection = require_inspection(opened, inspection_id)
        if inspection["closed_at"]:
            return
        form = redraw_findings(opened, inspection, on=on)
        if reasons := reasons_not_to_close(opened, inspection_id, form):
            raise NotReadyToClose(say("core.not_ready"), reasons)
        keep_books(opened, inspection, form, at=at, new_id=new_id)
        seq = None if opened.is_practice else _queue(opened, inspection, at=at, new_id=new_id)
        work.mark_closed(
            opened.work,
            inspection_id,
            closed_at=moment(at),
            close_seq=seq,
            register_facts=register_facts(opened, inspection["employer_id"], on=on),
            register_lists=register_lists(opened, inspection, on=on),
        )


def _queue(opened: Opened, inspection: Row, *, at: datetime, new_id: Callable[[], str]) -> int:
    contents = [*_evidence(opened, inspection["id"]), *_findings(opened, inspection["id"])]
    contents.append((OperationKind.INSPECTION_CLOSE, inspection["id"], _closing(opened, inspection["id"], at)))
    intents = []
    for kind, row_id, content in contents:
        load_content(kind, content)
        intent = Intent(new_id(), kind, row_id, inspection["employer_id"], inspection["id"], set=content, was={})
        intents.append(intent)
    return append(opened.work, intents, user_id=opened.person.id, made_at=moment(at), reading=opened.reading())[-1]


_Content = tuple[OperationKind, str, dict[str, Any]]


def _evidence(opened: Opened, inspection_id: str) -> Iterator[_Content]:
    for one in work.evidence(opened.work, inspection_id):
        yield OperationKind.EVIDENCE_ADD, one["id"], {name: one[name] for name in EVIDENCE_SENT}


def _findings(opened: Opened, inspection_id: str) -> Iterator[_Content]:
    for finding in work.findings(opened.work, inspection_id):
        content = {
            "inspection_id": inspection_id,
            "code": finding.code,
            "item": finding.item,
            "key": finding.key,
            "text_en": finding.text.en,
            "text_ur": finding.text.ur,
            "provisions": list(finding.provisions),
            "severity": finding.severity,
            "remedy_days": finding.remedy_days,
            "privacy": finding.privacy,
            "facts": dict(finding.facts),
            "evidence": list(finding.evidence),
        }
        yield OperationKind.FINDING_RECORD, finding.finding_id, content


def _closing(opened: Opened, inspection_id: str, at: datetime) -> dict[str, Any]:
    statement, signature = statement_of(opened, inspection_id), signature_of(opened, inspection_id)
    assert statement is not None
    assert signature is not None
    return {
        **answers_to_json(work.answers(opened.work, inspection_id)),
        "statement": asdict(statement),
        "signature": asdict(signature),
        "closed_at": moment(at),
    }
