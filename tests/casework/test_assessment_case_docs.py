"""`docs/assessment-case.md` names every field and its example comes out as it says."""

from __future__ import annotations

import json
import re
from pathlib import Path

from casework import case_yaml
from casework.assessment import assess
from casework.assessment_json import assessment_as_json
from casework.case_yaml import read_case
from simplify_content.law_loader import load_law_pack

DOCS = (Path(__file__).parents[2] / "docs" / "assessment-case.md").read_text(encoding="utf-8")


def _block(kind: str) -> str:
    found = re.search(rf"```{kind}\n(.*?)```", DOCS, re.DOTALL)
    assert found is not None
    return found.group(1)


def test_the_example_comes_out_as_the_docs_say() -> None:
    case = read_case(_block("yaml"))
    told = assessment_as_json(assess(case, load_law_pack(case.scheme)))

    assert json.loads(_block("json")).items() <= told.items()


def test_the_docs_name_every_field_of_a_case() -> None:
    kinds = (
        case_yaml._CASE,
        case_yaml._MONTH,
        case_yaml._WORKER,
        case_yaml._COVERED,
        case_yaml._PAYMENT,
        case_yaml._JUDGED,
        case_yaml._AMNESTY,
    )

    assert [name for kind in kinds for names in kind for name in sorted(names) if f"`{name}`" not in DOCS] == []


def test_the_docs_name_every_field_of_the_result() -> None:
    case = read_case(_block("yaml"))
    told = assessment_as_json(assess(case, load_law_pack(case.scheme)))
    fields = [*told, *told["lines"][0], *told["lines"][0]["shares"][0]]

    assert [name for name in fields if f"`{name}`" not in DOCS] == []
