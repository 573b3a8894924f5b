"""Keeps one answer and the findings that follow from it; durable before it returns."""

from __future__ import annotations

from datetime import datetime

from checklists.form_state import Answer, Answers, AnswerState, FormState, ItemRef
from inspector_app.catalogue import say
from inspector_app.errors import AnswerChanged, InvalidAnswer
from inspector_app.services.inspection_form import form_of, put_drafts, require_open
from inspector_app.services.marks import mark_of
from inspector_app.services.ready_to_close import is_typed
from inspector_app.services.typed_text import typed
from inspector_app.store import work
from inspector_app.store.driver import writing
from inspector_app.store.opened import Opened
from inspector_app.tools import local_day, moment

LONGEST_VALUE = 10_000
LONGEST_REASON = 2_000


def record_answer(
    opened: Opened, inspection_id: str, ref: ItemRef, answer: Answer, *, at: datetime, seen: str | None = None
) -> FormState:
    """Keep an answer (a blank one takes the earlier one back) and return the form as it stands after it.

    `seen` is the mark of the answer that the page showed; None where no page was shown.

    The answer and the draft findings are committed in one transaction, synced to disk, before this returns.
    An answer that breaks a constraint is kept and shown with its problem; it bars closing.

    Raises:
        NotFound: no such inspection.
        InspectionClosed: it is closed.
        AnswerChanged: another answer stands there by now than the one that was seen, and than this one.
        InvalidAnswer: no such item or repetition, a read-only item, a state the item does not offer,
            a text longer than an item may be, or signs that cannot be kept.
    """
    answer = checked_answer(answer)
    with writing(opened.work):
        inspection = require_open(opened, inspection_id)
        answers, on = opened.forms.answers(opened.work, inspection_id), local_day(at)
        _refuse_unseen(answers.by_ref.get(ref), answer, seen)
        refuse_unfit(form_of(opened, inspection, answers, on=on), ref, answer)
        form = form_of(opened, inspection, with_answer(answers, ref, answer), on=on)
        work.put_answer(opened.work, inspection_id, ref, answer, moment(at))
        put_drafts(opened, inspection_id, form)
    return form


def answer_mark(answer: Answer | None) -> str:
    """Return a short mark of an answer, another for each other answer; "" for none."""
    if answer is None or answer.is_blank:
        return ""
    return mark_of(answer.state.value, answer.value, answer.reason)


def _refuse_unseen(standing: Answer | None, answer: Answer, seen: str | None) -> None:
    mark = answer_mark(standing)
    if seen is not None and mark not in (seen, answer_mark(answer)):
        raise AnswerChanged(say("core.answer_changed"), mark)


def checked_answer(answer: Answer) -> Answer:
    """Return an answer as it is kept.

    Raises:
        InvalidAnswer: too long, signs that cannot be kept, or "not applicable" without a reason.
    """
    value, reason = typed(answer.value, most=LONGEST_VALUE), typed(answer.reason, most=LONGEST_REASON)
    if answer.state is AnswerState.NOT_APPLICABLE and not reason:
        raise InvalidAnswer(say("core.reason_needed"))
    return Answer("" if answer.state is not AnswerState.GIVEN else value, answer.state, reason)


def with_answer(answers: Answers, ref: ItemRef, answer: Answer) -> Answers:
    """Return answers with one of them put in the place of what stood there."""
    others = {place: given for place, given in answers.by_ref.items() if place != ref}
    return Answers(others if answer.is_blank else {**others, ref: answer}, answers.repeats)


def refuse_unfit(form: FormState, ref: ItemRef, answer: Answer) -> None:
    """Raise InvalidAnswer where an item cannot be answered, or not in this way."""
    try:
        item = form.item(ref)
    except KeyError:
        raise InvalidAnswer(say("core.no_item")) from None
    if not is_typed(item):
        raise InvalidAnswer(say("core.item_read_only"))
    if answer.state is not AnswerState.GIVEN and answer.state not in item.allowed_states:
        raise InvalidAnswer(say("core.state_not_allowed"))
