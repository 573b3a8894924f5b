"""Laptops reduced to what they say on the wire, many of them, for the benchmarks of the centre alone."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import zstandard
from benchmark_centre import SCOPE, BenchmarkCentre
from push import finding_of
from uuid_utils.compat import uuid7

from casework.signatures import new_private_key, public_key_of, sign
from checklists.library import load_checklist
from sync_protocol.chain import GENESIS, chained, head_claim
from sync_server.models import Device, DeviceChain, Role, User
from sync_server.services.enrol_device import token_hash
from sync_server.tools import moment_text

CHECKLIST = "registration_contribution"


@dataclass
class WireLaptop:
    """One enrolled laptop and its chain."""

    device_id: str
    user_id: str
    token: str
    private_key: str
    beacon: str
    operations: list[dict[str, Any]] = field(default_factory=list)

    def make(self, kind: str, row_id: str, content: dict[str, Any]) -> None:
        """Append one operation to the chain."""
        head = self.operations[-1]["hash"] if self.operations else GENESIS
        body = {"op_id": str(uuid7()), "kind": kind, "row_id": row_id, "base_rev": 0, "set": content, "was": {}}
        body |= {"user_id": self.user_id, "made_at": self.beacon, "beacon": self.beacon, "schema": 2}
        self.operations += chained(head, len(self.operations) + 1, [body])

    def inspect(self, employer_id: str, findings: int, chance: Any) -> None:
        """Begin an inspection and record findings in it."""
        inspection_id = str(uuid7())
        content = {"employer_id": employer_id, "checklist": CHECKLIST, "started_at": self.beacon}
        content["checklist_version"] = load_checklist(CHECKLIST).version
        self.make("inspection.start", inspection_id, content)
        for _ in range(findings):
            intent = finding_of(chance, inspection_id)
            self.make(intent.kind, intent.row_id, dict(intent.set))

    def body(self, first: int = 1) -> bytes:
        """Return the request, compressed, that pushes everything from a number on."""
        run = self.operations[first - 1 :]
        last = run[-1]
        claim = head_claim(self.device_id, 1, last["seq"], last["hash"])
        push = {
            "previous_hash": self.operations[first - 2]["hash"] if first > 1 else GENESIS,
            "operations": run,
            "signature": sign(self.private_key, claim),
        }
        message = {"protocol": 2, "schema": 2, "device_id": self.device_id, "incarnation": 1, "sent_at": self.beacon}
        message |= {"unsent": len(run), "push": push, "pull": [], "verdicts_since": 0, "max_rows": 1}
        return zstandard.ZstdCompressor(level=3).compress(json.dumps(message).encode())

    @property
    def headers(self) -> dict[str, str]:
        """Headers of a push."""
        own = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        return {**own, "Content-Encoding": "zstd"}


def wire_laptops(centre: BenchmarkCentre, count: int) -> list[WireLaptop]:
    """Return laptops, each of an inspector of its own, written into the database without their enrolment."""
    now = centre.tools.now()
    made = []
    with centre.inside() as session:
        for _ in range(count):
            laptop = WireLaptop(str(uuid7()), str(uuid7()), uuid7().hex, new_private_key(), moment_text(now))
            name = f"i-{laptop.user_id}"
            session.add(
                User(id=laptop.user_id, sign_in=name, name_en=name, name_ur=name, role=Role.INSPECTOR,
                     institution="pessi", scopes=[SCOPE], password_hash="-")
            )  # fmt: skip
            session.add(
                Device(id=laptop.device_id, user_id=laptop.user_id, name=name, enrolled_at=now,
                       public_key=public_key_of(laptop.private_key), token_hash=token_hash(laptop.token))
            )  # fmt: skip
            session.add(DeviceChain(device_id=laptop.device_id, incarnation=1, chain_head=GENESIS, begun_at=now))
            made.append(laptop)
        session.commit()
    return made
