"""Seals a paper, and tells from the file alone whether it is still what was sealed; the same for its QR.

Makes no keys and asks nobody: verification needs the file and the office's public keys, no network.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from casework.documents.texts_of_papers import catalogue
from casework.signatures import canonical, is_signed_by, key_id, public_key_of, sign
from simplify_content.text import Text

_SEAL_LINE = b"%MUAINA-SEAL-1 "
_SEAL_KIND, _QR_KIND = "muaina-seal-1", "muaina-qr-1"
_END_OF_PDF = b"%%EOF"
_QR_PATH = "/verify/"


class Outcome(StrEnum):
    """What verification found; clients decide on these, people read the reason."""

    VALID = "valid"
    NO_SEAL = "no_seal"
    DAMAGED_SEAL = "damaged_seal"
    UNKNOWN_KEY = "unknown_key"
    FALSE_SIGNATURE = "false_signature"
    CHANGED = "changed"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Verification:
    """The answer: `claim` is what the seal vouches for and is empty unless the signature holds."""

    outcome: Outcome
    reason: Text
    claim: Mapping[str, str] = field(default_factory=dict)

    @property
    def valid(self) -> bool:
        """Whether the paper can be relied on."""
        return self.outcome is Outcome.VALID


def fingerprint(claim: Mapping[str, str]) -> str:
    """Return the first 16 hex digits of the SHA-256 of a claim, in groups of four, as papers print it."""
    digest = hashlib.sha256(canonical(dict(claim))).hexdigest()
    return " ".join(digest[i : i + 4] for i in range(0, 16, 4))


def seal(pdf: bytes, *, private_key: str, claim: Mapping[str, str]) -> bytes:
    """Return the file with a seal line after its end: a signature over the SHA-256 of all bytes before it.

    A PDF reader passes over the line as a comment.

    Raises:
        ValueError: the bytes are no complete PDF, or carry a seal already.
    """
    if not pdf.startswith(b"%PDF-") or not pdf.rstrip().endswith(_END_OF_PDF):
        raise ValueError("only a complete PDF without a seal can be sealed: it starts with %PDF- and ends with %%EOF")
    body = pdf if pdf.endswith(b"\n") else pdf + b"\n"
    signed = _seal_content(body, claim)
    content = {**signed, "key": key_id(public_key_of(private_key)), "signature": sign(private_key, signed)}
    return body + _SEAL_LINE + _encoded(content) + b"\n"


def verify_file(file: bytes, public_keys: Sequence[str]) -> Verification:
    """Return whether a file is exactly what one of the keys sealed; never raises on bad input.

    Args:
        file: the whole file.
        public_keys: the office's public keys, present and past, each base64 of 32 raw bytes.
    """
    start = file.rfind(b"\n" + _SEAL_LINE) + 1
    if not start:
        return _found(Outcome.NO_SEAL)
    content = _decoded(file[start + len(_SEAL_LINE) :].removesuffix(b"\n"))
    if content is None or not file.endswith(b"\n") or not _is_seal(content):
        return _found(Outcome.DAMAGED_SEAL)
    keys = [key for key in public_keys if _key_id(key) == content["key"]]
    if not keys:
        return _found(Outcome.UNKNOWN_KEY, key=content["key"])
    signed = {name: content[name] for name in ("kind", "claim", "sha256")}
    if not any(is_signed_by(key, signed, content["signature"]) for key in keys):
        return _found(Outcome.FALSE_SIGNATURE)
    if signed != _seal_content(file[:start], content["claim"]):
        return _found(Outcome.CHANGED)
    return Verification(Outcome.VALID, catalogue()["seal.valid"], content["claim"])


def qr_text(claim: Mapping[str, str], *, private_key: str, base_url: str, token: str) -> str:
    """Return what the QR of a paper holds: an address a telephone opens, and after `#` the signed claim itself.

    The part after `#` never leaves the telephone; it lets a paper be checked without the centre.
    """
    signed = {"kind": _QR_KIND, "claim": dict(claim), "token": token}
    content = {"c": dict(claim), "s": sign(private_key, signed)}
    return f"{base_url.rstrip('/')}{_QR_PATH}{token}#{_encoded(content).decode('ascii')}"


def verify_qr(text: str, public_keys: Sequence[str]) -> Verification:
    """Return whether a scanned QR text is what one of the keys signed; never raises on bad input."""
    address, _, rest = text.partition("#")
    token = address.rpartition(_QR_PATH)[2]
    content = _decoded(rest.encode("utf-8", "replace"))
    if content is None or set(content) != {"c", "s"} or not _is_claim(content["c"]) or not _is_one_form(content["s"]):
        return Verification(Outcome.UNREADABLE, catalogue()["qr.unreadable"])
    signed = {"kind": _QR_KIND, "claim": content["c"], "token": token}
    if not any(is_signed_by(key, signed, content["s"]) for key in public_keys):
        return Verification(Outcome.FALSE_SIGNATURE, catalogue()["qr.false_signature"])
    return Verification(Outcome.VALID, catalogue()["qr.valid"], content["c"])


def _found(outcome: Outcome, **values: str) -> Verification:
    text = catalogue()[f"seal.{outcome.value}"]
    return Verification(outcome, text.fill(**values) if values else text)


def _seal_content(body: bytes, claim: Mapping[str, str]) -> dict[str, Any]:
    return {"kind": _SEAL_KIND, "claim": dict(claim), "sha256": hashlib.sha256(body).hexdigest()}


def _is_seal(content: dict[str, Any]) -> bool:
    if set(content) != {"kind", "claim", "sha256", "key", "signature"} or not _is_claim(content["claim"]):
        return False
    if not all(isinstance(content[name], str) for name in ("sha256", "key", "signature")):
        return False
    return content["kind"] == _SEAL_KIND and _is_one_form(content["signature"])


def _is_one_form(signature: object) -> bool:
    """Whether a signature is written as `sign` writes it: base64 has spare bits that would let it be written anew."""
    if not isinstance(signature, str):
        return False
    try:
        return base64.b64encode(base64.b64decode(signature, validate=True)).decode("ascii") == signature
    except ValueError:
        return False


def _is_claim(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(part, str) for part in value.values())


def _key_id(public_key: str) -> str:
    try:
        return key_id(public_key)
    except ValueError:
        return ""


def _encoded(content: Mapping[str, Any]) -> bytes:
    return base64.urlsafe_b64encode(canonical(content)).rstrip(b"=")


def _decoded(encoded: bytes) -> dict[str, Any] | None:
    """Return the content, or None unless the bytes are its one encoded form (so that no byte can differ)."""
    try:
        padded = encoded + b"=" * (-len(encoded) % 4)
        content = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        is_its_form = isinstance(content, dict) and _encoded(content) == encoded
    except (binascii.Error, ValueError, RecursionError, TypeError):
        return None
    return content if is_its_form else None
