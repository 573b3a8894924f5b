"""Numbers that name somebody or something: CNIC, NTN, telephone, registration number, other codes.

Each function returns the one form the register keeps, or raises `ValueRefused`.
"""

from __future__ import annotations

import re

from sync_server.register.cleaning import clean_text, western_digits
from sync_server.register.errors import ValueRefused

_SHORTENED = re.compile(r"^\d([.,]\d+)?[eE]\+?\d+$")
_WRAPPED = re.compile(r'^="?(.*?)"?$')
_CNIC_SEPARATORS = str.maketrans("", "", "-\u2010\u2011\u2012\u2013\u2014\u2212 ._/'")
_CNIC = re.compile(r"^[1-8]\d{11}[1-9]$")
_CNIC_KEPT = re.compile(r"^(?!12345-6789012-3)[1-8]\d{4}-(?!0000000)\d{7}-[1-9]$", re.ASCII)
_REGISTRATION = re.compile(r"^(?=.*\d)[A-Z0-9][A-Z0-9/-]{1,38}[A-Z0-9]$", re.ASCII)
_CODE = re.compile(r"^[A-Za-z0-9 ./()-]+$", re.ASCII)
_NTN = re.compile(r"^(\d{7}|\d{8}|[A-Z]\d{6}|\d{13})$", re.ASCII)
_PHONE_SPLIT = re.compile(r"\s*[,;/&]\s*|\s+(?:and|or)\s+", re.IGNORECASE)
_PHONE_LIMIT = 30
_PHONE_KEPT = re.compile(r"^03\d\d-\d{7}$", re.ASCII)


def _typed(raw: str) -> str:
    """Return an identifier as typed, without a spreadsheet's `="..."` or leading apostrophe."""
    text = western_digits(clean_text(raw))
    if text.startswith("="):
        text = _WRAPPED.sub(r"\1", text)
    text = text.removeprefix("'").strip()
    if _SHORTENED.match(text):
        raise ValueRefused("shortened")
    return text


def parse_cnic(raw: str) -> str:
    """Return a CNIC as 12345-1234567-1.

    Raises:
        ValueRefused: not 13 digits, an area or last digit that no CNIC has, or a filler such as all threes.

    Source: area digit and last digit as issued by NADRA; there is no check digit.
    """
    if _CNIC_KEPT.match(raw) and len(set(raw)) > 3:
        return raw
    typed = _typed(raw)
    if not typed:
        return ""
    digits = typed.translate(_CNIC_SEPARATORS)
    if not (digits.isascii() and digits.isdigit()):
        raise ValueRefused("cnic.letters")
    if len(digits) == 11:
        raise ValueRefused("cnic.old")
    if len(digits) != 13:
        raise ValueRefused("cnic.length", count=len(digits))
    if len(set(digits)) < 3 or digits[5:12] == "0000000" or digits == "1234567890123":
        raise ValueRefused("cnic.placeholder")
    if not _CNIC.match(digits):
        raise ValueRefused("cnic.area", digit=digits[0]) if digits[0] in "09" else ValueRefused("cnic.last")
    return f"{digits[:5]}-{digits[5:12]}-{digits[12]}"


def parse_registration_no(raw: str) -> str:
    """Return a registration number in capitals without blanks.

    Its official shape is not known for older numbers, so only what no number can be is refused.

    Raises:
        ValueRefused: no digit, other signs, or a length no number has.
    """
    if raw.isascii() and raw.isdigit() and 3 <= len(raw) <= 40:
        return raw
    number = _typed(raw).replace(" ", "").upper()
    if number and not _REGISTRATION.match(number):
        raise ValueRefused("registration.shape")
    return number


def parse_code(raw: str) -> str:
    """Return a challan, certificate or secured-person number, in capitals with single blanks.

    Raises:
        ValueRefused: longer than 40, or signs that no such number has.
    """
    code = _typed(raw).upper()
    if len(code) > 40:
        raise ValueRefused("too_long", count=len(code), limit=40)
    if code and not _CODE.match(code):
        raise ValueRefused("code.shape")
    return code


def parse_ntn(raw: str) -> str:
    """Return an NTN: 1234567, 1234567-8, A123456, or 13 digits.

    Raises:
        ValueRefused: none of these.
    """
    number = _typed(raw).replace(" ", "").replace("-", "").upper()
    if not number:
        return ""
    if not _NTN.match(number):
        raise ValueRefused("ntn.shape")
    return f"{number[:7]}-{number[7]}" if len(number) == 8 else number


def parse_phone(raw: str) -> str:
    """Return one or more telephone numbers in the national form, joined by ", ".

    Raises:
        ValueRefused: letters, or too few or too many digits; or together over 30 characters.
    """
    if _PHONE_KEPT.match(raw):
        return raw
    text = _typed(raw)
    if not text:
        return ""
    numbers = ", ".join(_one_phone(part) for part in _PHONE_SPLIT.split(text) if part)
    if len(numbers) > _PHONE_LIMIT:
        raise ValueRefused("too_long", count=len(numbers), limit=_PHONE_LIMIT)
    return numbers


_PHONE_SIGNS = re.compile(r"[\s().\u2010-\u2014-]")


def _one_phone(text: str) -> str:
    digits = _PHONE_SIGNS.sub("", text)
    if digits.startswith("+92"):
        digits = "0" + digits[3:].removeprefix("0")
    elif digits.startswith("0092"):
        digits = "0" + digits[4:].removeprefix("0")
    elif len(digits) == 12 and digits.startswith("923"):
        digits = "0" + digits[2:]
    elif len(digits) == 10 and digits.startswith("3"):
        digits = "0" + digits  # a spreadsheet dropped the zero
    if not (digits.isascii() and digits.isdigit()) or not 7 <= len(digits) <= 14:
        raise ValueRefused("phone.shape")
    if len(digits) == 11 and digits.startswith("03"):
        return f"{digits[:4]}-{digits[4:]}"
    if digits.startswith(("042", "041", "051", "061")) and len(digits) >= 10:
        return f"{digits[:3]}-{digits[3:]}"
    return digits
