"""The sample drawn from a book as it is kept, and what was found of its lines; draws nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from casework.books.paper import Checked
from casework.sampling import Reason, Sample, SamplingPlan, Selected
from inspector_app.store import books
from inspector_app.store.opened import Opened


def sample_of(opened: Opened, book_id: str) -> Sample | None:
    """Return the sample drawn from a book, or None."""
    one = books.sample_row(opened.work, book_id)
    if one is None:
        return None
    said: dict[str, Any] = json.loads(one["drawn"])
    selected = tuple(Selected(key, tuple(map(Reason, reasons))) for key, reasons in said["selected"].items())
    return Sample(
        seed=one["seed"],
        as_of=date.fromisoformat(said["as_of"]),
        plan=SamplingPlan(irregular_percent=int(said["irregular_percent"])),
        selected=selected,
        population=int(said["population"]),
        size_of_draw=int(said["size_of_draw"]),
        counts={reason: sum(reason in entry.reasons for entry in selected) for reason in Reason},
        named_at_interview=0,
    )


def drawn_text(sample: Sample) -> str:
    """Return a sample as it is kept beside its seed."""
    said = {
        "as_of": sample.as_of.isoformat(),
        "irregular_percent": sample.plan.irregular_percent,
        "population": sample.population,
        "size_of_draw": sample.size_of_draw,
        "selected": {entry.key: [reason.value for reason in entry.reasons] for entry in sample.selected},
    }
    return json.dumps(said)


def checked_of(opened: Opened, book_id: str) -> Mapping[str, Checked]:
    """Return what was found of sampled lines, by key of the sample."""
    found = books.checks_of(opened.work, book_id)
    return {str(number): Checked(one["outcome"], one["note"]) for number, one in found.items()}
