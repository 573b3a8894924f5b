"""Evaluates a checklist: which items are asked, what is wrong with an answer, what the answers show.

Pure: the same checklist, answers and surroundings give the same state, whether computed at once (`evaluate`) or
answer by answer (`begin`, `answered`). Nothing is stored, and no answer is ever dropped; an answer to an item that
is not asked now is ignored until it is asked again.
"""

from __future__ import annotations

from dataclasses import replace

from checklists.evaluated import Evaluated
from checklists.form import Checklist
from checklists.form_state import Answer, Answers, FormState, ItemRef, Surroundings
from checklists.live_form import LiveForm


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


def answered(previous: Evaluated, ref: ItemRef, answer: Answer) -> Evaluated:
    """Return the form with one more answer, or one changed; only what depends on it is computed again.

    The state is always that of `evaluate` under all the answers. `previous` stays as it is; only the first form
    made from it is made quickly, further ones are computed as a whole. Answers to unknown items change nothing.
    """
    answers = replace(previous.answers, by_ref={**previous.answers.by_ref, ref: answer})
    live = previous.take_live()
    if live is None or not live.take(ref, answers):
        return begin(previous.checklist, answers, previous.surroundings)
    return Evaluated(previous.checklist, answers, previous.surroundings, live.state(), live)
