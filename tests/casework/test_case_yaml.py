from __future__ import annotations

import json
from pathlib import Path

import pytest

from casework.assessment import assess
from casework.assessment_json import assessment_as_json
from casework.case_yaml import CaseError, read_case
from simplify_content.law_loader import load_law_pack

CASES = Path(__file__).parent.parent / "cases"
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
    ],
)
def test_a_wrong_case_file_is_refused_with_place_found_and_expected(text: str, said: str) -> None:
    with pytest.raises(CaseError) as refusal:
        read_case(text)

    assert said in str(refusal.value)
