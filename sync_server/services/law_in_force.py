"""The law pack of a scheme together with the confirmations that law officers gave at this centre."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from checklists.form import Checklist
from checklists.library import SHARED
from simplify_content.law_loader import load_law_pack
from simplify_content.law_pack import Confirmation, LawPack
from sync_server.models import LawConfirmation
from sync_server.queries.confirmations import confirmations_of
from sync_server.queries.settings import centre_facts


def law_in_force(session: Session, scheme: str) -> LawPack:
    """Return the pack with each fact's last confirmation; one for a fact that the pack lost is left aside."""
    pack = load_law_pack(scheme)
    known = pack.confirmable()
    rows = confirmations_of(session, scheme)
    return pack.confirmed_with(_confirmation(row) for row in rows if row.fact in known)


def scheme_of(session: Session, checklist: Checklist) -> str:
    """Return the scheme whose law an inspection is read by: the checklist's, or the centre's where it serves all."""
    return centre_facts(session).scheme if checklist.scheme == SHARED else checklist.scheme


def _confirmation(row: LawConfirmation) -> Confirmation:
    return Confirmation(
        fact=row.fact,
        confirmed_by=row.confirmed_by,
        confirmed_on=date.fromisoformat(row.confirmed_on),
        reference=row.reference,
    )
