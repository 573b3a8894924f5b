from __future__ import annotations

from datetime import date

from casework.register_facts import surroundings_register
from simplify_content.law_loader import available_schemes, load_law_pack

LAW = load_law_pack("pessi")
EMPLOYER = {"registration_no": "2026070024", "name_en": "Ravi Mills", "name_ur": "راوی ملز"}


def _month(month: str, workers: int, due: int, paid: int) -> dict[str, object]:
    return {"month": month, "declared_workers": workers, "wages_paisa": 0, "due_paisa": due, "paid_paisa": paid}


def test_the_register_facts_are_those_a_checklist_may_ask() -> None:
    facts = surroundings_register(
        EMPLOYER,
        [
            _month("2026-06", 42, 100_50, 0),
            _month("2026-04", 40, 200_00, 200_00),
            _month("2026-05", 41, 300_00, 100_00),
            _month("2024-05", 39, 999_00, 0),
        ],
        [{"certificate_no": "C-1", "issued_on": "2024-01-01", "expires_on": "2026-01-01", "status": "valid"}],
        law=LAW,
        on=date(2026, 7, 1),
    )

    assert facts == {
        "registration_no": "2026070024",
        "employer_name": "Ravi Mills",
        "declared_workers": "42",
        "certificate_no": "C-1",
        "certificate_status": "expired",
        "certificate_expires_on": "2026-01-01",
        "unpaid_months": "1",
        "unpaid_rupees": "200",
        "minimum_wage": "",
        "worker_share": "",
        "self_assessment_worker_sum": "20",
        "pension_age_men": "",
        "pension_age_women": "",
        "month_declared": "2026-06",
    }


def test_an_employer_of_whom_the_register_knows_little_gives_blanks_and_no_crash() -> None:
    facts = surroundings_register({"name_ur": "راوی ملز"}, [], [], law=LAW, on=date(2026, 11, 22))

    assert facts["employer_name"] == "راوی ملز"
    assert (facts["declared_workers"], facts["certificate_status"], facts["minimum_wage"]) == ("", "", "")
    assert (facts["unpaid_months"], facts["unpaid_rupees"]) == ("0", "0")


def test_an_amount_with_paisa_keeps_them() -> None:
    facts = surroundings_register(EMPLOYER, [_month("2026-09", 1, 100_50, 0)], [], law=LAW, on=date(2026, 11, 22))

    assert facts["unpaid_rupees"] == "100.5"


def test_a_month_is_not_counted_as_unpaid_while_it_may_still_be_paid() -> None:
    months = [_month("2026-10", 1, 100_00, 40_00)]
    before = surroundings_register(EMPLOYER, months, [], law=LAW, on=date(2026, 11, 30))
    after = surroundings_register(EMPLOYER, months, [], law=LAW, on=date(2026, 12, 1))

    assert (before["unpaid_months"], before["unpaid_rupees"]) == ("0", "0")
    assert (after["unpaid_months"], after["unpaid_rupees"]) == ("1", "60")


def test_the_workers_own_share_is_that_of_the_schemes_rate_and_base() -> None:
    facts = {
        scheme: surroundings_register({}, [], [], law=load_law_pack(scheme), on=date(2026, 7, 1))
        for scheme in available_schemes()
    }

    assert {scheme: told["worker_share"] for scheme, told in facts.items() if told["worker_share"]} == {"eobi": "370"}
    sums = {scheme: told["self_assessment_worker_sum"] for scheme, told in facts.items()}
    assert {scheme: amount for scheme, amount in sums.items() if amount} == {"pessi": "20", "iessi": "20"}
    ages = {scheme: (told["pension_age_men"], told["pension_age_women"]) for scheme, told in facts.items()}
    assert {scheme: both for scheme, both in ages.items() if any(both)} == {"eobi": ("60", "55")}
