"""A visit with confidential interviews on a laptop that knows its centre's key; for tests of what is sealed."""

from __future__ import annotations

from inspector_at_work import Desk

from checklists.form_state import AnswerState
from inspector_app.store.driver import run
from inspector_app.store.opened import Opened
from sync_protocol.sealing import box_key_of, new_box_key

BOX = new_box_key()
"""The centre's private key for what is sealed."""

ALIAS = "Grey shawl at loom nine"
SAID = "Paid in an envelope on the ninth"
CANARIES = (ALIAS, "38765", "Blue cap by the gate")


def seals(opened: Opened, private_key: str = BOX) -> None:
    """Let a laptop know that its centre opens what is sealed, and for which key."""
    key = box_key_of(private_key).public_key
    run(opened.work, "UPDATE device SET protocol = 3, centre_box_key = ?", (key,))


def interviewed(desk: Desk) -> str:
    """Answer everything, with two interviews; return the inspection, still open."""
    inspection_id = desk.start()
    desk.answer_all(inspection_id)
    for key, alias in (("iv1", ALIAS), ("iv2", CANARIES[2])):
        desk.add(inspection_id, "interviews", key)
        desk.answer(inspection_id, "iv_alias", alias, key=key)
        desk.answer(inspection_id, "iv_wage", CANARIES[1], key=key)
    desk.answer(inspection_id, "iv_deduction", "yes", key="iv1")
    answer_what_is_missing(desk, inspection_id)
    return inspection_id


def answer_what_is_missing(desk: Desk, inspection_id: str) -> None:
    """Answer each required question in the first way that it takes, until none is left."""
    for _ in range(8):
        missing = list(desk.view(inspection_id).form.missing)
        if not missing:
            return
        for item in missing:
            others = [state for state in item.allowed_states if state is not AnswerState.GIVEN]
            if item.choices:
                value, state = item.choices[0].name, AnswerState.GIVEN
            elif others:
                value, state = "", others[0]
            else:
                value, state = {"date": "2026-01-01", "text": "as seen"}.get(item.type, "1"), AnswerState.GIVEN
            desk.answer(inspection_id, item.ref.item, value, key=item.ref.key, state=state, reason="x")


def ready_to_close(desk: Desk, inspection_id: str) -> None:
    """Attach, state and sign whatever an inspection still needs before it can be closed."""
    answer_what_is_missing(desk, inspection_id)
    desk.attach_needed(inspection_id)
    desk.state(inspection_id)
    desk.sign(inspection_id)
