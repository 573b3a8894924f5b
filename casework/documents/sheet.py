"""The exit sheet as a value: what the employer keeps when the inspector leaves, before any layout.

It holds nothing a worker said in confidence: `findings_for_employer` is the way findings come in.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from casework.documents.texts_of_papers import catalogue
from casework.finding import Finding
from casework.money import ZERO, Money, total
from casework.notice import Letterhead
from casework.owed_by_month import OwedMonth
from simplify_content.law_pack import LawPack
from simplify_content.text import Text


@dataclass(frozen=True)
class SheetFinding:
    """One finding as the employer reads it. `remedy_days` is None where the law gives no time."""

    text: Text
    citations: tuple[Text, ...] = ()
    remedy_days: int | None = None


@dataclass(frozen=True)
class SheetStatement:
    """What the employer said to the findings, or that it was asked and said nothing; `text` as written."""

    text: str = ""
    declined: bool = False
    by_name: str = ""
    by_role: str = ""


@dataclass(frozen=True)
class SheetSignature:
    """The employer's signature as a picture (PNG or JPEG bytes), or a refusal with its reason and a witness."""

    signer_name: str
    signer_role: str
    image: bytes | None = None
    refusal_reason: str = ""
    witness_name: str = ""


@dataclass(frozen=True)
class ExitSheet:
    """Everything an exit sheet prints. `total` is the sum of `arrears_by_month`; both are provisional.

    `arrears_by_month` is None where the checklist of the visit does not feed an assessment; `increase_note` tells how
    the increase was counted, or why none is charged.
    """

    letterhead: Letterhead
    inspection_ref: str
    visited_on: date
    printed_on: date
    employer_name: Text
    registration_no: str
    address: Text
    officer_name: Text
    officer_designation: Text
    findings: tuple[SheetFinding, ...] = ()
    records_requested: tuple[Text, ...] = ()
    records_due_on: date | None = None
    arrears_by_month: tuple[OwedMonth, ...] | None = ()
    increase_note: Text | None = None
    total: Money = ZERO
    statement: SheetStatement | None = None
    signature: SheetSignature | None = None
    time_on_site: Text | None = None
    demonstration: bool = False
    practice: bool = False

    def __post_init__(self) -> None:
        months = total([month.sum for month in self.arrears_by_month or ()])
        if months != self.total:
            raise ValueError(f"the months add up to {months}, the total says {self.total}")


def findings_for_employer(findings: Iterable[Finding], law: LawPack) -> tuple[SheetFinding, ...]:
    """Return the findings that the employer's copy may show, in their order, with their citations.

    A finding for which the scheme's pack has no provision says so in the place of a citation.

    Raises:
        LawError: a finding names a provision that the pack does not hold.
    """
    return tuple(finding_for_office(finding, law) for finding in findings if finding.is_for_employer)


def finding_for_office(finding: Finding, law: LawPack) -> SheetFinding:
    """Return a finding with its citations, whoever may read it.

    Raises:
        LawError: it names a provision that the pack does not hold.
    """
    return SheetFinding(finding.text, _citations(finding, law), finding.remedy_days)


def _citations(finding: Finding, law: LawPack) -> tuple[Text, ...]:
    if not finding.provisions:
        return (catalogue()["sheet.no_provision"],)
    return tuple(law.cite(key) for key in finding.provisions if law.provision(key).is_printable)
