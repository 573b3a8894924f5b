from __future__ import annotations

from datetime import date

import pytest

from simplify_content.law_loader import lint_law, load_law_pack
from simplify_content.law_pack import Confirmation, LawError
from simplify_content.law_report import lint_lines, show_lines

ON = date(2025, 9, 1)


def test_lint_lines_count_what_the_pack_holds() -> None:
    lines = lint_lines(lint_law("pessi"))

    assert lines[0].startswith("pessi: 63 provisions, 55 dated values and rates (6 unknown)")
    assert lines[2] == "confirmed, or read in the statute and in force: 88; unconfirmed: 102"
    assert lines[1].startswith("facts: penalty 2, time_limit 5, inspection_policy 5, amnesty 1, notice_step 5, form 6")
    assert "  unconfirmed  contribution.rate_percent@2013-10-07" in lines
    assert lines[-1] == "problems: 0"


def test_a_section_is_shown_by_its_number_as_papers_cite_it() -> None:
    text = "\n".join(show_lines(load_law_pack("pessi"), "22(5)", ON))

    assert "PESSO65.s22.5" in text
    assert "آرڈیننس" in text
    assert "a notice may print it" in text


def test_a_value_is_shown_with_every_side_of_its_dispute() -> None:
    text = "\n".join(show_lines(load_law_pack("pessi"), "contribution.base_limit", ON))

    assert "22000 PKR/month" in text
    assert "contribution.base_limit (minimum_wage)  40000 PKR/month" in text
    assert "set_aside" in text


def test_an_unknown_value_is_shown_as_unknown_with_its_note() -> None:
    text = "\n".join(show_lines(load_law_pack("pessi"), "appeal.court_days", ON))

    assert "unknown" in text
    assert "note: The time limit is not in the statute text that was read." in text


def test_a_confirmed_fact_names_who_confirmed_it() -> None:
    confirmation = Confirmation("contribution.rate_percent@2013-10-07", "the law officer", ON, "gazette")
    law = load_law_pack("pessi").confirmed_with([confirmation])

    assert "  confirmed by the law officer on 2025-09-01" in show_lines(law, "contribution.rate_percent", ON)


def test_a_value_that_the_pack_holds_for_other_days_only_says_so() -> None:
    shown = show_lines(load_law_pack("pessi"), "contribution.rate_percent", date(1971, 1, 1))

    assert shown == ("contribution.rate_percent: the pack holds nothing for 1971-01-01",)


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(LawError, match="no provision and no value '999'"):
        show_lines(load_law_pack("pessi"), "999", ON)


def test_a_fact_is_shown_in_both_languages_with_the_amount_of_the_day_and_its_section() -> None:
    text = "\n".join(show_lines(load_law_pack("pessi"), "penalty.offences", ON))

    assert "fine: 1000 PKR (offence.fine)" in text
    assert "imprisonment: 3 months (offence.imprisonment_months)" in text
    assert "law: section 66 of the Provincial Employees' Social Security Ordinance 1965" in text
    assert "دفعہ 66 کے جرائم" in text
    assert "a notice may print it" in text


def test_a_kind_of_facts_is_shown_whole() -> None:
    text = "\n".join(show_lines(load_law_pack("eobi"), "notice_step", ON))

    assert text.index("step.information") < text.index("step.demand") < text.index("step.dispute")


def test_a_rate_read_elsewhere_names_where() -> None:
    text = "\n".join(show_lines(load_law_pack("iessi"), "benefit.sickness", ON))

    assert "rate provenance: AsiaNet 09-02-2014" in text
