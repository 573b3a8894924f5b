"""What the `set` of each kind of operation holds, and which contents cannot stand; one schema per kind.

Says nothing about permission or about what else is stored; the centre asks here first, the laptop before it queues.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, pre_load, validate

from casework.json_bytes import json_bytes
from sync_protocol.entities import EMPLOYER, OperationKind
from sync_protocol.errors import SchemaError
from sync_protocol.plain_load import NOT_PLAIN, plain_loader

MAX_SET_BYTES = 1024 * 1024
"""Largest `set` of one operation as JSON: many hundred interviews."""

THUMBNAIL_BYTES = 8 * 1024
"""Most bytes of a picture's thumbnail: one piece on the slowest link."""

MOST_VERSIONS = 99
"""Most versions of one inspection."""

_LENGTHS = {
    "name_en": 300,
    "name_ur": 300,
    "trade_name": 300,
    "owner_name": 200,
    "owner_cnic": 15,
    "phone": 30,
    "address_en": 500,
    "address_ur": 500,
    "sector": 60,
}
_PATTERNS = {
    "owner_cnic": validate.Regexp(r"^(\d{5}-\d{7}-\d)?\Z", error="a CNIC is written 00000-0000000-0"),
    "phone": validate.Regexp(r"^[0-9+()/ ,-]*\Z", error="a phone number has digits, spaces and + ( ) - / only"),
    "name_en": validate.Length(min=1, error="a name cannot be empty"),
}
ENDINGS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "application/pdf": "pdf",
    "audio/webm": "webm",
    "audio/ogg": "ogg",
    "audio/mp4": "m4a",
    "audio/mpeg": "mp3",
    "audio/wav": "wav",
    "text/csv": "csv",
    "application/x-xlsx": "xlsx",
}
"""Types of file that serve as evidence, each with the ending of its name; the last two are lists."""

EVIDENCE_TYPES = tuple(ENDINGS)

_ID = validate.Regexp(r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\Z")
_ID_OR_NONE = validate.Regexp(r"^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})?\Z")
_MOMENT = validate.Regexp(r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})\Z")
_MOMENT_OR_NONE = validate.Regexp(r"^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2}))?\Z")
_POINT_OR_NONE = validate.Regexp(r"^(-?[0-8]?\d\.\d{5},-?1?\d{1,2}\.\d{5})?\Z")
_HASH = validate.Regexp(r"^[0-9a-f]{64}\Z")
_HASH_OR_NONE = validate.Regexp(r"^([0-9a-f]{64})?\Z")
_STATES = ("given", "not_produced", "cannot_verify", "not_applicable")
_NAME = validate.Regexp(r"^[A-Za-z0-9_.-]+\Z")


def _text(limit: int) -> fields.Str:
    return fields.Str(required=True, validate=validate.Length(max=limit))


def _optional(limit: int) -> fields.Str:
    return fields.Str(load_default="", validate=validate.Length(max=limit))


class _Content(Schema):
    class Meta:
        unknown = RAISE


class StartSchema(_Content):
    """`inspection.start`: where, by what authority, with which questions."""

    employer_id = fields.Str(required=True, validate=_ID)
    establishment_id = fields.Str(load_default="", validate=_ID_OR_NONE)
    visit_id = fields.Str(load_default="", validate=_ID_OR_NONE)
    checklist = fields.Str(required=True, validate=[validate.Length(min=1, max=80), _NAME])
    checklist_version = fields.Str(required=True, validate=[validate.Length(min=1, max=20), _NAME])
    started_at = fields.Str(required=True, validate=_MOMENT)
    authorisation = fields.Dict(keys=fields.Str(), values=fields.Raw(allow_none=True), load_default=dict)


class AnswerSchema(_Content):
    """One answer as given."""

    item = fields.Str(required=True, validate=validate.Length(min=1, max=80))
    key = _optional(40)
    value = _optional(10_000)
    state = fields.Str(required=True, validate=validate.OneOf(_STATES))
    reason = _optional(2000)


class StatementSchema(_Content):
    """What the employer said, or that nothing was said."""

    text = _optional(10_000)
    declined = fields.Bool(load_default=False)
    by_name = _optional(200)
    by_role = _optional(200)
    recorded_at = _optional(40)


class SignatureSchema(_Content):
    """A signature on the exit sheet, or the refusal with its witness."""

    refused = fields.Bool(load_default=False)
    image_sha256 = fields.Str(load_default="", validate=_HASH_OR_NONE)
    signer_name = _optional(200)
    signer_role = _optional(200)
    witness_name = _optional(200)
    refusal_reason = _optional(2000)
    signed_at = _optional(40)


