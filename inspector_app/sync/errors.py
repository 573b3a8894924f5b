"""Why a sync stopped; each is an outcome that the queue shows, none of them loses anything.

SyncStopped
+- Unreachable     no network, or the link broke
+- StrangeReply    something answered that is not the centre, or not in the agreed form
+- WrongReceipt    the receipt is not the centre's, or is over another history than ours
+- CentreProblem   the centre refused; .code and .facts
+- NoRoom          the register would not fit on this laptop's disk
+- UnsafeAddress   the address would show the token to others
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from inspector_app.errors import Refusal
from simplify_content.text import Text
from sync_protocol.errors import Code


class SyncStopped(Refusal):
    """A sync that did not come to its end."""

    status = 502


class Unreachable(SyncStopped):
    """No network, or the link broke."""


class StrangeReply(SyncStopped):
    """Something answered that is not the centre, or not in the agreed form."""


class WrongReceipt(SyncStopped):
    """The receipt is not the centre's, or is over another history than ours."""


class CentreProblem(SyncStopped):
    """The centre refused the request; programs look at `code`, people at the text."""

    def __init__(self, text: Text, code: Code, facts: Mapping[str, Any]) -> None:
        super().__init__(text)
        self.code = code
        self.facts = facts


class NoRoom(SyncStopped):
    """The register would not fit on this laptop's disk; nothing of it was fetched."""

    status = 507


class UnsafeAddress(SyncStopped):
    """The centre's address would show the token to others on the way."""

    status = 422
