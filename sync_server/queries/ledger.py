"""Reads of the ledger: what of a device's operations is stored, with which verdict, and what waits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from sync_server.models import Device, DeviceChain, LedgerEntry
from sync_server.queries.bulk_rows import held_among, insert_rows
from sync_server.queries.synced_rows import chunks

_VERDICT = (
    LedgerEntry.verdict_no,
    LedgerEntry.incarnation,
    LedgerEntry.seq,
    LedgerEntry.op_id,
    LedgerEntry.outcome,
    LedgerEntry.code,
    LedgerEntry.reason_en,
    LedgerEntry.reason_ur,
    LedgerEntry.waits_for,
    LedgerEntry.conflict_ids,
)

MAX_VERDICTS = 5000
"""Most verdicts in one reply; the rest comes with the next."""


def lock_device(session: Session, device_id: str) -> Device:
    """Return a device and keep every other transaction from taking its operations until this one ends."""
    query = select(Device).where(Device.id == device_id).with_for_update()
    return session.scalars(query.execution_options(populate_existing=True)).one()


def chain_of(session: Session, device_id: str, incarnation: int) -> DeviceChain | None:
    """Return the chain of an incarnation, or None when it was never issued."""
    return session.get(DeviceChain, (device_id, incarnation), populate_existing=True)


def chain_begun_with(session: Session, device_id: str, nonce: str) -> DeviceChain | None:
    """Return the chain that a laptop began with a nonce, or None."""
    query = select(DeviceChain).where(DeviceChain.device_id == device_id, DeviceChain.nonce == nonce)
    return session.scalars(query.execution_options(populate_existing=True)).first()


def stored_hashes(session: Session, chain: DeviceChain, first: int, last: int) -> dict[int, str]:
    """Return the chain hash of each stored operation of an incarnation from `first` to `last`."""
    query = select(LedgerEntry.seq, LedgerEntry.hash).where(
        LedgerEntry.device_id == chain.device_id,
        LedgerEntry.incarnation == chain.incarnation,
        LedgerEntry.seq.between(first, last),
    )
    return {row.seq: row.hash for row in session.execute(query)}


def enter_ledger(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Append rows, each naming every column, to the ledger in one statement."""
    insert_rows(session, LedgerEntry, rows)


def entry_before(session: Session, chain: DeviceChain) -> dict[str, Any] | None:
    """Return the last operation of a chain as it was sent, or None."""
    place = (chain.device_id, chain.incarnation, chain.next_seq - 1)
    own = (LedgerEntry.device_id, LedgerEntry.incarnation, LedgerEntry.seq)
    return session.scalars(
        select(LedgerEntry.body).where(*(column == value for column, value in zip(own, place, strict=True)))
    ).first()


def clock_flags_of(session: Session, row_ids: Sequence[str]) -> list[str]:
    """Return the clock flags of each operation about some records that has any."""
    found: list[str] = []
    query = select(LedgerEntry.clock_flags).where(LedgerEntry.clock_flags != "")
    for chunk in chunks(row_ids):
        found += session.scalars(query.where(LedgerEntry.row_id.in_(chunk)))
    return found


def entries_of_op_ids(session: Session, op_ids: Sequence[str]) -> dict[str, LedgerEntry]:
    """Return what the ledger holds already of some operations, by operation id, from any device and incarnation.

    Where it holds one several times, it is the entry that had an effect, or else the one that came first.
    """
    held = held_among(session, LedgerEntry.op_id, op_ids)
    if not held:
        return {}
    query = select(LedgerEntry).where(LedgerEntry.op_id.in_(held)).order_by(LedgerEntry.received_at.desc())
    entries = list(session.scalars(query))
    return {entry.op_id: entry for entry in sorted(entries, key=lambda entry: entry.outcome in ("applied", "merged"))}


def others_of(session: Session, entry: LedgerEntry) -> list[LedgerEntry]:
    """Return the entries that hold the same operation under another number."""
    query = select(LedgerEntry).where(LedgerEntry.op_id == entry.op_id)
    return [other for other in session.scalars(query) if other is not entry]


def verdicts_after(session: Session, device_id: str, number: int) -> list[Row[Any]]:
    """Return a device's verdicts that are newer than `number`, in order, at most `MAX_VERDICTS`, without the bodies."""
    query = select(*_VERDICT).where(LedgerEntry.device_id == device_id, LedgerEntry.verdict_no > number)
    return list(session.execute(query.order_by(LedgerEntry.verdict_no).limit(MAX_VERDICTS)))


def verdicts_of(session: Session, chain: DeviceChain, first: int, last: int, *, until: int) -> list[Row[Any]]:
    """Return the verdicts no newer than `until` on an incarnation's operations from `first` to `last`, in order."""
    query = select(*_VERDICT).where(
        LedgerEntry.device_id == chain.device_id,
        LedgerEntry.incarnation == chain.incarnation,
        LedgerEntry.seq.between(first, last),
        LedgerEntry.verdict_no <= until,
    )
    return list(session.execute(query.order_by(LedgerEntry.seq)))


def waiting_for(session: Session, what: str) -> list[LedgerEntry]:
    """Return the held operations that wait for a record, in the order in which they were made."""
    query = select(LedgerEntry).where(LedgerEntry.outcome == "held", LedgerEntry.waits_for == what)
    return list(session.scalars(query.order_by(LedgerEntry.device_id, LedgerEntry.incarnation, LedgerEntry.seq)))
