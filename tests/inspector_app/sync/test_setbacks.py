"""How long a laptop waits, how often it tries, and how much it sends at once."""

from __future__ import annotations

from typing import Any

import pytest
from live_centre import TOOLS
from prepared_laptop import PASSWORD

from inspector_app.scheduler import BASE_S, SOONEST_S, next_delay_s
from inspector_app.services.session import Session
from inspector_app.sync.errors import AppTooOld, CentreProblem, Offline, Unreachable
from inspector_app.sync.push import LARGEST, SMALLEST, START, BatchSize
from inspector_app.sync.run import Counts, SyncRun
from inspector_app.sync.setbacks import CAP_S, MOST_IN_A_ROW, MOST_MENDED, PATIENCE_S, Setbacks, pause_s
from inspector_app.sync.synchronise import Outcome
from inspector_app.tools import Tools
from simplify_content.text import Text
from sync_protocol.errors import Code

WORDS = Text(en="later", ur="بعد میں")


class Trial:
    """Setbacks of a sync whose sleep is written down and whose chance stands."""

    def __init__(self, opened: Any, chance: float) -> None:
        self.slept: list[float] = []
        tools = Tools(now=TOOLS.now, new_id=TOOLS.new_id, sleep=self.slept.append, random=lambda: chance)
        self.run = SyncRun(opened, link=None, tools=tools, tell=lambda *_: None)  # type: ignore[arg-type]
        self.setbacks = Setbacks(self.run, BatchSize())


@pytest.fixture
def opened(config):
    session = Session(config, TOOLS)
    session.sign_in(PASSWORD)
    with session.open() as opened:
        yield opened


def _busy(**facts: Any) -> CentreProblem:
    return CentreProblem(WORDS, Code.BUSY, facts)


def test_the_wait_is_any_part_of_a_span_that_doubles_up_to_its_cap() -> None:
    spans = [pause_s(failures, base_s=1, cap_s=30, chance=1.0) for failures in range(1, 9)]
    assert spans == [1, 2, 4, 8, 16, 30, 30, 30]
    assert pause_s(6, base_s=1, cap_s=30, chance=0.5) == 15
    assert pause_s(3, base_s=1, cap_s=30, chance=0.0) == 0
    assert pause_s(10_000, base_s=1, cap_s=30, chance=1.0) == 30


def test_the_centres_advice_is_kept_with_its_spread(opened) -> None:
    trial = Trial(opened, chance=0.5)
    trial.setbacks.mend(_busy(after_s=10, spread_s=20))
    assert trial.slept == [20.0]


def test_advice_to_wait_longer_than_a_sync_has_patience_ends_it_and_stays_known(opened) -> None:
    trial = Trial(opened, chance=1.0)
    with pytest.raises(CentreProblem):
        trial.setbacks.mend(_busy(after_s=PATIENCE_S, spread_s=30))
    assert (trial.slept, trial.run.advised_s) == ([], PATIENCE_S + 30)


@pytest.mark.parametrize("facts", [{}, {"after_s": "soon"}, {"after_s": -5}, {"after_s": None, "spread_s": 10}])
def test_without_usable_advice_the_wait_doubles(opened, facts: dict[str, Any]) -> None:
    trial = Trial(opened, chance=1.0)
    for _ in range(3):
        trial.setbacks.mend(_busy(**facts))
    assert trial.slept == [1.0, 2.0, 4.0]


def test_attempts_in_a_row_are_bounded_and_a_round_that_goes_well_begins_the_count_anew(opened) -> None:
    trial = Trial(opened, chance=1.0)
    for _ in range(MOST_IN_A_ROW):
        trial.setbacks.mend(Unreachable(WORDS))
    trial.setbacks.gained()
    for _ in range(MOST_IN_A_ROW):
        trial.setbacks.mend(Unreachable(WORDS))
    with pytest.raises(Unreachable):
        trial.setbacks.mend(Unreachable(WORDS))
    assert max(trial.slept) <= CAP_S


def test_a_centre_that_never_agrees_with_itself_is_left_alone_in_the_end(opened) -> None:
    trial = Trial(opened, chance=1.0)
    for _ in range(MOST_MENDED):
        trial.setbacks.gained()
        trial.setbacks.mend(CentreProblem(WORDS, Code.TOO_BIG, {}))
    with pytest.raises(CentreProblem):
        trial.setbacks.mend(CentreProblem(WORDS, Code.TOO_BIG, {}))


def test_no_network_at_all_ends_a_sync_at_once(opened) -> None:
    trial = Trial(opened, chance=1.0)
    with pytest.raises(Offline):
        trial.setbacks.mend(Offline(WORDS))
    assert trial.slept == []


def test_an_older_centre_is_spoken_to_in_its_protocol_and_a_newer_one_asks_for_an_update(opened) -> None:
    trial = Trial(opened, chance=1.0)
    trial.setbacks.mend(CentreProblem(WORDS, Code.PROTOCOL, {"protocol": 1}))
    assert trial.run.protocol == 1
    for facts in ({"protocol": 3}, {"protocol": 1}, {}, {"protocol": "1"}):
        trial.setbacks.gained()
        with pytest.raises(AppTooOld):
            trial.setbacks.mend(CentreProblem(WORDS, Code.PROTOCOL, facts))


def test_a_batch_takes_what_the_link_carries_in_its_target_time() -> None:
    slow = BatchSize()
    slow.went_well(START, took_ms=13_000)
    assert slow.limit == int(START / 13 * 15)
    slow.went_well(slow.limit, took_ms=60_000)
    assert START / 5 < slow.limit < START / 3


def test_a_fast_link_reaches_the_largest_batch_in_two_pushes_and_the_next_sync_begins_there() -> None:
    fast = BatchSize()
    for _ in range(2):
        fast.went_well(fast.limit, took_ms=40)
    assert fast.limit == LARGEST
    assert BatchSize.at(fast.pace).limit == LARGEST
    assert BatchSize.at(None).limit == START


def test_a_small_push_does_not_shrink_the_batch_and_failures_halve_it_to_the_smallest() -> None:
    size = BatchSize()
    size.went_well(700, took_ms=900)
    assert size.limit == START
    for _ in range(9):
        size.failed()
    assert size.limit == SMALLEST


def _outcome(*, finished: bool, advised_s: float = 0.0) -> Outcome:
    return Outcome("", reached=finished, finished=finished, text=WORDS, counts=Counts(), advised_s=advised_s)


def test_the_timer_spreads_its_attempts_and_waits_longer_after_each_failure() -> None:
    assert next_delay_s(_outcome(finished=True), 0, every_s=300, chance=0.0) == pytest.approx(270)
    assert next_delay_s(_outcome(finished=True), 0, every_s=300, chance=1.0) == pytest.approx(330)
    waits = [next_delay_s(_outcome(finished=False), failures, every_s=300, chance=1.0) for failures in (1, 2, 9)]
    assert waits == [SOONEST_S + BASE_S, SOONEST_S + 2 * BASE_S, SOONEST_S + 300]
    assert next_delay_s(_outcome(finished=False, advised_s=900), 1, every_s=300, chance=0.0) == 900
