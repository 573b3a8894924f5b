from __future__ import annotations

from dataclasses import replace
from datetime import date

from simplify_content.handbook_facts import fact_kinds, facts_shown
from simplify_content.law_facts import Benefit, IdentityFormat, LawFact, Penalty, TimeLimit
from simplify_content.law_loader import available_schemes, load_law_pack
from simplify_content.law_pack import Confidence, Confirmation, LawPack, LegalStatus, Provenance
from simplify_content.text import Text

TODAY = date(2026, 11, 22)
READ = Provenance("statute", TODAY, Confidence.HIGH, LegalStatus.IN_FORCE)
HEARD = Provenance("press", TODAY, Confidence.MEDIUM, LegalStatus.IN_FORCE)


def _law(*facts: Benefit | Penalty | TimeLimit) -> LawPack:
    return replace(load_law_pack("pessi"), facts={fact.key: fact for fact in facts})


def test_benefit_is_shown_part_by_part_and_its_weak_rate_is_marked() -> None:
    benefit = Benefit(
        key="benefit.sickness",
        title=Text("Sickness", "بیماری"),
        provenance=READ,
        condition=Text("90 days", "90 دن"),
        rate=Text("75 percent", "75 فی صد"),
        rate_provenance=HEARD,
    )

    (shown,) = facts_shown(_law(benefit), ["benefit"], on=TODAY)

    assert shown.title.en == "Sickness"
    assert [(line.label.en, line.words.en, line.is_confirmed) for line in shown.lines] == [
        ("Condition", "90 days", True),
        ("Rate", "75 percent", False),
    ]
    assert shown.is_confirmed
    assert shown.lines[0].words.ur == "\u206690\u2069 دن"


def test_figure_of_a_fact_comes_from_the_dated_values() -> None:
    limit = TimeLimit(
        key="time.refund",
        title=Text("Refund", "واپسی"),
        provenance=READ,
        value="refund.months",
        runs_from=Text("from payment", "ادائیگی سے"),
    )

    (shown,) = facts_shown(_law(limit), ["time_limit"], on=TODAY)

    assert [(line.label.en, line.words.en) for line in shown.lines] == [("Time", "6 months"), ("Runs", "from payment")]


def test_weakly_sourced_fact_is_unconfirmed_until_the_law_officers_word() -> None:
    penalty = Penalty(
        key="penalty.main", title=Text("Penalty", "سزا"), provenance=HEARD, offence=Text("Breach", "خلاف ورزی")
    )
    law = _law(penalty)
    confirmed = law.confirmed_with([Confirmation(penalty.fact, "Law officer", TODAY, "Letter 4")])

    assert [shown.is_confirmed for shown in facts_shown(law, ["penalty"], on=TODAY)] == [False]
    assert [shown.is_confirmed for shown in facts_shown(confirmed, ["penalty"], on=TODAY)] == [True]


def test_kind_of_which_a_pack_holds_nothing_shows_nothing() -> None:
    assert facts_shown(_law(), ["benefit", "form"], on=TODAY) == ()


def test_every_fact_of_every_shipped_pack_can_be_shown() -> None:
    for scheme in available_schemes():
        law = load_law_pack(scheme)
        shown = facts_shown(law, fact_kinds(), on=TODAY)
        assert {fact.key for fact in shown} == {fact.key for fact in law.facts.values() if not _is_bare(fact)}


def _is_bare(fact: LawFact) -> bool:
    return isinstance(fact, IdentityFormat) and fact.rules is None and not fact.examples
