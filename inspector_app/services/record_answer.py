"""Keeps one answer and the findings that follow from it; durable before it returns."""

from __future__ import annotations

from datetime import datetime

from checklists.form_state import Answer, FormState, ItemRef
from inspector_app.store.opened import Opened


def record_answer(opened: Opened, inspection_id: str, ref: ItemRef, answer: Answer, *, at: datetime) -> FormState:
    """Keep an answer (a blank one takes the earlier one back) and return the form as it stands after it.

    The answer and the draft findings are committed in one transaction, synced to disk, before this returns.
    An answer that breaks a constraint is kept and shown with its problem; it bars closing.

    Raises:
        NotFound: no such inspection.
        InspectionClosed: it is closed.
        InvalidAnswer: no such item or repetition, a read-only item, a state the item does not offer,
            or a text longer than an item may be.
    """
    raise NotImplementedError
