"""Branches of one owner, each below the number of workers from which a scheme applies, taken together.

Whether branches are one establishment in law is for the officer; this only shows the sum.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from casework.cross_checks_law import Topic, cite, persons_on
from casework.cross_checks_people import kept_cnic
from casework.cross_checks_types import Certainty, CrossChecked, CrossCheckError, Difference, NotCompared, weigh
from casework.wording import day_text, sentence
from simplify_content.law_pack import LawPack


@dataclass(frozen=True)
class Branch:
    """One place of business. `workers` is None where nobody counted; `ref` names it for ever."""

    ref: str
    owner_cnic: str
    workers: int | None
    is_registered: bool

    def __post_init__(self) -> None:
        if self.workers is not None and self.workers < 0:
            raise CrossCheckError(f"branch {self.ref}: a count below zero")


def find_threshold_hiding(branches: Sequence[Branch], *, law: LawPack, on: date) -> CrossChecked:
    """Return each owner with several unregistered branches that are below the scheme's number of workers and reach it
    together; registered branches hide nothing and are left out.

    A branch of unknown size counts as none, so the sum is never too high. Owners are known by CNIC alone.
    """
    threshold = persons_on(law, on)
    owned: dict[str, dict[str, Branch]] = defaultdict(dict)
    for branch in branches:
        if (cnic := kept_cnic(branch.owner_cnic, law=law)) and not branch.is_registered:
            owned[cnic][branch.ref] = branch
    several = {cnic: list(found.values()) for cnic, found in sorted(owned.items()) if len(found) > 1}
    if threshold is None:
        told = sentence("cross.not.threshold", day=day_text(on))
        return CrossChecked(not_compared=(NotCompared("threshold", told),) if several else ())
    found = [_hidden(cnic, group, threshold=threshold, law=law) for cnic, group in several.items()]
    return CrossChecked(tuple(difference for difference in found if difference is not None))


def _hidden(cnic: str, branches: list[Branch], *, threshold: tuple[int, bool], law: LawPack) -> Difference | None:
    number, is_confirmed = threshold
    known = [branch.workers for branch in branches if branch.workers is not None]
    together = sum(known)
    if together < number or any(count >= number for count in known):
        return None
    largest = max(known)
    limits = [(Certainty.HINT, "one_establishment")] + (
        [] if is_confirmed else [(Certainty.HINT, "figure_unconfirmed")]
    )
    certainty, why = weigh(*limits)
    return Difference(
        code="THRESHOLD_SPLIT",
        first=sentence("cross.record.largest_branch"),
        second=sentence("cross.record.all_branches"),
        by=together - largest,
        text=sentence("cross.threshold", count=len(branches), largest=largest, together=together, threshold=number),
        certainty=certainty,
        why=why,
        provisions=cite(law, Topic.APPLICATION),
        privacy="employer_hidden",
        facts={
            "owner_cnic": cnic,
            "branches": " ".join(sorted(branch.ref for branch in branches)),
            "not_counted": str(len(branches) - len(known)),
            "largest": str(largest),
            "together": str(together),
            "threshold": str(number),
            "difference": str(together - largest),
        },
    )
