"""What a laptop's papers need of the centre: the office's letterhead, and the keys that sign the centre's own papers.

The centre signs it with the key that signs receipts; a laptop believes it from the centre of its enrolment only.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from casework.notice import Letterhead
from casework.signatures import canonical, is_signed_by, sign
from simplify_content.text import LANGS, Text

_KIND = "muaina-papers-1"


@dataclass(frozen=True)
class Papers:
    """`keys` are public keys, old ones included: papers signed with them stay valid."""

    keys: tuple[str, ...]
    letterhead: Letterhead


def tell_papers(papers: Papers, *, receipt_key: str) -> dict[str, Any]:
    """Return the message, signed by the private key that signs receipts."""
    content = _content(papers)
    return {**content, "signature": sign(receipt_key, {"kind": _KIND, **content})}


def believed_papers(told: Mapping[str, Any], *, centre_public_key: str) -> Papers | None:
    """Return what was told, or None unless the centre signed exactly this."""
    keys, letterhead = list(told["keys"]), dict(told["letterhead"])
    content = {"keys": keys, "letterhead": letterhead}
    if not is_signed_by(centre_public_key, {"kind": _KIND, **content}, told["signature"]):
        return None
    return Papers(tuple(keys), letterhead_from_json(letterhead))


def mark_of(papers: Papers | None, *, recovery_key: str) -> str:
    """Return the mark that tells what a laptop holds already: 16 hexadecimal digits, "" for nothing."""
    if papers is None:
        return ""
    known = {**_content(papers), "keys": sorted(papers.keys), "recovery_key": recovery_key}
    return hashlib.sha256(canonical(known)).hexdigest()[:16]


def _content(papers: Papers) -> dict[str, Any]:
    return {"keys": list(papers.keys), "letterhead": letterhead_to_json(papers.letterhead)}


def letterhead_to_json(head: Letterhead) -> dict[str, str]:
    """Return a letterhead as sent and stored."""
    texts = {"institution": head.institution, "office": head.office, "address": head.address}
    halves = {f"{name}_{lang}": text.in_(lang) for name, text in texts.items() for lang in LANGS}
    return {**halves, "phone": head.phone}


def letterhead_from_json(values: Mapping[str, str]) -> Letterhead:
    """Return a letterhead from its stored form."""
    institution, office, address = (
        Text(en=values[f"{name}_en"], ur=values[f"{name}_ur"]) for name in ("institution", "office", "address")
    )
    return Letterhead(institution=institution, office=office, address=address, phone=values["phone"])
