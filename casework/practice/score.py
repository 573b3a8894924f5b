"""Scores an attempt at a scenario against the key: findings, arrears, due process; and says why in words.

The weights are stated here and on the score page. Decides nothing about a real inspection.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from casework.assessment import Assessment
from casework.money import Money
from casework.practice.key import answer_key
from casework.practice.matching import match, whom
from casework.practice.scenario import Lesson, Scenario
from casework.practice.steps import Step
from casework.practice.wording import say
from checklists.form_state import ItemRef, Observation
from simplify_content.text import Text

FINDING_POINTS, ARREARS_POINTS = Decimal(50), Decimal(25)
STEP_POINTS = {
    Step.AUTHORISATION_SHOWN: Decimal(5),
    Step.STATEMENT_TAKEN: Decimal(8),
    Step.SIGNED_OR_REFUSED: Decimal(6),
    Step.INTERVIEWS_CONFIDENTIAL: Decimal(6),
}
"""Points of due process; with findings and arrears a hundred."""

NEARLY = Decimal("0.01")
"""Share of the right amount within which arrears count as nearly right."""
NEARLY_POINTS = Decimal(20)

WEIGHTS = {"minor": 1, "serious": 2, "grave": 3}
"""Weight of a finding by severity."""


@dataclass(frozen=True)
class ScoredFinding:
    """One finding of the key or of the attempt, and why it is where it is."""

    code: str
    ref: ItemRef
    text: Text
    severity: str
    explanation: Text
    provisions: tuple[str, ...]


@dataclass(frozen=True)
class ScoredStep:
    """One step of due process."""

    step: Step
    title: Text
    done: bool
    points: Decimal
    most: Decimal
    explanation: Text


@dataclass(frozen=True)
class Part:
    """One part of the score. `points` never exceed `most`."""

    name: str
    """"findings", "arrears" or "process"."""
    title: Text
    points: Decimal
    most: Decimal
    explanation: Text


@dataclass(frozen=True)
class Score:
    """What an attempt is worth. `points` is the sum of the parts, rounded down to a whole number from 0 to 100."""

    points: int
    parts: tuple[Part, ...]
    found: tuple[ScoredFinding, ...]
    missed: tuple[ScoredFinding, ...]
    wrongly_alleged: tuple[ScoredFinding, ...]
    steps: tuple[ScoredStep, ...]
    arrears_expected: Money
    arrears_assessed: Money
    summary: Text

    @property
    def arrears_difference(self) -> Money:
        """What the attempt assessed beyond the key; negative when it assessed too little."""
        return self.arrears_assessed - self.arrears_expected


def score_attempt(
    scenario: Scenario,
    *,
    observations: Iterable[Observation],
    assessment: Assessment,
    steps: Collection[str],
) -> Score:
    """Return the score of an attempt.

    Args:
        scenario: as it stood on the day of the attempt.
        observations: what the attempt's answers show (`FormState.observations`).
        assessment: what the attempt's answers make owed, as of the scenario's day.
        steps: the steps of due process that the attempt shows (`steps.steps_of`).
    """
    key = answer_key(scenario)
    matched = match(scenario, expected=key.form.observations, alleged=tuple(observations))
    scored_steps = tuple(_step(step, done=step in steps) for step in Step)
    expected, assessed = key.assessment.contributions, assessment.contributions
    parts = (
        _findings_part(matched.found, matched.missed, matched.wrong),
        _arrears_part(expected, assessed),
        _process_part(scored_steps),
    )
    points = int(sum((part.points for part in parts), Decimal(0)).to_integral_value(rounding=ROUND_FLOOR))
    return Score(
        points=points,
        parts=parts,
        found=tuple(_planted(scenario, one) for one in matched.found),
        missed=tuple(_planted(scenario, one) for one in matched.missed),
        wrongly_alleged=tuple(_wrong(scenario, one) for one in matched.wrong),
        steps=scored_steps,
        arrears_expected=expected,
        arrears_assessed=assessed,
        summary=_summary(points, len(matched.missed), len(matched.wrong)),
    )


def _weight(observations: Iterable[Observation]) -> int:
    return sum(WEIGHTS[one.severity] for one in observations)


def _findings_part(
    found: tuple[Observation, ...], missed: tuple[Observation, ...], wrong: tuple[Observation, ...]
) -> Part:
    """Share of weight found in all weight found, missed or wrongly alleged, so that both faults cost points."""
    of_all = _weight((*found, *missed, *wrong))
    share = Decimal(_weight(found)) / Decimal(of_all) if of_all else Decimal(1)
    explanation = say(
        "part.findings.why",
        found=len(found),
        missed=len(missed),
        wrong=len(wrong),
        weight=_weight(found),
        of_all=of_all,
        most=FINDING_POINTS,
    )
    return Part("findings", say("part.findings"), FINDING_POINTS * share, FINDING_POINTS, explanation)


def _arrears_part(expected: Money, assessed: Money) -> Part:
    difference = abs((assessed - expected).paisa)
    share = Decimal(difference) / Decimal(expected.paisa) if expected else Decimal(difference != 0)
    if not difference:
        points, why = ARREARS_POINTS, "part.arrears.exact"
    elif share <= NEARLY:
        points, why = NEARLY_POINTS, "part.arrears.nearly"
    else:
        points = NEARLY_POINTS * (1 - min(Decimal(1), share))
        why = "part.arrears.more" if assessed.paisa > expected.paisa else "part.arrears.less"
    explanation = say(why, expected=expected, assessed=assessed, difference=Money(difference))
    return Part("arrears", say("part.arrears"), points, ARREARS_POINTS, explanation)


def _process_part(steps: tuple[ScoredStep, ...]) -> Part:
    points = sum((step.points for step in steps), Decimal(0))
    done = sum(step.done for step in steps)
    most = sum(STEP_POINTS.values(), Decimal(0))
    return Part("process", say("part.process"), points, most, say("part.process.why", done=done, of_all=len(steps)))


def _step(step: Step, *, done: bool) -> ScoredStep:
    return ScoredStep(
        step=step,
        title=say(f"step.{step}"),
        done=done,
        points=STEP_POINTS[step] if done else Decimal(0),
        most=STEP_POINTS[step],
        explanation=say(f"step.{step}.done" if done else f"step.{step}.missing"),
    )


def _planted(scenario: Scenario, one: Observation) -> ScoredFinding:
    lesson = _lesson(scenario.planted, one, one.ref.key)
    return _scored(one, lesson.text if lesson else say("why.planted"))


def _wrong(scenario: Scenario, one: Observation) -> ScoredFinding:
    person = whom(scenario, one)
    lesson = _lesson(scenario.distractors, one, person.key if person else "")
    return _scored(one, lesson.text if lesson else say("why.not_shown"))


def _lesson(lessons: Iterable[Lesson], one: Observation, person: str) -> Lesson | None:
    """Return the lesson that fits best: of the person, else of the item, else of the code alone."""
    fitting = [
        lesson
        for lesson in lessons
        if lesson.code == one.code
        and lesson.item in ("", one.ref.item)
        and (not lesson.refers_to or lesson.refers_to == person)
    ]
    return max(fitting, key=lambda lesson: (bool(lesson.refers_to), bool(lesson.item)), default=None)


def _scored(one: Observation, explanation: Text) -> ScoredFinding:
    return ScoredFinding(one.code, one.ref, one.text, one.severity, explanation, one.provisions)


def _summary(points: int, missed: int, wrong: int) -> Text:
    if not missed and not wrong:
        return say("summary.clean", points=points)
    return say("summary.faults", points=points, missed=missed, wrong=wrong)
