"""What still stands in the way of closing an inspection."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from casework.finding import Finding
from checklists.form_state import FormState, ItemKind, ItemRef, ItemState
from inspector_app.catalogue import say
from inspector_app.services.inspection_parts import EvidenceLine
from inspector_app.services.inspection_view import InspectionView
from inspector_app.services.signed_sheet import said_of_lapse
from inspector_app.store import versions
from inspector_app.store.opened import Opened
from simplify_content.text import Text, same


def reasons_not_to_close(opened: Opened, view: InspectionView) -> tuple[Text, ...]:
    """Return every reason, in the order a person would clear them: questions, evidence, statement, signature."""
    return tuple(_reasons(opened, view))


def _reasons(opened: Opened, view: InspectionView) -> Iterator[Text]:
    form = view.form
    for item in form.missing:
        yield _missing(item, form)
    for item in form.problems:
        yield say("core.reason_problem", item=_named(item, form), problem=item.problem)
    for item in lacking_evidence(form, view.evidence):
        yield say("core.reason_evidence", item=_named(item, form))
    if view.statement is None:
        yield say("core.reason_statement")
    if view.signature is None:
        yield say("core.reason_signature")
    yield from _reasons_after_return(opened, view)
    if (lapse := said_of_lapse(view)) is not None:
        yield lapse


def _reasons_after_return(opened: Opened, view: InspectionView) -> Iterator[Text]:
    """Yield what the employer was not told of: the findings of this version are others than those of the last."""
    earlier = versions.last_version(opened.work, view.inspection.id)
    if earlier is None or _shown_to_employer(earlier.findings) == _shown_to_employer(view.findings):
        return
    said, signed = view.statement, view.signature
    if said is not None and earlier.statement and said.recorded_at == earlier.statement["recorded_at"]:
        yield say("core.reason_statement_again")
    is_kept = signed is not None and earlier.signature and signed.signed_at == earlier.signature["signed_at"]
    if is_kept and not view.has_lapsed:
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
