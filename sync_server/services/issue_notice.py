"""Issues the demand and show-cause notice of a case: gates, number, both papers, seals, all in one transaction.

What the notice says is `casework.notice`; how it looks is `casework.documents`.
"""

from __future__ import annotations

import hashlib

from sqlalchemy.orm import Session

from casework.documents.demand_notice import render_demand_notice
from casework.documents.sealing import qr_text, seal
from casework.notice import DemandNotice
from simplify_content.text import Lang
from sync_server.errors import NotAllowed
from sync_server.local_time import local_day
from sync_server.models import CentreKey, NoticeRecord, Role, User
from sync_server.queries.cases import find_case
from sync_server.queries.gateway import writing
from sync_server.queries.keys import NOTICE, signing_key
from sync_server.refusals import Barred, said
from sync_server.services.case_file import CaseFile, case_file
from sync_server.services.compose_notice import compose_notice
from sync_server.services.serial_number import next_number
from sync_server.services.tell_of_inspection import tell_of_notice
from sync_server.tools import Tools


def issue_notice(session: Session, user: User, case_id: str, *, base_url: str, tools: Tools) -> NoticeRecord:
    """Issue the notice of a case and return it as stored.

    Args:
        session: one transaction, committed here; the serial is lost only with the whole act.
        user: the enforcement officer, who signs it.
        case_id: which case.
        base_url: public address of this centre, for the QR.
        tools: clock, ids and chance.

    Raises:
        NotAllowed: the user is not an enforcement officer.
        NotFound: no such case in the officer's scope.
        Barred: a gate is closed (`missing` lists what to do), or the notice is issued already.
    """
    if user.role != Role.ENFORCEMENT_OFFICER:
        raise NotAllowed(said("refused.role"))
    case = find_case(session, user, case_id)
    if case.state != "open":
        raise Barred(said("refused.notice_issued_already", case_no=case.case_no))
    file = case_file(session, case, tools=tools)
    if not file.is_ready:
        missing = tuple(text for gate in file.gates for text in gate.missing)
        raise Barred(said("refused.gates_closed"), missing=missing)
    notice = compose_notice(session, user, file, serial=_serial(session, file, tools=tools), tools=tools)
    row = _sealed(session, file, notice, base_url=base_url, by=user, tools=tools)
    with writing(session, now=tools.now()) as gateway:
        session.add(row)
        case.state = "notice_issued"
        tell_of_notice(session, gateway, case, notice=row, user_id=user.id)
    return row


def _serial(session: Session, file: CaseFile, *, tools: Tools) -> str:
    office, year = file.case.scope_id.removeprefix("district:"), local_day(tools.now()).year
    number = next_number(session, f"{office}/demand/{year}")
    return f"{file.employer.institution.upper()}/{office.upper()}/D/{year}/{number:04d}"


def _sealed(
    session: Session, file: CaseFile, notice: DemandNotice, *, base_url: str, by: User, tools: Tools
) -> NoticeRecord:
    key, token = signing_key(session, NOTICE), tools.new_secret()[:40]
    claim = notice.claim()
    qr = qr_text(claim, private_key=key.private_key, base_url=base_url, token=token)
    papers = {lang: _paper(notice, lang, qr=qr, key=key) for lang in ("en", "ur")}
    return NoticeRecord(
        id=tools.new_id(),
        case_id=file.case.id,
        serial=notice.serial,
        kind="demand_show_cause",
        state="issued",
        amount_paisa=notice.amount.paisa,
        claim=dict(claim),
        verify_token=token,
        pdf_en=papers["en"],
        pdf_ur=papers["ur"],
        sha256_en=hashlib.sha256(papers["en"]).hexdigest(),
        sha256_ur=hashlib.sha256(papers["ur"]).hexdigest(),
        issued_by=by.id,
        issued_at=tools.now(),
    )


def _paper(notice: DemandNotice, lang: Lang, *, qr: str, key: CentreKey) -> bytes:
    pdf = render_demand_notice(notice, lang, qr=qr)
    return seal(pdf, private_key=key.private_key, claim=notice.claim())
