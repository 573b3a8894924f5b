"""A day's work over a link of a few bytes a second that is cut ten times. MUAINA_SLOW_LINK=1 runs it at full length."""

from __future__ import annotations

import os
import time
from random import Random

import pytest
from fault_proxy import Faults, fault_proxy
from live_centre import TOOLS
from prepared_laptop import BEGIN

from inspector_app.services.queue import queue
from inspector_app.services.synchronise import synchronise
from inspector_app.store import outbox
from inspector_app.store.driver import writing
from inspector_app.store.outbox import Intent, append
from inspector_app.store.way import way
from sync_protocol.entities import OperationKind

FULL = bool(os.environ.get("MUAINA_SLOW_LINK"))
SIZE = 1_000_000 if FULL else 60_000
"""Bytes of the operations on the wire, about: their content is noise that hardly packs."""
WEATHER = (
    Faults(bytes_per_s=5_000, latency_s=0.3, lost_packets=0.03, cut_up_every=90_000, most_cuts=10)
    if FULL
    else Faults(bytes_per_s=60_000, latency_s=0.005, lost_packets=0.03, cut_up_every=7_000, most_cuts=10)
)
MOST_SYNCS = 6
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ,"


@pytest.mark.timeout(900 if FULL else 60)
def test_a_days_work_arrives_over_a_slow_link_with_ten_cuts_and_progress_moves(centre, enrolled) -> None:
    employer_id = centre.employer(1)
    laptop = enrolled()
    assert laptop.sync().finished
    random = Random(1)
    intents = [
        Intent(
            TOOLS.new_id(), OperationKind.EMPLOYER_CORRECT, employer_id, employer_id, "",
            set={"address_en": "".join(random.choices(LETTERS, k=480))}, was={"address_en": ""},
        )
        for _ in range(SIZE // 500)
    ]  # fmt: skip
    with laptop.open() as opened, writing(opened.work):
        append(opened.work, intents, user_id=opened.person.id, made_at=BEGIN.isoformat())
    shown: list[float] = []
    covered: list[int] = []
    began = time.monotonic()
    with fault_proxy(centre.url, WEATHER) as link:
        for _ in range(MOST_SYNCS):
            with laptop.open() as opened:
                outcome = synchronise(
                    opened, centre_url=link.url, timeout_s=30, tools=TOOLS,
                    progress=lambda _, share: shown.append(share),
                )  # fmt: skip
                covered.append(outbox.acknowledged_through(opened.work))
            if outcome.finished:
                break
        print(f"{time.monotonic() - began:.0f} s, {link.bytes_up} bytes up, {link.cuts} cuts, {len(covered)} syncs")
        assert link.cuts == WEATHER.most_cuts
        assert link.bytes_up < 2.5 * SIZE
    assert outcome.finished, outcome.text.en
    assert covered == sorted(covered)
    assert len({round(share, 2) for share in shown}) > 4
    assert centre.scalar("SELECT count(*) FROM ledger") == len(intents)
    with laptop.open() as opened:
        assert queue(opened).all_received
        pace = way(opened.work).bytes_per_s
    assert pace is not None
    assert pace < 3 * WEATHER.bytes_per_s
