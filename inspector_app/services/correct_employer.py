"""Proposes a correction of an employer's register entry; the centre decides, the field shows it as pending."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from inspector_app.catalogue import say
from inspector_app.errors import InvalidCorrection, NotFound, RoomRefused
from inspector_app.services.open_employer_file import CORRECTABLE, pending_corrections, with_pending
from inspector_app.store import register
from inspector_app.store.corrections import put_correction
from inspector_app.store.driver import writing
from inspector_app.store.opened import Opened
from inspector_app.store.outbox import Intent, append
from inspector_app.store.search_words import compact, western
from inspector_app.tools import moment
from simplify_content.places import sectors
from sync_protocol.entities import OperationKind
from sync_protocol.errors import SchemaError
from sync_protocol.operations import load_content

_LONGEST = 500


def correct_employer(
    opened: Opened, employer_id: str, changes: Mapping[str, str], *, at: datetime, op_id: str
) -> tuple[str, ...]:
    """Queue a correction and return the names of the fields that change (may be none: then nothing is queued).

    Args:
        opened: the field room.
        employer_id: whose entry.
        changes: new values by field; a value equal to the one shown is left out.
        at: now.
        op_id: id of the operation.

    Raises:
        NotFound: no such employer.
        InvalidCorrection: a field that may not be corrected in the field, or a value that cannot stand.
        RoomRefused: in the practice room.
    """
    if opened.is_practice:
        raise RoomRefused(say("core.not_in_practice"))
    proposed = {field: checked_field(field, value) for field, value in changes.items()}
    with writing(opened.work):
        standing = register.employer(opened.register, employer_id)
        if standing is None:
            raise NotFound(say("core.no_employer"))
        shown = with_pending(standing, pending_corrections(opened, employer_id))
        new = {field: value for field, value in proposed.items() if value != (shown[field] or "")}
        if new:
            was = {field: str(shown[field] or "") for field in new}
            _queue(opened, employer_id, new, was, rev=standing["rev"], at=at, op_id=op_id)
    return tuple(new)


def _queue(
    opened: Opened,
    employer_id: str,
    new: Mapping[str, str],
    was: Mapping[str, str],
    *,
    rev: int,
    at: datetime,
    op_id: str,
) -> None:
    _refuse_unsendable(new)
    intent = Intent(op_id, OperationKind.EMPLOYER_CORRECT, employer_id, employer_id, "", set=new, was=was, base_rev=rev)
    [seq] = append(opened.work, [intent], user_id=opened.person.id, made_at=moment(at), reading=opened.reading())
    for field, value in new.items():
        put_correction(
            opened.work,
            op_id=op_id,
            employer_id=employer_id,
            field=field,
            was=was[field],
            value=value,
            seq=seq,
            at=moment(at),
        )


def _refuse_unsendable(new: Mapping[str, str]) -> None:
    try:
        load_content(OperationKind.EMPLOYER_CORRECT, new)
    except SchemaError as problem:
        raise InvalidCorrection(say("core.correction_cannot_stand", fields=", ".join(new))) from problem


def checked_field(field: str, value: str) -> str:
    """Return a value of the register as it is kept.

    Raises:
        InvalidCorrection: a field that may not be written in the field, or a value that cannot stand.
    """
    if field not in CORRECTABLE:
        raise InvalidCorrection(say("core.correction_field", field=field))
    value = " ".join(value.split())
    if len(value) > _LONGEST:
        raise InvalidCorrection(say("core.correction_too_long", found=len(value), most=_LONGEST))
    if not value.isprintable():
        raise InvalidCorrection(say("core.correction_signs"))
    check = {"name_en": _name, "owner_cnic": _cnic, "phone": _phone, "sector": _sector}.get(field)
    return check(value) if check else value


def _name(value: str) -> str:
    if not value:
        raise InvalidCorrection(say("core.correction_name_empty"))
    return value


def _cnic(value: str) -> str:
    digits = compact(value)
    if not value:
        return value
    if len(digits) != 13 or not (digits.isascii() and digits.isdigit()):
        raise InvalidCorrection(say("core.correction_cnic"))
    return f"{digits[:5]}-{digits[5:12]}-{digits[12]}"


def _phone(value: str) -> str:
    plain_value = western(value)
    digits = sum(sign.isdigit() for sign in plain_value)
    if value and (not 7 <= digits <= 15 or any(sign not in "0123456789+()/ ,-" for sign in plain_value)):
        raise InvalidCorrection(say("core.correction_phone"))
    return plain_value


def _sector(value: str) -> str:
    if value and value not in {sector.key for sector in sectors()}:
        raise InvalidCorrection(say("core.correction_sector"))
    return value
