"""The demand and show-cause notice as a value: every sentence and figure it prints, before any layout."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from casework.amount_in_words import amount_in_words
from casework.assessment import Alternative, Assessment, not_printable
from casework.finding import Finding
from casework.law_roles import Role, cite, printed, rules_of
from casework.money import Money
from casework.wording import joined, sentence
from simplify_content.law_pack import LawPack
from simplify_content.text import Text

ALWAYS_CITED = (
    Role.POWERS,
    Role.NO_DEDUCTION,
    Role.RECOVERY,
    Role.COMPLAINT,
    Role.REVIEW,
    Role.APPEAL,
)
"""Roles of the provisions that every demand prints, whatever it rests on."""

_PRINTS_MINIMUM_WAGE = frozenset({"WAGE_BELOW_MINIMUM"})
"""Findings whose sentence prints the minimum wage."""


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


class NotPrintable(Exception):
    """A notice would print facts that no law officer confirmed; `facts` names them, sorted."""

    def __init__(self, facts: Sequence[str]) -> None:
        super().__init__(f"not confirmed by a law officer: {', '.join(facts)}")
        self.facts = tuple(facts)


def refuse_unconfirmed(assessment: Assessment, law: LawPack, *, findings: Sequence[Finding] = ()) -> tuple[str, ...]:
    """Return the names of facts that bar printing, sorted; empty when the notice may be printed.

    They are looked up in `law` as it stands now, so that a confirmation given after the assessment counts.

    Args:
        assessment: what the notice demands.
        law: of the scheme, with the confirmations given.
        findings: those that the notice lists; some print a figure of the law in their sentence.
    """
    figures = _figures_in(findings, assessment.as_of, law=law)
    set_off = [fact for entry in assessment.not_assessed if entry.set_off is not None for fact in entry.facts]
    names = [*assessment.provisions, *assessment.facts, *printed(law, *ALWAYS_CITED), *figures, *set_off]
    return not_printable(names, law)


def _figures_in(findings: Sequence[Finding], on: date, *, law: LawPack) -> tuple[str, ...]:
    key = rules_of(law).minimum_wage
    prints = any(finding.is_for_employer and finding.code in _PRINTS_MINIMUM_WAGE for finding in findings)
    value = law.value(key, on) if prints and key else None
    return () if value is None else (value.fact,)


def compose_demand(
    *,
    serial: str,
    issued_on: date,
    letterhead: Letterhead,
    addressee: Addressee,
    signatory: Signatory,
    inspection_on: date,
    inspection_ref: str,
    findings: Sequence[Finding],
    statement: Text,
    assessment: Assessment,
    law: LawPack,
    hearing_on: date,
    hearing_at: str,
    hearing_place: Text,
    evidence_list: Sequence[Text],
    demonstration: bool,
) -> DemandNotice:
    """Return the notice of a case whose gates are passed.

    Only findings open to the employer are listed. What workers said in confidence leaves no trace: the notice
    always says, without a number, that persons present were questioned.

    Raises:
        NotPrintable: it would print a section or rate that no law officer confirmed.
    """
    if unconfirmed := refuse_unconfirmed(assessment, law, findings=findings):
        raise NotPrintable(unconfirmed)
    amount = assessment.total
    return DemandNotice(
        serial=serial,
        issued_on=issued_on,
        letterhead=letterhead,
        addressee=addressee,
        signatory=signatory,
        inspection_on=inspection_on,
        inspection_ref=inspection_ref,
        findings=tuple(finding.text for finding in findings if finding.is_for_employer),
        statement=statement,
        legal_basis=_legal_basis(assessment, law),
        assessment=assessment,
        amount=amount,
        amount_in_words=amount_in_words(amount),
        hearing_on=hearing_on,
        hearing_at=hearing_at,
        hearing_place=hearing_place,
        how_to_contest=_how_to_contest(hearing_on, hearing_at, place=hearing_place, law=law),
        how_to_pay=_how_to_pay(amount, serial, registration_no=addressee.registration_no, law=law),
        evidence_list=tuple(evidence_list),
        alternatives_stated=tuple(_stated(alternative, law) for alternative in assessment.alternatives),
        demonstration=demonstration,
    )


def _legal_basis(assessment: Assessment, law: LawPack) -> tuple[Text, ...]:
    cited = (
        sentence("notice.basis", cite=law.cite(name), title=law.provision(name).title) for name in assessment.provisions
    )
    return (sentence("notice.inquiry", cite=cite(Role.POWERS, law)), *cited)


def _how_to_contest(hearing_on: date, hearing_at: str, *, place: Text, law: LawPack) -> tuple[Text, ...]:
    return (
        sentence("notice.contest.hearing", hearing=hearing_on, time=hearing_at, place=place),
        sentence("notice.contest.writing"),
        sentence(
            "notice.contest.complaint",
            complaint=cite(Role.COMPLAINT, law),
            review=cite(Role.REVIEW, law),
            appeal=cite(Role.APPEAL, law),
        ),
    )


def _how_to_pay(amount: Money, serial: str, *, registration_no: str, law: LawPack) -> tuple[Text, ...]:
    return (
        sentence(
            "notice.pay.challan",
            amount=amount,
            institution=law.institution,
            registration_no=registration_no,
            serial=serial,
        ),
        sentence("notice.pay.part"),
        sentence("notice.pay.default", cite=cite(Role.RECOVERY, law)),
        sentence("notice.pay.wages", cite=cite(Role.NO_DEDUCTION, law)),
    )


def _stated(alternative: Alternative, law: LawPack) -> Text:
    """Return how a notice states the other side: with its amount only where its facts may be printed."""
    side = rules_of(law).base.alternative(alternative.name)
    stated = side.stated if side else alternative.title
    if not_printable(alternative.facts, law):
        return stated
    return joined(stated, sentence("notice.alternative.amount", amount=alternative.contributions))
