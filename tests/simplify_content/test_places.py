from __future__ import annotations

import re

import pytest

from simplify_content.law_loader import load_law_pack
from simplify_content.places import (
    PlaceError,
    district,
    districts,
    province,
    provinces,
    sector,
    sectors,
    unconfirmed_districts,
)

KEYS = [place.key for place in provinces()]


def test_punjab_has_thirty_six_districts_in_both_languages() -> None:
    found = districts("Punjab")

    assert len({place.key for place in found}) == 36
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", place.key) for place in found)
    assert all(re.search("[\u0600-\u06ff]", place.name.ur) for place in found)


@pytest.mark.parametrize(
    ("key", "confirmed", "believed"),
    [
        ("Punjab", 36, {"kot-addu", "murree", "talagang", "taunsa", "wazirabad"}),
        ("Sindh", 29, {"keamari"}),
        ("Khyber Pakhtunkhwa", 35, {"allai", "central-dir", "south-waziristan-lower", "south-waziristan-upper"}),
        ("Balochistan", 35, {"hub", "usta-muhammad"}),
        ("Islamabad Capital Territory", 1, set()),
    ],
)
def test_each_province_has_the_districts_of_its_source_and_apart_from_them_those_believed_to_exist(
    key: str, confirmed: int, believed: set[str]
) -> None:
    assert len(districts(key)) == confirmed
    assert {place.key for place in unconfirmed_districts(key)} == believed
    assert {place.province for place in (*districts(key), *unconfirmed_districts(key))} == {key}


def test_keys_of_districts_are_lower_kebab_and_unique_in_the_country() -> None:
    places = [place for key in KEYS for place in (*districts(key), *unconfirmed_districts(key))]

    assert len({place.key for place in places}) == len(places) == 148
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", place.key) for place in places)
    assert all(district(place.key) == place for place in places)


@pytest.mark.parametrize("key", KEYS)
def test_districts_stand_in_the_order_of_their_english_names_with_urdu_beside_them(key: str) -> None:
    found = districts(key)

    assert [place.name.en for place in found] == sorted(place.name.en for place in found)
    assert all(re.fullmatch("[\u0600-\u06ff ]+", place.name.ur) for place in found)


def test_an_unconfirmed_district_is_found_by_its_key_and_says_that_it_is_unconfirmed() -> None:
    assert not district("murree").is_confirmed
    assert district("murree") not in districts("Punjab")
    assert district("karachi-east").is_confirmed


def test_a_district_is_found_by_its_key() -> None:
    assert district("toba-tek-singh").name.ur == "ٹوبہ ٹیک سنگھ"
    assert district("quetta").province == "Balochistan"
    assert district("islamabad").name.ur == "اسلام آباد"


def test_a_federal_law_runs_in_the_districts_of_every_province() -> None:
    assert districts(load_law_pack("eobi").jurisdiction) == tuple(place for key in KEYS for place in districts(key))


@pytest.mark.parametrize("scheme", ["pessi", "sessi", "kpessi", "bessi", "iessi"])
def test_the_jurisdiction_of_a_provincial_law_is_a_province_with_districts(scheme: str) -> None:
    jurisdiction = load_law_pack(scheme).jurisdiction

    assert province(jurisdiction).name.ur
    assert districts(jurisdiction)


def test_a_sector_is_found_by_its_key() -> None:
    assert {known.key for known in sectors()} >= {"textile", "brick-kiln", "security-agency", "services"}
    assert sector("brick-kiln").name.en == "Brick kilns"


@pytest.mark.parametrize(
    "ask",
    [
        lambda: district("atlantis"),
        lambda: sector("alchemy"),
        lambda: districts("Nowhere"),
        lambda: unconfirmed_districts("Nowhere"),
        lambda: province("Nowhere"),
    ],
)
def test_an_unknown_place_is_refused(ask: object) -> None:
    with pytest.raises(PlaceError, match="no "):
        ask()  # type: ignore[operator]
