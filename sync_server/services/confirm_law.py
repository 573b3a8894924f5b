"""A law officer confirms that one fact of a law pack may be printed; the word is appended, the pack never edited."""

from __future__ import annotations

from sqlalchemy.orm import Session

from simplify_content.law_facts import LawFact
from simplify_content.law_loader import available_schemes
from simplify_content.law_pack import DatedValue, LawPack, Provision
from sync_server.errors import NotAllowed, NotFound
from sync_server.local_time import local_day
from sync_server.models import LawConfirmation, Role, User
from sync_server.refusals import Barred, said
from sync_server.services.law_in_force import law_in_force
from sync_server.services.written_text import written
from sync_server.tools import Tools

REFERENCE_LIMIT = 500


def confirm_law(
    session: Session, user: User, *, scheme: str, fact: str, reference: str, tools: Tools
) -> LawConfirmation:
    """Record that a fact was checked against its source, and return the record.

    Args:
        session: one transaction, committed here.
        user: who confirms.
        scheme: law pack, such as "pessi".
        fact: `Provision.fact`, `DatedValue.fact` or `LawFact.fact`.
        reference: what was read to check it, such as the gazette and its date.
        tools: clock and ids.

    Raises:
        NotAllowed: the user is not a law officer.
        NotFound: there is no such fact.
        Refusal: no reference was given.
        Barred: the fact has no value to confirm, or is confirmed already.
    """
    if user.role != Role.LAW_OFFICER:
        raise NotAllowed(said("refused.law_officer_only"))
    if scheme not in available_schemes():
        raise NotFound()
    found = _fact(law_in_force(session, scheme), fact)
    if isinstance(found, DatedValue) and found.value is None:
        raise Barred(said("refused.value_unknown", fact=fact))
    if found.confirmation is not None:
        raise Barred(said("refused.confirmed_already", fact=fact))
    at = tools.now()
    row = LawConfirmation(
        id=tools.new_id(),
        scheme=scheme,
        fact=fact,
        reference=written(reference, "reference", limit=REFERENCE_LIMIT),
        confirmed_by=user.id,
        confirmed_on=local_day(at).isoformat(),
        at=at,
    )
    session.add(row)
    session.commit()
    return row


def _fact(law: LawPack, fact: str) -> Provision | DatedValue | LawFact:
    if fact in law.provisions:
        return law.provisions[fact]
    if fact in law.facts:
        return law.facts[fact]
    for values in law.values.values():
        for value in values:
            if value.fact == fact:
                return value
    raise NotFound()
