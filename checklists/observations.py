"""Turns breached items into observations, each with its sentence and the facts that it was made from."""

from __future__ import annotations

from collections.abc import Iterable

from checklists.display import Reading
from checklists.form import Breach, Form
from checklists.form_state import Observation
from checklists.instance_tree import Instance
from checklists.item_states import Standing


def observations(form: Form, instance: Instance, standings: Iterable[Standing]) -> tuple[Observation, ...]:
    """Return one observation per breached item, in document order."""
    reading = Reading(form, instance)
    return tuple(
        _observation(standing, standing.item.breach, reading)
        for standing in standings
        if standing.is_breach and standing.item.breach is not None
    )


def _observation(standing: Standing, breach: Breach, reading: Reading) -> Observation:
    item, ref = standing.item, standing.state.ref
    facts = {name: reading.raw(path, ref) for name, path in breach.facts.items()}
    return Observation(
        code=breach.code,
        ref=ref,
        text=reading.fill(breach.text, ref),
        provisions=item.provisions,
        severity=breach.severity,
        remedy_days=breach.remedy_days,
        privacy=item.privacy,
        facts={**facts, item.node.name: standing.state.answer.value or standing.state.answer.state.value},
        evidence_kinds=item.evidence_kinds,
    )
