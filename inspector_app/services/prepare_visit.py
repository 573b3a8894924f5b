"""The brief before a visit: what this laptop knows of an employer on one page, and as a sheet to take along."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median_low
from typing import Any

from casework.brief_types import BriefSection
from casework.documents.brief_sheet import BriefSheet, render_brief
from casework.likeness import RAISED_FROM, Entry, likeness
from casework.visit_brief import Known, PeerTrend, Resembling, compose_brief
from casework.visit_limits import VisitLimit, VisitPlan, visit_limits
from inspector_app.catalogue import say
from inspector_app.errors import NotFound
from inspector_app.services.known_inspections import day_of
from inspector_app.services.names import address_of, name_of
from inspector_app.services.paper_parts import letterhead_of
from inspector_app.store import register, work
from inspector_app.store.likeness import likest
from inspector_app.store.opened import Opened
from inspector_app.store.peers import evenly, peers_of, workers_of
from inspector_app.store.work import findings
from simplify_content.law_loader import load_law_pack
from simplify_content.law_pack import LawPack
from simplify_content.text import Lang, Text, same

Row = Mapping[str, Any]

MOST_ALIKE, MOST_COMPARED = 3, 12

PEER_MONTHS = 12
"""How far back the comparison with others goes, or as far as the employer declared."""


@dataclass(frozen=True)
class Brief:
    """The brief of one employer; `visit` is the planned visit of the signed-in person, None where none is."""

    employer: Row
    name: Text
    visit: Row | None
    sections: tuple[BriefSection, ...]


def prepare_visit(opened: Opened, employer_id: str, *, on: date) -> Brief:
    """Return the brief of an employer.

    Raises:
        NotFound: no such employer in this laptop's register.
    """
    employer = register.employer(opened.register, employer_id)
    if employer is None:
        raise NotFound(say("core.no_employer"))
    law = load_law_pack(opened.scheme)
    visit = own_visit(opened, employer_id)
    months = register.months(opened.register, employer_id)
    summaries = _summaries(opened, employer_id)
    known = Known(
        on=on,
        employer=employer,
        visit=visit,
        limits=_limits(opened, employer, law=law, visit=visit, summaries=summaries, months=months, on=on),
        summaries=summaries,
        months=months,
        certificates=register.certificates(opened.register, employer_id),
        covered=register.covered_workers(opened.register, employer_id, on.isoformat()),
        peers=_peers(opened, employer, months),
        resembling=_resembling(opened, employer),
    )
    return Brief(employer, name_of(employer), visit, compose_brief(known, law))


def brief_sheet(opened: Opened, employer_id: str, lang: Lang, *, on: date) -> bytes:
    """Return the brief as PDF; the same bytes for the same facts on the same day.

    Raises:
        NotFound: no such employer in this laptop's register.
    """
    brief = prepare_visit(opened, employer_id, on=on)
    employer = brief.employer
    sheet = BriefSheet(
        letterhead=letterhead_of(opened, str(employer["district"] or "")),
        printed_on=on,
        employer_name=brief.name,
        registration_no=str(employer["registration_no"] or "-"),
        address=address_of(employer) or same("-"),
        owner_name=str(employer["owner_name"] or ""),
        phone=str(employer["phone"] or ""),
        ntn=str(employer["ntn"] or ""),
        order_no=str((brief.visit or {}).get("order_no") or ""),
        sections=brief.sections,
        demonstration=opened.demonstration,
        practice=opened.is_practice,
    )
    return render_brief(sheet, lang)


def own_visit(opened: Opened, employer_id: str) -> Row | None:
    """Return the next visit that is planned for the signed-in person to an employer, None where none is."""
    planned = [one for one in register.visits_of(opened.register, employer_id) if is_ahead(opened, one)]
    return min(planned, key=lambda one: (str(one["planned_on"]), str(one["id"])), default=None)


def is_ahead(opened: Opened, visit: Row) -> bool:
    """Return whether a visit is still to be made by the signed-in person."""
    return (visit["status"], visit["inspector_id"]) == ("planned", opened.person.id)


def _limits(
    opened: Opened,
    employer: Row,
    *,
    law: LawPack,
    visit: Row | None,
    summaries: Sequence[Row],
    months: Sequence[Row],
    on: date,
) -> tuple[VisitLimit, ...]:
    day = date.fromisoformat(str(visit["planned_on"])) if visit else on
    others = [
        date.fromisoformat(str(one["planned_on"]))
        for one in register.visits_of(opened.register, str(employer["id"]))
        if one["status"] == "planned" and (visit is None or one["id"] != visit["id"])
    ]
    made = work.inspection_of_visit(opened.work, str(visit["id"])) if visit else None
    earlier = [one for one in summaries if one["inspected_on"] and (made is None or one["id"] != made["id"])]
    plan = VisitPlan(
        on=day,
        employer=employer,
        inspected_on=[date.fromisoformat(str(one["inspected_on"])) for one in earlier],
        planned_on=others if visit else (),
        workers=[int(one["declared_workers"] or 0) for one in reversed(months)],
        selected_by=str((visit or {}).get("selected_by") or ""),
        notice=str((visit or {}).get("notice") or ""),
    )
    return visit_limits(plan, law)


def _summaries(opened: Opened, employer_id: str) -> list[Row]:
    """Return what the centre tells of inspections, with those that were made and closed here and not told yet."""
    told = register.summaries(opened.register, employer_id)
    known = {one["id"] for one in told}
    here = [
        _summary_of(opened, one)
        for one in work.inspections_of(opened.work, employer_id)
        if one["closed_at"] and one["id"] not in known
    ]
    return sorted([*here, *told], key=lambda one: str(one["inspected_on"]), reverse=True)


def _summary_of(opened: Opened, inspection: Row) -> Row:
    said = work.statement(opened.work, inspection["id"])
    open_ones = [one for one in findings(opened.work, inspection["id"]) if one.privacy != "worker_secret"]
    return {
        "id": inspection["id"],
        "inspected_on": day_of(inspection).isoformat(),
        "inspector_name": opened.person.name_en,
        "state": "",
        "findings_count": inspection["findings_count"],
        "found": json.dumps([{"en": one.text.en, "ur": one.text.ur, "severity": one.severity} for one in open_ones]),
        "promised": str(said["text"] or "") if said else "",
    }


def _peers(opened: Opened, employer: Row, months: Sequence[Row]) -> PeerTrend | None:
    """Return the comparison with others of the sector and district; None where there are not two months to compare."""
    if len(months) < 2 or not employer["sector"]:
        return None
    last, first = months[0], months[min(PEER_MONTHS, len(months) - 1)]
    sector, district = str(employer["sector"]), str(employer["district"] or "")
    others = peers_of(opened.register, str(employer["id"]), sector=sector, district=district)
    pairs = workers_of(opened.register, evenly(others), first=str(first["month"]), last=str(last["month"]))
    return PeerTrend(
        first=date.fromisoformat(f"{first['month']}-01"),
        last=date.fromisoformat(f"{last['month']}-01"),
        count=len(pairs),
        median=median_low([workers for _, workers in pairs]) if pairs else 0,
        workers_first=sum(workers for workers, _ in pairs),
        workers_last=sum(workers for _, workers in pairs),
        own_first=int(first["declared_workers"] or 0),
        own_last=int(last["declared_workers"] or 0),
        others=len(others),
    )


def _resembling(opened: Opened, employer: Row) -> tuple[Resembling, ...]:
    """Return the entries that the centre would show to a supervisor as the same employer, likest first."""
    values = {name: str(value or "") for name, value in employer.items()}
    near = {one.employer_id for one in likest(opened.register, values, limit=MOST_COMPARED)} - {employer["id"]}
    own = Entry(str(employer["id"]), employer)
    rows = register.employers_by_id(opened.register, near)
    scored = sorted((-likeness(own, Entry(one, row)).score, one) for one, row in rows.items())
    likely = [rows[one] for score, one in scored[:MOST_ALIKE] if -score >= RAISED_FROM]
    return tuple(Resembling(name_of(row), str(row["registration_no"] or ""), address_of(row)) for row in likely)
