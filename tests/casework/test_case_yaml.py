from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

from casework.assessment import assess
from casework.assessment_json import assessment_as_json
from casework.case_yaml import MAX_BYTES, CaseError, read_case, read_case_file
from casework.money import Money
from muaina.assess_command import assess as assess_command
from simplify_content.law_loader import load_law_pack

CASES = Path(__file__).parent.parent / "cases"
WORKER = (
    "case: {scheme: pessi, inspected_on: 2026-11-22, as_of: 2026-11-22, "
    "workers: [{ref: a, wage_at_entry: 1, from: 2026-10-01, %s}]}"
)
HEAD = "case: {scheme: pessi, inspected_on: 2026-11-22, as_of: 2026-11-22"


def test_an_assessment_is_told_as_json_in_both_languages() -> None:
    case = read_case((CASES / "part_paid_month.yaml").read_text(encoding="utf-8"))
    told = json.loads(json.dumps(assessment_as_json(assess(case, load_law_pack("pessi")))))

    assert told["total_paisa"] == 3279950
    assert told["lines"][0]["month"] == "2026-09"
    assert set(told["lines"][0]["explanation"]) == {"en", "ur"}
    assert "contribution.base_limit@2017-06-15" in told["unconfirmed"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("case: [", "not YAML"),
        ("just words", "the file: found 'just words'; expected the fields case"),
        ("case: {scheme: pessi, as_of: 2026-11-22}", "case: found no inspected_on"),
        (HEAD + ", colour: red}", "case: found colour; expected only"),
        (HEAD + ", workers: 3}", "case.workers: found 3; expected a list"),
        ("case: {scheme: pessi, inspected_on: soon, as_of: 2026-11-22}", "case.inspected_on: found 'soon'"),
        (HEAD + ", declared: [{month: 2026-13, workers: 1, wages: 1, due: 1, paid: 0}]}", "case.declared[0].month"),
        (HEAD + ", declared: [{month: 2026-10, workers: -1, wages: 1, due: 1, paid: 0}]}", "case.declared[0].workers"),
        (HEAD + ", declared: [{month: 2026-10, workers: 1, wages: -1, due: 1, paid: 0}]}", "case.declared[0].wages"),
        (HEAD + ", workers: [{ref: a, wage: 1.005, wage_at_entry: 1, from: 2026-10-01}]}", "case.workers[0].wage"),
        (HEAD + ", workers: [{ref: a, wage: much, wage_at_entry: 1, from: 2026-10-01}]}", "case.workers[0].wage"),
        (HEAD + ", base: {}, as_of: 2026-11-22}", "the key 'as_of' stands twice"),
        (HEAD + ", declared: [{month: 2026-10-01, workers: 1, wages: 1, due: 1, paid: 0}]}", "a month such as 2026-09"),
        (
            HEAD + ", workers: [{ref: a, wage: -5, wage_at_entry: 1, from: 2026-10-01}]}",
            "case.workers[0].wage: found -5",
        ),
        (HEAD + ", workers: [{ref: a, wage: 5, wage_at_entry: 1, from: 2026-10-01, wage_per: week}]}", "wage_per"),
        (HEAD + ", workers: [{ref: a, wage: 5, wage_at_entry: 1, from: 2026-10-01, evidence: e}]}", "expected a list"),
        (
            HEAD + ", workers: [{ref: a, wage: 5, wage_at_entry: 1, from: 2026-10-01},"
            " {ref: a, wage: 5, wage_at_entry: 1, from: 2026-10-01}]}",
            "case.workers: found ref 'a' twice",
        ),
        (
            HEAD
            + ", payments: [{paid_on: 2026-10-01, amount: 1, challan_no: C1},"
            + " {paid_on: 2026-10-02, amount: 1, challan_no: C1}]}",
            "case.payments: found challan_no 'C1' twice",
        ),
        (
            HEAD + ", judged: [{ref: j, from: 2026-05, to: 2026-06, workers: 2, wage: 1, basis: {en: seen, ur: ''}}]}",
            "case.judged[0].basis",
        ),
        (
            HEAD + ", judged: [{ref: j, from: 2026-06, to: 2026-05, workers: 2, wage: 1, basis: {en: a, ur: b}}]}",
            "expected a month not before",
        ),
        (HEAD + ", amnesties: [{name: x, waives: everything}]}", "case.amnesties[0].waives"),
        (HEAD + ", amnesties: [{name: x}, {name: x}]}", "case.amnesties: found name 'x' twice"),
        ("laughs: &a [x]\ncase: *a", "line 1: found &a; expected values written out"),
        ("case: " + "[" * 100_000, "found more than 40 levels"),
        ("", "the file: found None; expected the fields case"),
        ("case:", "case: found None; expected the fields as_of, inspected_on, scheme"),
        ("case: [" + "1, " * 5_000 + "]", "1, 1, 1, 1..."),
        ("case: {scheme: ' ', inspected_on: 2026-11-22, as_of: 2026-11-22}", "case.scheme: found ' '"),
        ("case: {scheme: pessi, inspected_on: 2026-02-30, as_of: 2026-11-22}", "case.inspected_on: found '2026-02-30'"),
        ("case: {scheme: pessi, inspected_on: 20261122, as_of: 2026-11-22}", "a day written as 2026-11-22"),
        ("case: {scheme: pessi, inspected_on: 0001-01-01, as_of: 2026-11-22}", "a day from 1900-01-01 to 2199-12-31"),
        ("case: {scheme: pessi, inspected_on: 2026-11-22 10:00, as_of: 2026-11-22}", "expected a day such as"),
        (WORKER % "wage: 1000000000000000", "workers[0].wage: found 1000000000000000; expected rupees of at most"),
        (WORKER % "wage: 1e999999", "workers[0].wage: found '1e999999'; expected rupees"),
        (WORKER % f"wage: {'9' * 5_000}", "expected rupees"),
        (WORKER % "wage: .nan", "workers[0].wage: found '.nan'; expected rupees"),
        (WORKER % "wage: .inf", "workers[0].wage: found '.inf'; expected rupees"),
        (WORKER % "wage: 0x7530", "workers[0].wage: found '0x7530'; expected rupees"),
        (WORKER % "wage: 8:20", "workers[0].wage: found '8:20'; expected rupees"),
        (WORKER % "wage: 30_000", "workers[0].wage: found '30_000'; expected rupees"),
        (WORKER % "wage: yes", "workers[0].wage: found 'yes'; expected rupees"),
        (WORKER % "wage: 22500.123456789012345", "expected rupees of zero or more, to the paisa"),
        (WORKER % "wage: 22500.005", "expected rupees of zero or more, to the paisa"),
        (WORKER % "wage: 5, to: 2026-09-30", "workers[0].to: found '2026-09-30'; expected a day not before 2026-10-01"),
        (WORKER % 'wage: 5, name: "\\u202Emalsa"', "workers[0].name: found '\\u202e'; expected letters"),
        (WORKER % 'wage: 5, name: "a\\0b"', "workers[0].name: found '\\x00'; expected letters"),
        (WORKER % "wage: 5, name: [a]", "workers[0].name: found ['a']; expected a text"),
        (WORKER % "wage: 5, evidence: ['']", "workers[0].evidence[0]: found ''; expected a text that is not blank"),
        (HEAD + ", covered: [{cnic: 1, from: 2026-02-01, to: 2026-01-01}]}", "covered[0].to: found '2026-01-01'"),
        (HEAD + ", covered: ['']}", "case.covered[0].cnic: found ''"),
        (HEAD + ", declared: [{month: 2026-10, workers: 010, wages: 1, due: 1, paid: 0}]}", "workers: found '010'"),
        (
            HEAD + ", declared: [{month: 2026-10, workers: 99999999999, wages: 1, due: 1, paid: 0}]}",
            "a whole number from",
        ),
    ],
)
def test_a_wrong_case_file_is_refused_with_place_found_and_expected(text: str, said: str) -> None:
    with pytest.raises(CaseError) as refusal:
        read_case(text)

    assert said in str(refusal.value)