class ConfidentialSchema(_Content):
    """What workers said in confidence, as answers and repetitions. It travels inside the sealed part."""

    answers = fields.List(fields.Nested(AnswerSchema), required=True, validate=validate.Length(max=20_000))
    repeats = fields.Dict(
        keys=fields.Str(), values=fields.List(fields.Str(validate=validate.Length(max=40))), required=True
    )


class CloseSchema(_Content):
    """`inspection.close`: everything that was answered, stated and signed."""

    answers = fields.List(fields.Nested(AnswerSchema), required=True, validate=validate.Length(max=20_000))
    repeats = fields.Dict(
        keys=fields.Str(), values=fields.List(fields.Str(validate=validate.Length(max=40))), required=True
    )
    statement = fields.Nested(StatementSchema, required=True)
    signature = fields.Nested(SignatureSchema, required=True)
    closed_at = fields.Str(required=True, validate=_MOMENT)
    version = fields.Int(load_default=1, strict=True, validate=validate.Range(min=1, max=MOST_VERSIONS))
    """1 at first, one more each time that it was returned and is closed again. From schema 3 on."""
    confidential = fields.Nested(ConfidentialSchema, load_default=None, allow_none=True)
    """From schema 3 on; before, it stood among `answers` and `repeats`."""


class FindingSchema(_Content):
    """`finding.record`: an observation with its provisions and evidence."""

    inspection_id = fields.Str(required=True, validate=_ID)
    code = fields.Str(required=True, validate=validate.Length(min=1, max=60))
    item = fields.Str(required=True, validate=validate.Length(max=80))
    key = _optional(40)
    text_en = fields.Str(required=True, validate=validate.Length(min=1, max=2000))
    text_ur = fields.Str(required=True, validate=validate.Length(min=1, max=2000))
    provisions = fields.List(fields.Str(validate=validate.Length(max=60)), required=True)
    severity = fields.Str(required=True, validate=validate.OneOf(("minor", "serious", "grave")))
    remedy_days = fields.Int(load_default=None, allow_none=True, strict=True, validate=validate.Range(min=0, max=3650))
    privacy = fields.Str(load_default="public", validate=validate.OneOf(("public", "employer_hidden", "worker_secret")))
    facts = fields.Dict(keys=fields.Str(), values=fields.Str(validate=validate.Length(max=2000)), required=True)
    evidence = fields.List(fields.Str(validate=_ID), load_default=list)
    version = fields.Int(load_default=1, strict=True, validate=validate.Range(min=1, max=MOST_VERSIONS))
    """Version of the inspection that it belongs to. From schema 3 on."""


class EvidenceSchema(_Content):
    """`evidence.add`: what a file is; its bytes follow on their own, after those of its thumbnail and smaller copy."""

    inspection_id = fields.Str(required=True, validate=_ID)
    item = _optional(80)
    key = _optional(40)
    sha256 = fields.Str(required=True, validate=_HASH)
    size_bytes = fields.Int(required=True, strict=True, validate=validate.Range(min=1, max=2**31))
    media_type = fields.Str(required=True, validate=validate.OneOf(EVIDENCE_TYPES))
    kind = fields.Str(required=True, validate=validate.OneOf(("photo", "document", "audio", "signature")))
    caption = _optional(500)
    captured_at = fields.Str(required=True, validate=_MOMENT)
    copy_sha256 = fields.Str(load_default="", validate=_HASH_OR_NONE)
    copy_size = fields.Int(load_default=0, strict=True, validate=validate.Range(min=0, max=2**31))
    thumbnail_sha256 = fields.Str(load_default="", validate=_HASH_OR_NONE)
    place = _optional(200)
    """Where it was taken, as the inspector wrote it. From schema 3 on, like all that follows."""
    point = fields.Str(load_default="", validate=_POINT_OR_NONE)
    """Latitude and longitude in degrees as the camera noted them, such as 31.52040,74.35870."""
    accuracy_m = fields.Int(
        load_default=None, allow_none=True, strict=True, validate=validate.Range(min=0, max=100_000)
    )
    """How far off the point may be, by the camera's own word."""
    origin = fields.Str(load_default="", validate=validate.OneOf(("", "camera", "microphone", "file")))
    not_before = fields.Str(load_default="", validate=_MOMENT_OR_NONE)
    """The centre's time in the last receipt that the laptop held when this was taken."""
    sealed_for = fields.Str(load_default="", validate=validate.Regexp(r"^([0-9a-f]{16})?\Z"))
    """Name of the key that the file is sealed for; "" for one that is not. Size and SHA-256 are of the file as sent."""
    plain_sha256 = fields.Str(load_default="", validate=_HASH_OR_NONE)
    """SHA-256 of what is inside a sealed file."""


