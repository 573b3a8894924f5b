"""The parts of a brief that tell of contributions and declared workers, and of the employer's peers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby

from casework.assessed import DeclaredMonth
from casework.assessment_period import next_month, period_of
from casework.brief_types import Bad, BriefLine, Warn
from casework.money import total
from casework.register_facts import overdue_months
from casework.wording import listed, month_text, sentence, span_text
from simplify_content.law_pack import LawPack
from simplify_content.text import Text

LEAST_PEERS = 5
"""With fewer peers a comparison would say more about one of them than about the trade."""

_FLAT_FROM = 12
_MOST_RUNS = 6


@dataclass(frozen=True)
class PeerTrend:
    """Other employers of the same sector and district that declared in both months; totals are of their workers."""

    first: date
    last: date
    count: int
    median: int
    workers_first: int
    workers_last: int
    own_first: int
    own_last: int
    others: int = 0
    """How many such employers there are in all; more than `count` where only some of them were compared."""


def contribution_lines(declared: Sequence[DeclaredMonth], *, law: LawPack, on: date) -> Iterator[BriefLine]:
    """Yield what is declared, unpaid and missing.

    Args:
        declared: the employer's months, oldest first.
        law: of the scheme.
        on: day of the visit.
    """
    if not declared:
        yield BriefLine(sentence("brief.nothing_declared"), Bad)
        return
    period = period_of(on, on, law=law)
    unpaid = overdue_months(declared, law=law, on=on)
    within = [month for month in unpaid if not period.is_too_old(month.month)]
    old = [month for month in unpaid if period.is_too_old(month.month)]
    if not unpaid:
        yield BriefLine(sentence("brief.all_paid"))
    for key, months in (("brief.unpaid", within), ("brief.unpaid_old", old)):
        if months:
            owed = total([month.due - month.paid for month in months])
            said = {"count": len({month.month for month in months}), "amount": owed}
            spans = {"months": _spans([month.month for month in months])} if key == "brief.unpaid" else {}
            yield BriefLine(sentence(key, **said, **spans), Bad if months is within else "")
    known = {month.month for month in declared}
    missing = [month for month in period.months(min(known), None) if month not in known]
    if missing:
        yield BriefLine(sentence("brief.missing", months=_spans(missing)), Warn)
    latest = declared[-1]
    yield BriefLine(sentence("brief.latest", month=month_text(latest.month), workers=latest.workers))


def worker_lines(declared: Sequence[DeclaredMonth], covered: int, peers: PeerTrend | None) -> Iterator[BriefLine]:
    """Yield how the declared number of workers went, beside the register of coverage and beside the peers."""
    counts = [month.workers for month in declared]
    if len(counts) >= _FLAT_FROM and len(set(counts)) == 1:
        yield BriefLine(sentence("brief.flat", count=len(counts), workers=counts[0]), Warn)
    elif counts:
        yield BriefLine(
            sentence(
                "brief.range",
                first=month_text(declared[0].month),
                last=month_text(declared[-1].month),
                low=min(counts),
                high=max(counts),
                latest=counts[-1],
            )
        )
    latest = counts[-1] if counts else 0
    if latest == covered:
        yield BriefLine(sentence("brief.covered_same", covered=covered))
    else:
        yield BriefLine(sentence("brief.covered_differs", covered=covered, declared=latest), Warn)
    if peers is None:
        return
    if peers.count < LEAST_PEERS:
        yield BriefLine(sentence("brief.no_peers", least=LEAST_PEERS))
        return
    theirs, own = _change(peers.workers_first, peers.workers_last), _change(peers.own_first, peers.own_last)
    said = sentence(
        "brief.peers" if peers.others <= peers.count else "brief.peers_some",
        count=peers.count,
        others=peers.others,
        median=peers.median,
        first=month_text(peers.first),
        last=month_text(peers.last),
        theirs=_percent(theirs),
        own=_percent(own),
    )
    yield BriefLine(said)


def _spans(months: Sequence[date]) -> Text:
    """Return months as runs, such as "July 2026 to October 2026 and May 2025"; the newest ones if there are many."""
    runs: list[list[date]] = []
    for month, _ in groupby(sorted(months)):
        if runs and next_month(runs[-1][-1]) == month:
            runs[-1].append(month)
        else:
            runs.append([month])
    return listed(*(span_text(run) for run in runs[-_MOST_RUNS:]))


def _change(first: int, last: int) -> Decimal | None:
    if not first:
        return None
    return (Decimal(last - first) * 100 / first).quantize(Decimal(1), rounding=ROUND_HALF_UP)


def _percent(change: Decimal | None) -> Text:
    if change is None:
        return Text(en="–", ur="–")
    return sentence("word.percent", number=f"{change:+f}" if change else "0")
