"""Seals for the centre what workers said in confidence, and leaves nothing of it on this laptop but how much it was.

What is sealed is what hangs on items whose privacy is `worker_secret`: their answers and repetitions, the findings that
rest on them, the evidence tied to them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from checklists.answers_json import answers_to_json
from checklists.form import Checklist
from checklists.form_state import Answers
from inspector_app.services.kept_items import IN_CONFIDENCE
from inspector_app.store import sealed_parts, work
from inspector_app.store.device import device
from inspector_app.store.opened import Opened
from inspector_app.store.rooms import forget_copy
from sync_protocol.entities import OperationKind
from sync_protocol.sealing import SEALED, BoxKey, box_key_of_signer, seal, seal_bytes

Row = Mapping[str, Any]

SEALS_SINCE = 3
"""Protocol from which on a centre opens what is sealed."""

_OUTSIDE: Mapping[OperationKind, frozenset[str]] = {
    OperationKind.FINDING_RECORD: frozenset({"inspection_id", "privacy", "version"}),
    OperationKind.EVIDENCE_ADD: frozenset({"inspection_id", "sha256", "size_bytes", "captured_at", "kind"}),
}
"""What stays outside the box of an operation that is sealed."""


@dataclass(frozen=True)
class Confidential:
    """What of an inspection was said in confidence."""

    answers: Answers
    repeats: Mapping[str, tuple[str, ...]]
    """Repeats that hold nothing else."""
    items: frozenset[str]

    @property
    def is_nothing(self) -> bool:
        """Whether nobody said anything."""
        return not self.answers.by_ref and not any(self.repeats.values())

    def without(self, answers: Answers) -> Answers:
        """Return the other answers."""
        others = {ref: answer for ref, answer in answers.by_ref.items() if ref not in self.answers.by_ref}
        return Answers(others, {name: keys for name, keys in answers.repeats.items() if name not in self.repeats})


def sealing_key(opened: Opened) -> BoxKey | None:
    """Return the centre's key to seal for; None in the practice room and for a centre that cannot open what is sealed.

    A laptop that enrolled before centres had a key of their own for this seals for the centre's signing key.
    """
    if opened.is_practice:
        return None
    known = device(opened.work)
    if known.protocol < SEALS_SINCE:
        return None
    return BoxKey(known.centre_box_key) if known.centre_box_key else box_key_of_signer(known.centre_public_key)


def confidential_of(checklist: Checklist, answers: Answers) -> Confidential:
    """Return what of the answers was said in confidence."""
    secret = frozenset(item.node.name for item in checklist.form.items if item.privacy == IN_CONFIDENCE)
    by_repeat: dict[str, set[bool]] = {}
    for item in checklist.form.items:
        by_repeat.setdefault(item.repeat, set()).add(item.privacy == IN_CONFIDENCE)
    repeats = {name: keys for name, keys in answers.repeats.items() if by_repeat.get(name) == {True}}
    said = {ref: answer for ref, answer in answers.by_ref.items() if ref.item in secret}
    return Confidential(Answers(said, repeats), repeats, secret)


def seal_files(opened: Opened, inspection: Row, said: Confidential, *, key: BoxKey) -> dict[str, dict[str, Any]]:
    """Seal the files of evidence that is tied to confidential items; return what each was, by evidence id."""
    was = {}
    for one in work.evidence_to_send(opened.work, inspection["id"]):
        if one["item"] in said.items:
            plain = work.content(opened.work, one["sha256"])
            assert plain is not None
            box = seal_bytes(plain, key)
            sha256 = hashlib.sha256(box).hexdigest()
            sealed_parts.put_sealed_file(opened.work, one["id"], sha256=sha256, content=box, key_id=key.key_id)
            was[one["id"]] = {**one, "plain_sha256": one["sha256"], "sha256": sha256, "size_bytes": len(box)}
    return was


def sealed_content(kind: OperationKind, content: Mapping[str, Any], key: BoxKey) -> dict[str, Any]:
    """Return the `set` of a finding or a piece of evidence with all in a box that says what it is."""
    outside = {name: value for name, value in content.items() if name in _OUTSIDE[kind]}
    inside = {name: value for name, value in content.items() if name not in outside}
    return {**outside, SEALED: seal(inside, key)}


def sealed_closing(content: Mapping[str, Any], said: Confidential, key: BoxKey) -> dict[str, Any]:
    """Return the `set` of a closing with what was said in confidence in a box."""
    return {**content, SEALED: seal({"confidential": answers_to_json(said.answers)}, key)}


def forget(opened: Opened, inspection: Row, said: Confidential, *, key: BoxKey, at: str, evidence: int) -> None:
    """Remove what was sealed from the work file, in the caller's transaction, and write down how much it was."""
    sealed_parts.remove_answers(opened.work, inspection["id"], said.answers.by_ref, repeats=said.repeats)
    findings = sealed_parts.remove_findings(opened.work, inspection["id"], IN_CONFIDENCE)
    if said.is_nothing and not findings and not evidence:
        return
    sealed_parts.put_sealed_part(
        opened.work,
        {
            "inspection_id": inspection["id"],
            "version": inspection["version"],
            "key_id": key.key_id,
            "sealed_at": at,
            "repeats": {name: len(keys) for name, keys in said.repeats.items()},
            "answers": len(said.answers.by_ref),
            "findings": findings,
            "evidence": evidence,
        },
    )


def forget_traces(opened: Opened, inspection_id: str) -> None:
    """Remove what memory, the write-ahead log and the copy from before an upgrade may still hold; after the commit."""
    opened.forms.forget(inspection_id)
    sealed_parts.checkpoint(opened.work)
    forget_copy(opened.folder)
