from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
import yaml

from simplify_content.law_facts import (
    Amnesty,
    Benefit,
    Convention,
    Directorate,
    Forgiven,
    Form,
    IdentityFormat,
    InspectionPolicy,
    NoticeStep,
    Penalty,
    Ruling,
    TimeLimit,
)
from simplify_content.law_loader import LAW_FOLDER, available_schemes, load_law_pack, read_law_pack
from simplify_content.law_pack import Confirmation, LawError
from simplify_content.law_report import show_lines

ON = date(2026, 11, 22)


@pytest.fixture
def folders(tmp_path: Path) -> Path:
    for name in ("shared", "pessi", "iessi"):
        shutil.copytree(LAW_FOLDER / name, tmp_path / name)
    return tmp_path


def _replace(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def _refusal(folder: Path) -> str:
    with pytest.raises(LawError) as refusal:
        read_law_pack(folder)
    return str(refusal.value)


def _amount(scheme: str, key: str, on: date = ON, alternative: str = "") -> str | None:
    held = load_law_pack(scheme).value(key, on, alternative=alternative)
    return None if held is None else f"{held.value:f}"


def test_each_kind_is_held_by_a_pack_that_the_sources_speak_of() -> None:
    held = {
        Penalty: "iessi",
        TimeLimit: "eobi",
        InspectionPolicy: "pessi",
        Amnesty: "eobi",
        NoticeStep: "eobi",
        Form: "pessi",
        Benefit: "kpessi",
        IdentityFormat: "sessi",
        Directorate: "pessi",
        Convention: "bessi",
        Ruling: "eobi",
    }

    assert [
        kind
        for kind, scheme in held.items()
        if scheme in available_schemes() and not load_law_pack(scheme).facts_of(kind)
    ] == []


def test_the_ordinance_and_its_benefits_hold_in_islamabad_without_a_copy() -> None:
    punjab, islamabad = load_law_pack("pessi"), load_law_pack("iessi")

    assert islamabad.provision("PESSO65.s22.5") == punjab.provision("PESSO65.s22.5")
    assert islamabad.facts["benefit.sickness"] == punjab.facts["benefit.sickness"]
    assert islamabad.value("inspection.look_back_years", ON) == punjab.value("inspection.look_back_years", ON)
    assert islamabad.cite("PESSO65.s66").en == "section 66 of the Provincial Employees' Social Security Ordinance 1965"


def test_what_is_punjabs_alone_is_not_included_in_islamabad() -> None:
    islamabad = load_law_pack("iessi")

    assert "PESSO65.s2.25a" not in islamabad.provisions
    assert "amnesty.2021" not in islamabad.facts
    assert not any(key.startswith("PDWA19.") for key in islamabad.provisions)


def test_islamabads_increase_grows_by_the_day_and_then_is_flat() -> None:
    assert _amount("iessi", "increase.rate_percent_per_day") == "0.5"
    assert _amount("iessi", "increase.days_until_flat") == "90"
    assert _amount("iessi", "increase.flat_percent_after_days") == "50"
    assert _amount("iessi", "increase.cap_percent") == "50"
    assert _amount("iessi", "contribution.payment_months_after") == "1"


def test_a_limit_whose_first_day_is_unknown_is_not_printed_unconfirmed() -> None:
    limit = load_law_pack("iessi").value("contribution.base_limit", ON)

    assert limit is not None
    assert limit.value == 22500
    assert not limit.is_printable


@pytest.mark.parametrize(
    ("on", "wage"),
    [
        (date(2012, 6, 30), None),
        (date(2012, 7, 1), "8000"),
        (date(2013, 6, 30), "8000"),
        (date(2013, 7, 1), "10000"),
        (date(2021, 6, 30), "13000"),
        (date(2023, 7, 1), "32000"),
        (date(2024, 6, 30), "32000"),
        (date(2024, 7, 1), "37000"),
    ],
)
def test_the_base_that_eobi_follows_changes_on_its_day(on: date, wage: str | None) -> None:
    assert _amount("eobi", "contribution.base_limit", on) == wage


def test_both_sides_of_eobis_disputes_stand_side_by_side_and_neither_is_printed() -> None:
    law = load_law_pack("eobi")

    assert _amount("eobi", "contribution.base_limit", alternative="fixed_3000") == "3000"
    assert _amount("eobi", "coverage.threshold_persons") == "5"
    assert _amount("eobi", "coverage.threshold_persons", alternative="finance_act_invalid") == "10"
    assert _amount("eobi", "coverage.threshold_persons", date(2008, 6, 30)) == "10"
    assert not any(row.is_printable for row in law.values["contribution.base_limit"])
    sides = {ruling.alternative for ruling in law.facts_of(Ruling) if ruling.value == "contribution.base_limit"}
    assert sides == {"", "fixed_3000"}


def test_the_amnesties_say_what_they_write_off_and_until_when() -> None:
    punjab = load_law_pack("pessi").facts["amnesty.2021"]
    eobi = load_law_pack("eobi").facts["amnesty.2002"]

    assert isinstance(punjab, Amnesty)
    assert isinstance(eobi, Amnesty)
    assert punjab.forgives == (Forgiven.INCREASE,)
    assert punjab.is_open_on(date(2021, 6, 30))
    assert not punjab.is_open_on(date(2021, 7, 1))
    assert eobi.forgives == (Forgiven.CONTRIBUTION, Forgiven.INCREASE)
    assert (eobi.closes_on, eobi.form) == (date(2002, 9, 30), "PR-01A")


def test_the_ladder_of_eobi_names_forms_in_order() -> None:
    steps = sorted(load_law_pack("eobi").facts_of(NoticeStep), key=lambda step: step.order)

    assert [step.form for step in steps] == [
        "SL-001", "SL-001.1", "SL-001.2", "D&SC", "SL-002.1", "SL-002.2", "", "",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("scheme", "key", "good", "bad"),
    [
        ("pessi", "identity.cnic", "34201-0891231-8", "3420108912318"),
        ("eobi", "identity.eobi_employer", "ABC12345", "AB-12345"),
        ("eobi", "identity.eobi_employer_branch", "AB123", "ABC12"),
        ("eobi", "identity.old_nic", "123-45-678901", "123456789012"),
        ("eobi", "identity.eobi_insured", "123A456789", "12A456789"),
        ("pessi", "identity.ntn", "J499217", "J49921"),
        ("pessi", "identity.mobile", "+923001234567", "04001234567"),
        ("pessi", "identity.pessi_registration", "2026070024", "202607002"),
    ],
)
def test_a_number_is_told_by_its_shape(scheme: str, key: str, good: str, bad: str) -> None:
    shape = load_law_pack(scheme).facts[key]

    assert isinstance(shape, IdentityFormat)
    assert shape.matches(good)
    assert not shape.matches(bad)
    assert not shape.matches(good + "\n")


def test_a_shape_that_rests_on_weak_evidence_only_warns() -> None:
    shapes = load_law_pack("pessi").facts_of(IdentityFormat)

    assert {shape.key for shape in shapes if shape.refuses} == {"identity.cnic", "identity.old_nic"}


def test_a_law_officer_confirms_a_fact_of_any_kind() -> None:
    law = load_law_pack("pessi")
    confirmed = law.confirmed_with([Confirmation("amnesty.2021", "the law officer", ON, "gazette")])

    assert not law.facts["amnesty.2021"].is_printable
    assert confirmed.facts["amnesty.2021"].is_printable


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("facts/penalties.yaml", "kind: penalty", "kind: reward", "found 'reward'; expected one of penalty"),
        (
            "facts/penalties.yaml",
            "fine: offence.fine",
            "fine: offence.fee",
            "found 'offence.fee'; expected the key of a value",
        ),
        ("facts/penalties.yaml", "fine: offence.fine", "fee: offence.fine", "expected only the fields"),
        (
            "facts/penalties.yaml",
            "[PESSO65.s66]",
            "[PESSO65.s666]",
            "found 'PESSO65.s666'; expected a provision of the pack",
        ),
        ("facts/penalties.yaml", "      ur: دفعہ 66 کے جرائم\n", "", "found 'no ur'"),
        ("facts/penalties.yaml", "confidence: high", "confidence: sure", "found 'sure'; expected one of high"),
        ("facts/time_limits.yaml", "value: refund.months", "value: []", "expected a text"),
        ("facts/amnesties.yaml", "closes_on: 2021-06-30", "closes_on: null", "expected a day such as 2021-06-30"),
        (
            "facts/amnesties.yaml",
            "forgives: [increase]",
            "forgives: [everything]",
            "expected one of contribution, increase",
        ),
        ("facts/amnesties.yaml", "forgives: [increase]", "forgives: []", "expected a list that is not empty"),
        ("facts/policies.yaml", "audit_percent: 5", "audit_percent: few", "expected a number of zero or more"),
        ("facts/identity.yaml", r"pattern: \d{10}", "pattern: '('", "expected a regular expression"),
        ("facts/identity.yaml", r"pattern: \d{10}", r"pattern: \d{9}", "found '2026070024'; expected a match of"),
        ("facts/rulings.yaml", "value: contribution.base_limit", "value: contribution.base", "the key of a value"),
    ],
)
def test_a_broken_fact_is_refused_with_file_key_found_and_expected(
    folders: Path, file: str, old: str, new: str, said: str
) -> None:
    _replace(folders / "pessi" / file, old, new)

    message = _refusal(folders / "pessi")

    assert said in message
    assert file in message


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("file: facts/benefits.yaml", "file: facts/gifts.yaml", "found 'pessi/facts/gifts.yaml'"),
        ("file: facts/benefits.yaml", "file: scheme.yaml", "expected a file in provisions, values or facts"),
        (
            "without: [PESSO65.s2.25a, ",
            "without: [PESSO65.s999, ",
            "found 'PESSO65.s999'; expected keys of the included file",
        ),
        ("without: [increase.rate_percent_per_day, ", "without: [", "found 'a second entry'"),
        ("- from: pessi\n    file: facts", "- from: ../pessi\n    file: facts", "expected the name of another pack"),
        ("- from: pessi\n    file: facts", "- from: ..\n    file: facts", "expected the name of another pack"),
        ("- from: pessi\n    file: facts", "- from: /etc\n    file: facts", "expected the name of another pack"),
        ("- from: pessi\n    file: facts", "- from: iessi\n    file: facts", "expected the name of another pack"),
        ("file: facts/benefits.yaml", "file: facts/../../../secret.yaml", "expected a file in provisions, values"),
    ],
)
def test_an_include_that_does_not_fit_is_refused(folders: Path, old: str, new: str, said: str) -> None:
    _replace(folders / "iessi" / "scheme.yaml", old, new)

    assert said in _refusal(folders / "iessi")


