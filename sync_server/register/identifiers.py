"""Numbers that name somebody or something: CNIC, NTN, telephone, registration number, other codes.

Each function returns the one form the register keeps, or raises `UnfitValue`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from casework.identity import CNIC, Verdict, identify
from casework.identity_written import as_typed, compact, is_shortened, telephone_kind, written
from simplify_content.law_loader import available_schemes, load_law_pack
from simplify_content.law_pack import LawPack
from sync_server.register.errors import UnfitValue

_CNIC_KEPT = re.compile(r"^(?!12345-6789012-3)[1-8]\d{4}-(?!0000000)\d{7}-[1-9]$", re.ASCII)
_CNIC_REFUSALS = {
    "old_nic": "cnic.old",
    "filler": "cnic.placeholder",
    "no_digit": "cnic.letters",
    "blank": "cnic.letters",
}
_REGISTRATION = re.compile(r"^(?=.*\d)[A-Z0-9][A-Z0-9/-]{1,38}[A-Z0-9]$", re.ASCII)
_CODE = re.compile(r"^[A-Za-z0-9 ./()-]+$", re.ASCII)
_PHONE_SPLIT = re.compile(r"\s*[,;/&]\s*|\s+(?:and|or)\s+", re.IGNORECASE)
_PHONE_LIMIT = 30
_PHONE_KEPT = re.compile(r"^03\d\d-\d{7}$", re.ASCII)


def _typed(raw: str) -> str:
    """Return an identifier as typed, or refuse one whose digits a spreadsheet lost."""
    text = as_typed(raw)
    if is_shortened(text):
        raise UnfitValue("shortened")
    return text


@lru_cache(maxsize=1)
def _law() -> LawPack:
    """Return the law of any scheme: the shapes of CNIC and NTN are the same in each."""
    return load_law_pack(available_schemes()[0])


def parse_cnic(raw: str) -> str:
    """Return a CNIC as 12345-1234567-1.

    Raises:
        UnfitValue: not 13 digits, an area or last digit that no CNIC has, or a filler such as all threes.

    Source: area digit and last digit as issued by NADRA; there is no check digit.
    """
    if _CNIC_KEPT.match(raw) and len(set(raw)) > 3:
        return raw
    typed = _typed(raw)
    if not typed:
        return ""
    found = identify(typed, CNIC, law=_law())
    if not found.may_be_kept:
        raise _refused_cnic(found.code, compact(CNIC, typed))
    return found.number


def _refused_cnic(code: str, digits: str) -> UnfitValue:
    if code == "length":
        return UnfitValue("cnic.length", count=len(digits))
    if code == "area":
        return UnfitValue("cnic.area", digit=digits[0])
    return UnfitValue(_CNIC_REFUSALS.get(code, f"cnic.{code}"))


def parse_registration_no(raw: str) -> str:
    """Return a registration number in capitals without blanks.

    Its official shape is not known for older numbers, so only what no number can be is refused.

    Raises:
        UnfitValue: no digit, other signs, or a length no number has.
    """
    if raw.isascii() and raw.isdigit() and 3 <= len(raw) <= 40:
        return raw
    number = _typed(raw).replace(" ", "").upper()
    if number and not _REGISTRATION.match(number):
        raise UnfitValue("registration.shape")
    return number


def parse_code(raw: str) -> str:
    """Return a challan, certificate or secured-person number, in capitals with single blanks.

    Raises:
        UnfitValue: longer than 40, or signs that no such number has.
    """
    code = _typed(raw).upper()
    if len(code) > 40:
        raise UnfitValue("too_long", count=len(code), limit=40)
    if code and not _CODE.match(code):
        raise UnfitValue("code.shape")
    return code


def parse_ntn(raw: str) -> str:
    """Return an NTN: 1234567, 1234567-8, A123456, or 13 digits.

    Raises:
        UnfitValue: none of these.
    """
    typed = _typed(raw)
    if not typed:
        return ""
    found = identify(typed, "ntn", law=_law())
    if found.verdict is not Verdict.VALID:
        raise UnfitValue("ntn.shape")
    return found.number


def parse_phone(raw: str) -> str:
    """Return one or more telephone numbers in the national form, joined by ", ".

    Raises:
        UnfitValue: letters, or too few or too many digits; or together over 30 characters.
    """
    if _PHONE_KEPT.match(raw):
        return raw
    text = _typed(raw)
    if not text:
        return ""
    numbers = ", ".join(_one_phone(part) for part in _PHONE_SPLIT.split(text) if part)
    if len(numbers) > _PHONE_LIMIT:
        raise UnfitValue("too_long", count=len(numbers), limit=_PHONE_LIMIT)
    return numbers


def _one_phone(text: str) -> str:
    digits = compact("mobile", text)
    if not (digits.isascii() and digits.isdigit()) or not 7 <= len(digits) <= 14:
        raise UnfitValue("phone.shape")
    return written(telephone_kind(digits), digits)
