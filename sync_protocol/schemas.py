"""Messages of the sync protocol as marshmallow schemas; `docs/protocol.md` describes them in words.

`load` with these schemas is the only way a message enters either side.
"""

from __future__ import annotations

from marshmallow import RAISE, Schema, fields, validate

from sync_protocol.entities import ENTITIES

MAX_OPERATIONS = 500
"""Most operations in one push."""

MAX_BODY_BYTES = 16 * 1024 * 1024
"""Largest message after inflation."""

_HASH = validate.Regexp(r"^[0-9a-f]{64}$")
_ID = validate.Regexp(r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")
_SEQ = validate.Range(min=1, max=2**52)


class _Message(Schema):
    class Meta:
        unknown = RAISE


class OperationSchema(_Message):
    """One operation: an immutable intent with the new values, the base values, and its place in the chain."""

    op_id = fields.Str(required=True, validate=_ID)
    seq = fields.Int(required=True, strict=True, validate=_SEQ)
    kind = fields.Str(required=True, validate=validate.Length(min=1, max=64))
    row_id = fields.Str(required=True, validate=_ID)
    base_rev = fields.Int(required=True, strict=True, validate=validate.Range(min=0, max=2**52))
    set = fields.Dict(keys=fields.Str(), required=True)
    was = fields.Dict(keys=fields.Str(), required=True)
    user_id = fields.Str(required=True, validate=_ID)
    made_at = fields.Str(required=True, validate=validate.Length(max=40))
    beacon = fields.Str(required=True, validate=validate.Length(max=40))
    """Server time of the last receipt seen before the operation was made: it was not made earlier."""
    schema = fields.Int(required=True, strict=True)
    hash = fields.Str(required=True, validate=_HASH)


class PushSchema(_Message):
    """A run of operations with the hash before the first and a signature over the head."""

    previous_hash = fields.Str(required=True, validate=_HASH)
    operations = fields.List(
        fields.Nested(OperationSchema),
        required=True,
        validate=validate.Length(min=1, max=MAX_OPERATIONS),
    )
    signature = fields.Str(required=True, validate=validate.Length(max=128))


class CursorSchema(_Message):
    """Where a laptop stands in the feed of one scope."""

    scope = fields.Str(required=True, validate=validate.Length(min=1, max=80))
    epoch = fields.Str(required=True, validate=validate.Length(min=1, max=40))
    since = fields.Int(required=True, strict=True, validate=validate.Range(min=0, max=2**52))


class SyncRequestSchema(_Message):
    """One round trip: what a laptop has to send, and where it stands."""

    protocol = fields.Int(required=True, strict=True)
    schema = fields.Int(required=True, strict=True)
    device_id = fields.Str(required=True, validate=_ID)
    incarnation = fields.Int(required=True, strict=True, validate=validate.Range(min=1))
    sent_at = fields.Str(required=True, validate=validate.Length(max=40))
    unsent = fields.Int(required=True, strict=True, validate=validate.Range(min=0))
    push = fields.Nested(PushSchema, required=True, allow_none=True)
    pull = fields.List(fields.Nested(CursorSchema), required=True, validate=validate.Length(max=200))
    verdicts_since = fields.Int(required=True, strict=True, validate=validate.Range(min=0))
    max_rows = fields.Int(required=True, strict=True, validate=validate.Range(min=1, max=5000))


OUTCOMES = ("applied", "merged", "duplicate", "held", "rejected")


class VerdictSchema(_Message):
    """What became of one operation. `number` counts verdicts per device, so that later news is not missed."""

    number = fields.Int(required=True, strict=True)
    seq = fields.Int(required=True, strict=True)
    op_id = fields.Str(required=True)
    outcome = fields.Str(required=True, validate=validate.OneOf(OUTCOMES))
    code = fields.Str(required=True)
    reason_en = fields.Str(required=True)
    reason_ur = fields.Str(required=True)
    waits_for = fields.Str(required=True)
    conflict_ids = fields.List(fields.Str(), required=True)


class ReceiptSchema(_Message):
    """The centre's signed word; see `sync_protocol.receipts`."""

    device_id = fields.Str(required=True)
    incarnation = fields.Int(required=True, strict=True)
    seq = fields.Int(required=True, strict=True)
    head = fields.Str(required=True)
    server_time = fields.Str(required=True)
    key_id = fields.Str(required=True)
    signature = fields.Str(required=True)


class ChangeSchema(_Message):
    """One record of a scope as it stands now; `present` false means it left the scope."""

    entity = fields.Str(required=True, validate=validate.OneOf(tuple(ENTITIES)))
    row_id = fields.Str(required=True)
    v = fields.Int(required=True, strict=True)
    present = fields.Bool(required=True)
    rev = fields.Int(required=True, strict=True)
    values = fields.Dict(keys=fields.Str(), required=True)


class PageSchema(_Message):
    """A page of a scope's feed: everything up to `until`, or up to the last row when `more`."""

    scope = fields.Str(required=True)
    epoch = fields.Str(required=True)
    until = fields.Int(required=True, strict=True)
    more = fields.Bool(required=True)
    changes = fields.List(fields.Nested(ChangeSchema), required=True)


class SyncReplySchema(_Message):
    """What the centre answers to one round trip."""

    protocol = fields.Int(required=True, strict=True)
    server_time = fields.Str(required=True)
    receipt = fields.Nested(ReceiptSchema, required=True)
    verdicts = fields.List(fields.Nested(VerdictSchema), required=True)
    pull = fields.List(fields.Nested(PageSchema), required=True)
    scopes = fields.List(fields.Str(), required=True)
    """Every scope the device holds now; a new one is fetched as a snapshot, a lost one is removed."""
    evidence_wanted = fields.List(fields.Str(), required=True)
    """SHA-256 of files that the centre knows of and does not hold yet."""


class EnrolRequestSchema(_Message):
    """A laptop presents its one-time code; the same nonce gets the same answer."""

    code = fields.Str(required=True, validate=validate.Length(min=6, max=64))
    nonce = fields.Str(required=True, validate=validate.Length(min=16, max=64))
    device_name = fields.Str(required=True, validate=validate.Length(min=1, max=120))
    public_key = fields.Str(required=True, validate=validate.Length(min=40, max=64))


class PersonSchema(_Message):
    """Who works on the laptop."""

    id = fields.Str(required=True)
    name_en = fields.Str(required=True)
    name_ur = fields.Str(required=True)
    role = fields.Str(required=True)


class EnrolReplySchema(_Message):
    """Everything a laptop needs to begin."""

    device_id = fields.Str(required=True)
    incarnation = fields.Int(required=True, strict=True)
    token = fields.Str(required=True)
    centre_public_key = fields.Str(required=True)
    institution = fields.Str(required=True)
    scheme = fields.Str(required=True)
    person = fields.Nested(PersonSchema, required=True)
    scopes = fields.List(fields.Str(), required=True)
    server_time = fields.Str(required=True)
    demonstration = fields.Bool(required=True)


class ManifestSchema(_Message):
    """What a snapshot of a scope is; the file is named by the SHA-256 of its compressed bytes."""

    scope = fields.Str(required=True)
    epoch = fields.Str(required=True)
    v = fields.Int(required=True, strict=True)
    schema = fields.Int(required=True, strict=True)
    rows = fields.Dict(keys=fields.Str(), values=fields.Int(), required=True)
    compressed_bytes = fields.Int(required=True, strict=True)
    plain_bytes = fields.Int(required=True, strict=True)
    sha256 = fields.Str(required=True, validate=_HASH)
    server_time = fields.Str(required=True)


class ProblemSchema(_Message):
    """An error reply: stable code, a sentence in each language, and facts for the program."""

    code = fields.Str(required=True)
    message_en = fields.Str(required=True)
    message_ur = fields.Str(required=True)
    facts = fields.Dict(keys=fields.Str(), required=True)
