"""The facts of a law pack as a page shows them: those that open cases wait for, the other unconfirmed, the rest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from simplify_content.law_facts import LawFact
from simplify_content.law_pack import Confirmation, DatedValue, LawPack, Provenance, Provision, Source
from simplify_content.text import Text
from sync_server.models import Case
from sync_server.queries.names import person_name
from sync_server.services.facts_needed import facts_needed
from sync_server.services.law_in_force import law_in_force
from sync_server.tools import Tools


@dataclass(frozen=True)
class FactLine:
    """One fact with its source, its standing, and who confirmed it."""

    fact: str
    title: Text
    value: str
    """As printed: "6 %", "40,000 PKR/month"; empty for a provision, an unknown value and other facts."""
    unit: str
    alternative: str
    section: str
    from_on: date | None
    to_on: date | None
    reference: str
    provenance: Provenance
    source: Source
    statements: tuple[Text, ...]
    """What a fact that is neither provision nor value says beside its title."""
    is_unknown: bool
    """Whether the sources leave the value open; such a fact cannot be confirmed."""
    is_printable: bool
    confirmation: Confirmation | None
    confirmed_by: Text | None
    cases: tuple[Case, ...]
    """Open cases whose notice waits for this fact."""


@dataclass(frozen=True)
class LawView:
    """The facts of one scheme; each stands in exactly one of the three lists."""

    scheme: str
    institution: Text
    version: str
    needed: tuple[FactLine, ...]
    unconfirmed: tuple[FactLine, ...]
    printable: tuple[FactLine, ...]


def read_law(session: Session, scheme: str, *, tools: Tools) -> LawView:
    """Return the facts of a scheme with the confirmations given at this centre."""
    law = law_in_force(session, scheme)
    waiting = facts_needed(session, scheme, tools=tools)
    lines = [_line(session, law, fact, cases=waiting.get(fact.fact, ())) for fact in _facts(law)]
    rank = {fact: position for position, fact in enumerate(waiting)}
    return LawView(
        scheme=scheme,
        institution=law.institution,
        version=law.version,
        needed=tuple(sorted((line for line in lines if line.cases), key=lambda line: rank[line.fact])),
        unconfirmed=tuple(line for line in lines if not line.cases and not line.is_printable),
        printable=tuple(line for line in lines if not line.cases and line.is_printable),
    )


def _facts(law: LawPack) -> list[Provision | DatedValue | LawFact]:
    values = (value for rows in law.values.values() for value in rows)
    return [*law.provisions.values(), *values, *law.facts.values()]


def _reference(law: LawPack, fact: Provision | DatedValue | LawFact) -> str:
    if isinstance(fact, DatedValue):
        return fact.reference
    if isinstance(fact, Provision):
        return law.acts[fact.act].title.en
    return "; ".join(law.cite(key).en for key in fact.provisions)


def _line(
    session: Session, law: LawPack, fact: Provision | DatedValue | LawFact, *, cases: tuple[Case, ...]
) -> FactLine:
    confirmation, is_value = fact.confirmation, isinstance(fact, DatedValue)
    return FactLine(
        fact=fact.fact,
        title=fact.title,
        value=f"{fact.value:,f}" if isinstance(fact, DatedValue) and fact.value is not None else "",
        unit=fact.unit if isinstance(fact, DatedValue) else "",
        alternative=fact.alternative if isinstance(fact, DatedValue) else "",
        section=fact.section if isinstance(fact, Provision) else "",
        from_on=fact.from_on if isinstance(fact, DatedValue) else None,
        to_on=fact.to_on if isinstance(fact, DatedValue) else None,
        reference=_reference(law, fact),
        provenance=fact.provenance,
        source=law.sources.get(fact.provenance.source, Source(fact.provenance.source, fact.provenance.source)),
        statements=fact.statements if isinstance(fact, LawFact) else (),
        is_unknown=is_value and isinstance(fact, DatedValue) and fact.value is None,
        is_printable=fact.is_printable,
        confirmation=confirmation,
        confirmed_by=person_name(session, confirmation.confirmed_by) if confirmation else None,
        cases=cases,
    )
