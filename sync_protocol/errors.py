"""Errors of the protocol, by stable code; clients decide on codes, never on message text.

ProtocolError
+- ChainError       a hash or signature does not hold
+- ReceiptError     a reply that must not be believed
+- SchemaError      a message is not of the agreed shape
"""

from __future__ import annotations

from enum import StrEnum


class Code(StrEnum):
    """Why a request or an operation was not taken; the comment says what the sender does."""

    MALFORMED = "E_MALFORMED"  # never retry: the message is not of the agreed shape
    TOKEN = "E_TOKEN"  # noqa: S105 - an error code; a person must enrol again
    REVOKED = "E_REVOKED"  # a person must act: the device was withdrawn
    SCOPE = "E_SCOPE"  # never retry: the device does not hold this scope
    SEQUENCE_GAP = "E_SEQ_GAP"  # retry now from `expected`
    FORK = "E_FORK"  # a person must act: another history has this number
    CHAIN = "E_CHAIN"  # a person must act: the chain or its signature does not hold
    EPOCH = "E_EPOCH"  # fetch the snapshot again: the centre's history changed
    TOO_BIG = "E_TOO_BIG"  # retry with less
    ENCODING = "E_ENCODING"  # retry uncompressed
    PROTOCOL = "E_UPGRADE"  # a person must update this app
    BUSY = "E_BUSY"  # retry after the named seconds
    NOT_FOUND = "E_NOT_FOUND"  # never retry
    EVIDENCE_HASH = "E_EVIDENCE_HASH"  # send the file again: bytes differ from the name
    UPLOAD_OFFSET = "E_UPLOAD_OFFSET"  # retry now from `offset`: the centre holds more or less of the file
    UPLOAD_CHECKSUM = "E_UPLOAD_CHECKSUM"  # send the piece again: it changed on the way
    UPLOAD_VERSION = "E_UPLOAD_VERSION"  # never retry: another version of the tus protocol
    VALIDATION = "E_VALIDATION"  # never retry: the operation's content cannot stand
    PARENT = "E_PARENT"  # the operation it builds on was rejected
    PERMISSION = "E_PERMISSION"  # never retry: this user may not do this
    IMMUTABLE = "E_IMMUTABLE"  # never retry: the record is closed
    UNKNOWN_KIND = "E_UNKNOWN_KIND"  # held until the centre knows the kind
    KEY = "E_KEY"  # held until the centre has the key again that its sealed part is for


class ProtocolError(Exception):
    """The other side said something this side cannot accept; `code` is for programs, the message for people."""

    def __init__(self, code: Code, message: str, **facts: object) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.facts = facts


class ChainError(ProtocolError):
    """An operation's hash, a chain head or a signature does not hold."""

    def __init__(self, message: str, **facts: object) -> None:
        super().__init__(Code.CHAIN, message, **facts)


class ReceiptError(ProtocolError):
    """A receipt is missing, of another device, or not signed by the centre."""

    def __init__(self, message: str, **facts: object) -> None:
        super().__init__(Code.CHAIN, message, **facts)


class SchemaError(ProtocolError):
    """A message is not of the agreed shape; `facts["fields"]` says which fields."""

    def __init__(self, message: str, **facts: object) -> None:
        super().__init__(Code.MALFORMED, message, **facts)
