from __future__ import annotations

import re
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from casework.assessment import AssessmentCase, AssessmentLine, DeclaredMonth, WorkerFound, assess
from casework.explanations import grouped
from casework.money import Money
from simplify_content.law_loader import load_law_pack

LAW = load_law_pack("pessi")
TODAY = date(2026, 11, 22)
CNIC = "35202-1234567-1"


def _worker(ref: str, name: str, since: date, *, cnic: str = CNIC, wage: int = 41000) -> WorkerFound:
    record = f"wage register, line {ref}"
    return WorkerFound(ref, name, cnic, Money.rupees(wage), Money.rupees(14000), since, None, record, ("photo",))


def _declared(month: date, *, paid: int = 0) -> DeclaredMonth:
    return DeclaredMonth(month, 10, Money.rupees(300000), Money.rupees(13200), Money.rupees(paid))


def _lines(*workers: WorkerFound, declared: tuple[DeclaredMonth, ...] = ()) -> tuple[AssessmentLine, ...]:
    return assess(AssessmentCase("pessi", TODAY, TODAY, declared=declared, workers=workers), LAW).lines


def test_the_months_of_one_worker_are_explained_once() -> None:
    (explained,) = grouped(_lines(_worker("14", "Aslam", date(2026, 5, 1))))

    assert explained.numbers == (1, 2, 3, 4, 5)
    assert explained.heading.en == "Lines 1 to 5: May 2026 to September 2026"
    assert explained.heading.ur == "سطریں \u20661\u2069 تا \u20665\u2069: مئی 2026 تا ستمبر 2026"


def test_an_explanation_names_the_identity_card_and_the_record_beside_the_worker() -> None:
    (explained,) = grouped(_lines(_worker("14", "Aslam", date(2026, 9, 1))))

    assert explained.text.en.startswith(
        f"Aslam (CNIC {CNIC}) was at work in this time, as shown by wage register, line 14"
    )
    assert f"شناختی کارڈ نمبر \u2066{CNIC}\u2069" in explained.text.ur
    assert "\u2066wage register, line 14\u2069" in explained.text.ur


def test_a_worker_without_an_identity_card_is_said_to_have_none_in_the_record() -> None:
    (explained,) = grouped(_lines(_worker("14", "Aslam", date(2026, 9, 1), cnic="")))

    assert "Aslam (CNIC not found in the record) was at work" in explained.text.en


def test_a_month_that_counts_whole_for_a_reason_of_its_own_is_explained_apart() -> None:
    first, others = grouped(_lines(_worker("14", "Aslam", date(2026, 6, 10))))

    assert (first.heading.en, others.heading.en) == ("Line 1: June 2026", "Lines 2 to 4: July 2026 to September 2026")
    assert "The month of joining is counted whole" in first.text.en
    assert "The month of joining" not in others.text.en


def test_namesakes_without_identity_cards_are_explained_apart() -> None:
    namesakes = [
        WorkerFound(ref, "Aslam", "", Money.rupees(20000), Money.rupees(14000), date(2026, 9, 1), None, "register")
        for ref in ("a", "b")
    ]

    assert [explained.numbers for explained in grouped(_lines(*namesakes))] == [(1,), (2,)]


def test_declared_months_alike_in_all_but_the_month_are_explained_once() -> None:
    months = tuple(_declared(date(2026, month, 1), paid=200 if month == 8 else 0) for month in (5, 6, 8, 9))
    whole, partly = grouped(_lines(declared=months))

    assert whole.heading.en == "Lines 1, 2 and 4: May 2026, June 2026 and September 2026"
    assert whole.text.en.startswith("For each month the employer declared 10 workers")
    assert partly.heading.en == "Line 3: August 2026"


def test_lines_on_another_rate_or_limit_are_explained_apart() -> None:
    early = AssessmentCase(
        "pessi", date(2017, 9, 1), date(2017, 9, 1), workers=(_worker("14", "Aslam", date(2017, 5, 1)),)
    )
    before, after = grouped(assess(early, LAW).lines)

    assert "Rs. 18,000.00 a month, so the base" in before.text.en
    assert "Rs. 22,000.00 a month, so the base" in after.text.en


days = st.dates(date(2023, 1, 1), date(2026, 11, 1))
workers = st.builds(
    _worker, ref=st.uuids().map(str), name=st.sampled_from(["Aslam", "Bibi"]), since=days, cnic=st.just("")
)
months = st.integers(0, 30).map(lambda back: date(2026 - (back + 2) // 12, 12 - (back + 2) % 12, 1))
declared = st.builds(_declared, months, paid=st.sampled_from([0, 200]))


@settings(max_examples=60, deadline=None)
@given(st.lists(workers, max_size=4), st.lists(declared, max_size=8))
def test_every_line_stands_in_exactly_one_group_which_names_no_other_month(
    found: list[WorkerFound], own: list[DeclaredMonth]
) -> None:
    lines = _lines(*found, declared=tuple(own))
    groups = grouped(lines)

    assert sorted(number for group in groups for number in group.numbers) == list(range(1, len(lines) + 1))
    for group in groups:
        members = [lines[number - 1] for number in group.numbers]
        assert group.months == tuple(sorted({line.month for line in members}))
        assert {(line.base, line.due, line.paid, line.grounds) for line in members} == {
            (members[0].base, members[0].due, members[0].paid, group.text)
        }
        assert not re.search(r"(?<!\d )(January|June|October) 20", group.text.en)


def test_no_lines_need_no_explanation() -> None:
    assert grouped(()) == ()
