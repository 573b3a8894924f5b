"""How strong the packs call their facts: nothing weak is strong, and what was not found is no amount."""

from __future__ import annotations

from datetime import date

import pytest

from simplify_content.law_loader import available_schemes, load_law_pack
from simplify_content.law_pack import Confidence, LegalStatus

NOT_A_SOURCE = {"not_found", "memory", "unsourced"}
"""Sources that stand for having none."""


@pytest.mark.parametrize("scheme", available_schemes())
def test_no_amount_rests_on_memory_or_on_nothing(scheme: str) -> None:
    values = [value for rows in load_law_pack(scheme).values.values() for value in rows]

    assert [v.fact for v in values if v.provenance.source in NOT_A_SOURCE and v.value is not None] == []


@pytest.mark.parametrize("scheme", available_schemes())
def test_whatever_has_no_source_is_low_and_unverified_or_set_aside(scheme: str) -> None:
    pack = load_law_pack(scheme)
    standings = [provision.provenance for provision in pack.provisions.values()]
    standings += [fact.provenance for fact in pack.facts.values()]
    standings += [value.provenance for rows in pack.values.values() for value in rows]

    weak = [standing for standing in standings if standing.source in NOT_A_SOURCE]
    assert {standing.confidence for standing in weak} <= {Confidence.LOW}
    assert {standing.legal_status for standing in weak} <= {LegalStatus.UNVERIFIED, LegalStatus.SET_ASIDE}


@pytest.mark.parametrize(("day", "amount"), [("2018-06-30", 15000), ("2018-07-01", None), ("2021-06-30", None)])
def test_islamabads_minimum_wage_is_unknown_where_no_source_has_it(day: str, amount: int | None) -> None:
    found = load_law_pack("iessi").value("minimum_wage.unskilled", date.fromisoformat(day))

    assert (found and found.value) == amount


def test_the_number_of_persons_before_2008_waits_for_a_law_officer() -> None:
    before = load_law_pack("eobi").value("coverage.threshold_persons", date(2008, 6, 30))

    assert before is not None
    assert before.value == 10
    assert not before.is_printable


def test_miners_draw_the_old_age_pension_at_a_lower_age_and_not_after_fewer_years() -> None:
    pack = load_law_pack("eobi")

    assert "age is lower by five years" in pack.provision("EOBA76.s22").summary.en
    assert all(
        "ining" in row.provenance.note for key in ("age_men", "age_women") for row in pack.values[f"pension.{key}"]
    )
    assert all("iner" not in row.provenance.note for row in pack.values["pension.years"])
