"""Which employers are shown to a supervisor as one, and which never are."""

from __future__ import annotations

from typing import Any

import pytest

from casework.likeness import RAISED_FROM, Entry, likeness
from casework.sound import heard_words
from sync_server.models import DuplicatePair, Employer
from sync_server.services.pair_employers import TOO_COMMON, pair_employers
from sync_server.worker import find_duplicates

BASE = dict.fromkeys(Employer.__table__.c.keys(), "") | {"district": "lahore", "status": "active"}
PROVISIONAL = {"status": "provisional", "registration_no": "", "name_ur": ""}


def entry(**values: Any) -> Entry:
    return Entry("x", BASE | values)


def score(one: dict[str, Any], other: dict[str, Any]) -> int:
    return likeness(entry(**one), entry(**other)).score


def pairs(centre: Any) -> set[frozenset[str]]:
    centre.session.rollback()
    found = {frozenset((pair.first_id, pair.second_id)) for pair in centre.session.query(DuplicatePair)}
    centre.session.rollback()
    return found


def pair_up(centre: Any) -> Any:
    centre.session.rollback()
    return pair_employers(centre.session, tools=centre.tools)


@pytest.mark.parametrize(
    "names",
    [
        ("Chaudhry", "Chowdhary", "Choudhry", "چوہدری"),
        ("Muhammad Iqbal", "Mohammed Iqbal", "Mohd Iqbal", "محمد اقبال"),
        ("Noor Textile Mills (Pvt) Ltd", "Nur Textile Mills", "نور ٹیکسٹائل ملز پرائیویٹ لمیٹڈ"),
        ("Hussain Garments", "Husain Garments", "حسین گارمنٹس"),
        ("Siddiqui Sons", "Siddiqi", "صدیقی سنز"),
    ],
)
def test_one_name_sounds_alike_however_it_is_spelled_and_in_either_script(names: tuple[str, ...]) -> None:
    assert len({heard_words(name) for name in names}) == 1, [heard_words(name) for name in names]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"name_en": "Chaudhry Weavers", "registration_no": "LHR-00017"}, {"name_en": "چوہدری ویورز", **PROVISIONAL}),
        ({"name_en": "Bismillah Hotel", **PROVISIONAL}, {"name_en": "Bismilla Hotel", **PROVISIONAL}),
        ({"name_en": "Al-Noor Foods", "phone": "0300-1234567"}, {"name_en": "Alnoor Food", "phone": "+92 300 1234567"}),
        ({"name_en": "A", "registration_no": "LHR-00017"}, {"name_en": "Other", "registration_no": "LHR 00017",
          "ntn": "1234567-8"}),
        ({"name_en": "Chenab Mills", "owner_cnic": "35202-1234567-1"}, {"name_en": "Chinab Mills (Pvt.) Ltd",
          "owner_cnic": "3520212345671"}),
        ({"name_en": "Ravi Leather", "owner_name": "Chaudhry Aslam", "address_en": "12 Mall Road"},
         {"name_en": "Ravi Leather Works", "owner_name": "Ch Aslam", "address_en": "12, Mall Rd"}),
    ],
)  # fmt: skip
def test_entries_of_one_employer_are_shown(one: dict[str, Any], other: dict[str, Any]) -> None:
    one_first, other_first = score(one, other), score(other, one)
    if "ntn" in other:
        assert one_first == other_first == 55  # the same number under other names: shown only with something more
        other = {**other, "phone": "042-35711111"}
        assert score({**one, "phone": "04235711111"}, other) >= RAISED_FROM
        return
    assert one_first == other_first >= RAISED_FROM


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"name_en": "Crescent Mills", "owner_cnic": "35202-1234567-1", "phone": "0300-1234567"},
         {"name_en": "Madina Foods", "owner_cnic": "35202-1234567-1", "phone": "0300-1234567"}),
        ({"name_en": "Crescent Mills Unit 1", "owner_cnic": "35202-1234567-1", "phone": "0300-1234567"},
         {"name_en": "Crescent Mills Unit 2", "owner_cnic": "35202-1234567-1", "phone": "0300-1234567"}),
        ({"name_en": "Bismillah Hotel", "registration_no": "LHR-00017"},
         {"name_en": "Bismillah Hotel", "registration_no": "LHR-00018"}),
        ({"name_en": "Chenab Textile Mills"}, {"name_en": "Chand Textile Mills", **PROVISIONAL}),
        ({"name_en": "Bismillah Hotel"}, {"name_en": "Bismillah Hotel", "district": "multan", **PROVISIONAL}),
        ({"name_en": ""}, {"name_en": ""}),
    ],
)  # fmt: skip
def test_entries_that_only_resemble_one_another_are_not_shown(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert score(one, other) < RAISED_FROM
    assert score(other, one) < RAISED_FROM


def test_a_street_survey_is_paired_with_the_register_and_with_another_survey(either_centre: Any) -> None:
    centre = either_centre
    registered = centre.employer(name_en="Chaudhry Weavers", name_ur="چوہدری ویورز", registration_no="LHR-90001")
    surveyed = centre.employer(name_en="Chowdhary Weaver", **PROVISIONAL)
    again = centre.employer(name_en="چوہدری ویورز", **PROVISIONAL)
    centre.employer(name_en="Madina Bakers", name_ur="مدینہ بیکرز")

    done = pair_up(centre)

    assert (done.compared, done.raised) == (4, 3)
    assert pairs(centre) == {
        frozenset((registered, surveyed)), frozenset((registered, again)), frozenset((surveyed, again)),
    }  # fmt: skip


def test_only_what_changed_is_compared_again_and_a_pair_is_raised_once(centre: Any) -> None:
    one = centre.employer(name_en="Ravi Leather", phone="")
    other = centre.employer(name_en="Sutlej Leather", phone="0300-1234567")
    assert pair_up(centre).raised == 0
    assert pair_up(centre).compared == 0

    centre.write("employer", {"name_en": "Sutlaj Leather", "phone": "+92 300 1234567"}, one)

    assert (pair_up(centre).compared, pairs(centre)) == (1, {frozenset((one, other))})
    centre.write("employer", {"name_en": "Sutlej Leather"}, one)
    again = pair_up(centre)
    assert (again.compared, again.raised) == (1, 0)
    pair = centre.session.query(DuplicatePair).one()
    assert pair.score == score(
        {"name_en": "Sutlej Leather", "phone": "1234567890", "sector": "textile", "registration_no": "LHR-00001",
         "name_ur": "آجر 1"},
        {"name_en": "Sutlej Leather", "phone": "1234567890", "sector": "textile", "registration_no": "LHR-00002",
         "name_ur": "آجر 2"},
    )  # fmt: skip


def test_a_pair_that_was_decided_is_never_raised_again(centre: Any) -> None:
    one = centre.employer(name_en="Ravi Leather", phone="0300-1234567")
    centre.employer(name_en="Ravi Leather", phone="0300-1234567")
    pair_up(centre)
    pair = centre.session.query(DuplicatePair).one()
    pair.state, pair.score = "apart", 1
    centre.session.commit()

    centre.write("employer", {"name_en": "Ravi Leathers"}, one)
    pair_up(centre)

    kept = centre.session.query(DuplicatePair).one()
    assert (kept.state, kept.score) == ("apart", 1)


def test_employers_of_two_institutions_are_never_one(centre: Any) -> None:
    centre.employer(name_en="Ravi Leather", phone="0300-1234567")
    centre.employer(name_en="Ravi Leather", phone="0300-1234567", institution="eobi")
    pair_up(centre)
    assert pairs(centre) == set()


def test_what_many_share_pairs_nobody(centre: Any) -> None:
    for number in range(TOO_COMMON + 2):
        centre.employer(name_en="Madina Bakers", phone="0300-1234567", registration_no=f"LHR-{number:05}")
    assert pair_up(centre).raised == 0


def test_a_restored_centre_is_compared_from_the_beginning(centre: Any) -> None:
    centre.employer(name_en="Ravi Leather")
    assert pair_up(centre).compared == 1
    from sync_server.queries.gateway import writing

    with writing(centre.session, now=centre.clock()):
        from sqlalchemy import update

        from sync_server.models import Scope
        from sync_server.queries.counters import THROUGH_GATEWAY

        centre.session.execute(update(Scope).values(epoch="another"), execution_options=THROUGH_GATEWAY)
    assert pair_up(centre).compared == 1


def test_the_worker_finds_what_was_written(centre: Any) -> None:
    centre.employer(name_en="Ravi Leather", phone="0300-1234567")
    centre.employer(name_en="Ravi Leather", phone="0300-1234567")
    centre.session.rollback()
    assert find_duplicates(centre.app) == 1
    assert find_duplicates(centre.app) == 0
