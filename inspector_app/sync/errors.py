"""Why a sync stopped; each is an outcome that the queue shows, none of them loses anything.

SyncStopped
+- Unreachable     the link broke, or what stands before the centre did not reach it; .after_s
|  +- Offline      no connection could be made at all
+- StrangeReply    something answered that is not the centre, or not in the agreed form
+- WrongReceipt    the receipt is not the centre's
|  +- AnotherHistory  it is the centre's, over another history than ours; .cause
|  +- Forgotten      it is over the beginning of ours only: the centre has lost the rest; .through
+- AppTooOld       the centre no longer speaks with this version
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
    """The link broke, or what stands before the centre did not reach it; `after_s` is advice, 0 for none."""

    def __init__(self, text: Text, *, after_s: float = 0.0) -> None:
        super().__init__(text)
        self.after_s = after_s


class Offline(Unreachable):
    """No connection could be made at all: the ordinary state of a laptop in the field."""


class StrangeReply(SyncStopped):
    """Something answered that is not the centre, or not in the agreed form."""


class WrongReceipt(SyncStopped):
    """The receipt is not the centre's."""


class AnotherHistory(WrongReceipt):
    """The centre's own receipt, over another history than ours.

    `cause` is `restored` when it is ahead of all we have, `fork` when it names another operation under our number.
    """

    def __init__(self, text: Text, cause: str) -> None:
        super().__init__(text)
        self.cause = cause


class Forgotten(WrongReceipt):
    """The centre's own receipt, over less of our history than an earlier one: it was restored from a backup."""

    def __init__(self, text: Text, through: int) -> None:
        super().__init__(text)
        self.through = through


class AppTooOld(SyncStopped):
    """The centre no longer speaks with this version of the app."""

    status = 426


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
