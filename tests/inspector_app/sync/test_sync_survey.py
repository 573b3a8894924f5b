"""A street survey from the laptop's page to the centre: the employer, its inspection, its flag."""

from __future__ import annotations

from inspector_at_work import Desk, new_id
from prepared_laptop import TODAY

from inspector_app.services.queue import queue
from inspector_app.services.search_register import search_register
from inspector_app.services.survey_employer import start_survey, survey_districts
from inspector_app.store.driver import writing
from inspector_app.store.register_changes import drop_row
from sync_protocol.entities import EMPLOYER

SEEN = {"name_en": "Rehmat Plastic Works", "name_ur": "رحمت پلاسٹک ورکس", "phone": "042-37900011"}


def _survey(laptop) -> tuple[str, str]:
    """Make a whole survey and return (inspection, employer)."""
    with laptop.open() as opened:
        desk = Desk(opened)
        typed = {**SEEN, "district": survey_districts(opened)[0].key}
        inspection_id = start_survey(opened, typed, at=desk.at, new_id=new_id)
        for _ in range(200):
            missing = desk.view(inspection_id).form.missing
            if not missing:
                break
            item = missing[0]
            value = item.choices[0].name if item.choices else {"integer": "2", "date": TODAY.isoformat()}.get(item.type)
            desk.answer(inspection_id, item.ref.item, value or "As seen at the visit", key=item.ref.key)
        desk.attach_needed(inspection_id)
        desk.state(inspection_id)
        desk.sign(inspection_id)
        desk.close(inspection_id)
        return inspection_id, desk.view(inspection_id).inspection.employer_id


def test_a_survey_reaches_the_centre_with_its_provisional_employer_and_flag(centre, enrolled) -> None:
    centre.employer(1)
    laptop = enrolled()
    laptop.sync()
    inspection_id, employer_id = _survey(laptop)

    assert laptop.sync().finished

    assert centre.scalar("SELECT status FROM employer WHERE id = :id", id=employer_id) == "provisional"
    assert centre.scalar("SELECT registration_no FROM employer WHERE id = :id", id=employer_id) == ""
    assert centre.scalar("SELECT institution FROM employer WHERE id = :id", id=employer_id) == "pessi"
    assert centre.scalar("SELECT state FROM inspection WHERE id = :id", id=inspection_id) == "received"
    rules = "SELECT count(*) FROM flag WHERE employer_id = :id AND rule = 'AWAITS_REGISTRATION' AND cleared_at IS NULL"
    assert centre.scalar(rules, id=employer_id) == 1
    with laptop.open() as opened:
        assert queue(opened).all_received
        assert Desk(opened).view(inspection_id).state == "received"
        [hit] = search_register(opened, "rehmat")
        assert (hit.employer_id, hit.status) == (employer_id, "provisional")
        assert opened.register.execute("SELECT rev FROM employer WHERE id = ?", (employer_id,)).fetchone()[0] == 1


def test_an_employer_entered_here_outlives_a_new_copy_of_the_register(centre, enrolled) -> None:
    centre.employer(1)
    laptop = enrolled()
    laptop.sync()
    _, employer_id = _survey(laptop)
    with laptop.open() as opened, opened.register.conn:
        opened.register.conn.execute("UPDATE cursor SET epoch = 'another'")

    assert laptop.sync().finished

    with laptop.open() as opened:
        assert [hit.employer_id for hit in search_register(opened, "rehmat")] == [employer_id]


def test_an_employer_whose_record_never_reached_the_register_is_there_again_after_a_try_without_network(
    centre, enrolled
) -> None:
    centre.employer(1)
    laptop = enrolled()
    laptop.sync()
    _, employer_id = _survey(laptop)
    with laptop.open() as opened, writing(opened.register):
        drop_row(opened.register, EMPLOYER, "district:lahore", employer_id)
        assert search_register(opened, "rehmat") == ()

    assert not laptop.sync("http://127.0.0.1:9").reached

    with laptop.open() as opened:
        assert [hit.employer_id for hit in search_register(opened, "rehmat")] == [employer_id]
