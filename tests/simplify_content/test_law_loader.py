from __future__ import annotations

import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from simplify_content.law_loader import (
    LAW_FOLDER,
    available_schemes,
    lint_folder,
    lint_law,
    load_law_pack,
    read_law_pack,
)
from simplify_content.law_pack import Confidence, Confirmation, LawError, LegalStatus

ON = date(2026, 11, 22)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(LAW_FOLDER / "shared", tmp_path / "shared")
    return Path(shutil.copytree(LAW_FOLDER / "pessi", tmp_path / "pessi"))


def _replace(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def _refusal(folder: Path) -> str:
    with pytest.raises(LawError) as refusal:
        read_law_pack(folder)
    return str(refusal.value)


def test_the_packs_of_the_repository_have_no_problem() -> None:
    for scheme in available_schemes():
        lint = lint_law(scheme)
        assert lint.problems == ()
        assert lint.printable + len(lint.unconfirmed) == lint.provisions + lint.values + sum(lint.facts.values())


def test_every_provision_that_the_parts_rely_on_is_there() -> None:
    sections = (
        "1.3 2.8.f 20.1 20.3 20.5 20.6 20A 21 22.1 22.2 22.3 22.4 22.5 23.1 23.2 24 25 26 27 57 58 59 64 66 67 68"
    )
    wanted = {f"PESSO65.s{section}" for section in (*sections.split(), "71", "72", "55-A")}

    assert wanted <= set(load_law_pack("pessi").provisions)


def test_every_fact_names_a_known_source_a_day_and_a_reference() -> None:
    law = load_law_pack("pessi")
    values = [value for rows in law.values.values() for value in rows]

    assert all(value.reference for value in values)
    assert all(fact.provenance.source in law.sources for fact in [*law.provisions.values(), *values])
    assert {fact.provenance.read_on for fact in [*law.provisions.values(), *values]} == {date(2026, 11, 22)}


@pytest.mark.parametrize(
    ("day", "limit"),
    [
        (date(2008, 6, 30), None),
        (date(2008, 7, 1), "10000"),
        (date(2012, 10, 23), "10000"),
        (date(2012, 10, 24), "12500"),
        (date(2013, 1, 30), "15000"),
        (date(2014, 8, 12), "18000"),
        (date(2017, 6, 14), "18000"),
        (date(2017, 6, 15), "22000"),
        (date(2026, 11, 22), "22000"),
    ],
)
def test_the_wage_limit_holds_from_its_first_day_to_its_last(day: date, limit: str | None) -> None:
    found = load_law_pack("pessi").value("contribution.base_limit", day)

    assert (found.value if found else None) == (Decimal(limit) if limit else None)


def test_what_the_sources_do_not_tell_is_unknown_and_never_a_number() -> None:
    law = load_law_pack("pessi")

    for key in (
        "increase.rate_percent_per_day",
        "inspection.notice_days",
        "appeal.court_days",
        "contribution.payment_day",
    ):
        assert law.value(key, ON) is None
    assert law.value("minimum_wage.unskilled", date(2026, 7, 1)) is None
    assert all(value.provenance.note for rows in law.values.values() for value in rows if value.value is None)


def test_the_disputed_base_is_an_alternative_that_was_set_aside() -> None:
    found = load_law_pack("pessi").value("contribution.base_limit", date(2025, 9, 1), alternative="minimum_wage")

    assert found is not None
    assert (found.value, found.provenance.legal_status) == (Decimal(40000), LegalStatus.SET_ASIDE)
    assert not found.is_printable


def test_only_what_was_read_in_the_statute_and_is_in_force_may_be_printed_unconfirmed() -> None:
    law = load_law_pack("pessi")

    for fact in [*law.provisions.values(), *(value for rows in law.values.values() for value in rows)]:
        standing = fact.provenance
        assert fact.is_printable == (
            standing.confidence is Confidence.HIGH and standing.legal_status is LegalStatus.IN_FORCE
        )


def test_a_confirmation_makes_a_fact_printable() -> None:
    law = load_law_pack("pessi")
    confirmed = law.confirmed_with([Confirmation("contribution.base_limit@2017-06-15", "officer", ON, "gazette")])
    found = confirmed.value("contribution.base_limit", ON)

    assert found is not None
    assert found.is_printable
    assert law.value("contribution.base_limit", ON) != found


def test_an_unknown_scheme_is_refused_with_those_there_are() -> None:
    with pytest.raises(LawError, match=r"expected one of .*pessi"):
        load_law_pack("nowhere")


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("values/limits.yaml", "unit: percent\n", "unit: furlongs\n", "found 'furlongs'; expected one of percent"),
        (
            "values/limits.yaml",
            "        confidence: high\n",
            "        confidence: sure\n",
            "found 'sure'; expected one of high",
        ),
        (
            "values/limits.yaml",
            "source: pkcode_pesso",
            "source: hearsay",
            "found 'hearsay'; expected a key of sources.yaml",
        ),
        ("values/limits.yaml", "        reference: Section 23(1)\n", "", "found 'no reference'"),
        ("values/limits.yaml", "        source: pkcode_pesso\n", "", "found 'no source'"),
        ("values/limits.yaml", "value: 50", "value: half", "found 'half'; expected a number of zero or more"),
        ("values/limits.yaml", "value: 50", "value: -50", "found -50; expected a number of zero or more"),
        ("values/limits.yaml", "value: 50", "worth: 50", "found 'worth'; expected only the fields"),
        ("values/wage_limits.yaml", "to: 2012-10-23", "to: 2012-10-24", "expected spans that do not overlap"),
        ("values/wage_limits.yaml", "to: 2012-10-23", "to: 2008-06-30", "expected a day from 2008-07-01 on"),
        ("values/wage_limits.yaml", "from: 2012-10-24", "from: last autumn", "expected a day such as 2017-06-15"),
        (
            "provisions/ordinance.yaml",
            "act: PESSO65",
            "act: PESSO66",
            "found 'PESSO66'; expected one of PDWA19, PESSO65",
        ),
        ("provisions/ordinance.yaml", ", ur: نوٹیفکیشن کے ذریعے اطلاق}", "}", "found 'no ur'"),
        ("provisions/ordinance.yaml", "ur: نوٹیفکیشن کے ذریعے اطلاق", "ur: ' '", "expected both languages"),
        (
            "provisions/ordinance.yaml",
            "    confidence: high\n",
            "    confidence: high\n    legal_status: sleeping\n",
            "found 'sleeping'; expected one of in_force",
        ),
        ("provisions/ordinance.yaml", "  PESSO65.s1.3:", "  PLC.s1.3:", "expected a key that begins with PESSO65."),
        ("provisions/ordinance.yaml", "  PESSO65.s2.8.f:", "  PESSO65.s1.3:", "stands twice"),
        ("provisions/ordinance.yaml", "read_on: 2026-11-22", "read_on: yesterday", "expected a day"),
        ("acts.yaml", "  short:", "  shorter:", "found 'shorter'; expected only the fields"),
        ("scheme.yaml", "scheme: pessi", "scheme: sessi", "expected the folder's name, 'pessi'"),
        ("sources.yaml", "not_found:\n  title: No source found", "not_found:\n  title:", "expected a text"),
    ],
)
def test_a_broken_pack_is_refused_with_file_key_found_and_expected(
    folder: Path, file: str, old: str, new: str, said: str
) -> None:
    _replace(folder / file, old, new)

    message = _refusal(folder)

    assert said in message
    assert file in message


