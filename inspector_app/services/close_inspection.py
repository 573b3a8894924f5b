"""Closes an inspection: from then on it is not changed, and it waits in the queue."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from casework.finding import Finding
from checklists.answers_json import answers_to_json
from inspector_app.catalogue import say
from inspector_app.errors import NotReadyToClose
from inspector_app.services.book_papers import keep_books
from inspector_app.services.inspection_form import (
    checklist_of,
    form_of,
    redraw_findings,
    register_facts,
    register_lists,
    require_inspection,
)
from inspector_app.services.inspection_parts import signature_of, statement_of
from inspector_app.services.kept_items import IN_CONFIDENCE, kept_items
from inspector_app.services.open_inspection import view_of
from inspector_app.services.seal_interviews import (
    Confidential,
    confidential_of,
    forget,
    forget_traces,
    seal_files,
    sealed_closing,
    sealed_content,
    sealing_key,
)
from inspector_app.services.sheet_kept import kept_of
from inspector_app.services.sheet_of_visit import sheet_of
from inspector_app.store import work
from inspector_app.store.driver import writing
from inspector_app.store.opened import Opened
from inspector_app.store.outbox import Intent, append
from inspector_app.tools import local_day, moment
from sync_protocol.entities import OperationKind
from sync_protocol.operations import load_content
from sync_protocol.sealing import BoxKey

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

SINCE_3 = frozenset({"place", "point", "accuracy_m", "origin", "not_before"})
"""Of these, what a centre that speaks no protocol 3 does not know; it would hold the evidence until its update."""


def close_inspection(opened: Opened, inspection_id: str, *, at: datetime, new_id: Callable[[], str]) -> None:
    """Close an inspection and queue its evidence, findings and closing, chained, in one transaction.

    The closing comes last, so that whoever holds it holds all that it rests on. What workers said in confidence goes
    sealed and is not on this laptop afterwards, unless the centre is too old to open it. Closing a closed inspection
    changes nothing. In the practice room nothing is queued and nothing sealed.

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
        view = view_of(opened, inspection, on=on)
        if view.reasons_not_to_close:
            raise NotReadyToClose(say("core.not_ready"), view.reasons_not_to_close)
        sheet_kept = kept_of(sheet_of(opened, view, printed_on=on))
        keep_books(opened, inspection, form, at=at, new_id=new_id)
        answers, key = work.answers(opened.work, inspection_id), sealing_key(opened)
        said = confidential_of(checklist_of(opened, inspection), answers)
        parts, seq, op_id = _Parts(opened, inspection, said, key), None, ""
        if not opened.is_practice:
            seq, op_id = _queue(opened, inspection, parts.contents(at), at=at, new_id=new_id)
        if key is not None:
            forget(opened, inspection, said, key=key, at=moment(at), evidence=parts.sealed_files)
            opened.forms.forget(inspection_id)
            rest = form_of(opened, inspection, said.without(answers), on=on)
            work.set_kept_items(opened.work, inspection_id, kept_items(form, rest))
        work.mark_closed(
            opened.work,
            inspection_id,
            closed_at=moment(at),
            close_seq=seq,
            close_op=op_id,
            register_facts=register_facts(opened, inspection["employer_id"], on=on),
            register_lists=register_lists(opened, inspection, on=on),
            sheet_kept=sheet_kept,
        )
    if key is not None:
        forget_traces(opened, inspection_id)


_Content = tuple[OperationKind, str, dict[str, Any]]


def _queue(
    opened: Opened, inspection: Row, contents: Iterable[_Content], *, at: datetime, new_id: Callable[[], str]
) -> tuple[int, str]:
    """Queue operations and return number and id of the last."""
    intents = [
        Intent(new_id(), kind, row_id, inspection["employer_id"], inspection["id"], set=content, was={})
        for kind, row_id, content in contents
    ]
    numbers = append(opened.work, intents, user_id=opened.person.id, made_at=moment(at), reading=opened.reading())
    return numbers[-1], intents[-1].op_id


class _Parts:
    """What a closing is made of, sealed where it must be; `key` is None where nothing can be sealed."""

    def __init__(self, opened: Opened, inspection: Row, said: Confidential, key: BoxKey | None) -> None:
        self._opened = opened
        self._inspection = inspection
        self._said = said
        self._key = key
        version = int(inspection["version"])
        self._version = {"version": version} if version > 1 else {}
        self.sealed_files = 0

    def contents(self, at: datetime) -> list[_Content]:
        """Return evidence, findings and closing, each checked as the centre will check it."""
        findings = list(self._findings())  # first: they name the evidence that is sealed next
        return [*self._evidence(), *findings, self._closing(at)]

    def _evidence(self) -> Iterator[_Content]:
        kind, rows = OperationKind.EVIDENCE_ADD, work.evidence_to_send(self._opened.work, self._inspection["id"])
        sealed = seal_files(self._opened, self._inspection, self._said, key=self._key) if self._key else {}
        self.sealed_files = len(sealed)
        names = [name for name in EVIDENCE_SENT if self._key is not None or name not in SINCE_3]
        for one in rows:
            content = {name: one[name] for name in names}
            if (was := sealed.get(one["id"])) and self._key:
                content = {name: was.get(name, content[name]) for name in EVIDENCE_SENT} | _NO_COPIES
                content |= {"sealed_for": self._key.key_id, "plain_sha256": was["plain_sha256"]}
            load_content(kind, content)
            yield kind, one["id"], sealed_content(kind, content, self._key) if was and self._key else content

    def _findings(self) -> Iterator[_Content]:
        kind = OperationKind.FINDING_RECORD
        for finding in work.findings(self._opened.work, self._inspection["id"]):
            content = {**_finding(finding), **self._version}
            load_content(kind, content)
            is_sealed = finding.privacy == IN_CONFIDENCE and self._key is not None
            row_id = sent_id(finding.finding_id, self._inspection["version"])
            yield kind, row_id, sealed_content(kind, content, self._key) if is_sealed and self._key else content

    def _closing(self, at: datetime) -> _Content:
        opened, inspection_id = self._opened, self._inspection["id"]
        statement, signature = statement_of(opened, inspection_id), signature_of(opened, inspection_id)
        assert statement is not None
        assert signature is not None
        answers = work.answers(opened.work, inspection_id)
        content = {
            **answers_to_json(self._said.without(answers) if self._key else answers),
            "statement": asdict(statement),
            "signature": {name: value for name, value in asdict(signature).items() if name not in KEPT_HERE},
            "closed_at": moment(at),
            **self._version,
        }
        load_content(OperationKind.INSPECTION_CLOSE, content)
        is_sealed = self._key is not None and not self._said.is_nothing
        sealed = sealed_closing(content, self._said, self._key) if is_sealed and self._key else content
        return OperationKind.INSPECTION_CLOSE, inspection_id, sealed


KEPT_HERE = frozenset({"sheet_sha256"})
"""What the centre is not told of a signature: it closes nothing that was not signed as it is sent."""

_NO_COPIES = {"copy_sha256": "", "copy_size": 0, "thumbnail_sha256": ""}


def sent_id(finding_id: str, version: int) -> str:
    """Return the id under which a finding is sent: one that stands again in a later version is recorded anew.

    Source: RFC 9562, section 5.5 (name-based UUID).
    """
    return finding_id if version == 1 else str(uuid.uuid5(uuid.UUID(finding_id), f"version {version}"))


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "inspection_id": finding.inspection_id,
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
