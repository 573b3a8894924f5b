"""What still stands in the way of closing an inspection."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from casework.finding import Finding
from checklists.form_state import FormState, ItemKind, ItemRef, ItemState
from inspector_app.catalogue import say
from inspector_app.services.inspection_parts import EvidenceLine, evidence_lines
from inspector_app.store import versions, work
from inspector_app.store.opened import Opened
from simplify_content.text import Text, same


def reasons_not_to_close(opened: Opened, inspection_id: str, form: FormState) -> tuple[Text, ...]:
    """Return every reason, in the order a person would clear them: questions, evidence, statement, signature."""
    return tuple(_reasons(opened, inspection_id, form))


def _reasons(opened: Opened, inspection_id: str, form: FormState) -> Iterator[Text]:
    for item in form.missing:
        yield _missing(item, form)
    for item in form.problems:
        yield say("core.reason_problem", item=_named(item, form), problem=item.problem)
    for item in lacking_evidence(form, evidence_lines(opened, inspection_id)):
        yield say("core.reason_evidence", item=_named(item, form))
    statement, signature = work.statement(opened.work, inspection_id), work.signature(opened.work, inspection_id)
    if statement is None:
        yield say("core.reason_statement")
    if signature is None:
        yield say("core.reason_signature")
    earlier = versions.last_version(opened.work, inspection_id)
    if earlier and _shown_to_employer(earlier.findings) != _shown_to_employer(
        work.findings(opened.work, inspection_id)
    ):
        if statement is not None and statement == earlier.statement:
            yield say("core.reason_statement_again")
        if signature is not None and signature == earlier.signature:
            yield say("core.reason_signature_again")


def _shown_to_employer(findings: Iterable[Finding]) -> set[tuple[str, str, str, str]]:
    """What the employer answers and signs for: as long as it is the same, the earlier statement and signature stand."""
    return {(one.code, one.item, one.key, one.text.en) for one in findings if one.is_for_employer}


def lacking_evidence(form: FormState, evidence: Sequence[EvidenceLine]) -> tuple[ItemState, ...]:
    """Return the questions that need evidence and have none; a recording alone stands for no picture or paper."""
    proved = {ItemRef(line.item, line.key) for line in evidence if line.kind != "audio"}
    told = {ItemRef(line.item, line.key) for line in evidence}
    return tuple(
        item
        for item in form.items
        if item.relevant
        and item.evidence_needed
        and item.ref not in (proved if _SEEN & set(item.evidence_kinds) else told)
    )


_SEEN = {"photo", "document"}
"""Kinds of evidence that one looks at."""


def _missing(item: ItemState, form: FormState) -> Text:
    if item.required_message is None:
        return say("core.reason_missing", item=_named(item, form))
    return say("core.reason_missing_because", item=_named(item, form), message=item.required_message)


def _named(item: ItemState, form: FormState) -> Text:
    """The label, and inside a repeat the number of the repetition."""
    if not item.ref.key:
        return item.label
    same_item = (state.ref.key for state in form.items if state.ref.item == item.ref.item)
    number = list(same_item).index(item.ref.key) + 1
    return same("{label} ({number})").fill(label=item.label, number=number)


def is_typed(item: ItemState) -> bool:
    """Return whether a person answers the item."""
    return item.kind is ItemKind.QUESTION and not item.read_only
