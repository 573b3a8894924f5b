"""The chain shows every change to a run of operations; a receipt is believed only for one's own chain."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.signatures import new_private_key, public_key_of
from sync_protocol.chain import GENESIS, chained, verify_run
from sync_protocol.errors import ChainError, ReceiptError
from sync_protocol.receipts import issue_receipt, verify_receipt

KEY = new_private_key()
CLAIM = {"device_id": "d", "incarnation": 1, "seq": 3, "head": "h3", "server_time": "2026-11-22T09:00:00Z"}


def run_of(count: int) -> list[dict[str, Any]]:
    return chained(GENESIS, 1, [{"op_id": str(number), "set": {"a": number}} for number in range(count)])


def test_a_run_verifies_to_its_last_hash() -> None:
    run = run_of(3)
    assert verify_run(GENESIS, run) == run[-1]["hash"]


@given(count=st.integers(2, 6), place=st.integers(0, 5), how=st.sampled_from(["edit", "drop", "swap", "seq"]))
def test_any_operation_edited_removed_moved_or_renumbered_is_found(count: int, place: int, how: str) -> None:
    run = run_of(count)
    place %= count - 1
    if how == "edit":
        run[place]["set"] = {"a": "other"}
    elif how == "drop":
        del run[place]
    elif how == "swap":
        run[place], run[place + 1] = run[place + 1], run[place]
    else:
        run[place]["seq"] += 1
    with pytest.raises(ChainError):
        verify_run(GENESIS, run)


def test_a_receipt_of_the_centre_over_our_own_chain_is_believed() -> None:
    receipt = issue_receipt(KEY, **CLAIM)
    assert verify_receipt(public_key_of(KEY), receipt, device_id="d", incarnation=1, heads={3: "h3"}) == 3


@pytest.mark.parametrize(
    ("change", "heads"),
    [
        ({"seq": 4}, {4: "h3"}),
        ({"device_id": "e"}, {3: "h3"}),
        ({"server_time": "2027-01-01T00:00:00Z"}, {3: "h3"}),
        ({"signature": "AAAA"}, {3: "h3"}),
        ({}, {3: "another history"}),
        ({}, {}),
    ],
)
def test_a_receipt_changed_or_over_another_history_is_refused(change: dict[str, Any], heads: dict[int, str]) -> None:
    receipt = {**issue_receipt(KEY, **CLAIM), **change}
    with pytest.raises(ReceiptError):
        verify_receipt(public_key_of(KEY), receipt, device_id="d", incarnation=1, heads=heads)


def test_a_receipt_of_another_centre_is_refused() -> None:
    receipt = issue_receipt(new_private_key(), **CLAIM)
    with pytest.raises(ReceiptError):
        verify_receipt(public_key_of(KEY), receipt, device_id="d", incarnation=1, heads={3: "h3"})