class AmendSchema(_Content):
    """`inspection.amend`: an answer put right after the inspection was closed, beside the one that stands."""

    inspection_id = fields.Str(required=True, validate=_ID)
    version = fields.Int(required=True, strict=True, validate=validate.Range(min=1, max=MOST_VERSIONS))
    item = fields.Str(required=True, validate=validate.Length(min=1, max=80))
    key = _optional(40)
    value = _optional(10_000)
    state = fields.Str(required=True, validate=validate.OneOf(_STATES))
    reason = _optional(2000)
    why = fields.Str(required=True, validate=validate.Length(min=1, max=2000))
    amended_at = fields.Str(required=True, validate=_MOMENT)


def _correction(name: str) -> fields.Str:
    checks: list[Any] = [validate.Length(max=_LENGTHS[name])]
    if name in _PATTERNS:
        checks.append(_PATTERNS[name])
    return fields.Str(validate=checks)


class _CorrectBase(_Content):
    @pre_load
    def at_least_one(self, data: Mapping[str, Any], **_: Any) -> Mapping[str, Any]:
        """Refuse a correction that corrects nothing."""
        if not data:
            raise ValidationError("a correction names at least one field")
        return data


CorrectSchema = _CorrectBase.from_dict(
    {field.name: _correction(field.name) for field in EMPLOYER.fields if field.from_field}, name="CorrectSchema"
)
"""`employer.correct`: any of the fields that an inspector may propose."""

ADDED = (
    "name_en",
    "name_ur",
    "trade_name",
    "owner_name",
    "owner_cnic",
    "phone",
    "address_en",
    "address_ur",
    "district",
    "sector",
)
"""Fields of an employer that an inspector enters where the register holds none."""


def _particular(name: str) -> fields.Str:
    if name in ("name_en", "district"):
        return fields.Str(required=True, validate=validate.Length(min=1, max=_LENGTHS.get(name, 60)))
    checks: list[Any] = [validate.Length(max=_LENGTHS[name])]
    if name in _PATTERNS:
        checks.append(_PATTERNS[name])
    return fields.Str(load_default="", validate=checks)


AddSchema = _Content.from_dict({name: _particular(name) for name in ADDED}, name="AddSchema")
"""`employer.add`: what was seen of an employer outside the register; the centre keeps it as provisional."""

CONTENT: Mapping[OperationKind, type[Schema]] = {
    OperationKind.INSPECTION_START: StartSchema,
    OperationKind.INSPECTION_CLOSE: CloseSchema,
    OperationKind.FINDING_RECORD: FindingSchema,
    OperationKind.EVIDENCE_ADD: EvidenceSchema,
    OperationKind.EMPLOYER_CORRECT: CorrectSchema,
    OperationKind.EMPLOYER_ADD: AddSchema,
    OperationKind.INSPECTION_AMEND: AmendSchema,
}
"""Schema of the `set` of every kind."""


def load_content(kind: OperationKind, set_: Mapping[str, Any]) -> dict[str, Any]:
    """Return the checked `set` of an operation, with defaults for what may be left out.

    Raises:
        SchemaError: a field is missing, strange, too long, not of its form, or holds a character that no
            person types (NUL, half a surrogate pair); `facts["fields"]` says which fields.
    """
    written = _written(set_)
    if written is None or b"\\u0000" in written:
        bad = {path for path, text in _texts(set_, "") if not _is_storable(text)}
        if bad:
            fields = {path: ["bad character"] for path in sorted(bad)}
            raise SchemaError("a text holds characters that cannot be stored", fields=fields)
    if 6 * len(written or b"") > MAX_SET_BYTES and len(json.dumps(set_)) > MAX_SET_BYTES:
        raise SchemaError("the operation is too large", fields={"set": [f"more than {MAX_SET_BYTES} bytes"]})
    loaded: dict[str, Any] = plain_loader(CONTENT[kind])(set_)
    if loaded is not NOT_PLAIN:
        return loaded
    try:
        loaded = CONTENT[kind]().load(set_)
    except ValidationError as problem:
        raise SchemaError(f"the content of {kind} cannot stand", fields=dict(problem.messages_dict)) from None
    return loaded


def _written(set_: Mapping[str, Any]) -> bytes | None:
    """Return the bytes of a `set`, or None where a text of it has none."""
    try:
        return json_bytes(set_)
    except UnicodeEncodeError:
        return None


def _is_storable(text: str) -> bool:
    try:
        return "\x00" not in text and bool(text.isascii() or text.encode("utf-8"))
    except UnicodeEncodeError:
        return False


def _texts(value: Any, path: str) -> Iterator[tuple[str, str]]:
    """Yield `(path, text)` of every text inside a JSON value, names of fields included."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield path, str(name)
            yield from _texts(inner, f"{path}.{name}".lstrip("."))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _texts(inner, f"{path}.{place}".lstrip("."))
