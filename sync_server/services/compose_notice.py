"""Gathers what the demand and show-cause notice prints from the records of the centre."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from casework.gates import to_confirm
from casework.notice import Addressee, DemandNotice, NotPrintable, Signatory, compose_demand
from simplify_content.text import Text, same
from sync_server.local_time import local_day
from sync_server.models import Employer, EvidenceRecord, User
from sync_server.queries.evidence import evidence_of
from sync_server.queries.findings import findings_of
from sync_server.queries.names import employer_name
from sync_server.queries.settings import centre_facts
from sync_server.refusals import Barred, said
from sync_server.services.case_file import CaseFile
from sync_server.services.flag_employer import as_finding
from sync_server.services.inspection_form import confidential_items, inspected_on, inspection_form
from sync_server.services.letterhead import letterhead_of
from sync_server.tools import Tools


def compose_notice(session: Session, user: User, file: CaseFile, *, serial: str, tools: Tools) -> DemandNotice:
    """Return the notice of a case whose gates are open.

    Raises:
        Barred: it would print a fact that no law officer confirmed; `missing` names each.
    """
    case, facts = file.case, centre_facts(session)
    findings = [as_finding(row) for row in findings_of(session, file.inspection.id)]
    try:
        return compose_demand(
            serial=serial,
            issued_on=local_day(tools.now()),
            letterhead=letterhead_of(session),
            addressee=_addressee(file.employer),
            signatory=Signatory(name=Text(en=user.name_en, ur=user.name_ur), designation=said(f"role.{user.role}")),
            inspection_on=inspected_on(file.inspection),
            inspection_ref=str(file.inspection.authorisation.get("order_no") or case.case_no),
            findings=[finding for finding in findings if finding.is_for_employer],
            statement=_statement(file),
            assessment=file.assessment,
            law=file.law,
            hearing_on=date.fromisoformat(case.hearing_on),
            hearing_at=case.hearing_at,
            hearing_place=Text(en=case.hearing_place_en, ur=case.hearing_place_ur),
            evidence_list=_evidence_list(_open_evidence(session, file)),
            demonstration=facts.demonstration,
        )
    except NotPrintable as problem:
        raise Barred(
            said("refused.unconfirmed"), missing=tuple(to_confirm(fact, file.law) for fact in problem.facts)
        ) from None


def _addressee(employer: Employer) -> Addressee:
    return Addressee(
        name=employer_name(employer),
        registration_no=employer.registration_no,
        owner_name=same(employer.owner_name.strip() or "—"),
        owner_cnic=employer.owner_cnic,
        address=Text(
            en=employer.address_en.strip() or "—",
            ur=employer.address_ur.strip() or employer.address_en.strip() or "—",
        ),
        ntn=employer.ntn,
    )


def _statement(file: CaseFile) -> Text:
    statement = file.inspection.statement
    if statement.get("declined"):
        return said("notice.statement_declined", name=statement.get("by_name") or "—")
    return same(str(statement.get("text") or "—"))


def _open_evidence(session: Session, file: CaseFile) -> tuple[EvidenceRecord, ...]:
    """Return the evidence that the employer may know of: nothing that is tied to what workers said in confidence."""
    hidden = confidential_items(inspection_form(session, file.inspection))
    return tuple(row for row in evidence_of(session, file.inspection.id) if row.item not in hidden)


def _evidence_list(evidence: tuple[EvidenceRecord, ...]) -> tuple[Text, ...]:
    return tuple(
        said(
            "notice.evidence", kind=said(f"evidence.{row.kind}"), caption=same(row.caption or "—"), sha=row.sha256[:16]
        )
        for row in evidence
        if row.held_at
    )
