from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from casework.brief_of_inspections import MOST_FINDINGS
from casework.visit_brief import Known, PeerTrend, Resembling, compose_brief
from casework.visit_limits import VisitPlan, visit_limits
from simplify_content.law_loader import available_schemes, load_law_pack
from simplify_content.text import Text

ON = date(2026, 11, 22)
EMPLOYER = {"registration_no": "LHR-1", "self_assessment": 0, "registered_on": "2019-03-14"}
SUMMARY: dict[str, Any] = {
    "id": "s1", "inspected_on": "2026-02-03", "inspector_name": "Bashir Ahmad", "state": "approved", "remark": "",
    "findings_count": 1, "found": json.dumps([{"en": "Two hidden", "ur": "دو پوشیدہ", "severity": "grave"}]),
    "promised": "We shall pay", "records_due_on": "2026-02-20", "notice_no": "", "notice_on": None,
    "notice_paisa": None, "hearing_on": None,
}  # fmt: skip


def _month(month: str, *, workers: int = 10, due: int = 13_200, paid: int = 13_200) -> dict[str, Any]:
    return {
        "month": month, "declared_workers": workers, "wages_paisa": workers * 22_000_00, "due_paisa": due * 100,
        "paid_paisa": paid * 100, "paid_on": "", "challan_no": "",
    }  # fmt: skip


def _said(lang: str = "en", scheme: str = "pessi", **known: Any) -> dict[str, str]:
    sections = compose_brief(Known(ON, {**EMPLOYER}, **known), load_law_pack(scheme))
    return {section.name: " ".join(line.text.in_(lang) for line in section.lines) for section in sections}


def _marks(name: str, **known: Any) -> list[str]:
    sections = compose_brief(Known(ON, EMPLOYER, **known), load_law_pack("pessi"))
    return [line.mark for section in sections if section.name == name for line in section.lines]


@pytest.mark.parametrize("scheme", available_schemes())
@pytest.mark.parametrize("lang", ["en", "ur"])
def test_of_an_employer_of_whom_nothing_is_known_every_section_says_so(scheme: str, lang: str) -> None:
    law = load_law_pack(scheme)
    limits = visit_limits(VisitPlan(ON, EMPLOYER), law)
    sections = compose_brief(Known(ON, EMPLOYER, limits=limits), law)

    assert all(section.lines for section in sections)
    assert "{" not in " ".join(line.text.in_("en") for section in sections for line in section.lines)


def test_the_last_inspection_is_told_with_findings_promise_and_who_came() -> None:
    older = {**SUMMARY, "id": "s0", "inspected_on": "2024-05-01", "found": "", "promised": ""}
    said = _said(summaries=[SUMMARY, older])["last_visit"]

    for part in ("3 February 2026 by Bashir Ahmad", "Found: Two hidden", "We shall pay", "20 February 2026"):
        assert part in said
    assert "Earlier inspections: 1 May 2024." in said
    assert _marks("last_visit", summaries=[SUMMARY])[1] == "bad"


def test_many_findings_are_cut_with_how_many_more_there_are() -> None:
    found = json.dumps([{"en": f"F{n}", "ur": f"F{n}", "severity": "minor"} for n in range(9)])
    said = _said(summaries=[{**SUMMARY, "found": found}])["last_visit"]

    assert said.count("Found:") == MOST_FINDINGS
    assert "3 findings more" in said


@pytest.mark.parametrize("found", [None, "", "no json", "[1]", '[{"en": ""}]', "{}"])
def test_findings_that_an_older_or_odd_centre_sent_are_left_out(found: str | None) -> None:
    said = _said(summaries=[{**SUMMARY, "found": found, "promised": None}])["last_visit"]

    assert "3 February 2026" in said
    assert "Found:" not in said


def test_a_notice_is_told_with_its_sum_and_whether_the_hearing_is_over() -> None:
    notice = {"notice_no": "N-7", "notice_on": "2026-03-01", "notice_paisa": 5_000_00, "hearing_on": "2026-12-01"}

    said = _said(summaries=[{**SUMMARY, **notice}])["notices"]
    assert "No. N-7 of 1 March 2026 demands Rs. 5,000.00" in said
    assert "Its hearing is on 1 December 2026." in said
    over = _said(summaries=[{**SUMMARY, **notice, "hearing_on": "2026-11-21"}])["notices"]
    assert "Its hearing was on 21 November 2026." in over


