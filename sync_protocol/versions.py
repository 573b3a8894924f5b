"""Versions of the protocol and of the register's schema, and who still speaks them.

A centre takes the operations of every older laptop, however old: an outbox always drains. It talks in full with the
present version and the two before it; an older laptop is told to update and gets no pages.
"""

PROTOCOL_VERSION = 3
"""1, 2026-11: push and pull in one call, per-operation verdicts, signed receipts.
2, 2026-11: pages as field changes, digests and repair, incarnations, resumable files, bundles, device reports.
3, 2026-11: sealed parts of operations, versions of an inspection, amendments, runs of verdicts."""

OLDEST_PROTOCOL = max(1, PROTOCOL_VERSION - 2)
"""Oldest protocol that still gets pages of the feed."""

SCHEMA_VERSION = 3
"""1, 2026-11: the entities of `sync_protocol.entities` as first shipped.
2, 2026-11: employers that are provisional, and the copies of evidence that are sent before the originals.
3, 2026-11: recordings as evidence; where a piece of evidence was taken, with what, and not before when; the order of a
visit; what was found and promised at an inspection, and the notice upon it."""

OLDEST_SCHEMA = max(1, SCHEMA_VERSION - 2)
"""Oldest schema whose pages the centre can still write."""
