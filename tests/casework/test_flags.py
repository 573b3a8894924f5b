from __future__ import annotations

from datetime import date

import pytest

from casework.assessment import Assessment, AssessmentCase, WorkerFound, assess
from casework.finding import Finding
from casework.flag_rules import FINDING_RULES, NO_FLAG
from casework.flags import Flag, RegisterFacts, raise_flags
from casework.money import Money
from casework.office import OFFICE
from checklists.library import available_checklists, definition_of
from simplify_content.law_loader import load_law_pack
from simplify_content.text import Text

LAW = load_law_pack("pessi")
TODAY = date(2026, 11, 22)
VALID = {"certificate_no": "C-1", "issued_on": "2024-01-01", "expires_on": "2027-01-01", "status": "valid"}


def _month(month: str, due: int, paid: int) -> dict[str, object]:
    return {"month": month, "declared_workers": 1, "wages_paisa": 0, "due_paisa": due, "paid_paisa": paid}


def _finding(code: str, *, privacy: str = "public", facts: dict[str, str] | None = None, key: str = "") -> Finding:
    text = Text(en=code, ur="نتیجہ")
    return Finding(
        f"{code}{key}", "i", code, "item", key, text, ("PESSO65.s21",), "serious", None, privacy, facts or {}
    )


def _flags(
    *findings: Finding,
    months: tuple[dict[str, object], ...] = (),
    certificates: tuple[dict[str, object], ...] = (VALID,),
    assessment: Assessment | None = None,
    on: date = TODAY,
) -> tuple[Flag, ...]:
    register = RegisterFacts(employer={}, months=months, certificates=certificates)
    return raise_flags(register, findings=findings, assessment=assessment, law=LAW, on=on)


def test_an_employer_in_order_has_no_flag() -> None:
    assert _flags(months=(_month("2026-10", 100, 100), _month("2026-11", 100, 0))) == ()


def test_unpaid_and_part_paid_months_are_two_flags_with_their_amounts() -> None:
    flags = _flags(
        months=(
            _month("2026-07", 100, 0),
            _month("2026-08", 200, 0),
            _month("2026-09", 300, 50),
            _month("2026-10", 9, 9),
        )
    )

    assert [(flag.rule, flag.amount, flag.facts["months"]) for flag in flags] == [
        ("UNPAID_MONTHS", Money(300), "2026-07 2026-08"),
        ("UNDERPAID", Money(250), "2026-09"),
    ]
    assert "from July 2026 to August 2026" in flags[0].text.en
    assert "جولائی 2026" in flags[0].text.ur


@pytest.mark.parametrize("paid", [0, 40])
def test_a_month_is_not_called_unpaid_while_it_may_still_be_paid(paid: int) -> None:
    assert _flags(months=(_month("2026-11", 100, paid),)) == ()
    assert _flags(months=(_month("2026-10", 100, paid),), on=date(2026, 11, 30)) == ()
    assert len(_flags(months=(_month("2026-10", 100, paid),), on=date(2026, 12, 1))) == 1


def test_a_head_count_above_the_declared_number_is_flagged_with_both_numbers() -> None:
    (flag,) = _flags(_finding("WORKERS_UNDECLARED", facts={"headcount_total": "60", "declared_workers": "40"}))

    assert flag.text.en.startswith("60 people were at work and 40 are declared")
    assert flag.facts == {"headcount_total": "60", "declared_workers": "40"}


def test_workers_not_secured_are_counted_once_with_what_is_owed_for_them() -> None:
    worker = WorkerFound("k1", "A", "", Money.rupees(20000), Money.rupees(20000), date(2026, 9, 1), None, "x")
    assessment = assess(AssessmentCase("pessi", TODAY, TODAY, workers=(worker,)), LAW)
    (flag,) = _flags(
        _finding("WORKER_NOT_SECURED", key="k1"), _finding("WORKER_NOT_SECURED", key="k2"), assessment=assessment
    )

    assert (flag.rule, flag.severity, flag.amount, flag.facts["count"]) == (
        "WORKERS_NOT_SECURED",
        "grave",
        Money.rupees(1200),
        "2",
    )


def test_a_certificate_is_flagged_from_the_day_after_its_last() -> None:
    last_day = {**VALID, "expires_on": "2026-11-22"}
    day_before = {**VALID, "expires_on": "2026-11-21"}

    assert _flags(certificates=(last_day,)) == ()
    (flag,) = _flags(certificates=(day_before,))
    assert (flag.rule, flag.facts["status"]) == ("NO_VALID_CERTIFICATE", "expired")
    assert "21 November 2026" in flag.text.en


