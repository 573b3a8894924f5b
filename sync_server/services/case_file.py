"""Everything a case rests on, gathered once: inspection, employer, law, assessment and the gates before the demand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from casework.assessment import Assessment
from casework.finding import Finding
from casework.gates import CaseRecord, Gate, demand_gates
from casework.notice import refuse_unconfirmed
from simplify_content.law_pack import LawPack
from sync_server.local_time import local_day, parsed
from sync_server.models import Case, Employer, Inspection
from sync_server.queries.evidence import evidence_held
from sync_server.queries.findings import findings_of
from sync_server.services.assess_inspection import assess_inspection
from sync_server.services.flag_employer import as_finding
from sync_server.services.law_in_force import law_in_force
from sync_server.tools import Tools


@dataclass(frozen=True)
class CaseFile:
    """A case with what the law makes of it today."""

    case: Case
    inspection: Inspection
    employer: Employer
    law: LawPack
    assessment: Assessment
    findings: tuple[Finding, ...]
    gates: tuple[Gate, ...]

    @property
    def is_ready(self) -> bool:
        """Whether every gate before the demand is open."""
        return all(gate.passed for gate in self.gates)

    @property
    def unconfirmed(self) -> tuple[str, ...]:
        """Facts of the law that the notice would print and that no law officer confirmed, sorted."""
        return refuse_unconfirmed(self.assessment, self.law, findings=self.findings)


def case_file(session: Session, case: Case, *, tools: Tools) -> CaseFile:
    """Return the file of a case the reader was allowed to find."""
    inspection = session.get_one(Inspection, case.inspection_id)
    law = law_in_force(session, case.scheme)
    assessment = assess_inspection(session, inspection, law)
    findings = tuple(as_finding(row) for row in findings_of(session, inspection.id))
    record = _record(session, case, inspection, assessment=assessment, findings=findings)
    return CaseFile(
        case=case,
        inspection=inspection,
        employer=session.get_one(Employer, case.employer_id),
        law=law,
        assessment=assessment,
        findings=findings,
        gates=demand_gates(record, law=law, on=local_day(tools.now())),
    )


def _record(
    session: Session, case: Case, inspection: Inspection, *, assessment: Assessment, findings: tuple[Finding, ...]
) -> CaseRecord:
    statement = inspection.statement
    recorded_at = parsed(str(statement.get("recorded_at") or ""))
    return CaseRecord(
        inspection_approved=inspection.state == "approved",
        statement=str(statement.get("text") or ""),
        statement_declined=bool(statement.get("declined")),
        statement_recorded_on=local_day(recorded_at) if recorded_at else None,
        hearing_on=_day(case.hearing_on),
        hearing_place=case.hearing_place_en,
        assessment=assessment,
        evidence_held=evidence_held(session, inspection.id),
        findings=findings,
    )


def _day(value: str) -> date | None:
    return date.fromisoformat(value) if value else None
