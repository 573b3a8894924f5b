"""The messages of one sync as marshmallow schemas; `docs/protocol.md` describes them in words.

`load` with these schemas is the only way a message enters either side.
"""

from __future__ import annotations

from typing import Any

from marshmallow import RAISE, Schema, fields, validate

from sync_protocol.entities import ENTITIES
from sync_protocol.pages import GroupSchema
from sync_protocol.plain_load import NOT_PLAIN, is_as_declared, plain_loader

MAX_OPERATIONS = 500
"""Most operations in one push."""

MAX_BODY_BYTES = 16 * 1024 * 1024
"""Largest message after inflation."""

HASH = validate.Regexp(r"^[0-9a-f]{64}$")
ID = validate.Regexp(r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")
_SEQ = validate.Range(min=1, max=2**52)


class Message(Schema):
    """A message; fields that nobody agreed on are refused."""

    class Meta:  # noqa: D106 - marshmallow's own place for options
        unknown = RAISE

    def load(self, data: Any, **options: Any) -> Any:
        """Return the message as marshmallow loads it, by the plain way where that is the same.

        Raises:
            ValidationError: it is not of this schema.
        """
        if not any(options.values()) and is_as_declared(self):
            loaded = plain_loader(type(self))(data)
            if loaded is not NOT_PLAIN:
                return loaded
        return super().load(data, **options)


class ClockSchema(Message):
    """When an operation was made, in a way that setting the laptop's clock does not change."""

    boot = fields.Str(required=True, validate=validate.Length(min=1, max=64))
    """Names one run of the laptop between two starts; monotonic times of two runs say nothing of each other."""
    mono_ms = fields.Int(required=True, strict=True, validate=validate.Range(min=0, max=2**52))
    """Milliseconds of the monotonic clock of that run."""
    since_beacon_ms = fields.Int(strict=True, validate=validate.Range(min=0, max=2**52))
    """Milliseconds since the beacon was received, when that was in the same run; left out otherwise."""


class OperationSchema(Message):
    """One operation: an immutable intent with the new values, the base values, and its place in the chain."""

    op_id = fields.Str(required=True, validate=ID)
    seq = fields.Int(required=True, strict=True, validate=_SEQ)
    kind = fields.Str(required=True, validate=validate.Length(min=1, max=64))
    row_id = fields.Str(required=True, validate=ID)
    base_rev = fields.Int(required=True, strict=True, validate=validate.Range(min=0, max=2**52))
    set = fields.Dict(keys=fields.Str(), required=True)
    was = fields.Dict(keys=fields.Str(), required=True)
    user_id = fields.Str(required=True, validate=ID)
    made_at = fields.Str(required=True, validate=validate.Length(max=40))
    beacon = fields.Str(required=True, validate=validate.Length(max=40))
    """Server time of the last receipt seen before the operation was made: it was not made earlier."""
    clock = fields.Nested(ClockSchema)
    """From protocol 2 on. Left out, not null, where it is not known: the hash is over what was sent."""
    schema = fields.Int(required=True, strict=True)
    hash = fields.Str(required=True, validate=HASH)


class PushSchema(Message):
    """A run of operations with the hash before the first and a signature over the head."""

    previous_hash = fields.Str(required=True, validate=HASH)
    operations = fields.List(
        fields.Nested(OperationSchema),
        required=True,
        validate=validate.Length(min=1, max=MAX_OPERATIONS),
    )
    signature = fields.Str(required=True, validate=validate.Length(max=128))


class CursorSchema(Message):
    """Where a laptop stands in the feed of one scope."""

    scope = fields.Str(required=True, validate=validate.Length(min=1, max=80))
    epoch = fields.Str(required=True, validate=validate.Length(min=1, max=40))
    since = fields.Int(required=True, strict=True, validate=validate.Range(min=0, max=2**52))
    complete = fields.Int(load_default=0, strict=True, validate=validate.Range(min=0, max=2**52))
    """Number at which the laptop last had every record of the scope: that of a snapshot, or of a page that no other
    followed. Between two pages of one feed it lags behind `since`. Only what it has since then can be sent as changed
    fields; 0 asks for whole records. From protocol 2 on."""


class ReportSchema(Message):
    """What a laptop says of itself, for the supervisor's page of devices. From protocol 2 on."""

    app_version = fields.Str(load_default="", validate=validate.Length(max=40))
    free_disk_bytes = fields.Int(load_default=None, allow_none=True, strict=True, validate=validate.Range(min=0))
    oldest_unsent_at = fields.Str(load_default="", validate=validate.Length(max=40))
    files_waiting = fields.Int(load_default=0, strict=True, validate=validate.Range(min=0))
    files_waiting_bytes = fields.Int(load_default=0, strict=True, validate=validate.Range(min=0))
    clock_offset_ms = fields.Int(load_default=None, allow_none=True, strict=True)
    """The laptop's clock minus the centre's, by its last exchange; null before the first."""
    clock_uncertainty_ms = fields.Int(load_default=None, allow_none=True, strict=True, validate=validate.Range(min=0))


class SyncRequestSchema(Message):
    """One round trip: what a laptop has to send, and where it stands."""

    protocol = fields.Int(required=True, strict=True)
    schema = fields.Int(required=True, strict=True)
    device_id = fields.Str(required=True, validate=ID)
    incarnation = fields.Int(required=True, strict=True, validate=validate.Range(min=1))
    sent_at = fields.Str(required=True, validate=validate.Length(max=40))
    unsent = fields.Int(required=True, strict=True, validate=validate.Range(min=0))
    push = fields.Nested(PushSchema, required=True, allow_none=True)
    pull = fields.List(fields.Nested(CursorSchema), required=True, validate=validate.Length(max=200))
    verdicts_since = fields.Int(required=True, strict=True, validate=validate.Range(min=0))
    max_rows = fields.Int(required=True, strict=True, validate=validate.Range(min=1, max=5000))
    digests = fields.Bool(load_default=False)
    """Whether pages that end a feed carry the scope's digest. From protocol 2 on."""
    report = fields.Nested(ReportSchema, load_default=None, allow_none=True)
    runs = fields.Bool(load_default=False)
    """Whether the laptop takes verdicts with nothing to tell as runs. From protocol 3 on."""
    knows = fields.Str(load_default="", validate=validate.Length(max=16))
    """Mark of the papers and the recovery key that the laptop holds (`sync_protocol.papers`). From protocol 3 on."""


OUTCOMES = ("applied", "merged", "duplicate", "held", "rejected")


class VerdictSchema(Message):
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


class RunSchema(Message):
    """Operations of the receipt's incarnation that are `applied`, with nothing to tell of any: `count` of them, from
    `seq` on, whose verdicts are numbered from `number` on."""

    number = fields.Int(required=True, strict=True, validate=validate.Range(min=1))
    seq = fields.Int(required=True, strict=True, validate=validate.Range(min=1))
    count = fields.Int(required=True, strict=True, validate=validate.Range(min=1))


class ReceiptSchema(Message):
    """The centre's signed word; see `sync_protocol.receipts`."""

    device_id = fields.Str(required=True)
    incarnation = fields.Int(required=True, strict=True)
    seq = fields.Int(required=True, strict=True)
    head = fields.Str(required=True)
    server_time = fields.Str(required=True)
    key_id = fields.Str(required=True)
    signature = fields.Str(required=True)


class ChangeSchema(Message):
    """One record of a scope as it stands now; `present` false means it left the scope."""

    entity = fields.Str(required=True, validate=validate.OneOf(tuple(ENTITIES)))
    row_id = fields.Str(required=True)
    v = fields.Int(required=True, strict=True)
    present = fields.Bool(required=True)
    rev = fields.Int(required=True, strict=True)
    values = fields.Dict(keys=fields.Str(), required=True)


class PageSchema(Message):
    """A page as protocol 1 has it: everything up to `until`, or up to the last row when `more`."""

    scope = fields.Str(required=True)
    epoch = fields.Str(required=True)
    until = fields.Int(required=True, strict=True)
    more = fields.Bool(required=True)
    changes = fields.List(fields.Nested(ChangeSchema), required=True)


class GroupedPageSchema(Message):
    """A page as protocol 2 has it: records by columns (`sync_protocol.pages`)."""

    scope = fields.Str(required=True)
    epoch = fields.Str(required=True)
    until = fields.Int(required=True, strict=True)
    more = fields.Bool(required=True)
    digest = fields.Str(load_default="")
    """Digest of the whole scope at `until`; "" when it was not asked for, is not known, or there is more."""
    groups = fields.List(fields.Nested(GroupSchema), required=True)


class LetterheadSchema(Message):
    """The office as papers name it."""

    institution_en = fields.Str(required=True, validate=validate.Length(min=1, max=200))
    institution_ur = fields.Str(required=True, validate=validate.Length(min=1, max=200))
    office_en = fields.Str(required=True, validate=validate.Length(min=1, max=200))
    office_ur = fields.Str(required=True, validate=validate.Length(min=1, max=200))
    address_en = fields.Str(required=True, validate=validate.Length(min=1, max=500))
    address_ur = fields.Str(required=True, validate=validate.Length(min=1, max=500))
    phone = fields.Str(required=True, validate=validate.Length(max=60))


class PapersSchema(Message):
    """What a laptop's papers need, signed by the key that signs receipts (`sync_protocol.papers`)."""

    keys = fields.List(fields.Str(validate=validate.Length(max=60)), required=True, validate=validate.Length(max=50))
    letterhead = fields.Nested(LetterheadSchema, required=True)
    signature = fields.Str(required=True, validate=validate.Length(max=200))


class SyncReplySchema(Message):
    """What the centre answers to one round trip; to a laptop of protocol 1 in `OldSyncReplySchema`'s form."""

    protocol = fields.Int(required=True, strict=True)
    server_time = fields.Str(required=True)
    receipt = fields.Nested(ReceiptSchema, required=True)
    verdicts = fields.List(fields.Nested(VerdictSchema), required=True)
    pull = fields.List(fields.Nested(GroupedPageSchema), required=True)
    scopes = fields.List(fields.Str(), required=True)
    """Every scope the device holds now; a new one is fetched as a snapshot, a lost one is removed."""
    evidence_wanted = fields.List(fields.Str(), required=True)
    """SHA-256 of files that the centre knows of and does not hold yet."""
    papers = fields.Nested(PapersSchema, load_default=None, allow_none=True)
    """To a laptop of schema 3 or newer that does not know it yet: letterhead, and the keys that check certificates."""
    recovery_key = fields.Str(load_default="")
    """X25519 key of the institution for which a laptop seals a copy of its own; told together with `papers`."""
    update = fields.Bool(load_default=False)
    """Whether the laptop is too old to be sent pages: a person must update it. From protocol 2 on, and only when so."""
    runs = fields.List(fields.Nested(RunSchema), load_default=list)
    """Verdicts with nothing to tell, beside `verdicts`. From protocol 3 on, and only when asked for."""


class OldSyncReplySchema(SyncReplySchema):
    """The reply as protocol 1 has it."""

    pull = fields.List(fields.Nested(PageSchema), required=True)


class ProblemSchema(Message):
    """An error reply: stable code, a sentence in each language, and facts for the program."""

    code = fields.Str(required=True)
    message_en = fields.Str(required=True)
    message_ur = fields.Str(required=True)
    facts = fields.Dict(keys=fields.Str(), required=True)
