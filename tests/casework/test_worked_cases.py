"""Every case of `tests/cases` comes out as it was worked by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from casework.assessment import Assessment, assess
from casework.case_yaml import read_case
from casework.money import Money
from simplify_content.law_loader import load_law_pack

FOLDER = Path(__file__).parent.parent / "cases"
CASES = sorted(FOLDER.glob("*.yaml"))


def _assessed(file: Path) -> tuple[Assessment, dict[str, Any]]:
    text = file.read_text(encoding="utf-8")
    case = read_case(text)
    return assess(case, load_law_pack(case.scheme)), yaml.safe_load(text)["expect"]


def _money(value: object) -> Money:
    return Money.rupees(str(value))


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_a_worked_case_comes_out_as_worked(file: Path) -> None:
    result, expect = _assessed(file)

    assert result.contributions == _money(expect["contributions"])
    if "lines" in expect:
        assert [_shown(line) for line in result.lines] == [_expected(line) for line in expect["lines"]]
        for line, wanted in zip(result.lines, expect["lines"], strict=True):
            assert wanted.get("says", "") in line.explanation.en
            if "increase" in wanted:
                assert line.increase == _money(wanted["increase"])
                assert line.increase_told is not None
    else:
        assert len(result.lines) == expect["line_count"]
        assert [f"{result.lines[0].month:%Y-%m}", f"{result.lines[-1].month:%Y-%m}"] == expect["months"]
    assert [(entry.kind, entry.ref) for entry in result.not_assessed] == [
        (entry["kind"], entry["ref"]) for entry in expect["not_assessed"]
    ]
    for left_out, wanted in zip(result.not_assessed, expect["not_assessed"], strict=True):
        assert wanted.get("says", "") in left_out.reason.en
    if "increase" in expect:
        assert result.increase == _money(expect["increase"])
    if "warnings" in expect:
        assert [warned.code for warned in result.warnings] == expect["warnings"]
    for name, wanted in expect.get("amnesties", {}).items():
        offered = next(candidate for candidate in result.amnesties if candidate.name == name)
        assert (offered.total, offered.waived) == (_money(wanted["total"]), _money(wanted["waived"]))
        assert wanted.get("says", "") in offered.text.en
    if "amnesty_names" in expect:
        assert [offered.name for offered in result.amnesties] == expect["amnesty_names"]
    for name, wanted in expect.get("alternatives", {}).items():
        other = next(candidate for candidate in result.alternatives if candidate.name == name)
        assert (other.legal_status, other.contributions) == (wanted["status"], _money(wanted["contributions"]))
        assert wanted.get("says", "") in other.title.en


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_a_worked_case_says_why_with_a_citation(file: Path) -> None:
    content = yaml.safe_load(file.read_text(encoding="utf-8"))

    assert content["title"].strip()
    assert "s." in content["working"] or "SRO" in content["working"]


def _shown(line: Any) -> tuple[object, ...]:
    return line.kind, f"{line.month:%Y-%m}", line.ref, line.base, line.due, line.paid, line.arrears


def _expected(line: dict[str, Any]) -> tuple[object, ...]:
    amounts = (_money(line[name]) for name in ("base", "due", "paid", "arrears"))
    return line["kind"], line["month"], line["ref"], *amounts
