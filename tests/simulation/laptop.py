"""A laptop of the simulator: an inspector's small pieces of work through the real services, syncs, power cuts."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

from inspector_app.services import survey_employer
from inspector_app.services.correct_employer import correct_employer
from inspector_app.services.synchronise import synchronise
from inspector_app.store import outbox, work
from inspector_app.store.driver import rows, run, writing
from inspector_app.store.opened import Opened, Room
from inspector_app.store.rooms import open_room
from inspector_app.sync import exchange, install_snapshot, repair
from inspector_app.sync.synchronise import Outcome
from inspector_app.tools import ClockReading, Tools, moment
from sync_protocol.entities import OperationKind
from sync_protocol.operations import ADDED

from .machine import Machine, copy_folder

PDF = b"%%PDF-1.4\n%d\n%%%%EOF\n"


@dataclass
class Laptop:
    """One laptop. `saved` holds every operation that the inspector was told is saved, by id."""

    name: str
    machine: Machine
    key: bytes
    random: Random
    new_id: Callable[[], str]
    saved: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    made: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    """Every operation that was ever made here; a restore may take some out of `saved`."""
    schema: int = 0
    """Schema that it speaks; 0 for the present one."""
    outcome: Outcome | None = None
    repaired: int = 0
    is_syncing: bool = False
    _held: Opened | None = None

    @property
    def tools(self) -> Tools:
        return Tools(self.machine.clock, self.new_id, self.reading, self.machine.sleep, self.random.random)

    def reading(self) -> ClockReading:
        """Return the clock that nobody can set: it goes on with the world, whatever the other one says."""
        return ClockReading(f"{self.name} {self.machine.starts}", self.machine.uptime_ms())

    @contextmanager
    def speaking(self) -> Iterator[None]:
        """Let it speak as one of its schema does."""
        with ExitStack() as stack:
            for module in (exchange, outbox, install_snapshot, repair) if self.schema else ():
                stack.enter_context(patch.object(module, "SCHEMA_VERSION", self.schema))
            yield

    def open(self) -> AbstractContextManager[Opened]:
        """Give both databases, on connections of their own unless they are held open."""
        return nullcontext(self._held) if self._held else self._opened()

    @contextmanager
    def held_open(self) -> Iterator[None]:
        """Let everybody who opens it within the block share one opening: many checks look at the same state."""
        with self._opened() as self._held:
            try:
                yield
            finally:
                self._held = None

    def _opened(self) -> Opened:
        return replace(open_room(self.machine.folder, self.key, Room.FIELD), reading=self.reading)

    def sync(self) -> Outcome:
        with self.open() as opened, self.speaking():
            self.is_syncing = True
            try:
                self.outcome = synchronise(opened, centre_url="", timeout_s=5.0, tools=self.tools)
            finally:
                self.is_syncing = False
        self.repaired += self.outcome.counts.repaired
        return self.outcome

    def correct(self, number: int) -> str:
        with self.open() as opened:
            employer_id = self._some_employer(opened)
            if not employer_id:
                return ""
            changes = {}
            for name in self.random.sample(("trade_name", "owner_name", "address_en", "name_en", "phone"), k=2):
                value = str(number if self.random.random() < 0.8 else self.random.randrange(3))
                changes[name] = f"042{int(value):07}" if name == "phone" else f"{name} {value}"
            correct_employer(opened, employer_id, changes, at=self.machine.clock(), op_id=self.new_id())
            self.note_saved(opened)
            return employer_id

    def inspect(self, number: int) -> str:
        """Begin an inspection with a finding and a piece of evidence, perhaps close it, in one transaction."""
        with self.open() as opened:
            employer_id = self._some_employer(opened)
            if not employer_id:
                return ""
            with writing(opened.work):
                self._inspection(opened, employer_id, number)
            self.note_saved(opened)
            return employer_id

    def add_employer(self, number: int) -> str:
        with self.open() as opened:
            scopes = json.loads(rows(opened.work, "SELECT scopes FROM device")[0]["scopes"])
            if not scopes:
                return ""
            values = {**dict.fromkeys(ADDED, ""), "name_en": f"New {number}", "name_ur": f"نیا {number}"}
            values["district"] = scopes[0].removeprefix("district:")
            added = survey_employer._add(opened, values, at=self.machine.clock(), new_id=self.new_id)
            self.note_saved(opened)
            return added

    def make_odd(self, number: int) -> str:
        """Queue an operation that the centre cannot take: of a kind it does not know, or with a bad value."""
        with self.open() as opened:
            employer_id = self._some_employer(opened)
            if not employer_id:
                return ""
            kind, content, was = "employer.foresee", {"note": str(number)}, {}
            if self.random.random() < 0.7:
                kind, content, was = OperationKind.EMPLOYER_CORRECT, {"phone": "not a number"}, {"phone": ""}
            self._queue(opened, kind, employer_id, employer_id, "", content, was=was)
            self.note_saved(opened)
            return str(kind)

    def note_saved(self, opened: Opened) -> list[str]:
        """Remember what stands in the outbox as saved; return the ids of what is new."""
        new = [
            {**one, "body": json.loads(one["body"])}
            for one in rows(opened.work, "SELECT op_id, number, employer_id, body FROM outbox ORDER BY number")
            if one["op_id"] not in self.saved
        ]
        self.saved |= {one["op_id"]: one for one in new}
        self.made |= self.saved
        return [one["op_id"] for one in new]

    def is_at_rest(self) -> bool:
        """Return whether nothing is left to say; the files of what was refused or is held stay where they are."""
        if self.outcome is None or not self.outcome.reached:
            return False
        counts = self.outcome.counts
        return self.outcome.finished or not (counts.sent or counts.rows or counts.files or self._unsent())

    def _unsent(self) -> int:
        with self.open() as opened:
            return outbox.unsent(opened.work)

    def outbox(self) -> list[dict[str, Any]]:
        with self.open() as opened:
            return rows(opened.work, "SELECT * FROM outbox ORDER BY number")

    def back_up(self, place: Path) -> None:
        """Copy the files, as a person does who backs a laptop up or copies it."""
        shutil.rmtree(place, ignore_errors=True)
        copy_folder(self.machine.folder, place)

    def restore(self, place: Path) -> None:
        """Put an earlier copy in place of the files."""
        shutil.rmtree(self.machine.folder)
        copy_folder(place, self.machine.folder)
        self.machine.note_all_flushed()
        self.saved = {}
        with self.open() as opened:
            self.note_saved(opened)

    def _some_employer(self, opened: Opened) -> str:
        found = rows(opened.register, "SELECT id FROM employer ORDER BY id")
        return str(self.random.choice(found)["id"]) if found else ""

    def _inspection(self, opened: Opened, employer_id: str, number: int) -> None:
        inspection_id, at = self.new_id(), moment(self.machine.clock())
        begun = {
            "employer_id": employer_id, "establishment_id": "", "visit_id": "",
            "checklist": "registration_contribution", "checklist_version": "1", "started_at": at, "authorisation": {},
        }  # fmt: skip
        self._queue(opened, OperationKind.INSPECTION_START, inspection_id, employer_id, inspection_id, begun)
        work.insert(opened.work, "inspection", {"id": inspection_id, **begun, "authorisation": "{}", "start_seq": 0})
        self._queue(
            opened, OperationKind.FINDING_RECORD, self.new_id(), employer_id, inspection_id,
            {
                "inspection_id": inspection_id, "code": "CERT_NOT_DISPLAYED", "item": "certificate_displayed",
                "key": "", "text_en": f"Finding {number}", "text_ur": f"{number}", "provisions": [],
                "severity": "minor", "remedy_days": 7, "privacy": "public", "facts": {}, "evidence": [],
            },
        )  # fmt: skip
        if self.random.random() < 0.4:
            self._evidence(opened, employer_id, inspection_id, number)
        if self.random.random() < 0.5:
            closed = {
                "answers": [], "repeats": {}, "closed_at": at,
                "statement": {"text": "", "declined": True, "by_name": "", "by_role": "", "recorded_at": at},
                "signature": {"refused": True, "refusal_reason": "none given", "witness_name": "A witness"},
            }  # fmt: skip
            self._queue(opened, OperationKind.INSPECTION_CLOSE, inspection_id, employer_id, inspection_id, closed)
            run(opened.work, "UPDATE inspection SET closed_at = ? WHERE id = ?", (at, inspection_id))

    def _evidence(self, opened: Opened, employer_id: str, inspection_id: str, number: int) -> None:
        content = PDF % (number % 3)
        values = {
            "item": "certificate_displayed", "key": "", "sha256": hashlib.sha256(content).hexdigest(),
            "size_bytes": len(content), "media_type": "application/pdf", "kind": "document", "caption": "",
            "captured_at": moment(self.machine.clock()),
        }  # fmt: skip
        evidence_id = self.new_id()
        work.put_evidence(opened.work, {"id": evidence_id, "inspection_id": inspection_id, **values}, content)
        self._queue(
            opened, OperationKind.EVIDENCE_ADD, evidence_id, employer_id, inspection_id,
            {"inspection_id": inspection_id, **values},
        )  # fmt: skip

    def _queue(
        self, opened: Opened, kind: str, row_id: str, employer_id: str, inspection_id: str, content: Mapping[str, Any],
        *, was: Mapping[str, Any] | None = None,
    ) -> None:  # fmt: skip
        intent = outbox.Intent(self.new_id(), kind, row_id, employer_id, inspection_id, set=content, was=was or {})
        made = {"user_id": opened.person.id, "made_at": moment(self.machine.clock()), "reading": self.reading()}
        with writing(opened.work):
            outbox.append(opened.work, [intent], **made)


def employers_held(opened: Opened, ids: Sequence[str]) -> set[str]:
    """Return which employers stand in the register of a laptop."""
    return {one["id"] for one in rows(opened.register, "SELECT id FROM employer")} & set(ids)