def test_figures_are_kept_to_the_last_digit_and_texts_as_they_were_written() -> None:
    worker = (
        "{ref: 007, wage: 123456789012.34, wage_at_entry: ۲۲۵۰۰, from: 2026-10-01, name: ~, cnic: 3520212345671, "
        "record: no}"
    )

    found = read_case(f"{HEAD}, workers: [{worker}]}}").workers[0]

    assert (found.ref, found.name, found.cnic, found.record) == ("007", "", "3520212345671", "no")
    assert found.monthly_wage == Money.rupees(Decimal("123456789012.34"))
    assert found.wage_at_entry == Money.rupees(22_500)


def test_a_case_file_that_is_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    file = tmp_path / "huge.yaml"
    with file.open("wb") as opened:
        opened.truncate(300 * 1024 * 1024)

    with pytest.raises(CaseError, match=f"found more than {MAX_BYTES} bytes"):
        read_case_file(file)


@pytest.mark.parametrize("content", [b"case: \xff", b"\x00", b"PK\x03\x04", b"", b"case: *a"])
def test_the_command_tells_what_is_wrong_with_a_file_and_ends_with_2(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "case.yaml"
    file.write_bytes(content)

    told = CliRunner().invoke(assess_command, [str(file), "--json"])

    assert told.exit_code == 2
    assert isinstance(told.exception, SystemExit)
    assert "expected" in told.output


DECLARED = "{month: 2026-06, workers: 3, wages: 100000, due: 6000, paid: 6000%s}"


@pytest.mark.parametrize(
    ("declared", "code"),
    [
        (DECLARED % ", paid_on: 2026-11-23", "paid_after_the_day"),
        (DECLARED % ", paid_on: 2026-05-31", "paid_before_the_month"),
        (f"{DECLARED % ''}, {DECLARED % ', paid_on: 2026-07-15'}", "declared_twice"),
        ("{month: 2026-06, workers: 0, wages: 100000, due: 6000, paid: 6000}", "declared_nobody"),
    ],
)
@pytest.mark.parametrize("scheme", ["pessi", "iessi", "eobi"])
def test_a_declaration_that_cannot_be_meant_is_a_named_warning_in_both_languages(
    scheme: str, declared: str, code: str
) -> None:
    case = read_case(f"{HEAD}, declared: [{declared}]}}".replace("pessi", scheme))

    warned = [one for one in assess(case, load_law_pack(scheme)).warnings if one.code == code]

    assert [one.ref for one in warned] == ["declared:2026-06"]
    assert warned[0].text.en != warned[0].text.ur


def test_a_payment_on_the_day_and_from_the_first_of_the_month_is_no_warning() -> None:
    first, last = (DECLARED % f", paid_on: {day}" for day in ("2026-06-01", "2026-11-22"))
    case = read_case(f"{HEAD}, declared: [{first}, {last}]}}")

    codes = {warned.code for warned in assess(case, load_law_pack("pessi")).warnings}

    assert not codes & {"paid_after_the_day", "paid_before_the_month"}


@pytest.mark.parametrize(("cnics", "is_told"), [(("", ""), True), (("1", ""), True), (("1", "2"), False)])
def test_a_name_that_stands_twice_is_told_unless_the_cards_tell_the_people_apart(
    cnics: tuple[str, str], is_told: bool
) -> None:
    rows = [
        f"{{ref: w{n}, wage: 30000, wage_at_entry: 20000, from: 2026-06-01, name: ' Aslam  Khan', cnic: '{cnic}'}}"
        for n, cnic in enumerate(cnics)
    ]
    case = read_case(f"{HEAD}, workers: [{', '.join(rows)}]}}")

    codes = [warned.code for warned in assess(case, load_law_pack("pessi")).warnings]

    assert ("same_name" in codes) is is_told


def test_an_amnesty_of_the_case_needs_no_reference() -> None:
    case = read_case(f"{HEAD}, amnesties: [{{name: Relief, waives: increase}}]}}")

    told = assess(case, load_law_pack("pessi")).amnesties[0]

    assert "Relief" in told.text.en
