"""Two laptops correct one employer: what merges, what becomes a conflict, and who hears of it."""

from __future__ import annotations

from typing import Any

from sync_server.models import Conflict


def feed_of(laptop: Any, centre: Any) -> list[dict[str, Any]]:
    epoch = centre.scalar("SELECT epoch FROM scope WHERE id = 'district:lahore'")
    [page] = laptop.sync(pull=[{"scope": "district:lahore", "epoch": epoch, "since": 0}])["pull"]
    return list(page["changes"])


def test_different_fields_of_one_employer_merge_clean_and_both_laptops_get_both(either_centre: Any) -> None:
    employer, a, b = either_centre.employer(), either_centre.laptop(), either_centre.laptop()
    a.correct(employer, was={"phone": ""}, phone="042-1")
    b.correct(employer, was={"trade_name": ""}, trade_name="Star")
    assert a.outcomes(a.sync()) == [(1, "applied", "")]
    assert b.outcomes(b.sync()) == [(1, "merged", "")]
    for laptop in (a, b):
        [change] = feed_of(laptop, either_centre)
        assert (change["values"]["phone"], change["values"]["trade_name"], change["rev"]) == ("042-1", "Star", 3)
    assert either_centre.scalar("SELECT count(*) FROM conflict") == 0


def test_the_same_field_differently_keeps_the_first_and_opens_a_conflict_with_both(either_centre: Any) -> None:
    employer, a, b = either_centre.employer(), either_centre.laptop(), either_centre.laptop()
    a.correct(employer, was={"phone": ""}, phone="042-1")
    b.correct(employer, was={"phone": ""}, phone="042-2")
    a.sync()
    reply = b.sync()
    assert b.outcomes(reply) == [(1, "merged", "")]
    session = either_centre.session
    [conflict] = session.query(Conflict).all()
    assert reply["verdicts"][0]["conflict_ids"] == [conflict.id]
    assert (conflict.field, conflict.state, conflict.policy) == ("phone", "open", "review")
    assert (conflict.base_value, conflict.standing_value, conflict.arriving_value) == ("", "042-1", "042-2")
    assert (conflict.standing_user_id, conflict.arriving_user_id) == (a.user_id, b.user_id)
    assert conflict.standing_at == "2026-11-22T09:00:00Z"
    assert conflict.arriving_at == "2026-11-22T09:00:00Z"
    assert conflict.scope_id == "district:lahore"
    session.rollback()
    assert either_centre.scalar("SELECT phone FROM employer") == "042-1"


def test_the_same_value_from_two_laptops_is_no_conflict(centre: Any) -> None:
    employer, a, b = centre.employer(), centre.laptop(), centre.laptop()
    for laptop in (a, b):
        laptop.correct(employer, was={"phone": ""}, phone="042-1")
        laptop.sync()
    assert centre.scalar("SELECT count(*) FROM conflict") == 0
    assert centre.scalar("SELECT rev FROM employer") == 2


def test_six_own_edits_of_one_field_sent_in_pieces_never_conflict(centre: Any) -> None:
    employer, laptop = centre.employer(), centre.laptop()
    for number in range(6):
        laptop.correct(employer, was={"phone": str(number)}, phone=str(number + 1))
        if number % 2:
            laptop.post(laptop.message())
    laptop.sync()
    assert centre.scalar("SELECT phone FROM employer") == "6"
    assert centre.scalar("SELECT count(*) FROM conflict") == 0


def test_the_halves_of_a_name_are_decided_together(centre: Any) -> None:
    employer, a, b = centre.employer(), centre.laptop(), centre.laptop()
    was = {"name_en": "Employer 1 Limited", "name_ur": "آجر 1"}
    a.correct(employer, was={"name_ur": was["name_ur"]}, name_ur="نیا نام")
    b.correct(employer, was=was, name_en="New Name", name_ur="اور نام")
    a.sync()
    b.sync()
    [conflict] = centre.session.query(Conflict).all()
    assert conflict.field == "name"
    assert conflict.standing_value == {"name_en": was["name_en"], "name_ur": "نیا نام"}
    assert conflict.arriving_value == {"name_en": "New Name", "name_ur": "اور نام"}
    centre.session.rollback()
    assert centre.scalar("SELECT name_en FROM employer") == was["name_en"]


def test_the_centres_own_change_meanwhile_is_a_conflict_too(centre: Any) -> None:
    employer, laptop = centre.employer(), centre.laptop()
    centre.write("employer", {"phone": "from the office"}, employer)
    laptop.correct(employer, was={"phone": ""}, phone="042-2")
    laptop.sync()
    assert centre.scalar("SELECT phone FROM employer") == "from the office"
    assert centre.scalar("SELECT standing_user_id FROM conflict") == ""


def test_no_clock_of_a_laptop_decides(centre: Any) -> None:
    employer, a, b = centre.employer(), centre.laptop(), centre.laptop()
    for laptop, made_at, phone in ((a, "2099-01-01T00:00:00Z", "1"), (b, "1999-01-01T00:00:00Z", "2")):
        laptop.make("employer.correct", employer, {"phone": phone}, was={"phone": ""}, base_rev=1, made_at=made_at)
        laptop.sync()
    assert centre.scalar("SELECT phone FROM employer") == "1"
    assert centre.scalar("SELECT count(*) FROM conflict") == 1
