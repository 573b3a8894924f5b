"""Items in the open that rest on what was sealed, such as how many interviews were held: they read as they did."""

from __future__ import annotations

import json
from dataclasses import replace

from checklists.form_state import FormState, ItemRef

IN_CONFIDENCE = "worker_secret"
"""Privacy of an item whose answers are sealed when the inspection is closed."""


def kept_items(before: FormState, after: FormState) -> str:
    """Return, as JSON, the items that would read otherwise without what is sealed, as they read before."""
    now = {state.ref: state for state in after.items}
    kept = []
    for state in before.items:
        other = now.get(state.ref)
        if state.privacy == IN_CONFIDENCE or other is None:
            continue
        if (other.answer, other.relevant) != (state.answer, state.relevant):
            place = {"item": state.ref.item, "key": state.ref.key}
            kept.append({**place, "value": state.answer.value, "relevant": state.relevant})
    return json.dumps(kept, ensure_ascii=False)


def with_kept_items(form: FormState, kept: str) -> FormState:
    """Return a form in which the items that were kept read as they did."""
    by_ref = {ItemRef(one["item"], one["key"]): one for one in json.loads(kept)}
    if not by_ref:
        return form
    items = tuple(
        replace(state, answer=replace(state.answer, value=one["value"]), relevant=one["relevant"])
        if (one := by_ref.get(state.ref))
        else state
        for state in form.items
    )
    return replace(form, items=items)
