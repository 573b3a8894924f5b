"""The list of scenarios is whole, and every test that it names is there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
LIST = (Path(__file__).parent / "README.md").read_text(encoding="utf-8")
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def test_every_test_that_is_named_is_there() -> None:
    missing = [
        f"{path}::{name}"
        for path, name in NAMED.findall(LIST)
        if not re.search(rf"^def {name}\(", (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert missing == []


def test_every_scenario_has_a_test_or_a_reason() -> None:
    rows = re.findall(r"^\| (\d+) \| [^|]+ \| ([^|]+) \|$", LIST, re.MULTILINE)
    assert [int(number) for number, _ in rows] == list(range(1, 54))
    assert all(NAMED.search(said) or len(said.split()) > 5 for _, said in rows)


def test_every_file_that_is_named_is_there() -> None:
    assert [name for name in re.findall(r"`(benchmarks/\w+\.py)`", LIST) if not (ROOT / name).exists()] == []
