"""An enforcement officer opens a case from an approved inspection."""

from __future__ import annotations

from sqlalchemy.orm import Session

from casework.case_from_inspection import feeds_assessment
from casework.office import OFFICE
from sync_server.errors import NotAllowed
from sync_server.local_time import local_day
from sync_server.models import Case, Employer, Role, User
from sync_server.queries.cases import case_of_inspection
from sync_server.queries.inspections import find_inspection
from sync_server.refusals import Barred, said
from sync_server.services.checklist_of import checklist_of
from sync_server.services.law_in_force import scheme_of
from sync_server.services.serial_number import next_number
from sync_server.tools import Tools


def open_case(session: Session, user: User, inspection_id: str, *, tools: Tools) -> Case:
    """Open the case of an inspection and return it.

    Args:
        session: one transaction, committed here.
        user: the enforcement officer.
        inspection_id: which inspection.
        tools: clock and ids.

    Raises:
        NotAllowed: the user is not an enforcement officer.
        NotFound: no such inspection in the officer's scope.
        Barred: the inspection is not approved, has a case already, is of an office of the institution, or was made
            with a checklist that does not feed the assessment a demand needs.
    """
    if user.role != Role.ENFORCEMENT_OFFICER:
        raise NotAllowed(said("refused.role"))
    inspection = find_inspection(session, user, inspection_id)
    if inspection.state != "approved":
        raise Barred(said("refused.not_approved"))
    if session.get_one(Employer, inspection.employer_id).status == OFFICE:
        raise Barred(said("refused.office"))
    if not feeds_assessment(inspection.checklist):
        raise Barred(said("refused.not_assessed", checklist=checklist_of(inspection).title))
    at = tools.now()
    office = inspection.scope_id.removeprefix("district:")
    year = local_day(at).year
    number = next_number(session, f"{office}/case/{year}")
    if existing := case_of_inspection(session, inspection.id):
        raise Barred(said("refused.case_exists", case_no=existing.case_no))
    case = Case(
        id=tools.new_id(),
        case_no=f"{office.upper()}/C/{year}/{number:04d}",
        employer_id=inspection.employer_id,
        inspection_id=inspection.id,
        scope_id=inspection.scope_id,
        scheme=scheme_of(session, checklist_of(inspection)),
        state="open",
        opened_by=user.id,
        opened_at=at,
    )
    session.add(case)
    session.commit()
    return case
