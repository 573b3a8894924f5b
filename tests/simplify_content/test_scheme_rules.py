from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from simplify_content.law_loader import LAW_FOLDER, available_schemes, load_law_pack
from simplify_content.law_pack import LawError
from simplify_content.scheme_rules import BaseKind, IncreaseKind, Role, load_scheme_rules, read_scheme_rules

SCHEMES = available_schemes()


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_scheme_has_rules_whose_facts_its_pack_holds(scheme: str) -> None:
    assert load_scheme_rules(scheme).missing_from(load_law_pack(scheme)) == ()


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_side_of_a_dispute_is_described_in_both_languages(scheme: str) -> None:
    for side in load_scheme_rules(scheme).base.alternatives:
        assert all(text.en and text.ur for text in (side.title, side.partly, side.stated))
        assert "{from_month}" in side.partly.en
        assert "{from_month}" in side.partly.ur


def test_the_schemes_count_as_their_laws_do() -> None:
    kinds = {scheme: load_scheme_rules(scheme).increase.kind for scheme in SCHEMES}

    assert kinds["iessi"] is IncreaseKind.PER_DAY_THEN_FLAT
    assert kinds["eobi"] is IncreaseKind.PER_MONTH_OR_PART
    assert {kinds[scheme] for scheme in ("pessi", "sessi", "kpessi", "bessi")} == {IncreaseKind.UNKNOWN}
    assert load_scheme_rules("eobi").base.kind is BaseKind.NOTIFIED_AMOUNT
    assert load_scheme_rules("eobi").coverage_limit == ""
    assert load_scheme_rules("pessi").provisions[Role.CONTRIBUTION] == "PESSO65.s20.1"


@pytest.mark.parametrize(
    ("found", "put", "said"),
    [
        ("kind: wage_up_to_limit", "kind: wage", "base.kind: found 'wage'; expected one of wage_up_to_limit"),
        ("allocation: oldest", "colour: red\nallocation: oldest", "found 'colour'; expected only the fields"),
        ("kind: unknown, cap: increase.cap_percent", "kind: per_month_or_part, cap: x", "increase: found 'no rate'"),
        ("  records: PESSO65.s21\n", "", "provisions: found 'no records'"),
        ("months: [contribution.months_to_pay]", "months: soon", "payment.months: found 'soon'; expected a list"),
        ("scheme: pessi", "scheme: other", "scheme: found 'other'"),
    ],
)
def test_rules_that_cannot_be_used_are_refused_with_file_key_found_and_expected(
    tmp_path: Path, found: str, put: str, said: str
) -> None:
    folder = tmp_path / "pessi"
    folder.mkdir()
    shutil.copy(LAW_FOLDER / "pessi" / "rules.yaml", folder)
    file = folder / "rules.yaml"
    text = file.read_text(encoding="utf-8")
    assert found in text
    file.write_text(text.replace(found, put, 1), encoding="utf-8")

    with pytest.raises(LawError) as refusal:
        read_scheme_rules(file)

    assert said in str(refusal.value)
