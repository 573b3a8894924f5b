from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from visit_records import LAW, ON, cnic, codes, record, worker

import casework
from casework.cross_checks import Visit, cross_check
from casework.cross_checks_law import Topic, cite
from casework.cross_checks_owners import Branch
from casework.cross_checks_people import cnic_hash
from casework.cross_checks_types import WEAKEST_FIRST, RecordKind
from checklists.form_state import ItemRef
from simplify_content.law_loader import available_schemes, load_law_pack
from simplify_content.scheme_rules import Role, load_scheme_rules

K = RecordKind
FOLDER = Path(casework.__file__).parent
KEY = b"secret"

MILL = Visit(
    on=ON,
    records=(
        record(K.HEAD_COUNT, total=14),
        record(K.ATTENDANCE, total=12),
        record(K.WAGE_REGISTER, *(worker(n, 38_000, whole_month=True) for n in range(10)), worker(3, 38_000)),
        record(K.BANK_LIST, *(worker(n, 45_000) for n in range(10))),
        record(K.SCHEDULE, *(worker(n, 30_000) for n in range(8))),
        record(K.COVERED_LIST, total=7),
    ),
    declared_elsewhere=frozenset({cnic_hash(cnic(2), key=KEY)}),
    hash_key=KEY,
    branches=(Branch("a", cnic(40), 4, is_registered=False), Branch("b", cnic(40), 3, is_registered=False)),
)


def test_a_visit_with_every_record_gives_every_kind_of_difference_surest_first() -> None:
    result = cross_check(MILL, law=LAW)

    assert set(codes(result)) == {
        "ATTENDANCE_DIFFERS",
        "BANK_LIST_DIFFERS",
        "BANK_PAYS_MORE",
        "CNIC_TWICE",
        "DECLARED_ELSEWHERE",
        "NAMED_NOT_DECLARED",
        "SCHEDULE_DIFFERS",
        "THRESHOLD_SPLIT",
        "WAGES_UNDER_DECLARED",
        "WAGE_BELOW_MINIMUM",
        "WAGE_REGISTER_DIFFERS",
        "WORKERS_UNDECLARED",
    }
    places = [WEAKEST_FIRST.index(difference.certainty) for difference in result.differences]
    assert places == sorted(places, reverse=True)


def test_the_same_visit_gives_the_same_result_whatever_the_order_of_its_records() -> None:
    turned = Visit(**{**vars(MILL), "records": MILL.records[::-1]})

    assert cross_check(turned, law=LAW) == cross_check(MILL, law=LAW)


def test_every_figure_of_a_sentence_is_the_same_in_both_languages() -> None:
    for difference in cross_check(MILL, law=LAW).differences:
        for text in (difference.text, difference.why):
            assert sorted(re.findall(r"\d+", text.en)) == sorted(re.findall(r"\d+", text.ur))


def test_records_that_agree_give_nothing() -> None:
    people = [worker(n, 45_000 + n, whole_month=True) for n in range(6)]
    seen = [record(kind, *people) for kind in K]

    result = cross_check(Visit(ON, seen), law=LAW)

    assert (result.differences, result.not_compared) == ((), ())


def test_a_record_not_produced_is_named_and_gives_no_difference() -> None:
    visit = Visit(ON, [record(K.HEAD_COUNT, total=42)], not_produced={K.WAGE_REGISTER, K.ATTENDANCE, K.HEAD_COUNT})

    result = cross_check(visit, law=LAW)

    assert result.differences == ()
    assert [entry.text.en for entry in result.not_compared] == [
        "This record was not produced, so nothing was compared with it: attendance register.",
        "This record was not produced, so nothing was compared with it: wage register.",
    ]


def test_a_visit_without_anything_gives_nothing() -> None:
    assert cross_check(Visit(ON), law=LAW).differences == ()


def test_a_difference_becomes_an_observation_that_says_how_sure_it_is() -> None:
    ref = ItemRef("headcount_total")
    for difference in cross_check(MILL, law=LAW).differences:
        seen = difference.as_observation(ref)
        assert (seen.code, seen.ref, seen.provisions) == (difference.code, ref, difference.provisions)
        assert seen.text.en == f"{difference.text.en} {difference.why.en}"
        assert seen.facts["certainty"] == difference.certainty
        assert seen.severity == ("minor" if difference.certainty == "hint" else "serious")
        assert all(isinstance(value, str) for value in seen.facts.values())


@pytest.mark.parametrize("scheme", available_schemes())
def test_every_scheme_names_its_provisions_and_holds_each(scheme: str) -> None:
    pack, rules = load_law_pack(scheme), load_scheme_rules(scheme)

    assert cite(pack, Topic.MINIMUM_WAGE) == (("MWO61.s4",) if scheme == "iessi" else ())
    assert set(cite(pack, Topic.RECORDS, Topic.CONTRIBUTION, Topic.COVERAGE)) == {
        rules.provisions[role] for role in (Role.RECORDS, Role.CONTRIBUTION, Role.EMPLOYEE) if role in rules.provisions
    }


@pytest.mark.parametrize("scheme", available_schemes())
def test_a_visit_can_be_checked_under_the_law_of_every_scheme(scheme: str) -> None:
    law = load_law_pack(scheme)

    for difference in cross_check(MILL, law=law).differences:
        assert set(difference.provisions) <= set(law.provisions)


def test_every_text_of_the_cross_checks_is_used() -> None:
    texts = yaml.safe_load((FOLDER / "texts/cross_checks.yaml").read_text(encoding="utf-8"))
    code = "".join(file.read_text(encoding="utf-8") for file in FOLDER.glob("cross_checks*.py"))
    words = set(re.findall(r"[a-z_]+", code)) | {kind.value for kind in K}
    words |= {found.lower() for found in re.findall(r'"([A-Z_]+)"', code)}

    assert [key for key in texts if key.rsplit(".", 1)[1] not in words] == []