def test_unpaid_months_are_counted_within_what_the_inspection_may_reach_and_apart_before_it() -> None:
    months = [_month("2024-03", paid=0), _month("2025-04", paid=0), _month("2025-05", paid=5_000), _month("2026-10")]
    said = _said(months=months)["contributions"]

    assert "2 declared months are unpaid or short (April 2025 to May 2025): Rs. 21,400.00." in said
    assert "1 more months unpaid lie before" in said
    assert "Nothing was declared for" in said
    assert "The latest declared month is October 2026, with 10 workers." in said


def test_a_number_that_never_changes_is_pointed_out_and_one_that_does_is_told_as_a_range() -> None:
    flat = [_month(f"2025-{month:02d}") for month in range(1, 13)]
    moved = [*flat[:-1], _month("2025-12", workers=14)]

    assert "did not change in 12 months: 10." in _said(months=flat, covered=10)["workers"]
    assert "lowest 10, highest 14, latest 14" in _said(months=moved)["workers"]
    assert _marks("workers", months=flat, covered=10) == ["warn", ""]
    assert "holds 8 covered workers; 10 were declared" in _said(months=flat, covered=8)["workers"]


def test_peers_are_compared_over_the_same_months_and_too_few_are_not_compared() -> None:
    peers = PeerTrend(date(2025, 10, 1), date(2026, 10, 1), 31, 40, 1_000, 1_140, own_first=42, own_last=42)

    said = _said(peers=peers)["workers"]
    assert "31 other employers" in said
    assert "40 workers in the middle" in said
    assert "changed by +14%; this employer's by 0%" in said
    few = PeerTrend(date(2025, 10, 1), date(2026, 10, 1), 4, 40, 100, 110, own_first=42, own_last=42)
    assert "no comparison is made" in _said(peers=few)["workers"]


def test_a_limit_that_is_reached_is_marked_and_a_report_is_set_apart() -> None:
    law = load_law_pack("pessi")
    limits = visit_limits(VisitPlan(ON, EMPLOYER, inspected_on=(date(2026, 2, 3),)), law)
    (section,) = [one for one in compose_brief(Known(ON, EMPLOYER, limits=limits), law) if one.name == "law"]

    assert section.lines[0].mark == "bad"
    assert [line.is_aside for line in section.lines] == [not limit.is_confirmed for limit in limits]
    assert section.lines[-1].text.en.endswith("(Reported; not confirmed.)")


def test_an_order_is_told_with_window_team_reason_and_ground() -> None:
    visit = {
        "order_no": "O-1", "authorised_by": "Director", "purpose_en": "Books", "purpose_ur": "کھاتے",
        "planned_on": "2026-11-22", "valid_until": "2026-11-30", "most_minutes": 30, "officers": "A. Khan",
        "selected_by": "claim", "notice": "surprise", "ground": "A worker was refused treatment",
    }  # fmt: skip
    said = _said(visit=visit)["order"]

    for part in ("Order O-1, given by Director (Books).", "from 22 November 2026 to 30 November 2026", "30 minutes"):
        assert part in said
    for part in ("A. Khan", "a worker's claim", "not told in advance", "A worker was refused treatment"):
        assert part in said
    assert "کھاتے" in _said("ur", visit=visit)["order"]


def test_a_certificate_that_is_over_is_pointed_out() -> None:
    row = {"certificate_no": "RC-1", "issued_on": "2022-01-01", "expires_on": "2024-12-31", "status": "valid"}

    assert "It is not valid on 22 November 2026." in _said(certificates=[row])["certificate"]
    assert "holds no certificate" in _said()["certificate"]


def test_other_entries_are_named_with_number_and_address() -> None:
    other = Resembling(Text(en="Shahdara Knit", ur="شاہدرہ نٹ"), "", None)

    assert "Shahdara Knit, no registration number" in _said(resembling=[other])["duplicates"]
