"""The messages about a scope's register as a whole: its snapshot, its buckets, their repair."""

from __future__ import annotations

from marshmallow import fields, validate

from sync_protocol.digests import BUCKETS
from sync_protocol.pages import GroupSchema
from sync_protocol.schemas import HASH, Message


class ManifestSchema(Message):
    """What a snapshot of a scope is; the file is named by the SHA-256 of its compressed bytes."""

    scope = fields.Str(required=True)
    epoch = fields.Str(required=True)
    v = fields.Int(required=True, strict=True)
    schema = fields.Int(required=True, strict=True)
    rows = fields.Dict(keys=fields.Str(), values=fields.Int(), required=True)
    compressed_bytes = fields.Int(required=True, strict=True)
    plain_bytes = fields.Int(required=True, strict=True)
    sha256 = fields.Str(required=True, validate=HASH)
    server_time = fields.Str(required=True)
    piece_bytes = fields.Int(load_default=0, strict=True, validate=validate.Range(min=0))
    """Size of each piece but the last; 0: the centre names none."""
    pieces = fields.List(fields.Str(validate=HASH), load_default=list)
    """SHA-256 of each piece of the compressed file, in order: what was fetched before a cut need not come again."""


class BucketsRequestSchema(Message):
    """A laptop whose digest of a scope is not the centre's asks for the digests of all buckets."""

    scope = fields.Str(required=True, validate=validate.Length(min=1, max=80))
    epoch = fields.Str(required=True, validate=validate.Length(min=1, max=40))


class BucketsReplySchema(Message):
    """The digest of each of the 256 buckets of a scope at `v`."""

    scope = fields.Str(required=True)
    epoch = fields.Str(required=True)
    v = fields.Int(required=True, strict=True)
    buckets = fields.List(fields.Str(), required=True, validate=validate.Length(equal=BUCKETS))


class RepairRequestSchema(BucketsRequestSchema):
    """Asks for every record of some buckets."""

    buckets = fields.List(
        fields.Int(strict=True, validate=validate.Range(min=0, max=BUCKETS - 1)),
        required=True,
        validate=validate.Length(min=1, max=BUCKETS),
    )
    newer_than = fields.Int(load_default=0, strict=True, validate=validate.Range(min=0))
    """A schema: only the fields that came after it are sent, for a laptop that has just learnt them. 0: all fields."""


class RepairReplySchema(Message):
    """Every present record of the buckets asked for, whole unless only newer fields were asked for, as of `v`."""

    scope = fields.Str(required=True)
    epoch = fields.Str(required=True)
    v = fields.Int(required=True, strict=True)
    groups = fields.List(fields.Nested(GroupSchema), required=True)
