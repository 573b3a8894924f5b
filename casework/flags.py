"""Flags: rules over findings and register facts that mark an employer as non-compliant, each with its reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from casework.assessment import Assessment, DeclaredMonth
from casework.coverage import UNDECLARED
from casework.finding import Finding
from casework.flag_rules import FINDING_RULES, NO_FLAG, REGISTER_RULES, FindingRule
from casework.law_roles import Role, cite, named
from casework.money import Money, total
from casework.office import OFFICE
from casework.register_facts import (
    EXPIRED,
    VALID,
    certificate_status,
    declared_months,
    overdue_months,
    standing_certificate,
)
from casework.wording import month_text, name_text, sentence
from simplify_content.law_pack import LawPack
from simplify_content.text import Text

__all__ = ["NO_FLAG", "REGISTER_RULES", "SEVERITIES", "Flag", "RegisterFacts", "raise_flags"]

PROVISIONAL = "provisional"
"""Status of an employer that an inspector found outside the register."""

SEVERITIES = ("grave", "serious", "minor")
"""Gravest first."""


@dataclass(frozen=True)
class Flag:
    """One reason why an employer is marked; `facts` are the values the sentence was made from."""

    rule: str
    severity: str
    text: Text
    provisions: tuple[str, ...]
    amount: Money | None
    facts: Mapping[str, str]


@dataclass(frozen=True)
class RegisterFacts:
    """What the register knows of an employer: rows of the entities of `sync_protocol.entities`."""

    employer: Mapping[str, object]
    months: Sequence[Mapping[str, object]] = ()
    certificates: Sequence[Mapping[str, object]] = ()
    workers_covered: int = 0


def raise_flags(
    register: RegisterFacts,
    *,
    findings: Sequence[Finding],
    assessment: Assessment | None,
    law: LawPack,
    on: date,
) -> tuple[Flag, ...]:
    """Return every flag that the facts call for, gravest first; the same facts give the same flags.

    What a worker said in confidence raises a flag without a number, a name or an item. An office of the institution
    gets none: it is no employer.
    """
    if register.employer.get("status") == OFFICE:
        return ()
    flags = [
        *_month_flags(declared_months(register.months), law=law, on=on),
        *_head_count_flag(findings, law),
        *_worker_flag(findings, assessment, law=law),
        *_registration_flag(register, law=law, on=on),
        *(flag for rule in FINDING_RULES for flag in _finding_flag(rule, findings, law=law)),
    ]
    return tuple(sorted(flags, key=_gravity))


def _gravity(flag: Flag) -> tuple[int, int, str]:
    return SEVERITIES.index(flag.severity), -(flag.amount.paisa if flag.amount else 0), flag.rule


def _month_flags(months: Sequence[DeclaredMonth], *, law: LawPack, on: date) -> list[Flag]:
    overdue = overdue_months(months, law=law, on=on)
    unpaid = [month for month in overdue if not month.paid]
    partly = [month for month in overdue if month.paid]
    return [
        *_months_flag("UNPAID_MONTHS", "UNPAID_MONTH", unpaid, law=law),
        *_months_flag("UNDERPAID", "UNDERPAID_MONTH", partly, law=law),
    ]


def _months_flag(rule: str, of_one: str, months: Sequence[DeclaredMonth], *, law: LawPack) -> list[Flag]:
    if not months:
        return []
    distinct = sorted({month.month for month in months})
    amount = total([month.due - month.paid for month in months])
    text = sentence(
        f"flag.{rule if len(distinct) > 1 else of_one}",
        count=len(distinct),
        first=month_text(distinct[0]),
        last=month_text(distinct[-1]),
        amount=amount,
        cite=cite(Role.CONTRIBUTION, law),
    )
    facts = {
        "months": " ".join(f"{month:%Y-%m}" for month in distinct),
        "count": str(len(distinct)),
        "amount_paisa": str(amount.paisa),
    }
    return [Flag(rule, "serious", text, named(law, Role.CONTRIBUTION, Role.INCREASE), amount, facts)]


def _head_count_flag(findings: Sequence[Finding], law: LawPack) -> list[Flag]:
    found = [finding for finding in findings if finding.code == "WORKERS_UNDECLARED"]
    if not found:
        return []
    facts = {name: found[0].facts[name] for name in ("headcount_total", "declared_workers") if found[0].facts.get(name)}
    said = cite(Role.CONTRIBUTION, law)
    text = sentence("flag.UNDECLARED_WORKERS_uncounted", cite=said)
    if len(facts) == 2:
        text = sentence(
            "flag.UNDECLARED_WORKERS_count",
            found=facts["headcount_total"],
            declared=facts["declared_workers"],
            cite=said,
        )
    return [
        Flag("UNDECLARED_WORKERS", "serious", text, _provisions(found, *named(law, Role.CONTRIBUTION)), None, facts)
    ]


def _worker_flag(findings: Sequence[Finding], assessment: Assessment | None, *, law: LawPack) -> list[Flag]:
    found = [finding for finding in findings if finding.code == "WORKER_NOT_SECURED"]
    lines = [line for line in assessment.lines if line.kind == UNDECLARED] if assessment else []
    refs = {finding.key or finding.finding_id for finding in found} | {line.ref for line in lines}
    if not refs:
        return []
    said = cite(Role.CONTRIBUTION, law)
    amount = total([line.arrears for line in lines]) if lines else None
    text = sentence("flag.WORKERS_NOT_SECURED_unassessed", count=len(refs), cite=said)
    if amount is not None:
        text = sentence("flag.WORKERS_NOT_SECURED", count=len(refs), amount=amount, cite=said)
    facts = {"count": str(len(refs)), **({"amount_paisa": str(amount.paisa)} if amount is not None else {})}
    provisions = _provisions(found, *named(law, Role.CONTRIBUTION))
    return [Flag("WORKERS_NOT_SECURED", "grave", text, provisions, amount, facts)]


def _registration_flag(register: RegisterFacts, *, law: LawPack, on: date) -> list[Flag]:
    """Return the flag of an employer that nobody registered yet, or that of a certificate that is not valid."""
    if register.employer.get("status") != PROVISIONAL:
        return _certificate_flag(register.certificates, law=law, on=on)
    text = sentence("flag.AWAITS_REGISTRATION", cite=cite(Role.REGISTRATION, law))
    return [Flag("AWAITS_REGISTRATION", "serious", text, named(law, Role.REGISTRATION), None, {})]


def _certificate_flag(certificates: Sequence[Mapping[str, object]], *, law: LawPack, on: date) -> list[Flag]:
    certificate = standing_certificate(certificates, on)
    status = certificate_status(certificate, on)
    if status == VALID:
        return []
    number, expires_on = str(certificate.get("certificate_no") or ""), str(certificate.get("expires_on") or "")
    said = cite(Role.CERTIFICATE, law)
    text = sentence("flag.NO_VALID_CERTIFICATE", cite=said)
    if certificate and status == EXPIRED and expires_on:
        expired = date.fromisoformat(expires_on)
        text = sentence("flag.NO_VALID_CERTIFICATE_expired", certificate=number, expired=expired, cite=said)
    elif certificate:
        text = sentence(
            "flag.NO_VALID_CERTIFICATE_not_valid", certificate=number, status=name_text(status or "-"), cite=said
        )
    facts = {"certificate_no": number, "status": status, "expires_on": expires_on} if certificate else {}
    return [Flag("NO_VALID_CERTIFICATE", "minor", text, named(law, Role.CERTIFICATE), None, facts)]


def _finding_flag(rule: FindingRule, findings: Sequence[Finding], *, law: LawPack) -> list[Flag]:
    found = [finding for finding in findings if finding.code in rule.codes]
    if not found:
        return []
    provisions = _provisions(found, *named(law, rule.role))
    open_ = [finding for finding in found if finding.is_for_employer]
    facts = {"count": str(len(open_))} if open_ else {}
    text = sentence(
        f"flag.{rule.rule}", count=len(open_), cite=law.cite(provisions[0]) if provisions else cite(rule.role, law)
    )
    return [Flag(rule.rule, rule.severity, text, provisions, None, facts)]


def _provisions(findings: Sequence[Finding], *otherwise: str) -> tuple[str, ...]:
    """Return the provisions that findings name, each once, or the rule's own where they name none."""
    return tuple(dict.fromkeys(name for finding in findings for name in finding.provisions)) or otherwise
