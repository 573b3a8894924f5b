"""The letterhead of this centre's office, on its own papers and on those that its laptops print."""

from __future__ import annotations

from sqlalchemy.orm import Session

from casework.notice import Letterhead
from simplify_content.law_loader import load_law_pack
from sync_server.queries.settings import centre_facts


def letterhead_of(session: Session) -> Letterhead:
    """Return the letterhead.

    Raises:
        NotInitialised: `muaina server init` was not run.
    """
    facts = centre_facts(session)
    institution = load_law_pack(facts.scheme).institution
    return Letterhead(institution=institution, office=facts.office, address=facts.address, phone=facts.phone)
