"""Whether a number that names a person or a firm can be right: valid, doubtful or invalid, with the reason.

The shapes are facts of the law pack with their sources; one that rests on weak evidence only warns. How a number is
written is `identity_written`. Nothing here asks an authority: a valid number may still belong to nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from casework.identity_written import (
    as_typed,
    cnic_areas,
    compact,
    is_contradicted,
    is_shortened,
    telephone_kind,
    written,
)
from casework.wording import sentence
from simplify_content.law_facts import IdentityFormat
from simplify_content.law_pack import LawError, LawPack
from simplify_content.text import Text

CNIC, OLD_NIC = "cnic", "old_nic"
_PREFIX = "identity."

LONGEST_TYPED = 200
"""No number is a tenth as long; whatever else stands in the field is not looked at."""


class Verdict(StrEnum):
    """What may be said of a number by its looks alone."""

    VALID = "valid"
    DOUBTFUL = "doubtful"
    """A warning: the number may be kept."""
    INVALID = "invalid"


class Sex(StrEnum):
    """As a card or register states it."""

    MALE = "m"
    FEMALE = "f"


@dataclass(frozen=True)
class Identified:
    """A number in the one form in which it is kept, and what is to be said of it.

    `code` names the reason for programs and is empty where there is none; an invalid number stands as it was typed.
    """

    kind: str
    number: str
    verdict: Verdict
    code: str = ""
    reason: Text | None = None

    @property
    def may_be_kept(self) -> bool:
        """Whether the number may be stored; a doubtful one may, with its warning."""
        return self.verdict is not Verdict.INVALID


def identity_format(law: LawPack, kind: str) -> IdentityFormat:
    """Return the shape that a pack gives a kind of number, such as "cnic".

    Raises:
        LawError: the pack has none.
    """
    found = law.facts.get(_PREFIX + kind)
    if not isinstance(found, IdentityFormat):
        raise LawError(f"law pack {law.scheme}: no identity format {kind!r}")
    return found


def identity_kinds(law: LawPack) -> tuple[str, ...]:
    """Return the kinds of number whose shape a pack knows, sorted."""
    return tuple(sorted(form.key.removeprefix(_PREFIX) for form in law.facts_of(IdentityFormat)))


def identify(raw: str, kind: str, *, law: LawPack) -> Identified:
    """Return a number as it is kept, with the verdict on its looks.

    Urdu and Arabic-Indic digits, dashes of any kind, blanks and dots are understood. A number of another shape than
    the pack's is invalid where the shape is well sourced and doubtful where it is not; a number of the pack's shape is
    valid, however weak its source, unless the source contradicts itself.

    Raises:
        LawError: the pack knows no such kind.
    """
    form = identity_format(law, kind)
    if len(raw) > LONGEST_TYPED:
        return _found(form, kind, raw[:LONGEST_TYPED], verdict=Verdict.INVALID, code="too_long")
    typed = as_typed(raw)
    plain = compact(kind, typed)
    if code := _no_number(typed, plain):
        return _found(form, kind, typed, verdict=Verdict.INVALID, code=code)
    number = written(kind, plain)
    if kind == CNIC:
        return _identified_cnic(form, typed, plain, number=number)
    if form.matches(number) or form.matches(plain):
        if is_contradicted(kind) and not form.refuses:
            return _found(form, kind, number, verdict=Verdict.DOUBTFUL, code="contradicted")
        return Identified(kind, number, Verdict.VALID)
    return _of_other_shape(form, kind, typed, number=number, code="shape")


def identify_telephone(raw: str, *, law: LawPack) -> Identified:
    """Return a telephone number as mobile or landline, whichever it looks like.

    Raises:
        LawError: the pack knows neither.
    """
    return identify(raw, telephone_kind(compact("mobile", as_typed(raw[:LONGEST_TYPED]))), law=law)


def sex_doubt(cnic: str, stated: Sex) -> Text | None:
    """Return a remark where the last digit of a CNIC does not go with the sex that was stated, otherwise None.

    A soft flag: cards with the other digit exist, so nobody is refused or charged for it.

    Source: last digit odd for a man and even for a woman (format of the CNIC in the law packs).
    """
    digit = compact(CNIC, as_typed(cnic[:LONGEST_TYPED]))[-1:]
    if not (digit.isascii() and digit.isdigit()) or digit == "0":
        return None
    says = Sex.MALE if int(digit) % 2 else Sex.FEMALE
    return None if says is stated else sentence(f"identity.sex_{stated}", digit=digit)


def _no_number(typed: str, plain: str) -> str:
    if not plain:
        return "blank"
    if is_shortened(typed):
        return "shortened"
    return "" if any(sign.isdigit() for sign in plain) else "no_digit"


def _identified_cnic(form: IdentityFormat, typed: str, plain: str, *, number: str) -> Identified:
    code = _cnic_problem(plain)
    if code or not form.matches(number):
        return _of_other_shape(form, CNIC, typed, number=number, code=code or "shape")
    if plain[0] not in cnic_areas()[0]:
        return _found(form, CNIC, number, verdict=Verdict.DOUBTFUL, code="area_unsourced")
    return Identified(CNIC, number, Verdict.VALID)


def _cnic_problem(plain: str) -> str:
    """Return why a compact number is on no card, or an empty text.

    Source: area digit and last digit as issued by NADRA; there is no check digit.
    """
    if not (plain.isascii() and plain.isdigit()):
        return "letters"
    if len(plain) != 13:
        return "old_nic" if len(plain) == 11 else "length"
    if len(set(plain)) < 3 or plain[5:12] == "0000000" or plain == "1234567890123":
        return "filler"
    if plain[0] not in "".join(cnic_areas()):
        return "area"
    return "last" if plain[12] == "0" else ""


def _of_other_shape(form: IdentityFormat, kind: str, typed: str, *, number: str, code: str) -> Identified:
    if form.refuses:
        return _found(form, kind, typed, verdict=Verdict.INVALID, code=code)
    if code == "shape":  # its strokes and dashes may mean something that no source tells
        return _found(form, kind, typed.replace(" ", "").upper(), verdict=Verdict.DOUBTFUL, code="shape_weak")
    return _found(form, kind, number, verdict=Verdict.DOUBTFUL, code=code)


def _found(form: IdentityFormat, kind: str, number: str, *, verdict: Verdict, code: str) -> Identified:
    digits = compact(kind, number)
    reason = sentence(
        f"identity.{code}",
        title=form.title,
        count=len(digits),
        digit=digits[:1],
        number=number,
    )
    return Identified(kind, number, verdict, code, reason)
