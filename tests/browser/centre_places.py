"""A centre after a day of work, and who reads which of its pages."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from centre_stage import Stage
from page_walk import Place
from uuid_utils.compat import uuid7

from casework.books.paper import CSV
from casework.head_count import TallyColumn, TallyLine, count_sheet
from sync_server.models import Inspection
from sync_server.models.inspection import Amendment, InspectionVersion
from sync_server.web.rules import rule_of

NOT_PAGES = {
    "static": "nothing is there; Flask's own",
    "look.*": "stylesheet, fonts, icons",
    "api-docs.*": "OpenAPI",
    "sync_snapshots.*": "what laptops fetch",
}
READERS = {
    "supervisor": "supervisor",
    "enforcement": "enforcement_officer",
    "administrator": "administrator",
    "law": "law_officer",
}
"""Sign-in and role, in the order in which they are asked to read a page that several may read."""
_HEARING = {
    "hearing_on": "2026-12-10",
    "hearing_at": "11:00",
    "hearing_place_en": "Hearing room 2, Lahore",
    "hearing_place_ur": "کمرہ سماعت نمبر 2، لاہور",
}


@dataclass(frozen=True)
class OfficeDay:
    """Ids of what the day left."""

    values: Mapping[str, Sequence[str]]
    special: Mapping[str, Sequence[str]]

    def by_reader(self, app: Any, places: Iterable[Place]) -> dict[str, list[Place]]:
        """Return the places by the person who reads them: the first whose role the view is open to."""
        readable = defaultdict(list)
        for place in places:
            rule = rule_of(app.view_functions[place.endpoint])
            assert rule is not None, f"{place.endpoint} declares nobody who may use it"
            readable[next(name for name, role in READERS.items() if role in rule.roles)].append(place)
        return readable


def day_of_work(stage: Stage) -> OfficeDay:
    """Approve, return, open cases, issue a notice, find duplicates, bring a laptop into trouble."""
    import inspected_employer
    import troubled_centre

    centre = stage.centre
    twin = {"name_en": "Chinab Weaving Mill", "owner_name": "Chaudhry Aslam", "phone": "+92 42 35711111"}
    pair = troubled_centre.enter_again(centre, stage.employer_id, **twin)
    device = troubled_centre.trouble_a_laptop(centre)
    made = [
        inspected_employer.inspected(
            centre, state=state, name_en=f"Ravi Tannery {number}", name_ur=f"راوی ٹینری {number}"
        )
        for number, state in enumerate(("approved", "approved", "received"), start=1)
    ]
    gated, issued, sent_back = (one.inspection_id for one in made)
    sheet = _count_sheet(centre, made[0].inspection_id)
    _close_again(centre, sent_back)
    centre.session.close()
    cases = [_case(centre, gated), _case(centre, issued)]
    notice, verify = _issue(centre, cases[1])
    _send_back(centre, sent_back)
    return OfficeDay(
        values={
            "inspection_id": (stage.inspection_id, gated, sent_back),
            "evidence_id": (made[0].photo_id, sheet),
            "notice_id": (notice,),
            "number": ("1",),
            "lang": ("en", "ur"),
            "employer_id": (stage.employer_id, made[1].employer_id),
            "case_id": [path.rpartition("/")[2] for path in cases],
            "conflict_id": (stage.conflict_id,),
            "pair_id": (pair,),
            "device_id": (device,),
        },
        special={
            "access.sign_in_page": [],  # opened before signing in
            "verify.one_page": [verify],
            "employers.list_page": ["/employers", "/employers?q=chenab"],
        },
    )


def _visit(centre: Any, sign_in: str) -> Any:
    from centre_visitor import visit

    return visit(centre, sign_in)


def _case(centre: Any, inspection_id: str) -> str:
    answer = _visit(centre, "enforcement").send(f"/inspections/{inspection_id}/case")
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def _issue(centre: Any, case: str) -> tuple[str, str]:
    """Confirm what the notice rests on, issue it, and return its id and the path of the page behind its QR."""
    lawyer, officer = _visit(centre, "law"), _visit(centre, "enforcement")
    while facts := re.findall(r'data-needed-fact="([^"]+)"', lawyer.open("/law").text):
        lawyer.send("/law/confirmations", fact=facts[0], reference="Gazette, checked")
    assert officer.send(f"{case}/hearing", **_HEARING).status_code == 303
    assert officer.send(f"{case}/notice").status_code == 303
    page = officer.open(case).text
    notice, verify = re.search(r"/notices/([^/]+)/en.pdf", page), re.search(r'href="(/verify/[^"]+)"', page)
    assert notice
    assert verify
    return notice[1], verify[1]


def _count_sheet(centre: Any, inspection_id: str) -> str:
    """Keep a list as evidence, as a laptop sends it, and return its id."""
    import inspected_employer

    sheet = count_sheet([TallyLine(1, {TallyColumn.SECTION: "Tannery", TallyColumn.MEN: "31"})])
    told = {"caption": "Count sheet: 31 persons", "media_type": CSV, "kind": "document"}
    return str(inspected_employer.add_evidence(centre, inspection_id, "headcount_men", sheet, **told))


def _close_again(centre: Any, inspection_id: str) -> None:
    """Let an inspection stand in its second version, with an answer put right after closing."""
    row = centre.session.get_one(Inspection, inspection_id)
    parts = {name: getattr(row, name) for name in ("answers", "statement", "signature", "closed_at", "not_before")}
    row.record_version = 2
    centre.session.add(
        InspectionVersion(inspection_id=row.id, number=1, findings_from=0, received_at=row.received_at, **parts)
    )
    centre.session.add(
        Amendment(
            id=str(uuid7()),
            inspection_id=row.id,
            version=2,
            item="headcount_men",
            value="41",
            state="given",
            why="Two men were counted twice.",
            amended_at=row.closed_at,
            received_at=centre.clock(),
        )
    )
    centre.session.commit()


def _send_back(centre: Any, inspection_id: str) -> None:
    boss = _visit(centre, "supervisor")
    version = re.search(r'name="version" value="([^"]+)"', boss.open(f"/inspections/{inspection_id}").text)
    assert version
    answer = boss.send(f"/inspections/{inspection_id}/return", version=version[1], remark="Photograph page 14 again.")
    assert answer.status_code == 303, answer.text
