"""Evaluates a checklist: which items are asked, what is wrong with an answer, what the answers show.

Pure: the same checklist, answers and surroundings give the same state, whether computed at once (`evaluate`) or
answer by answer (`begin`, `answered`, `continued`). Nothing is stored, and no answer is ever dropped; an answer to an
item that is not asked now is ignored until it is asked again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from checklists.evaluated import Evaluated
from checklists.form import Checklist
from checklists.form_state import Answer, Answers, FormState, ItemRef, Surroundings
from checklists.live_form import LiveForm

MOST_ONE_BY_ONE = 4
"""Answers that differ; from more on the form is computed as a whole, which then costs no more."""


def evaluate(checklist: Checklist, answers: Answers, surroundings: Surroundings) -> FormState:
    """Return the state of the whole form under the answers.

    Relevance and calculations are computed in dependency order, each node once. A node that is not relevant is
    empty to every expression. A constraint is asked only of a value that is there.

    Source: ODK XForms specification, "Bind Attributes".
    """
    return LiveForm(checklist.form, answers, surroundings).state()


def begin(checklist: Checklist, answers: Answers, surroundings: Surroundings) -> Evaluated:
    """Return the form under the answers, ready to take further answers one by one."""
    live = LiveForm(checklist.form, answers, surroundings)
    return Evaluated(checklist, answers, surroundings, live.state(), live)


def answered(previous: Evaluated, ref: ItemRef, answer: Answer | None) -> Evaluated:
    """Return the form with one more answer, or one changed, or (None) one taken back; only what depends is computed.

    The state is always that of `evaluate` under all the answers. `previous` stays as it is; only the first form
    made from it is made quickly, further ones are computed as a whole. Answers to unknown items change nothing.
    """
    by_ref = {other: given for other, given in previous.answers.by_ref.items() if other != ref}
    answers = replace(previous.answers, by_ref=by_ref if answer is None else {**by_ref, ref: answer})
    live = previous.take_live()
    if live is None or not live.take(ref, answers):
        return begin(previous.checklist, answers, previous.surroundings)
    return Evaluated(previous.checklist, answers, previous.surroundings, live.state(), live)


def continued(previous: Evaluated, answers: Answers, surroundings: Surroundings) -> Evaluated:
    """Return the form under these answers and surroundings, made from an earlier one where little has changed.

    The state is always that of `evaluate`: what the earlier form stood on is compared with what is given, never
    trusted. Equal ones give `previous` itself; a few other answers are taken one by one; anything else is computed
    as a whole.
    """
    if previous.surroundings != surroundings or previous.answers.repeats != answers.repeats:
        return begin(previous.checklist, answers, surroundings)
    changed = _changed(previous.answers.by_ref, answers.by_ref)
    if len(changed) > MOST_ONE_BY_ONE:
        return begin(previous.checklist, answers, surroundings)
    form = previous
    for ref in changed:
        form = answered(form, ref, answers.by_ref.get(ref))
    return form


def _changed(before: Mapping[ItemRef, Answer], after: Mapping[ItemRef, Answer]) -> list[ItemRef]:
    gone = [ref for ref in before if ref not in after]
    return gone + [ref for ref, answer in after.items() if (was := before.get(ref)) is not answer and was != answer]
