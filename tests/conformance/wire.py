"""A laptop that knows the protocol from `docs/protocol.md` alone: HTTP, JSON, SHA-256, Ed25519, and no line of Muaina.

It could be pointed at any other centre.
"""

from __future__ import annotations

import base64
import hashlib
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import requests
import rfc8785
import zstandard
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from nacl.public import PublicKey, SealedBox
from nacl.signing import VerifyKey

GENESIS = "0" * 64
MADE_AT = "2026-11-21T05:00:00Z"
TUS = {"Tus-Resumable": "1.0.0"}


def new_id() -> str:
    """Return a UUIDv7."""
    value = uuid.uuid4().int & ~(0xF << 76) | (0x7 << 76)
    return str(uuid.UUID(int=value))


@dataclass
class Wire:
    """One enrolled device of the centre at `url`."""

    url: str
    code: str
    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    nonce: str = field(default_factory=lambda: uuid.uuid4().hex)
    enrolment: dict[str, Any] = field(default_factory=dict)
    operations: list[dict[str, Any]] = field(default_factory=list)
    incarnation: int = 1
    acknowledged: int = 0

    def enrol(self, **changes: Any) -> requests.Response:
        message = {
            "code": self.code,
            "nonce": self.nonce,
            "device_name": "conformance",
            "public_key": self.public_key,
            "protocol": 3,
            **changes,
        }
        response = requests.post(f"{self.url}/sync/v1/enrol", json=message, timeout=30)
        if response.ok:
            self.enrolment = response.json()
            self.incarnation = self.enrolment["incarnation"]
        return response

    @property
    def public_key(self) -> str:
        return base64.b64encode(self.key.public_key().public_bytes_raw()).decode()

    @property
    def device_id(self) -> str:
        return str(self.enrolment["device_id"])

    def sign(self, claim: Mapping[str, Any]) -> str:
        return base64.b64encode(self.key.sign(rfc8785.dumps(dict(claim)))).decode()

    def make(self, kind: str, row_id: str, set_: Mapping[str, Any], **other: Any) -> dict[str, Any]:
        """Append an operation to the chain."""
        body = {
            "op_id": new_id(),
            "seq": len(self.operations) + 1,
            "kind": kind,
            "row_id": row_id,
            "base_rev": 0,
            "set": dict(set_),
            "was": {},
            "user_id": self.enrolment["person"]["id"],
            "made_at": MADE_AT,
            "beacon": self.enrolment["server_time"],
            "schema": 1,
            **other,
        }
        operation = {**body, "hash": hashlib.sha256(self.head.encode() + rfc8785.dumps(body)).hexdigest()}
        self.operations.append(operation)
        return operation

    @property
    def head(self) -> str:
        return str(self.operations[-1]["hash"]) if self.operations else GENESIS

    def start(self, employer_id: str, checklist: Mapping[str, str]) -> str:
        inspection_id = new_id()
        self.make("inspection.start", inspection_id, {"employer_id": employer_id, "started_at": MADE_AT, **checklist})
        return inspection_id

    def finding(self, inspection_id: str, **changes: Any) -> dict[str, Any]:
        content = {
            "inspection_id": inspection_id,
            "code": "CERT_NOT_DISPLAYED",
            "item": "certificate_displayed",
            "text_en": "The certificate was not displayed.",
            "text_ur": "سرٹیفکیٹ آویزاں نہیں تھا۔",
            "provisions": [],
            "severity": "minor",
            "facts": {},
            **changes,
        }
        return self.make("finding.record", new_id(), content)

    def evidence(self, inspection_id: str, data: bytes) -> str:
        sha256 = hashlib.sha256(data).hexdigest()
        content = {
            "inspection_id": inspection_id,
            "sha256": sha256,
            "size_bytes": len(data),
            "media_type": "image/jpeg",
            "kind": "photo",
            "captured_at": MADE_AT,
        }
        self.make("evidence.add", new_id(), content)
        return sha256

    def box_key(self) -> PublicKey:
        """Return the key to seal for, as enrolment tells it."""
        return PublicKey(base64.b64decode(self.enrolment["centre_box_key"]))

    def signing_box_key(self) -> PublicKey:
        """Return the key that a laptop seals for that was told none: the other form of the one that signs receipts."""
        return VerifyKey(base64.b64decode(self.enrolment["centre_public_key"])).to_curve25519_public_key()

    def sealed(self, content: Mapping[str, Any], key: PublicKey | None = None) -> dict[str, str]:
        """Return the sealed part of a `set`."""
        key = key or self.box_key()
        packed = zstandard.ZstdCompressor().compress(json.dumps(content).encode())
        return {
            "key_id": hashlib.sha256(bytes(key)).hexdigest()[:16],
            "box": base64.b64encode(SealedBox(key).encrypt(packed)).decode(),
        }

    def close(self, inspection_id: str, **changes: Any) -> dict[str, Any]:
        content = {
            "answers": [],
            "repeats": {},
            "statement": {"declined": True},
            "signature": {"refused": True},
            "closed_at": MADE_AT,
            **changes,
        }
        return self.make("inspection.close", inspection_id, content, schema=3)

    def message(self, run: Sequence[Mapping[str, Any]] | None = None, **changes: Any) -> dict[str, Any]:
        run = self.operations[self.acknowledged :] if run is None else run
        return {
            "protocol": 3,
            "schema": 3,
            "device_id": self.device_id,
            "incarnation": self.incarnation,
            "sent_at": MADE_AT,
            "unsent": len(run),
            "push": self.push(run) if run else None,
            "pull": [],
            "verdicts_since": 0,
            "max_rows": 1000,
            **changes,
        }

    def push(self, run: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        first, last = run[0], run[-1]
        claim = {
            "device_id": self.device_id,
            "incarnation": self.incarnation,
            "seq": last["seq"],
            "head": last["hash"],
        }
        return {
            "previous_hash": self.operations[first["seq"] - 2]["hash"] if first["seq"] > 1 else GENESIS,
            "operations": list(run),
            "signature": self.sign(claim),
        }

    def call(self, method: str, path: str, **options: Any) -> requests.Response:
        headers = {"Authorization": f"Bearer {self.enrolment.get('token', '')}", **options.pop("headers", {})}
        return requests.request(method, f"{self.url}/sync/v1{path}", headers=headers, timeout=60, **options)

    def post(self, message: Any, path: str = "/sync", **options: Any) -> requests.Response:
        return self.call("POST", path, json=message, **options)

    def post_packed(self, message: Any, encoding: str = "zstd", body: bytes | None = None) -> requests.Response:
        packed = zstandard.ZstdCompressor().compress(json.dumps(message).encode()) if body is None else body
        headers = {"Content-Type": "application/json", "Content-Encoding": encoding}
        return self.call("POST", "/sync", data=packed, headers=headers)

    def sync(self, **changes: Any) -> dict[str, Any]:
        """Send what no receipt covers; return the reply after verifying its receipt."""
        response = self.post(self.message(**changes))
        assert response.status_code == 200, response.text
        reply: dict[str, Any] = response.json()
        self.acknowledged = self.verified(reply["receipt"])
        return reply

    def verified(self, receipt: Mapping[str, Any]) -> int:
        """Return through which number a receipt covers this device's chain; raises when it does not."""
        names = ("device_id", "head", "incarnation", "seq", "server_time")
        claim = {name: receipt[name] for name in names}
        centre = Ed25519PublicKey.from_public_bytes(base64.b64decode(self.enrolment["centre_public_key"]))
        centre.verify(base64.b64decode(receipt["signature"]), rfc8785.dumps(claim))
        assert (receipt["device_id"], receipt["incarnation"]) == (self.device_id, self.incarnation)
        assert receipt["head"] == (self.operations[receipt["seq"] - 1]["hash"] if receipt["seq"] else GENESIS)
        return int(receipt["seq"])

    def begin_incarnation(self, nonce: str = "", **changes: Any) -> requests.Response:
        """Ask for a new incarnation after a fork."""
        claim = {
            "device_id": self.device_id,
            "incarnation": self.incarnation,
            "nonce": nonce or uuid.uuid4().hex,
            "cause": "fork",
            "seq": len(self.operations),
            "head": self.head,
        }
        return self.post({**claim, "signature": self.sign(claim), **changes}, "/incarnation")

    def feed(self, scope: str, since: int = 0, epoch: str = "", **changes: Any) -> list[dict[str, Any]]:
        """Return the pages of a scope from a cursor to its end."""
        pages: list[dict[str, Any]] = []
        cursor = {"scope": scope, "epoch": epoch or self.manifest(scope)["epoch"], "since": since, **changes}
        while True:
            [page] = self.sync(pull=[cursor], digests=True)["pull"]
            pages.append(page)
            if not page["more"]:
                return pages
            cursor = {**cursor, "since": page["until"]}

    def manifest(self, scope: str) -> dict[str, Any]:
        response = self.call("GET", f"/snapshots/{scope}")
        assert response.status_code == 200, response.text
        found: dict[str, Any] = response.json()
        return found

    def outcomes(self, reply: Mapping[str, Any]) -> dict[int, tuple[str, str]]:
        return {verdict["seq"]: (verdict["outcome"], verdict["code"]) for verdict in reply["verdicts"]}
