from __future__ import annotations

import re

import pytest

from simplify_content.places import PlaceError, district, districts, sector, sectors


def test_punjab_has_thirty_six_districts_in_both_languages() -> None:
    found = districts("Punjab")

    assert len({place.key for place in found}) == 36
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", place.key) for place in found)
    assert all(re.search("[\u0600-\u06ff]", place.name.ur) for place in found)


def test_a_district_is_found_by_its_key() -> None:
    assert district("toba-tek-singh").name.ur == "ٹوبہ ٹیک سنگھ"


def test_a_sector_is_found_by_its_key() -> None:
    assert {known.key for known in sectors()} >= {"textile", "brick-kiln", "security-agency", "services"}
    assert sector("brick-kiln").name.en == "Brick kilns"


@pytest.mark.parametrize("ask", [lambda: district("atlantis"), lambda: sector("alchemy"), lambda: districts("Nowhere")])
def test_an_unknown_place_is_refused(ask: object) -> None:
    with pytest.raises(PlaceError, match="no "):
        ask()  # type: ignore[operator]
