"""The steps of due process that an attempt must show; read from what was recorded, never asked of the trainee.

Source: Provincial Employees' Social Security Ordinance 1965, s.22; EOBI circulars 11 and 12 of 2002-03
(demands failed for want of evidence, confrontation, hearing).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from casework.practice.scenario import Scenario
from checklists.form_state import Answers, ItemRef

FEWEST_INTERVIEWS = 3
"""So few that no one worker can be told apart by what was heard."""


class Step(StrEnum):
    """One step of due process."""

    AUTHORISATION_SHOWN = "authorisation_shown"
    STATEMENT_TAKEN = "statement_taken"
    SIGNED_OR_REFUSED = "signed_or_refused"
    INTERVIEWS_CONFIDENTIAL = "interviews_confidential"


def steps_of(
    scenario: Scenario,
    answers: Answers,
    *,
    statement: Mapping[str, object],
    signature: Mapping[str, object],
) -> frozenset[Step]:
    """Return the steps that an attempt shows.

    Args:
        scenario: what was attempted; its people are the names that must stay secret.
        answers: what the trainee recorded.
        statement: `{text, declined, ...}` of the inspection, empty when none was recorded.
        signature: `{refused, image_sha256, witness_name, refusal_reason, ...}`, empty when none was recorded.
    """
    checks = {
        Step.AUTHORISATION_SHOWN: _value(answers, "authorisation_shown") == "yes",
        Step.STATEMENT_TAKEN: bool(str(statement.get("text") or "").strip()) or bool(statement.get("declined")),
        Step.SIGNED_OR_REFUSED: _is_signed(signature),
        Step.INTERVIEWS_CONFIDENTIAL: _is_confidential(scenario, answers),
    }
    return frozenset(step for step, done in checks.items() if done)


def _is_signed(signature: Mapping[str, object]) -> bool:
    if signature.get("refused"):
        return bool(str(signature.get("witness_name") or "").strip())
    return bool(signature.get("image_sha256"))


def _is_confidential(scenario: Scenario, answers: Answers) -> bool:
    """Whether enough workers were heard, no alias gives a name away, and the remarks name nobody who spoke."""
    keys = answers.repeats.get("interviews", ())
    aliases = [alias for key in keys if (alias := _value(answers, "iv_alias", key))]
    remarks = _value(answers, "remarks").casefold()
    names = {half.casefold() for person in scenario.people for half in (person.name.en, person.name.ur)}
    given_away = any(_shares_a_name(alias, names) for alias in aliases)
    return len(aliases) >= FEWEST_INTERVIEWS and not given_away and not any(a.casefold() in remarks for a in aliases)


def _shares_a_name(alias: str, names: set[str]) -> bool:
    """Whether an alias is somebody's name, or a part of one that is long enough to tell the person by."""
    words = {word for word in alias.casefold().split() if len(word) > 3}
    return alias.casefold() in names or any(words & set(name.split()) for name in names)


def _value(answers: Answers, item: str, key: str = "") -> str:
    answer = answers.by_ref.get(ItemRef(item, key))
    return "" if answer is None else answer.value.strip()
