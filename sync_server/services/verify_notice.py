"""Says to anyone who holds a notice whether this centre issued it, with facts that a stranger may see."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from casework.documents.sealing import verify_file
from casework.money import Money
from sync_server.models import Case, Employer, NoticeRecord
from sync_server.queries.cases import notice_by_token
from sync_server.queries.keys import NOTICE, public_keys


@dataclass(frozen=True)
class NoticeCheck:
    """What a verification address answers. Names and numbers of the employer are masked."""

    is_intact: bool
    """Whether the stored papers still carry this centre's signature and their recorded digests."""
    state: str
    serial: str
    employer: str
    registration_no: str
    amount: Money
    issued_on: date
    hearing_on: date
    sha256_en: str
    sha256_ur: str


def verify_notice(session: Session, token: str) -> NoticeCheck | None:
    """Return what may be said of the notice behind a token, or None when this centre issued no such notice."""
    notice = notice_by_token(session, token)
    if notice is None:
        return None
    case = session.get_one(Case, notice.case_id)
    employer = session.get_one(Employer, case.employer_id)
    return NoticeCheck(
        is_intact=_is_intact(notice, public_keys(session, NOTICE)),
        state=notice.state,
        serial=notice.serial,
        employer=masked_name(employer.name_en),
        registration_no=masked_number(employer.registration_no),
        amount=Money(notice.amount_paisa),
        issued_on=date.fromisoformat(str(notice.claim["issued_on"])),
        hearing_on=date.fromisoformat(str(notice.claim["hearing_on"])),
        sha256_en=notice.sha256_en,
        sha256_ur=notice.sha256_ur,
    )


def masked_name(name: str) -> str:
    """Return a name of which each word shows its first letter only."""
    return " ".join(f"{word[0]}{'•' * min(len(word) - 1, 6)}" for word in name.split())


def masked_number(number: str) -> str:
    """Return a number of which only the last three characters show."""
    return "•" * max(len(number) - 3, 0) + number[-3:]


def _is_intact(notice: NoticeRecord, keys: tuple[str, ...]) -> bool:
    papers = ((notice.pdf_en, notice.sha256_en), (notice.pdf_ur, notice.sha256_ur))
    return all(hashlib.sha256(pdf).hexdigest() == sha256 and verify_file(pdf, keys).valid for pdf, sha256 in papers)
