"""Which workers of a list are checked: a certainty set, a seeded draw from the rest, and when to check everybody.

How the draw is made is `sampling_draw`, how large it has to be `sampling_size`; a sample decides whether to look
further and never what is owed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from casework.money import Money
from casework.sampling_draw import draw
from casework.sampling_size import CHANCE_PERCENT, discovery_size
from casework.wording import day_text, name_text, sentence
from simplify_content.text import Text


class Reason(StrEnum):
    """Why an entry is in a sample. That a worker was named at an interview is counted and never told of a person."""

    HIGHEST_PAID = "highest_paid"
    LOWEST_PAID = "lowest_paid"
    CONTRACTOR = "contractor"
    RECENTLY_HIRED = "recently_hired"
    CHANGED = "changed"
    DRAWN = "drawn"
    """By the seeded draw; also said of those whom an interview alone put into the sample."""


@dataclass(frozen=True)
class ListedWorker:
    """One worker of the list the sample is taken from. `key` names the line for ever, such as a CNIC or line number."""

    key: str
    monthly_wage: Money | None = None
    is_contractor_staff: bool = False
    named_at_interview: bool = False
    hired_on: date | None = None
    changed: bool = False
    """Name, number, post or wage was altered or differs from the month before."""


@dataclass(frozen=True)
class SamplingPlan:
    """How a sample is taken. The numbers are those of the institution's practice, not of a law."""

    irregular_percent: int = 10
    """Share of irregular workers that the draw is meant to show."""
    chance_percent: int = CHANCE_PERCENT
    recent_days: int = 60
    """A worker hired on the first of these days before the visit still counts as recently hired."""


@dataclass(frozen=True)
class Selected:
    """One worker in the sample and the reasons that may be told, at least one."""

    key: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Sample:
    """What is checked, in order of key. `size_of_draw` counts the draw alone; the seed stays in the office's file.

    Who was named at an interview stands nowhere here; yet whoever has the seed could redraw and see who was not drawn.
    """

    seed: str
    as_of: date
    plan: SamplingPlan
    selected: tuple[Selected, ...]
    population: int
    size_of_draw: int
    counts: Mapping[Reason, int]
    named_at_interview: int

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of the selected, sorted."""
        return tuple(entry.key for entry in self.selected)

    @property
    def is_everybody(self) -> bool:
        """Whether the sample is the whole list."""
        return len(self.selected) == self.population

    def explanation(self) -> tuple[Text, ...]:
        """Return why this sample and no other: counts, size of the draw, and how to redraw it."""
        since = self.as_of - timedelta(days=self.plan.recent_days)
        certain = [
            sentence(f"sample.reason.{reason}", count=self.counts[reason], since=day_text(since))
            for reason in Reason
            if reason is not Reason.DRAWN and self.counts[reason]
        ]
        if self.named_at_interview:
            certain.append(sentence("sample.reason.interview", count=self.named_at_interview))
        drawn = sentence(
            "sample.draw",
            count=self.size_of_draw,
            chance=self.plan.chance_percent,
            share=self.plan.irregular_percent,
        )
        whole = sentence("sample.whole", count=len(self.selected), population=self.population)
        return (whole, *certain, drawn, sentence("sample.how", seed=name_text(self.seed)))


def take_sample(workers: Sequence[ListedWorker], *, seed: str, as_of: date, plan: SamplingPlan | None = None) -> Sample:
    """Return the certainty set and a discovery draw from the rest; the order of the list does not matter.

    Raises:
        SamplingError: the seed is blank or a key stands twice.
    """
    chosen = plan or SamplingPlan()
    ranked = draw([worker.key for worker in workers], len(workers), seed=seed)
    reasons = _certain(workers, ranked, plan=chosen, as_of=as_of)
    named = {worker.key for worker in workers if worker.named_at_interview}
    rest = [key for key in ranked if key not in reasons and key not in named]
    size = discovery_size(len(rest), chosen.irregular_percent, chance_percent=chosen.chance_percent)
    for key in (*rest[:size], *(named - reasons.keys())):
        reasons[key] = [Reason.DRAWN]
    selected = tuple(Selected(key, tuple(reasons[key])) for key in sorted(reasons))
    counts = {reason: sum(reason in entry.reasons for entry in selected) for reason in Reason}
    return Sample(
        seed=seed,
        as_of=as_of,
        plan=chosen,
        selected=selected,
        population=len(workers),
        size_of_draw=size,
        counts=counts,
        named_at_interview=len(named),
    )


def _certain(
    workers: Sequence[ListedWorker], ranked: Sequence[str], *, plan: SamplingPlan, as_of: date
) -> dict[str, list[Reason]]:
    since = as_of - timedelta(days=plan.recent_days)
    extremes = _extremes(workers, ranked)
    found: dict[str, list[Reason]] = {}
    for worker in workers:
        hired = worker.hired_on is not None and since <= worker.hired_on
        holds = {
            Reason.HIGHEST_PAID: extremes.get(Reason.HIGHEST_PAID) == worker.key,
            Reason.LOWEST_PAID: extremes.get(Reason.LOWEST_PAID) == worker.key,
            Reason.CONTRACTOR: worker.is_contractor_staff,
            Reason.RECENTLY_HIRED: hired,
            Reason.CHANGED: worker.changed,
        }
        if reasons := [reason for reason, is_so in holds.items() if is_so]:
            found[worker.key] = reasons
    return found


def _extremes(workers: Sequence[ListedWorker], ranked: Sequence[str]) -> dict[Reason, str]:
    """Return the highest and the lowest paid; among equals the one of lowest rank, so that ties fill no sample."""
    rank = {key: place for place, key in enumerate(ranked)}
    paid = [(worker.monthly_wage, worker.key) for worker in workers if worker.monthly_wage is not None]
    if not paid:
        return {}
    return {
        Reason.HIGHEST_PAID: min(paid, key=lambda entry: (-entry[0].paisa, rank[entry[1]]))[1],
        Reason.LOWEST_PAID: min(paid, key=lambda entry: (entry[0].paisa, rank[entry[1]]))[1],
    }


class Step(StrEnum):
    """What a checked sample calls for next."""

    FINISH_THE_SAMPLE = "finish_the_sample"
    CHECK_EVERYBODY = "check_everybody"
    STOP = "stop"


@dataclass(frozen=True)
class NextStep:
    """What to do next and why."""

    step: Step
    text: Text


def next_step(sample: Sample, *, checked: Iterable[str], irregular: Iterable[str]) -> NextStep:
    """Return what a sample calls for: one irregular worker is enough to check everybody; nothing is ever extrapolated.

    Args:
        sample: that was taken.
        checked: keys looked at so far; others than the sample's do not count.
        irregular: keys found irregular, wherever they were found.
    """
    wrong = set(irregular)
    open_ = set(sample.keys) - set(checked) - wrong
    if wrong:
        return NextStep(Step.CHECK_EVERYBODY, sentence("sample.next.check_everybody", count=len(wrong)))
    if open_:
        return NextStep(Step.FINISH_THE_SAMPLE, sentence("sample.next.finish_the_sample", count=len(open_)))
    if sample.is_everybody:
        return NextStep(Step.STOP, sentence("sample.next.stop_everybody"))
    chance, share = sample.plan.chance_percent, sample.plan.irregular_percent
    return NextStep(Step.STOP, sentence("sample.next.stop", chance=chance, share=share))
