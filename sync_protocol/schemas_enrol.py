"""The messages with which a laptop gets its place at a centre, and a new incarnation when its history was split."""

from __future__ import annotations

from marshmallow import fields, validate

from sync_protocol.schemas import HASH, ID, Message, ReceiptSchema


class EnrolRequestSchema(Message):
    """A laptop presents its one-time code; the same nonce gets the same answer."""

    code = fields.Str(required=True, validate=validate.Length(min=6, max=64))
    nonce = fields.Str(required=True, validate=validate.Length(min=16, max=64))
    device_name = fields.Str(required=True, validate=validate.Length(min=1, max=120))
    public_key = fields.Str(required=True, validate=validate.Length(min=40, max=64))
    protocol = fields.Int(load_default=1, strict=True, validate=validate.Range(min=1))


class PersonSchema(Message):
    """Who works on the laptop."""

    id = fields.Str(required=True)
    name_en = fields.Str(required=True)
    name_ur = fields.Str(required=True)
    role = fields.Str(required=True)


class EnrolReplySchema(Message):
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
    centre_box_key = fields.Str(load_default="")
    """The centre's X25519 key, for bundles; only to laptops of protocol 2 on."""
    recovery_key = fields.Str(load_default="")
    """X25519 key of the institution for which a laptop seals a copy of its own; "" for none. From protocol 3 on."""


class IncarnationRequestSchema(Message):
    """A laptop whose history is not the centre's asks for a new incarnation; the same nonce gets the same answer."""

    device_id = fields.Str(required=True, validate=ID)
    incarnation = fields.Int(required=True, strict=True, validate=validate.Range(min=1))
    """The one it leaves."""
    nonce = fields.Str(required=True, validate=validate.Length(min=16, max=64))
    cause = fields.Str(required=True, validate=validate.OneOf(("fork", "restored")))
    seq = fields.Int(required=True, strict=True, validate=validate.Range(min=0, max=2**52))
    """Its own last number in it."""
    head = fields.Str(required=True, validate=HASH)
    signature = fields.Str(required=True, validate=validate.Length(max=128))
    """Of the device, over the canonical form of all other fields."""


class IncarnationReplySchema(Message):
    """The new incarnation; its chain begins at number 1 after the genesis."""

    incarnation = fields.Int(required=True, strict=True)
    receipt = fields.Nested(ReceiptSchema, required=True)
    """Of the new incarnation: nothing held yet, or what the centre has when the answer was lost before."""