def test_an_unknown_value_needs_a_note_that_says_so(folder: Path) -> None:
    file = folder / "values" / "limits.yaml"
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    del content["values"]["appeal.court_days"]["rows"][0]["note"]
    file.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")

    assert "an unknown value without a note" in _refusal(folder)


def test_lint_names_every_problem_of_a_pack_at_once(folder: Path) -> None:
    _replace(folder / "values" / "limits.yaml", "unit: percent\n", "unit: furlongs\n")
    _replace(folder / "provisions" / "ordinance.yaml", "act: PESSO65", "act: PESSO66")

    assert len(lint_folder(folder).problems) == 2


def test_a_file_that_is_not_yaml_is_a_problem_and_no_crash(folder: Path) -> None:
    (folder / "acts.yaml").write_text("PESSO65: [", encoding="utf-8")

    assert any("acts.yaml" in problem and "readable YAML" in problem for problem in lint_folder(folder).problems)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("value: 50", "value: 50 %", "found '50 %'; expected a number of zero or more"),
        ("value: 50", "value: .nan", "found '.nan'; expected a number"),
        ("value: 50", "value: 1e999999", "found '1e999999'; expected a number"),
        ("value: 50", "value: true", "found True; expected a number"),
        ("value: 50", "value: [50]", "found [50]; expected a number"),
        ("value: 50", "value: &cap 50", "found &cap; expected values written out, without anchors"),
        ("value: 50", "value: *cap", "found *cap; expected values written out"),
        ("value: 50", "value: !!python/name:os.system 50", "found the tag tag:yaml.org,2002:python/name:os.system"),
        ("value: 50", "value: " + "[" * 100_000, "found more than 40 levels"),
        ("value: 50", "value: 50\n        value: 60", "found the key 'value' stands twice"),
        ("value: 50", "value: " + "9" * 5_000, "expected a number of zero or more"),
        ("read_on: 2026-11-22", "read_on: 2026-02-30", "read_on: found '2026-02-30'; expected a day"),
        ("read_on: 2026-11-22", "read_on: 2026-11-22 10:00:00", "expected a day"),
        ("read_on: 2026-11-22", 'read_on: "2026-11-22"', "expected a day"),
        ("values:", "? [values]\n:", "a key that is no text"),
    ],
)
def test_yaml_that_multiplies_hides_or_guesses_is_refused_with_its_place(
    folder: Path, old: str, new: str, said: str
) -> None:
    _replace(folder / "values" / "limits.yaml", old, new)

    found = [problem for problem in lint_folder(folder).problems if said in problem]

    assert found
    assert all("values/limits.yaml" in problem and len(problem) < 500 for problem in found)


def test_a_file_that_leads_out_of_the_folder_of_the_packs_is_not_read(folder: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path.parent / f"{tmp_path.name}-elsewhere.yaml"
    elsewhere.write_text("read_on: 2026-11-22\nvalues: {}\n", encoding="utf-8")
    (folder / "values" / "led_out.yaml").symlink_to(elsewhere)

    assert "expected a file inside the folder of the packs" in _refusal(folder)


def test_a_file_of_hundreds_of_megabytes_is_refused_before_it_is_read(folder: Path) -> None:
    with (folder / "values" / "huge.yaml").open("wb") as opened:
        opened.truncate(300 * 1024 * 1024)

    assert "found more than" in _refusal(folder)


def test_an_empty_folder_is_a_problem_and_no_crash(tmp_path: Path) -> None:
    assert lint_folder(tmp_path).problems