def test_an_old_certificate_beside_a_valid_one_is_no_flag() -> None:
    assert _flags(certificates=({**VALID, "status": "cancelled", "issued_on": "2026-01-01"}, VALID)) == ()


def test_an_employer_without_any_certificate_is_flagged() -> None:
    (flag,) = _flags(certificates=())

    assert flag.text.en.startswith("The register holds no registration certificate")


def test_what_workers_said_in_confidence_raises_a_flag_without_a_number() -> None:
    one = _flags(_finding("DEDUCTED_FROM_WAGES", privacy="worker_secret", key="a"))
    three = _flags(*(_finding("DEDUCTED_FROM_WAGES", privacy="worker_secret", key=key) for key in "abc"))

    assert one == three
    assert one[0].facts == {}


def test_flags_stand_gravest_first_and_the_same_facts_give_the_same_flags() -> None:
    findings = [
        _finding("CERT_NOT_DISPLAYED"),
        _finding("RECORDS_NOT_PRODUCED", key="wage"),
        _finding("RECORDS_NOT_PRODUCED", key="attendance"),
        _finding("WAGE_REGISTER_DIFFERS"),
        _finding("WAGE_BELOW_MINIMUM"),
        _finding("CARD_NOT_ISSUED", privacy="worker_secret"),
        _finding("DEDUCTED_FROM_WAGES", privacy="worker_secret"),
        _finding("ENTRY_OBSTRUCTED"),
        _finding("CONTRACTOR_NOT_COVERED"),
        _finding("NAME_DIFFERS"),
    ]
    flags = _flags(*findings, months=(_month("2026-09", 100, 0),))

    assert [flag.rule for flag in flags] == [
        "DEDUCTED_FROM_WAGES",
        "ENTRY_OBSTRUCTED",
        "UNPAID_MONTHS",
        "CONTRACTOR_NOT_COVERED",
        "RECORDS_DIFFER",
        "RECORDS_NOT_PRODUCED",
        "WAGE_BELOW_MINIMUM",
        "CARD_NOT_ISSUED",
        "CERTIFICATE_NOT_SHOWN",
        "NAME_DIFFERS",
    ]
    assert flags == _flags(*findings, months=(_month("2026-09", 100, 0),))
    assert all(flag.provisions and flag.text.en != flag.text.ur for flag in flags)


def _codes(checklist: str) -> set[str]:
    versions = available_checklists()[checklist]
    return {str(row["code"]) for version in versions for row in definition_of(checklist, version).findings}


@pytest.mark.parametrize("checklist", available_checklists())
def test_every_finding_of_every_checklist_raises_some_flag_or_none_for_a_stated_reason(checklist: str) -> None:
    codes = _codes(checklist)

    assert codes
    for code in sorted(codes):
        flags = _flags(_finding(code, key="k"))
        if code in NO_FLAG:
            assert flags == (), f"{code} raises a flag, and is listed as raising none: {NO_FLAG[code]}"
        else:
            (flag,) = flags
            assert flag.text.en != flag.text.ur
            assert "{" not in flag.text.en + flag.text.ur, f"the flag for {code} has an empty place"


def test_no_rule_waits_for_a_finding_that_no_checklist_makes() -> None:
    made = {code for checklist in available_checklists() for code in _codes(checklist)}
    waited_for = {code for rule in FINDING_RULES for code in rule.codes}

    assert waited_for - made == set()
    assert set(NO_FLAG) - made == set()
    assert waited_for & set(NO_FLAG) == set()


def test_a_certificate_that_was_cancelled_is_flagged_with_its_provision() -> None:
    (flag,) = _flags(certificates=({**VALID, "status": "cancelled"},))

    assert flag.text.en.startswith("Registration certificate C-1 is not valid")
    assert "function" not in flag.text.en


def test_where_no_section_is_recorded_a_flag_says_that_and_suggests_none() -> None:
    (flag,) = [flag for flag in _flags(certificates=()) if flag.rule == "NO_VALID_CERTIFICATE"]

    assert flag.provisions == ()
    assert flag.text.en.endswith("(no section is recorded for this).")
    assert flag.text.ur.endswith("(اس کے لیے کوئی دفعہ درج نہیں)۔")


def test_an_office_of_the_institution_gets_no_flag_whatever_is_found() -> None:
    findings = [_finding("RECORDS_NOT_PRODUCED"), _finding("WORKERS_UNDECLARED")]
    months = (_month("2026-08", 1000, 0),)

    def raised(status: str) -> tuple[Flag, ...]:
        register = RegisterFacts(employer={"status": status}, months=months, certificates=())
        return raise_flags(register, findings=findings, assessment=None, law=LAW, on=TODAY)

    assert raised("active")
    assert raised(OFFICE) == ()
