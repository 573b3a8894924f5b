"""The increase for late payment on the papers: each line and month, columns that add up, or why there is none."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from casework.documents.demand_notice import render_demand_notice
from casework.documents.exit_sheet import render_exit_sheet
from casework.documents.parts import plain
from casework.explanations import grouped_increases
from casework.money import total
from casework.owed_by_month import owed_by_month, owed_on
from simplify_content.text import LANGS, Lang

Lines = Callable[[bytes], list[str]]
QR = "https://centre.example/verify/abc#signed"


def _load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("with_increase", Path(__file__).parent / "with_increase.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


assessed = _load().assessed


def _notice(samples: ModuleType, lang: Lang, scheme: str = "iessi") -> bytes:
    found = assessed(scheme)
    return render_demand_notice(replace(samples.notice(), assessment=found, amount=found.total), lang, qr=QR)


def _sheet(samples: ModuleType, lang: Lang, scheme: str = "iessi") -> bytes:
    found = assessed(scheme)
    months = owed_by_month(found)
    sheet = replace(samples.exit_sheet(), arrears_by_month=months, increase_note=found.increase_note, total=found.total)
    return render_exit_sheet(sheet, lang)


def test_lines_and_months_add_up_to_the_total() -> None:
    found = assessed()

    assert found.increase
    assert owed_on(found.lines).sum == found.total
    assert total([month.sum for month in owed_by_month(found)]) == found.total
    assert total([month.increase for month in owed_by_month(found)]) == found.increase
    assert [month.month for month in owed_by_month(found)] == sorted({line.month for line in found.lines})


@pytest.mark.parametrize("lang", LANGS)
def test_each_line_of_the_notice_prints_contribution_increase_and_sum(
    samples: ModuleType, lines: Lines, lang: Lang
) -> None:
    printed = lines(_notice(samples, lang))

    for line in assessed().lines:
        owed = owed_on((line,))
        figures = [plain(owed.contribution), plain(owed.increase), plain(owed.sum)]
        row = figures if lang == "en" else figures[::-1]
        assert any(" ".join(row) in text for text in printed), (line.month, row)


@pytest.mark.parametrize("lang", LANGS)
def test_the_columns_of_the_notice_end_with_their_sums(samples: ModuleType, lines: Lines, lang: Lang) -> None:
    found = assessed()
    figures = [plain(found.contributions), plain(found.increase), plain(found.total)]

    assert any(" ".join(figures if lang == "en" else figures[::-1]) in text for text in lines(_notice(samples, lang)))


def test_the_rule_of_the_increase_and_its_cap_stand_once_and_cited(samples: ModuleType, lines: Lines) -> None:
    text = " ".join(lines(_notice(samples, "en")))

    assert text.count("may not pass 50%") == 1
    assert text.count("section 23(1)") == 1
    assert "0.5% for each day up to 90 days, and 50% in all after that" in text
    assert "Line 2: April 2025" in text
    assert "20 × 0.5% = 10%" in text


def test_lines_whose_increase_was_counted_alike_are_told_together() -> None:
    found = assessed()
    numbers = [number for group in grouped_increases(found.lines) for number in group.numbers]

    assert sorted(numbers) == [number for number, line in enumerate(found.lines, 1) if line.increase]


@pytest.mark.parametrize("lang", LANGS)
def test_what_was_set_off_stands_on_the_notice(samples: ModuleType, lines: Lines, lang: Lang) -> None:
    assert "4 × Rs. 1,260.00 = Rs. 5,040.00" in " ".join(lines(_notice(samples, lang))) or lang == "ur"
    assert "5,040.00" in " ".join(lines(_notice(samples, lang)))


@pytest.mark.parametrize("lang", LANGS)
def test_the_sheet_prints_contribution_increase_and_sum_of_each_month(
    samples: ModuleType, lines: Lines, lang: Lang
) -> None:
    printed = lines(_sheet(samples, lang))

    for month in owed_by_month(assessed()):
        figures = [plain(month.contribution), plain(month.increase), plain(month.sum)]
        assert any(" ".join(figures if lang == "en" else figures[::-1]) in text for text in printed), month
    text = " ".join(printed)
    assert "23(1)" in text
    assert all(plain(amount) in text for amount in (assessed().contributions, assessed().increase, assessed().total))


@pytest.mark.parametrize("render", [_notice, _sheet])
def test_where_the_rate_is_not_known_the_paper_says_why_nothing_is_charged(
    samples: ModuleType, lines: Lines, render: Callable[..., bytes]
) -> None:
    text = " ".join(lines(render(samples, "en", "pessi")))

    assert assessed("pessi").increase is None
    assert "set by rules that are not at hand, so no increase is charged" in text
    assert not re.search(r"Increase \(Rs\.\)", text)
    assert "The increase, line by line" not in text
