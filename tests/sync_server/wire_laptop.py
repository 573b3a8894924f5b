"""A laptop reduced to what it says on the wire: makes operations, chains and signs them, sends them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import zstandard
from flask.testing import FlaskClient
from uuid_utils.compat import uuid7
from werkzeug.test import TestResponse

from casework.signatures import new_private_key, public_key_of, sign
from checklists.library import load_checklist
from sync_protocol.chain import GENESIS, chained, head_claim
from sync_protocol.receipts import verify_receipt

MADE_AT = "2026-11-21T05:00:00Z"


@dataclass
class Laptop:
    """One enrolled device. `operations` is its whole history, chained."""

    client: FlaskClient
    private_key: str
    enrolment: Mapping[str, Any]
    operations: list[dict[str, Any]] = field(default_factory=list)
    acknowledged: int = 0
    verdicts_since: int = 0
    heard_at: str = ""

    @classmethod
    def enrol(cls, client: FlaskClient, code: str, *, nonce: str = "a nonce of 16 letters or more") -> Laptop:
        private_key = new_private_key()
        message = {
            "code": code,
            "nonce": nonce,
            "device_name": "Laptop",
            "public_key": public_key_of(private_key),
        }
        reply = client.post("/sync/v1/enrol", json=message)
        assert reply.status_code == 200, reply.text
        return cls(client=client, private_key=private_key, enrolment=reply.get_json())

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.enrolment['token']}"}

    @property
    def beacon(self) -> str:
        """The centre's time as it was last heard; its own clock says the same."""
        return self.heard_at or str(self.enrolment["server_time"])

    @property
    def user_id(self) -> str:
        return str(self.enrolment["person"]["id"])

    def make(
        self,
        kind: str,
        row_id: str,
        set_: Mapping[str, Any],
        *,
        was: Mapping[str, Any] | None = None,
        base_rev: int = 0,
        **other: Any,
    ) -> dict[str, Any]:
        """Append one operation to the chain and return it."""
        body = {
            "op_id": str(uuid7()),
            "kind": kind,
            "row_id": row_id,
            "base_rev": base_rev,
            "set": dict(set_),
            "was": dict(was or {}),
            "user_id": self.user_id,
            "made_at": self.beacon,
            "beacon": self.beacon,
            "schema": 1,
            **other,
        }
        [operation] = chained(self.head, len(self.operations) + 1, [body])
        self.operations.append(operation)
        return operation

    @property
    def head(self) -> str:
        return str(self.operations[-1]["hash"]) if self.operations else GENESIS

    def correct(self, employer_id: str, *, base_rev: int = 1, was: Mapping[str, Any], **set_: Any) -> dict[str, Any]:
        return self.make("employer.correct", employer_id, set_, was=was, base_rev=base_rev)

    def start(self, employer_id: str, inspection_id: str = "", **set_: Any) -> str:
        inspection_id = inspection_id or str(uuid7())
        content = {
            "employer_id": employer_id,
            "establishment_id": "",
            "visit_id": "",
            "checklist": "registration_contribution",
            "checklist_version": load_checklist("registration_contribution").version,
            "started_at": MADE_AT,
            "authorisation": {"order_no": "7/2026"},
            **set_,
        }
        self.make("inspection.start", inspection_id, content)
        return inspection_id

    def finding(self, inspection_id: str, **set_: Any) -> str:
        finding_id = str(uuid7())
        content = {
            "inspection_id": inspection_id,
            "code": "CERT_NOT_DISPLAYED",
            "item": "certificate_displayed",
            "key": "",
            "text_en": "The certificate was not displayed.",
            "text_ur": "سرٹیفکیٹ آویزاں نہیں تھا۔",
            "provisions": ["PESSO65.s59"],
            "severity": "minor",
            "remedy_days": 7,
            "privacy": "public",
            "facts": {},
            "evidence": [],
            **set_,
        }
        self.make("finding.record", finding_id, content)
        return finding_id

    def evidence(self, inspection_id: str, data: bytes) -> str:
        sha256 = hashlib.sha256(data).hexdigest()
        content = {
            "inspection_id": inspection_id,
            "item": "certificate_displayed",
            "key": "",
            "sha256": sha256,
            "size_bytes": len(data),
            "media_type": "image/jpeg",
            "kind": "photo",
            "caption": "The wall",
            "captured_at": MADE_AT,
        }
        self.make("evidence.add", str(uuid7()), content)
        return sha256

    def close(self, inspection_id: str) -> None:
        content = {
            "answers": [{"item": "certificate_displayed", "key": "", "value": "no", "state": "given", "reason": ""}],
            "repeats": {},
            "statement": {"text": "", "declined": True, "by_name": "", "by_role": "", "recorded_at": MADE_AT},
            "signature": {"refused": True, "refusal_reason": "none given", "witness_name": "A witness"},
            "closed_at": MADE_AT,
        }
        self.make("inspection.close", inspection_id, content)

    def message(
        self,
        operations: Sequence[Mapping[str, Any]] | None = None,
        *,
        pull: Sequence[Mapping[str, Any]] = (),
        **other: Any,
    ) -> dict[str, Any]:
        """Return a request that pushes `operations`, by default all that are not acknowledged."""
        run = self.operations[self.acknowledged :] if operations is None else list(operations)
        return {
            "protocol": 1,
            "schema": 1,
            "device_id": self.enrolment["device_id"],
            "incarnation": self.enrolment["incarnation"],
            "sent_at": MADE_AT,
            "unsent": len(run),
            "push": self.push(run) if run else None,
            "pull": list(pull),
            "verdicts_since": self.verdicts_since,
            "max_rows": 1000,
            **other,
        }

    def push(self, run: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        first, last = run[0]["seq"], run[-1]
        claim = head_claim(self.enrolment["device_id"], self.enrolment["incarnation"], last["seq"], last["hash"])
        return {
            "previous_hash": self.operations[first - 2]["hash"] if first > 1 else GENESIS,
            "operations": list(run),
            "signature": sign(self.private_key, claim),
        }

    def post(self, message: Mapping[str, Any]) -> TestResponse:
        body = zstandard.ZstdCompressor().compress(json.dumps(message).encode())
        return self.client.post(
            "/sync/v1/sync",
            data=body,
            content_type="application/json",
            headers={**self.headers, "Content-Encoding": "zstd"},
        )

    def sync(self, **message: Any) -> dict[str, Any]:
        """Send what is not acknowledged, believe the receipt, and return the reply."""
        response = self.post(self.message(**message))
        assert response.status_code == 200, response.text
        reply: dict[str, Any] = response.get_json()
        heads = {0: GENESIS, **{operation["seq"]: operation["hash"] for operation in self.operations}}
        self.acknowledged = verify_receipt(
            str(self.enrolment["centre_public_key"]),
            reply["receipt"],
            device_id=str(self.enrolment["device_id"]),
            incarnation=int(self.enrolment["incarnation"]),
            heads=heads,
        )
        self.heard_at = str(reply["receipt"]["server_time"])
        return reply

    def asks_for_incarnation(self, cause: str, nonce: str = "a nonce of 16 letters or more") -> dict[str, Any]:
        """Return a signed request for a new incarnation."""
        request = {
            "device_id": self.enrolment["device_id"],
            "incarnation": self.enrolment["incarnation"],
            "nonce": nonce,
            "cause": cause,
            "seq": len(self.operations),
            "head": self.head,
        }
        return {**request, "signature": sign(self.private_key, request)}

    def begin_incarnation(self, cause: str, nonce: str = "a nonce of 16 letters or more") -> dict[str, Any]:
        """Go on in a new incarnation: everything that is not acknowledged is chained anew, its ids kept."""
        request = self.asks_for_incarnation(cause, nonce)
        response = self.client.post("/sync/v1/incarnation", json=request, headers=self.headers)
        assert response.status_code == 200, response.text
        reply: dict[str, Any] = response.get_json()
        self.enrolment = {**self.enrolment, "incarnation": reply["incarnation"]}
        kept = self.operations[self.acknowledged :]
        bodies = [{name: value for name, value in one.items() if name not in ("seq", "hash")} for one in kept]
        self.operations, self.acknowledged = chained(GENESIS, 1, bodies), 0
        return reply

    def copied(self) -> Laptop:
        """Return a copy of this laptop as it stands, as a copied data folder makes one."""
        return replace(self, operations=list(self.operations))

    def outcomes(self, reply: Mapping[str, Any]) -> list[tuple[int, str, str]]:
        """Return `(seq, outcome, code)` of the verdicts of a reply, by seq."""
        return sorted((verdict["seq"], verdict["outcome"], verdict["code"]) for verdict in reply["verdicts"])
