"""Which findings raise which flag, and which raise none and why; what needs more than a finding is in `flags`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from casework.law_roles import Role

REGISTER_RULES = frozenset({"UNPAID_MONTHS", "UNDERPAID", "NO_VALID_CERTIFICATE", "AWAITS_REGISTRATION"})
"""Flags that the register alone raises and clears, whatever an inspection asked about."""

_BY_THE_REGISTER = "the register's months raise UNPAID_MONTHS and UNDERPAID with their amounts"
_OF_THE_OFFICE = "a finding on an office of the institution itself: no employer is to blame"

NO_FLAG: Mapping[str, str] = {
    "CONTRIBUTION_UNPAID": _BY_THE_REGISTER,
    "OFFICE_ARREARS_DO_NOT_ADD": _OF_THE_OFFICE,
    "OFFICE_BOOKS_CALLED_EARLY": _OF_THE_OFFICE,
    "OFFICE_CARDS_PENDING": _OF_THE_OFFICE,
    "OFFICE_DEMAND_WITHOUT_EVIDENCE": _OF_THE_OFFICE,
    "OFFICE_EMPLOYER_NOT_CONFRONTED": _OF_THE_OFFICE,
    "OFFICE_NOT_MENDED": _OF_THE_OFFICE,
    "OFFICE_NO_HEARING": _OF_THE_OFFICE,
    "OFFICE_RECOVERY_BEFORE_ORDER": _OF_THE_OFFICE,
    "OFFICE_REGISTER_NOT_CURRENT": _OF_THE_OFFICE,
    "OFFICE_TARGET_MISSED": _OF_THE_OFFICE,
    "OFFICE_VISIT_NOT_APPROVED": _OF_THE_OFFICE,
}
"""Finding codes that raise no flag of their own, each with the reason."""


@dataclass(frozen=True)
class FindingRule:
    """A flag raised by findings alone."""

    rule: str
    severity: str
    codes: frozenset[str]
    role: Role
    """Whose provision is used where the findings name none."""


def _rule(rule: str, severity: str, role: Role, *codes: str) -> FindingRule:
    return FindingRule(rule, severity, frozenset(codes or (rule,)), role)


FINDING_RULES = (
    _rule("ENTRY_OBSTRUCTED", "grave", Role.POWERS),
    _rule("INFORMATION_REFUSED", "serious", Role.POWERS),
    _rule("RECORDS_NOT_PRODUCED", "serious", Role.POWERS),
    _rule("NOT_REGISTERED", "grave", Role.REGISTRATION, "ESTABLISHMENT_NOT_REGISTERED", "PLACE_NOT_COVERED"),
    _rule("REGISTRATION_LATE", "minor", Role.REGISTRATION),
    _rule("NAME_DIFFERS", "minor", Role.REGISTRATION, "NAME_DIFFERS", "PARTICULARS_DIFFER"),
    _rule("RUNS_UNDER_OTHER_NAME", "serious", Role.REGISTRATION, "SUCCESSOR_NOT_DECLARED"),
    _rule("CLOSURE_NOT_TRUE", "grave", Role.RECORDS, "CLOSED_BUT_RUNNING", "CLOSURE_DATE_DIFFERS"),
    _rule("CERTIFICATE_NOT_SHOWN", "minor", Role.CERTIFICATE, "CERT_NOT_DISPLAYED", "CERT_MISMATCH", "CERT_EXPIRED"),
    _rule("CONTRACTOR_NOT_COVERED", "serious", Role.CONTRIBUTION),
    _rule("CLEARANCE_NOT_OBTAINED", "serious", Role.CLEARANCE),
    _rule("GROUP_NOT_DECLARED", "serious", Role.CONTRIBUTION),
    _rule(
        "WAGES_UNDERSTATED", "grave", Role.CONTRIBUTION, "WAGES_UNDERSTATED", "WAGE_LINE_UNDERSTATED", "SIGNED_FOR_MORE"
    ),
    _rule("WAGE_BELOW_MINIMUM", "serious", Role.MINIMUM_WAGE),
    _rule("SELF_ASSESSMENT_SHORT", "serious", Role.SELF_ASSESSMENT),
    _rule("PAYMENT_NOT_PROVED", "serious", Role.CONTRIBUTION, "CHALLAN_NOT_SHOWN"),
    _rule("PAID_LATE", "minor", Role.INCREASE),
    _rule("DEDUCTED_FROM_WAGES", "grave", Role.NO_DEDUCTION),
    _rule("SHARE_KEPT_BACK", "grave", Role.CONTRIBUTION),
    _rule(
        "RECORDS_DIFFER",
        "serious",
        Role.RECORDS,
        "ATTENDANCE_DIFFERS",
        "WAGE_REGISTER_DIFFERS",
        "SCHEDULE_DIFFERS",
        "LEDGER_DIFFERS",
        "BANK_LIST_DIFFERS",
        "RECORD_DOUBTFUL",
        "SAME_WORKER_TWICE",
    ),
    _rule("CARD_NOT_ISSUED", "minor", Role.WORKER_CARD),
    _rule("INJURED_NOT_DECLARED", "grave", Role.RECORDS, "INJURED_NOT_DECLARED", "DECLARED_AFTER_INJURY"),
    _rule("DISMISSED_DURING_BENEFIT", "grave", Role.NO_RETALIATION),
    _rule("UNSAFE_WORKPLACE", "serious", Role.UNSAFE_WORKPLACE),
    _rule("CHILD_DOMESTIC_WORKER", "grave", Role.RECORDS, "CHILD_DOMESTIC_WORKER", "YOUNG_WORKER_NOT_LIGHT_WORK"),
    _rule(
        "DOMESTIC_WORKERS_NOT_REGISTERED",
        "serious",
        Role.RECORDS,
        "DOMESTIC_WORKER_NOT_REGISTERED",
        "HOUSEHOLD_NOT_REGISTERED",
    ),
    _rule("MEDICAL_CARE_NOT_PROVIDED", "serious", Role.RECORDS),
    _rule("NO_LETTER_OF_EMPLOYMENT", "minor", Role.RECORDS),
    _rule("PROMISE_NOT_KEPT", "serious", Role.EARLIER_PROMISE),
)
