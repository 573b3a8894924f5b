"""The demand and show-cause notice as a value: every sentence and figure it prints, before any layout."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from casework.assessment import Assessment
from casework.money import Money
from simplify_content.law_pack import LawPack
from simplify_content.text import Text


@dataclass(frozen=True)
class Addressee:
    """To whom a notice goes."""

    name: Text
    registration_no: str
    owner_name: Text
    owner_cnic: str
    address: Text
    ntn: str = ""


@dataclass(frozen=True)
class Letterhead:
    """Who sends it."""

    institution: Text
    office: Text
    address: Text
    phone: str


@dataclass(frozen=True)
class Signatory:
    """Who signs it."""

    name: Text
    designation: Text


@dataclass(frozen=True)
class DemandNotice:
    """A demand and show-cause notice with a hearing date; the same figures in both languages by construction."""

    serial: str
    issued_on: date
    letterhead: Letterhead
    addressee: Addressee
    signatory: Signatory
    inspection_on: date
    inspection_ref: str
    findings: tuple[Text, ...]
    statement: Text
    legal_basis: tuple[Text, ...]
    assessment: Assessment
    amount: Money
    amount_in_words: Text
    hearing_on: date
    hearing_at: str
    hearing_place: Text
    how_to_contest: tuple[Text, ...]
    how_to_pay: tuple[Text, ...]
    evidence_list: tuple[Text, ...]
    alternatives_stated: tuple[Text, ...]
    demonstration: bool = False

    def claim(self) -> Mapping[str, str]:
        """Return what the QR vouches for: serial, registration number, amount in paisa, issue and hearing days."""
        return {
            "serial": self.serial,
            "employer": self.addressee.registration_no,
            "amount_paisa": str(self.amount.paisa),
            "issued_on": self.issued_on.isoformat(),
            "hearing_on": self.hearing_on.isoformat(),
        }


def refuse_unconfirmed(assessment: Assessment, law: LawPack) -> tuple[str, ...]:
    """Return the names of facts that bar printing, sorted; empty when the notice may be printed."""
    raise NotImplementedError
