"""Raises and clears the flags of one employer so that they say what the facts say now, and nothing twice."""

from __future__ import annotations

from sqlalchemy.orm import Session

from casework.finding import Finding
from casework.flags import REGISTER_RULES, Flag, RegisterFacts, raise_flags
from casework.signatures import canonical
from simplify_content.law_pack import LawPack
from simplify_content.text import Text
from sync_server.local_time import local_day
from sync_server.models import Employer, FindingRecord, FlagRecord, Inspection
from sync_server.queries.employers import certificates_of, employer_row, months_of, workers_covered
from sync_server.queries.findings import findings_of
from sync_server.queries.flags import standing_flags
from sync_server.services.assess_inspection import assessed_if_fed
from sync_server.services.checklist_of import checklist_of
from sync_server.services.law_in_force import law_in_force, scheme_of
from sync_server.tools import Tools


def flag_employer(session: Session, employer_id: str, *, inspection_id: str, tools: Tools) -> tuple[FlagRecord, ...]:
    """Bring an employer's flags up to date and return those that stand, uncommitted.

    A flag whose rule, facts and amount stand already is left as it is; one whose facts are gone is cleared. What an
    inspection with another checklist found is left standing: this one did not ask about it.

    Args:
        session: the caller's transaction.
        employer_id: whose flags.
        inspection_id: the inspection whose findings and arrears count.
        tools: clock and ids.
    """
    employer = session.get_one(Employer, employer_id)
    inspection = session.get_one(Inspection, inspection_id)
    law = law_in_force(session, scheme_of(session, checklist_of(inspection)))
    flags = _flags(session, employer, inspection, law=law, tools=tools)
    standing = {_fingerprint_of(row): row for row in standing_flags(session, employer_id)}
    kept: list[FlagRecord] = []
    for flag in flags:
        row = standing.pop(_fingerprint(flag), None)
        if row is None:
            row = _row(flag, employer, inspection_id, tools=tools)
            session.add(row)
        kept.append(row)
    for other in standing.values():
        if _answers_for(session, inspection, other):
            other.cleared_at = tools.now()
        else:
            kept.append(other)
    session.flush()
    return tuple(kept)


def _answers_for(session: Session, inspection: Inspection, flag: FlagRecord) -> bool:
    """Return whether an inspection that does not raise a flag again clears it."""
    raised_by = session.get(Inspection, flag.inspection_id)
    return flag.rule in REGISTER_RULES or raised_by is None or raised_by.checklist == inspection.checklist


def _flags(
    session: Session, employer: Employer, inspection: Inspection, *, law: LawPack, tools: Tools
) -> tuple[Flag, ...]:
    register = RegisterFacts(
        employer=employer_row(employer),
        months=months_of(session, employer.id),
        certificates=certificates_of(session, employer.id),
        workers_covered=workers_covered(session, employer.id),
    )
    assessment = assessed_if_fed(session, inspection, law)
    findings = [as_finding(row) for row in findings_of(session, inspection.id)]
    return raise_flags(register, findings=findings, assessment=assessment, law=law, on=local_day(tools.now()))


def as_finding(row: FindingRecord) -> Finding:
    """Return a stored finding as the value that casework reads."""
    return Finding(
        finding_id=row.id,
        inspection_id=row.inspection_id,
        code=row.code,
        item=row.item,
        key=row.key,
        text=Text(en=row.text_en, ur=row.text_ur),
        provisions=tuple(row.provisions),
        severity=row.severity,
        remedy_days=row.remedy_days,
        privacy=row.privacy,
        facts=row.facts,
        evidence=tuple(row.evidence),
    )


def _fingerprint(flag: Flag) -> bytes:
    return canonical([flag.rule, dict(flag.facts), flag.amount.paisa if flag.amount else None])


def _fingerprint_of(row: FlagRecord) -> bytes:
    return canonical([row.rule, row.facts, row.amount_paisa or None])


def _row(flag: Flag, employer: Employer, inspection_id: str, *, tools: Tools) -> FlagRecord:
    return FlagRecord(
        id=tools.new_id(),
        employer_id=employer.id,
        scope_id=f"district:{employer.district}",
        inspection_id=inspection_id,
        rule=flag.rule,
        severity=flag.severity,
        text_en=flag.text.en,
        text_ur=flag.text.ur,
        provisions=list(flag.provisions),
        amount_paisa=flag.amount.paisa if flag.amount else None,
        facts=dict(flag.facts),
        raised_at=tools.now(),
    )
