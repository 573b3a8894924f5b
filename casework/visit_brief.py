"""The brief before a visit: what is known of an employer, in the order in which an inspector asks for it.

Sentences only; the laptop's page and the printed sheet show the same. Where something is not known it says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from casework.brief_of_inspections import last_visit_lines, notice_lines
from casework.brief_of_money import PeerTrend, contribution_lines, worker_lines
from casework.brief_types import Bad, BriefLine, BriefSection, Row, Warn, day_of, written
from casework.register_facts import certificate_status, declared_months, standing_certificate
from casework.visit_limits import Notice, Selection, Standing, VisitLimit, ground_text
from casework.wording import name_text, sentence
from simplify_content.law_facts import Amnesty
from simplify_content.law_pack import LawPack
from simplify_content.text import Text

__all__ = ["BriefLine", "BriefSection", "Known", "PeerTrend", "Resembling", "compose_brief"]


@dataclass(frozen=True)
class Resembling:
    """Another entry of the register that may be the same employer."""

    name: Text
    registration_no: str
    address: Text | None


@dataclass(frozen=True)
class Known:
    """Everything a brief is made of. Rows are those of `sync_protocol.entities`.

    `visit` is the planned visit, None where none is; `summaries` are the inspections, newest first.
    """

    on: date
    employer: Row
    visit: Row | None = None
    limits: Sequence[VisitLimit] = ()
    summaries: Sequence[Row] = ()
    months: Sequence[Row] = ()
    certificates: Sequence[Row] = ()
    covered: int = 0
    peers: PeerTrend | None = None
    resembling: Sequence[Resembling] = field(default=())


def compose_brief(known: Known, law: LawPack) -> tuple[BriefSection, ...]:
    """Return the sections of the brief, in their order; none is empty."""
    declared = declared_months(known.months)
    parts: Mapping[str, Iterator[BriefLine]] = {
        "order": _order(known.visit),
        "last_visit": last_visit_lines(known.summaries),
        "contributions": contribution_lines(declared, law=law, on=known.on),
        "workers": worker_lines(declared, known.covered, known.peers),
        "notices": notice_lines(known.summaries, known.on),
        "certificate": _certificate(known.certificates, known.on),
        "amnesty": _amnesties(law, known.on),
        "duplicates": _resembling(known.resembling),
        "law": _law(known.limits),
    }
    return tuple(BriefSection(name, sentence(f"brief.{name}"), tuple(lines)) for name, lines in parts.items())


def _order(visit: Row | None) -> Iterator[BriefLine]:
    if visit is None:
        yield BriefLine(sentence("brief.no_order"), Warn)
        return
    purpose = Text(en=written(visit, "purpose_en") or "–", ur=written(visit, "purpose_ur") or "–")
    named = {name: name_text(written(visit, name) or "–") for name in ("order_no", "authorised_by")}
    yield BriefLine(sentence("brief.ordered", purpose=purpose, **named))
    day, until = day_of(visit, "planned_on"), day_of(visit, "valid_until")
    if until is not None:
        yield BriefLine(sentence("brief.window", day=day, until=until))
    else:
        yield BriefLine(sentence("brief.day", day=day))
    if minutes := written(visit, "most_minutes"):
        yield BriefLine(sentence("brief.most_minutes", minutes=minutes))
    if officers := written(visit, "officers"):
        yield BriefLine(sentence("brief.officers", officers=name_text(officers)))
    if (chosen := written(visit, "selected_by")) in set(Selection):
        yield BriefLine(sentence("brief.selected", selection=sentence(f"selection.{chosen}")))
    if (notice := written(visit, "notice")) in set(Notice):
        yield BriefLine(sentence(f"brief.{notice}"), Warn if notice == Notice.SURPRISE else "")
    if ground := written(visit, "ground"):
        yield BriefLine(ground_text(ground), Warn)


def _law(limits: Sequence[VisitLimit]) -> Iterator[BriefLine]:
    for limit in limits:
        text = limit.text if limit.is_confirmed else sentence("brief.unconfirmed", text=limit.text)
        mark = Bad if limit.standing is Standing.REACHED else ""
        yield BriefLine(text, mark, is_aside=not limit.is_confirmed)


def _certificate(certificates: Sequence[Row], on: date) -> Iterator[BriefLine]:
    standing = standing_certificate(certificates, on)
    if not standing:
        yield BriefLine(sentence("brief.no_certificate"), Warn)
        return
    issued, expires = day_of(standing, "issued_on"), day_of(standing, "expires_on")
    number = name_text(written(standing, "certificate_no") or "–")
    if issued and expires:
        yield BriefLine(sentence("brief.certificate_no", number=number, issued=issued, expires=expires))
    else:
        yield BriefLine(sentence("brief.certificate_open", number=number))
    if certificate_status(standing, on) != "valid":
        yield BriefLine(sentence("brief.certificate_bad", on=on), Bad)


def _amnesties(law: LawPack, on: date) -> Iterator[BriefLine]:
    open_ones = [one for one in law.facts_of(Amnesty) if one.is_open_on(on)]
    if not open_ones:
        yield BriefLine(sentence("brief.no_amnesty", on=on))
    for one in open_ones:
        said = sentence("brief.amnesty_open", title=one.title, closes=one.closes_on, eligibility=one.eligibility)
        yield BriefLine(said if one.is_printable else sentence("brief.unconfirmed", text=said), Warn)


def _resembling(others: Sequence[Resembling]) -> Iterator[BriefLine]:
    if not others:
        yield BriefLine(sentence("brief.no_duplicate"))
    for one in others:
        number = name_text(one.registration_no) if one.registration_no else sentence("brief.no_number")
        address = one.address or Text(en="–", ur="–")
        yield BriefLine(sentence("brief.duplicate", name=one.name, number=number, address=address), Warn)
