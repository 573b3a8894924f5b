"""The answer key of a scenario: what the same engine and the same assessment make of a perfect inspector's answers.

Nothing in it is typed; a changed law or checklist changes the key.
"""

from __future__ import annotations

from dataclasses import dataclass

from casework.assessment import Assessment, assess
from casework.case_from_inspection import case_from_inspection
from casework.practice.scenario import Scenario
from casework.register_facts import surroundings_register
from checklists.engine import evaluate
from checklists.form_state import Answers, FormState, Surroundings
from checklists.library import load_checklist
from simplify_content.law_loader import load_law_pack


@dataclass(frozen=True)
class Key:
    """The form under the truth, and what is owed by it."""

    form: FormState
    assessment: Assessment


def answer_key(scenario: Scenario) -> Key:
    """Return the key of a scenario on its day."""
    return worked_out(scenario, scenario.truth)


def worked_out(scenario: Scenario, answers: Answers) -> Key:
    """Return what any answers show in a scenario, by the engine and the assessment of a real inspection."""
    law = load_law_pack(scenario.scheme)
    register = surroundings_register(scenario.employer, scenario.months, scenario.certificates, law=law, on=scenario.on)
    checklist = load_checklist(scenario.checklist, scenario.checklist_version, scheme=scenario.scheme)
    form = evaluate(checklist, answers, Surroundings(today=scenario.on, register=register))
    case = case_from_inspection(
        answers,
        scenario.months,
        scenario.coverage,
        form=form,
        scheme=scenario.scheme,
        inspected_on=scenario.on,
        as_of=scenario.on,
        evidence_by_item={},
    )
    return Key(form=form, assessment=assess(case, law))
