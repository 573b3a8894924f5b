"""Deciding conflicts: one decision wins, none is made on an old page, and the laptop hears of it."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from sync_protocol.entities import ENTITIES
from sync_server.models import Conflict, Employer, Role, User, db
from sync_server.queries.conflicts import conflict_list
from sync_server.refusals import Barred
from sync_server.services.merge_rules import CENTRE_ONLY, merge_rules
from sync_server.services.read_conflict import read_conflict
from sync_server.services.resolve_conflict import Resolution, resolve_conflict


def in_conflict(centre: Any, **changes: str) -> tuple[str, Any]:
    """Return an employer over which two laptops disagree, and the laptop that came second."""
    employer = centre.employer()
    first, second = centre.laptop(), centre.laptop()
    was = {name: getattr(centre.session.get(Employer, employer), name) for name in changes}
    centre.session.rollback()
    first.correct(employer, was=was, **{name: f"{value}77" for name, value in changes.items()})
    second.correct(employer, was=was, **changes)
    outcomes = [laptop.outcomes(laptop.sync())[0][1] for laptop in (first, second)]
    assert outcomes == ["applied", "merged"]
    return employer, second


def conflicts(centre: Any) -> list[Conflict]:
    centre.session.rollback()
    found = list(centre.session.query(Conflict).order_by(Conflict.raised_at, Conflict.id))
    centre.session.rollback()
    return found


def decide(centre: Any, boss: User, conflict_id: str, choice: str, **more: Any) -> None:
    centre.session.rollback()
    resolution = Resolution(choice, "Rang them", **{"version": 1, **more})
    resolve_conflict(centre.session, boss, conflict_id, resolution=resolution, tools=centre.tools)


def view_of(centre: Any, conflict_id: str) -> Any:
    centre.session.rollback()
    view = read_conflict(centre.session, centre.session.get(Conflict, conflict_id))
    centre.session.rollback()
    return view


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        ("arriving", "your value stands"),
        ("standing", "the value of the other person stands"),
        ("other", "a third value"),
    ],
)
def test_the_laptop_that_met_the_conflict_is_told_what_was_decided(either_centre: Any, choice: str, words: str) -> None:
    employer, laptop = in_conflict(either_centre, phone="042-1")
    boss = either_centre.user("sup", Role.SUPERVISOR)
    [conflict] = conflicts(either_centre)
    seen = laptop.sync()["verdicts"][-1]

    decide(either_centre, boss, conflict.id, choice, values={"phone": "042-3"})

    [news] = laptop.sync(verdicts_since=seen["number"])["verdicts"]
    assert (news["op_id"], news["outcome"], news["conflict_ids"]) == (seen["op_id"], "merged", [conflict.id])
    assert words in news["reason_en"]
    expected = {"arriving": "042-1", "standing": "042-177", "other": "042-3"}[choice]
    assert either_centre.session.get(Employer, employer, populate_existing=True).phone == expected


def test_a_decision_made_on_an_old_page_is_refused_and_can_be_made_on_a_new_one(centre: Any) -> None:
    employer, _ = in_conflict(centre, phone="042-1")
    boss = centre.user("sup", Role.SUPERVISOR)
    [conflict] = conflicts(centre)
    old = view_of(centre, conflict.id)
    assert not old.moved_on
    centre.write("employer", {"phone": "042-9"}, employer)

    with pytest.raises(Barred, match="while your page was open"):
        decide(centre, boss, conflict.id, "standing", rev=old.rev)
    centre.session.rollback()
    new = view_of(centre, conflict.id)
    assert (new.moved_on, new.values[0].now, new.line.conflict.state) == (True, "042-9", "open")

    decide(centre, boss, conflict.id, "now", rev=new.rev)

    [decided] = conflicts(centre)
    assert (decided.state, decided.chosen_value, decided.standing_value) == ("resolved", "042-9", "042-177")
    assert centre.session.get(Employer, employer, populate_existing=True).phone == "042-9"


def test_a_change_of_another_field_does_not_hinder_a_decision(centre: Any) -> None:
    employer, _ = in_conflict(centre, phone="042-1")
    boss = centre.user("sup", Role.SUPERVISOR)
    [conflict] = conflicts(centre)
    old = view_of(centre, conflict.id)
    centre.write("employer", {"owner_name": "Aslam"}, employer)
    decide(centre, boss, conflict.id, "arriving", rev=old.rev)
    assert conflicts(centre)[0].state == "resolved"


def test_a_later_conflict_over_the_same_field_shows_the_earlier_decision(centre: Any) -> None:
    employer, _ = in_conflict(centre, phone="042-1")
    third = centre.laptop()
    third.correct(employer, was={"phone": ""}, phone="042-2")
    third.sync()
    boss = centre.user("sup", Role.SUPERVISOR)
    first, second = conflicts(centre)

    decide(centre, boss, first.id, "arriving")

    view = view_of(centre, second.id)
    assert [(one.id, one.state) for one in view.beside] == [(first.id, "resolved")]
    assert view.moved_on
    assert view.values[0].now == "042-1"


def test_a_group_is_shown_and_decided_as_one(centre: Any) -> None:
    employer, _ = in_conflict(centre, address_en="Mall Road", address_ur="مال روڈ")
    boss = centre.user("sup", Role.SUPERVISOR)
    [conflict] = conflicts(centre)
    assert view_of(centre, conflict.id).line.fields == ("address_en", "address_ur")

    decide(centre, boss, conflict.id, "arriving")

    found = centre.session.get(Employer, employer, populate_existing=True)
    assert (found.address_en, found.address_ur) == ("Mall Road", "مال روڈ")


@pytest.mark.timeout(120)
def test_of_supervisors_who_decide_at_the_same_moment_one_succeeds(either_centre: Any) -> None:
    employer, _ = in_conflict(either_centre, phone="042-1")
    boss_id = either_centre.user("sup", Role.SUPERVISOR).id
    conflict_id = conflicts(either_centre)[0].id
    either_centre.session.rollback()
    gate, outcomes = threading.Barrier(4), []

    def one(turn: int) -> None:
        with either_centre.app.app_context():
            session = db.session()
            boss = session.get(User, boss_id)
            session.rollback()
            gate.wait(timeout=30)
            resolution = Resolution("other", f"Turn {turn}", version=1, values={"phone": f"042-{turn}"})
            try:
                resolve_conflict(session, boss, conflict_id, resolution=resolution, tools=either_centre.tools)
                outcomes.append(turn)
            except Barred:
                session.rollback()
            finally:
                db.session.remove()

    threads = [threading.Thread(target=one, args=(turn,)) for turn in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    [winner] = outcomes
    [decided] = conflicts(either_centre)
    assert (decided.version, decided.chosen_value, decided.reason) == (2, f"042-{winner}", f"Turn {winner}")
    assert either_centre.session.get(Employer, employer, populate_existing=True).phone == f"042-{winner}"


def test_conflicts_never_vanish(centre: Any) -> None:
    in_conflict(centre, phone="042-1")
    boss = centre.user("sup", Role.SUPERVISOR)
    [conflict] = conflicts(centre)
    decide(centre, boss, conflict.id, "standing")
    kept = conflict_list(centre.session, boss, state="resolved")
    assert [(one.base_value, one.standing_value, one.arriving_value) for one in kept] == [("", "042-177", "042-1")]
    centre.session.rollback()
    with pytest.raises(Exception, match="append-only"):
        centre.session.execute(db.text("DELETE FROM conflict"))
    centre.session.rollback()


def test_the_page_of_rules_tells_every_field_once_and_as_the_merge_has_it() -> None:
    rules = merge_rules()
    for entity in ENTITIES.values():
        told = [(name, rule.rule) for rule in rules if rule.entity == entity.name for name in rule.fields]
        named = {field.name: str(field.policy) if field.from_field else CENTRE_ONLY for field in entity.fields}
        named.pop(entity.scope_by, None)
        assert dict(told) == named
        assert len(told) == len(named)
