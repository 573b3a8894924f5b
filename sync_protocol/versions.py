"""Versions of the protocol and of the register's schema, and who still speaks them."""

PROTOCOL_VERSION = 1
"""2026-11: first version; push and pull in one call, per-operation verdicts, signed receipts."""

SCHEMA_VERSION = 1
"""2026-11: the entities of `sync_protocol.entities` as first shipped."""