def test_an_included_act_with_other_words_than_the_packs_own_is_refused(folders: Path) -> None:
    _replace(folders / "iessi" / "acts.yaml", "(West Pakistan Ordinance X of 1965)", "(Ordinance XI of 1965)")

    assert "the words of the pack for it" in _refusal(folders / "iessi")


def test_a_change_of_an_included_file_reaches_both_packs(folders: Path) -> None:
    _replace(folders / "pessi" / "values" / "limits.yaml", "value: 50", "value: 40")

    for scheme in ("pessi", "iessi"):
        held = read_law_pack(folders / scheme).value("increase.cap_percent", ON)
        assert held is not None
        assert held.value == 40


def test_a_pack_holds_no_shared_source_that_none_of_its_facts_names() -> None:
    for scheme in available_schemes():
        law = load_law_pack(scheme)
        named = {fact.provenance.source for fact in (*law.provisions.values(), *law.facts.values())}
        named |= {row.provenance.source for rows in law.values.values() for row in rows}
        named |= {benefit.rate_provenance.source for benefit in law.facts_of(Benefit) if benefit.rate_provenance}
        own = set(yaml.safe_load((LAW_FOLDER / scheme / "sources.yaml").read_text(encoding="utf-8")))

        assert set(law.sources) - own <= named
        assert named <= set(law.sources)


def test_a_ruling_is_shown_with_the_amount_of_the_side_it_takes() -> None:
    text = "\n".join(show_lines(load_law_pack("eobi"), "ruling.fixed_3000", ON))

    assert "value: 3000 PKR/month (contribution.base_limit)" in text
