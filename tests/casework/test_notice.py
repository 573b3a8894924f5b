from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from casework.assessment import Assessment, AssessmentCase, WorkerFound, assess
from casework.finding import Finding
from casework.money import Money
from casework.notice import (
    Addressee,
    DemandNotice,
    Letterhead,
    NotPrintable,
    Signatory,
    compose_demand,
    refuse_unconfirmed,
)
from simplify_content.law_loader import load_law_pack
from simplify_content.law_pack import Confirmation, LawPack
from simplify_content.text import Text, same

LAW = load_law_pack("pessi")
TODAY = date(2026, 7, 1)
SECRET = "thumb-print of the man at loom seven"


def _assessment() -> Assessment:
    worker = WorkerFound(
        "a", "Aslam", "", Money.rupees(30000), Money.rupees(18000), date(2026, 4, 1), None, "line 14", ("photo-1",)
    )
    return assess(AssessmentCase("pessi", TODAY, TODAY, workers=(worker,)), LAW)


def _confirmed(*more: str) -> LawPack:
    facts = {*refuse_unconfirmed(_assessment(), LAW), *more}
    return LAW.confirmed_with(Confirmation(fact, "officer", TODAY, "gazette") for fact in facts)


def _finding(code: str, text: str, privacy: str) -> Finding:
    return Finding(
        code, "i", code, "item", "", Text(en=text, ur=f"{text} ہے"), ("PESSO65.s20.3",), "grave", None, privacy, {}
    )


def _notice(law: LawPack) -> DemandNotice:
    return compose_demand(
        serial="PESSI/LHR/2026/1",
        issued_on=TODAY,
        letterhead=Letterhead(LAW.institution, same("Gulberg"), same("Lahore"), "042-111"),
        addressee=Addressee(same("Mills"), "2026070024", same("Owner"), "35202-1234567-1", same("Lahore")),
        signatory=Signatory(same("Officer"), same("Director")),
        inspection_on=TODAY,
        inspection_ref="V-1",
        findings=[
            _finding("RECORDS_NOT_PRODUCED", "The wage register was not produced", "public"),
            _finding("DEDUCTED_FROM_WAGES", SECRET, "worker_secret"),
            _finding("X", "for officers only", "employer_hidden"),
        ],
        statement=same("We shall pay."),
        assessment=_assessment(),
        law=law,
        hearing_on=date(2026, 7, 20),
        hearing_at="11:00",
        hearing_place=Text(en="Gulberg office", ur="دفتر گلبرگ"),
        evidence_list=[same("photo-1")],
        demonstration=True,
    )


def test_a_notice_that_would_print_unconfirmed_law_is_refused_and_names_it() -> None:
    with pytest.raises(NotPrintable) as refusal:
        _notice(LAW)

    assert refusal.value.facts == (
        "PESSO65.s2.8.f",
        "contribution.base_limit@2017-06-15",
        "contribution.rate_percent@2013-10-07",
        "coverage.wage_limit@2017-06-15",
    )


def test_what_a_worker_said_in_confidence_never_reaches_the_notice() -> None:
    notice = _notice(_confirmed())

    assert [text.en for text in notice.findings] == ["The wage register was not produced"]
    assert SECRET not in repr(notice)
    assert "for officers only" not in repr(notice)
    assert "persons present were questioned" in notice.legal_basis[0].en


def test_a_notice_says_the_same_figures_in_both_languages() -> None:
    notice = _notice(_confirmed())
    texts = [
        *notice.legal_basis,
        *notice.how_to_contest,
        *notice.how_to_pay,
        *notice.alternatives_stated,
        notice.assessment.increase_note,
        *(line.explanation for line in notice.assessment.lines),
    ]

    for text in texts:
        assert sorted(re.findall(r"\d[\d,.:()-]*\d", text.en)) == sorted(re.findall(r"\d[\d,.:()-]*\d", text.ur)), text


def test_a_notice_gives_its_amount_in_figures_and_words() -> None:
    notice = _notice(_confirmed())

    assert notice.amount == Money.rupees(2640)
    assert notice.amount_in_words.en == "Rupees Two Thousand Six Hundred Forty only"
    assert notice.amount_in_words.ur == "مبلغ دو ہزار چھ سو چالیس روپے فقط"
    assert notice.claim()["amount_paisa"] == "264000"


def test_a_notice_tells_when_where_and_how_to_contest_and_to_pay() -> None:
    notice = _notice(_confirmed())

    assert "20 July 2026 at 11:00 at Gulberg office" in notice.how_to_contest[0].en
    assert "دفتر گلبرگ" in notice.how_to_contest[0].ur
    assert "section 59" in notice.how_to_contest[2].en
    assert "2026070024" in notice.how_to_pay[0].en


def test_the_disputed_base_is_stated_without_its_unconfirmed_amount() -> None:
    (stated,) = _notice(_confirmed()).alternatives_stated

    assert "under dispute" in stated.en
    assert not re.search(r"\d", stated.en)


def test_the_disputed_base_is_stated_with_its_amount_once_its_facts_are_confirmed() -> None:
    (stated,) = _notice(_confirmed(*_assessment().alternatives[0].facts)).alternatives_stated

    assert "Rs. 4,800.00" in stated.en


def test_identifiers_inside_urdu_are_isolated() -> None:
    notice = _notice(_confirmed())

    assert "\u20662026070024\u2069" in notice.how_to_pay[0].ur
    assert "\u206620(1)\u2069" in notice.assessment.lines[0].explanation.ur


def test_a_finding_that_prints_the_minimum_wage_waits_for_its_confirmation() -> None:
    finding = _finding("WAGE_BELOW_MINIMUM", "Wages below Rs. 40,000", "public")
    assessment = assess(AssessmentCase("pessi", date(2026, 6, 30), date(2026, 6, 30)), LAW)
    fact = "minimum_wage.unskilled@2025-07-01"
    law = LAW.confirmed_with([Confirmation(fact, "officer", TODAY, "gazette")])

    assert fact in refuse_unconfirmed(assessment, LAW, findings=[finding])
    assert fact not in refuse_unconfirmed(assessment, law, findings=[finding])
    assert fact not in refuse_unconfirmed(assessment, LAW, findings=[replace(finding, privacy="employer_hidden")])
