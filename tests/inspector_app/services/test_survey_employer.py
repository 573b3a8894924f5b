from __future__ import annotations

import time
from dataclasses import replace

import pytest
from inspector_at_work import Desk, new_id
from prepared_laptop import MILL, TODAY

from inspector_app.errors import InvalidCorrection, NotFound, RoomRefused
from inspector_app.services.open_employer_file import open_employer_file
from inspector_app.services.queue import queue
from inspector_app.services.search_register import search_register
from inspector_app.services.survey_employer import likely_matches, makes_surveys, start_survey, survey_districts
from inspector_app.store import outbox, register

SEEN = {
    "name_en": "Rehmat Plastic Works",
    "name_ur": "رحمت پلاسٹک ورکس",
    "address_en": "Street 4, Shahdara",
    "phone": "042-37900011",
    "sector": "engineering",
}


def _typed(desk: Desk, **changed: str) -> dict[str, str]:
    return {**SEEN, "district": survey_districts(desk.opened)[0].key, **changed}


def _start(desk: Desk, **changed: str) -> str:
    return start_survey(desk.opened, _typed(desk, **changed), at=desk.at, new_id=new_id)


def test_a_survey_enters_the_employer_as_provisional_and_begins_its_inspection(desk: Desk) -> None:
    inspection_id = _start(desk)

    view = desk.view(inspection_id)
    assert view.inspection.checklist == "unregistered_establishment"
    assert (view.employer_name.en, view.employer_name.ur) == ("Rehmat Plastic Works", "رحمت پلاسٹک ورکس")
    file = open_employer_file(desk.opened, view.inspection.employer_id, on=TODAY)
    assert (file.employer["status"], file.employer["registration_no"]) == ("provisional", "")
    [hit] = search_register(desk.opened, "rehmat")
    assert hit.employer_id == view.inspection.employer_id


def test_the_entry_is_queued_before_the_inspection_that_rests_on_it(desk: Desk) -> None:
    inspection_id = _start(desk)

    started, added = outbox.operations_after(desk.opened.work, 0, limit=10)[::-1][:2]
    assert (added["kind"], started["kind"], started["row_id"]) == ("employer.add", "inspection.start", inspection_id)
    assert started["set"]["employer_id"] == added["row_id"]
    assert added["set"]["name_ur"] == SEEN["name_ur"]
    assert {"Employer outside the register: Rehmat Plastic Works"} <= {
        line.subject.en for line in queue(desk.opened).lines
    }


def test_a_name_known_in_urdu_alone_stands_in_both_places(desk: Desk) -> None:
    inspection_id = _start(desk, name_en="")

    employer = register.employer(desk.opened.register, desk.view(inspection_id).inspection.employer_id)
    assert employer is not None
    assert employer["name_en"] == employer["name_ur"] == SEEN["name_ur"]


@pytest.mark.parametrize(
    "changed",
    [
        {"name_en": "", "name_ur": ""},
        {"district": "no-such-district"},
        {"district": ""},
        {"phone": "ring the bell"},
        {"owner_cnic": "123"},
        {"sector": "no-such-sector"},
        {"name_en": "x" * 400},
    ],
)
def test_particulars_that_cannot_stand_queue_and_enter_nothing(desk: Desk, changed: dict[str, str]) -> None:
    with pytest.raises(InvalidCorrection):
        _start(desk, **changed)

    assert outbox.last(desk.opened.work)[0] == 0
    assert search_register(desk.opened, "rehmat") == ()


def test_the_practice_room_and_other_schemes_make_no_survey(desk: Desk, practice_desk: Desk) -> None:
    with pytest.raises(RoomRefused):
        start_survey(practice_desk.opened, SEEN, at=desk.at, new_id=new_id)
    eobi = replace(desk.opened, scheme="eobi")
    assert (makes_surveys(desk.opened), makes_surveys(practice_desk.opened), makes_surveys(eobi)) == (
        True,
        False,
        False,
    )
    with pytest.raises(NotFound):
        start_survey(eobi, _typed(desk), at=desk.at, new_id=new_id)


def _mill(desk: Desk) -> dict[str, str]:
    found = register.employer(desk.opened.register, MILL)
    assert found is not None
    return found


def test_a_name_with_slips_and_words_in_another_order_finds_the_entry(desk: Desk) -> None:
    words = _mill(desk)["name_en"].split()
    turned = " ".join([*words[1:], words[0][:-1]])

    matches = likely_matches(desk.opened, {"name_en": turned.upper()})

    assert matches[0].hit.employer_id == MILL
    assert matches[0].score >= 45


def test_a_name_written_apart_and_without_its_signs_finds_the_entry(desk: Desk) -> None:
    assert likely_matches(desk.opened, {"name_en": "Shahdara Knit Wear Pvt Ltd"})[0].hit.employer_id == MILL
    assert likely_matches(desk.opened, {"name_ur": "شاہدرہ نٹ وئیر پرائیویٹ لمیٹڈ"})[0].hit.employer_id == MILL


def test_an_urdu_name_with_arabic_letters_finds_the_entry(desk: Desk) -> None:
    arabic = _mill(desk)["name_ur"].replace("ی", "ي").replace("ک", "ك")

    assert likely_matches(desk.opened, {"name_ur": arabic})[0].hit.employer_id == MILL


def test_the_same_telephone_in_other_signs_is_the_likest_of_all(desk: Desk) -> None:
    phone = "".join(sign for sign in _mill(desk)["phone"] if sign.isdigit())

    match = likely_matches(desk.opened, {"name_en": "Quite Another Name", "phone": phone})[0]

    assert (match.hit.employer_id, match.score, match.same) == (MILL, 100, "phone")


RESPELLED: tuple[tuple[dict[str, str], str], ...] = (
    ({"name_en": "Chowdhary Bricks"}, "Chaudhry Brick Company"),
    ({"name_ur": "چودھری برکس"}, "Chaudhry Brick Company"),
    ({"name_en": "Mughal Pura Knit Fabrics"}, "Mughalpura Knit Fabrics"),
    ({"trade_name": "Gulbarg Garment"}, "Gulberg Garments"),
    ({"name_en": "Ravi Enginering Work"}, "Ravi Engineering Works"),
    ({"name_en": "Iqbl Pharma Laboratories"}, "Iqbal Pharma Laboratories"),
)


def test_a_name_that_only_sounds_the_same_finds_the_entry(desk: Desk) -> None:
    for changed, name in RESPELLED:
        typed = _typed(desk, **{**dict.fromkeys(SEEN, ""), **changed})
        assert [match.hit.name.en for match in likely_matches(desk.opened, typed)][:1] == [name], changed


def test_another_firm_of_the_same_trade_and_street_is_no_match(desk: Desk) -> None:
    typed = {"name_en": "Rehmat Brick Company", "address_en": "Plot 28, Sheikhupura Road, Lahore"}

    assert likely_matches(desk.opened, _typed(desk, **{**dict.fromkeys(SEEN, ""), **typed})) == ()


def test_a_name_of_its_own_is_like_no_other(desk: Desk) -> None:
    assert likely_matches(desk.opened, {"name_en": "Zyxwv Qwerty", "phone": "1"}) == ()


def test_comparing_does_not_keep_an_inspector_waiting(desk: Desk) -> None:
    start = time.perf_counter()
    likely_matches(desk.opened, SEEN)

    assert time.perf_counter() - start < 5
