from __future__ import annotations

from datetime import date

import pytest

from casework.assessment import AssessmentCase, AssessmentLine, DeclaredMonth, Payment, WorkerFound, assess
from casework.money import Money
from simplify_content.law_loader import load_law_pack


def _lines(scheme: str, on: date, since: date, *, paid: int = 0) -> tuple[AssessmentLine, ...]:
    worker = WorkerFound(
        "7", "Aslam", "", Money.rupees(21000), Money.rupees(14000), since, None, "wage register, line 7"
    )
    payments = (Payment(on, Money.rupees(paid)),) if paid else ()
    case = AssessmentCase(scheme, on, on, workers=(worker,), payments=payments)
    return assess(case, load_law_pack(scheme)).lines


def test_whole_months_under_one_law_share_what_they_have_alike_and_tell_their_own_month() -> None:
    first, *others = _lines("pessi", date(2025, 12, 10), date(2025, 3, 10))

    assert len({id(line.charge) for line in others}) == 1
    assert first.charge != others[0].charge
    assert [line.month for line in others] == [date(2025, month, 1) for month in range(4, 11)]
    assert "April 2025" in others[0].explanation.en
    assert "October 2025" in others[-1].explanation.en
    assert "اکتوبر 2025" in others[-1].explanation.ur
    assert others[0].grounds == others[-1].grounds


def test_a_payment_changes_only_the_month_that_it_goes_to() -> None:
    plain = _lines("pessi", date(2025, 12, 10), date(2025, 4, 1))
    paid = _lines("pessi", date(2025, 12, 10), date(2025, 4, 1), paid=100)

    assert paid[0].arrears == plain[0].arrears - Money.rupees(100)
    assert "Rs. 100.00" in paid[0].explanation.en
    assert "Rs. 100.00" in paid[0].grounds.en
    assert paid[1:] == plain[1:]


def test_each_month_has_an_increase_of_its_own_on_a_provision_of_its_own() -> None:
    lines = _lines("eobi", date(2025, 12, 10), date(2025, 4, 1))

    increases = [line.increase for line in lines]
    assert increases == sorted(increases, key=lambda amount: -(amount or Money(0)).paisa)
    assert increases[0] != increases[1]
    assert all(line.late is not None and line.facts == line.charge.facts + line.late.facts for line in lines)
    assert "EOBA76.s13.1" in lines[0].provisions
    assert "EOBA76.s13.1" not in lines[0].charge.provisions


@pytest.mark.parametrize(("due", "by_the_rate"), [(2_640, None), (4_800, 2_640), (2_000, 2_640)])
def test_a_declared_sum_that_the_rate_does_not_make_of_the_base_says_what_the_rate_makes(
    due: int, by_the_rate: int | None
) -> None:
    month = DeclaredMonth(
        date(2025, 9, 1), 2, Money.rupees(80_000), due=Money.rupees(due), paid=Money(0), paid_on=None, challan_no=""
    )
    case = AssessmentCase("pessi", date(2025, 12, 10), date(2025, 12, 10), declared=(month,))
    (line,) = assess(case, load_law_pack("pessi")).lines

    assert (line.base, line.due) == (Money.rupees(44_000), Money.rupees(due))
    assert line.by_the_rate == (None if by_the_rate is None else Money.rupees(by_the_rate))


@pytest.mark.parametrize("scheme", ["pessi", "eobi", "iessi"])
def test_what_the_law_itself_sets_is_never_called_a_declaration(scheme: str) -> None:
    assert {line.by_the_rate for line in _lines(scheme, date(2025, 12, 10), date(2025, 3, 10))} == {None}
