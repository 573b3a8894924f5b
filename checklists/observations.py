"""Turns breached items into observations, each with its sentence and the facts that it was made from."""

from __future__ import annotations

from checklists.display import Reading
from checklists.form import Breach
from checklists.form_state import Observation
from checklists.item_states import Standing


def observation_of(standing: Standing, reading: Reading) -> Observation | None:
    """Return the observation of an item, or None where its answer breaches nothing."""
    if not standing.is_breach or standing.item.breach is None:
        return None
    return _observation(standing, standing.item.breach, reading)


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
