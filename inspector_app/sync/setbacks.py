"""What one sync does about failures: mend what a code names, wait and try again a few times, or end for now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from inspector_app.catalogue import say
from inspector_app.store import outbox
from inspector_app.store.driver import writing
from inspector_app.store.pending_work import employers_with_work
from inspector_app.store.register import cursors
from inspector_app.store.register_changes import drop_scope
from inspector_app.sync.errors import (
    AnotherHistory,
    AppTooOld,
    CentreProblem,
    Forgotten,
    Offline,
    SyncStopped,
    Unreachable,
)
from inspector_app.sync.incarnation import (
    begin_new_incarnation,
    begin_where_the_centre_knows_nothing,
    take_back,
)
from inspector_app.sync.push import BatchSize
from inspector_app.sync.run import SyncRun
from inspector_app.sync.snapshot import fetch_snapshot
from sync_protocol.errors import Code

MOST_IN_A_ROW = 4
"""Failures with nothing gained between them after which a sync ends; the next one goes on where it stood."""

MOST_MENDED = 12
"""Mended failures in one sync after which it ends: a centre that never agrees with itself is left alone."""

PATIENCE_S = 90.0
"""Longest wait within one sync; advice to wait longer ends it."""

BASE_S, CAP_S = 1.0, 30.0
"""Without advice the wait is any part of a span that doubles from the first to the second."""


def pause_s(failures: int, *, base_s: float, cap_s: float, chance: float) -> float:
    """Return how long to wait after so many failures in a row: the chance (0 to 1) of the whole capped span."""
    return chance * min(cap_s, base_s * 2.0 ** min(max(failures - 1, 0), 30))


@dataclass
class Setbacks:
    """Counts the failures of one sync and does what can be done about each."""

    run: SyncRun
    size: BatchSize
    in_a_row: int = 0
    mended: int = 0
    was_reached: bool = False

    def gained(self) -> None:
        """Take note of a round that went well."""
        self.in_a_row, self.was_reached = 0, True
        self.run.advised_s = 0.0

    def mend(self, problem: SyncStopped) -> None:
        """Mend a failure or wait.

        Raises:
            SyncStopped: it cannot be mended here, or there were too many.
        """
        self.in_a_row += 1
        self.mended += 1
        self.run.advised_s = _advised_s(problem, self.run.tools.random)
        if self.in_a_row > MOST_IN_A_ROW or self.mended > MOST_MENDED:
            raise problem
        match problem:
            case Offline() if not self.was_reached:
                raise problem
            case Unreachable():
                self.size.failed()
                self._wait(problem)
            case AnotherHistory():
                begin_new_incarnation(self.run, problem.cause)
            case Forgotten():
                take_back(self.run, problem.through)
            case CentreProblem():
                self.was_reached = True
                self._mend_refusal(problem)
            case _:
                raise problem

    def _mend_refusal(self, problem: CentreProblem) -> None:
        match problem.code:
            case Code.BUSY:
                self._wait(problem)
            case Code.SEQUENCE_GAP:
                take_back(self.run, _expected(self.run, problem) - 1)
            case Code.FORK if "incarnation" in problem.facts:
                begin_where_the_centre_knows_nothing(self.run)
            case Code.FORK:
                begin_new_incarnation(self.run, "fork")
            case Code.EPOCH:
                _fetch_anew(self.run, problem)
            case Code.TOO_BIG:
                self.size.failed()
            case Code.SCOPE:
                pass  # a district was taken away between two messages: the next reply says which are ours
            case Code.PROTOCOL:
                _speak_older(self.run, problem)
            case _:
                raise problem

    def _wait(self, problem: SyncStopped) -> None:
        """Wait as advised, or for a time that chance spreads; too long a wait ends the sync, and the advice stays."""
        tools, advised_s = self.run.tools, self.run.advised_s
        if advised_s > PATIENCE_S:
            raise problem
        tools.sleep(advised_s or pause_s(self.in_a_row, base_s=BASE_S, cap_s=CAP_S, chance=tools.random()))


def _advised_s(problem: SyncStopped, random: Callable[[], float]) -> float:
    """Return after how many seconds to come again, with chance spread as the centre asks; 0 for no advice."""
    match problem:
        case CentreProblem(code=Code.BUSY):
            after_s = _number(problem, "after_s")
            return after_s + random() * _number(problem, "spread_s") if after_s else 0.0
        case Unreachable():
            return problem.after_s
    return 0.0


def _number(problem: CentreProblem, name: str) -> float:
    value = problem.facts.get(name)
    return float(min(max(value, 0), 86_400)) if isinstance(value, int | float) else 0.0


def _expected(run: SyncRun, problem: CentreProblem) -> int:
    """Return the number from which the centre lacks our operations."""
    expected = problem.facts.get("expected")
    if not isinstance(expected, int) or not 1 <= expected <= outbox.last(run.work)[0]:
        raise problem
    return expected


def _speak_older(run: SyncRun, problem: CentreProblem) -> None:
    """Go on in the protocol that the centre names; it is older than ours."""
    named = problem.facts.get("protocol")
    if not isinstance(named, int) or not 1 <= named < run.protocol:
        raise AppTooOld(say("core.sync_update")) from problem
    run.protocol = named


def _fetch_anew(run: SyncRun, problem: CentreProblem) -> None:
    """The centre's history of a scope is another one than ours: take its register as a whole."""
    scope = problem.facts.get("scope")
    held = [cursor["scope"] for cursor in cursors(run.register)]
    if not isinstance(scope, str) or scope not in held:
        raise problem
    if scope not in run.device.scopes:
        with writing(run.register):
            drop_scope(run.register, scope, kept=employers_with_work(run.work))
        return
    fetch_snapshot(run, scope)
