"""Refusals of the centre's services, with the sentence that a person reads; `web` and `api` turn them into replies.

Refusal              a request that cannot be met as it stands
+- NotFound          no such record, or not in this person's scope: the two are never told apart
+- NotAllowed        the person's role does not include this
+- Stale             somebody else changed the record since the page was opened
"""

from __future__ import annotations

from simplify_content.text import Text


class Refusal(Exception):
    """A service says no; `text` is for the person, `status` for HTTP."""

    status = 422

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


class NotFound(Refusal):
    """There is no such record for this person."""

    status = 404

    def __init__(self, text: Text | None = None) -> None:
        super().__init__(text or Text(en="There is no such record.", ur="ایسا کوئی ریکارڈ موجود نہیں۔"))


class NotAllowed(Refusal):
    """The person's role does not include this."""

    status = 403


class Stale(Refusal):
    """The record changed after the page was opened."""

    status = 409
