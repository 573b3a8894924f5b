"""Merging two employers and taking it back: nothing is lost, what arrives later lands where it belongs."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any

import pytest
from inspected_employer import conflict_over, inspected
from uuid_utils.compat import uuid7

from sync_server.errors import NotFound, Refusal
from sync_server.models import (
    Case,
    Conflict,
    DuplicatePair,
    Employer,
    EmployerAlias,
    FlagRecord,
    Inspection,
    InspectionSummary,
    Role,
    Visit,
    db,
)
from sync_server.queries.aliases import survivors_of
from sync_server.refusals import Barred
from sync_server.services.decide_pair import PairDecision, keep_apart
from sync_server.services.merge_employers import merge_employers
from sync_server.services.resolve_conflict import Resolution, resolve_conflict
from sync_server.services.undo_merge import undo_merge

PROVISIONAL = {"status": "provisional", "registration_no": ""}


@dataclass
class Two:
    """Two employers and their pair, with a supervisor."""

    centre: Any
    survivor: str
    absorbed: str
    pair: str
    boss: Any

    def merge(self, *, version: int = 1) -> EmployerAlias:
        self.centre.session.rollback()
        decision = PairDecision(version, "One gate, one owner")
        return merge_employers(
            self.centre.session, self.boss, self.pair, survivor_id=self.survivor, decision=decision,
            tools=self.centre.tools,
        )  # fmt: skip

    def undo(self, *, version: int = 2) -> DuplicatePair:
        self.centre.session.rollback()
        decision = PairDecision(version)
        return undo_merge(self.centre.session, self.boss, self.pair, decision=decision, tools=self.centre.tools)

    def values(self, employer_id: str) -> Employer:
        self.centre.session.rollback()
        found = self.centre.session.get(Employer, employer_id, populate_existing=True)
        self.centre.session.rollback()
        return found


def pair_of(centre: Any, one: str, other: str) -> str:
    first, second = sorted((one, other))
    pair = DuplicatePair(
        id=str(uuid7()), first_id=first, second_id=second, scope_id="district:lahore", score=80, reasons=["name_same"],
        raised_at=centre.clock(),
    )  # fmt: skip
    centre.session.add(pair)
    centre.session.commit()
    return str(pair.id)


def two(centre: Any, **absorbed: Any) -> Two:
    survivor = centre.employer(name_en="Chenab Weaving", phone="")
    made = inspected(centre, name_en="Chinab Weaving", phone="042-35711111", owner_name="Aslam", **absorbed)
    boss = centre.user("boss", Role.SUPERVISOR)
    pair = pair_of(centre, survivor, made.employer_id)
    return Two(centre, survivor, made.employer_id, pair, boss)


def picture(centre: Any) -> dict[str, Any]:
    """Return everything that a merge may touch, with whose it is."""
    centre.session.rollback()
    tables = ("establishment", "coverage", "contribution_month", "certificate", "visit", "inspection_summary",
              "inspection", "flag", "enforcement_case", "conflict")  # fmt: skip
    seen: dict[str, Any] = {}
    for table in tables:
        scoped = ", scope_id" if table in ("inspection", "flag", "enforcement_case", "conflict") else ""
        rows = centre.session.execute(db.text(f"SELECT id, employer_id{scoped} FROM {table}")).all()
        seen |= {(table, row[0]): tuple(row[1:]) for row in rows}
    for employer in centre.session.query(Employer):
        seen["employer", employer.id] = {
            name: getattr(employer, name) for name in ("status", "phone", "owner_name", "registration_no", "name_en")
        }
    centre.session.rollback()
    return seen


def test_everything_follows_and_comes_back(either_centre: Any) -> None:
    made = two(either_centre, district="lahore")
    inspection = either_centre.session.query(Inspection).one()
    either_centre.session.add(
        Case(id=str(uuid7()), case_no="1", employer_id=made.absorbed, inspection_id=inspection.id,
             scope_id="district:lahore", scheme="pessi", opened_by=made.boss.id, opened_at=either_centre.clock())
    )  # fmt: skip
    either_centre.session.commit()
    before = picture(either_centre)

    made.merge()

    after = picture(either_centre)
    owners = {key: value[0] for key, value in after.items() if key[0] != "employer"}
    assert {value[0] for key, value in before.items() if key[0] != "employer"} == {made.absorbed}
    assert set(owners.values()) == {made.survivor}
    assert after["employer", made.absorbed]["status"] == "merged"
    assert (after["employer", made.survivor]["phone"], after["employer", made.survivor]["owner_name"]) == (
        "042-35711111", "Aslam",
    )  # fmt: skip
    assert survivors_of(either_centre.session, [made.absorbed, made.survivor]) == {made.absorbed: made.survivor}
    either_centre.session.rollback()

    made.undo()

    restored = picture(either_centre)
    assert {key: value for key, value in restored.items() if key in before} == before
    assert {key[0] for key in restored.keys() - before.keys()} <= {"flag"}
    assert survivors_of(either_centre.session, [made.absorbed]) == {}


def test_laptops_learn_of_a_merge_through_the_feed(centre: Any) -> None:
    made = two(centre)
    laptop = centre.laptop(centre.user())
    start = {"scope": "district:lahore", "epoch": centre.scalar("SELECT epoch FROM scope"),
             "since": centre.scalar("SELECT v FROM scope"), "digest": ""}  # fmt: skip

    made.merge()

    cursor = {name: start[name] for name in ("scope", "epoch", "since")}
    reply = laptop.sync(pull=[cursor])
    changes = reply["pull"][0]["changes"]
    changed = {(one["entity"], one["row_id"]): one["values"] for one in changes}
    assert changed["employer", made.absorbed]["status"] == "merged"
    months = [values for (entity, _), values in changed.items() if entity == "contribution_month"]
    assert len(months) == 6
    assert {values["employer_id"] for values in months} == {made.survivor}


def test_work_that_names_the_absorbed_employer_lands_on_the_survivor_and_returns_when_undone(
    either_centre: Any,
) -> None:
    centre = either_centre
    made = two(centre)
    laptop = centre.laptop(centre.user())
    early, own = laptop.start(made.absorbed), laptop.start(made.survivor)
    late = laptop.start(made.absorbed)
    laptop.finding(early)
    laptop.close(early)
    laptop.correct(made.absorbed, was={"trade_name": ""}, trade_name="CW")

    made.merge()
    reply = laptop.sync()

    assert {outcome for _, outcome, _ in laptop.outcomes(reply)} == {"applied"}
    owners = {one.id: one.employer_id for one in centre.session.query(Inspection)}
    assert (owners[early], owners[own], owners[late]) == (made.survivor, made.survivor, made.survivor)
    assert centre.session.get(InspectionSummary, early).employer_id == made.survivor
    assert {flag.employer_id for flag in centre.session.query(FlagRecord)} <= {made.survivor}
    assert made.values(made.survivor).trade_name == "CW"

    made.undo()

    owners = {one.id: one.employer_id for one in centre.session.query(Inspection)}
    assert (owners[early], owners[own], owners[late]) == (made.absorbed, made.survivor, made.absorbed)
    assert centre.session.get(InspectionSummary, early).employer_id == made.absorbed
    assert (made.values(made.survivor).trade_name, made.values(made.absorbed).trade_name) == ("", "CW")


def test_a_correction_of_the_absorbed_employer_never_overwrites_what_the_survivor_holds(centre: Any) -> None:
    made = two(centre)
    laptop = centre.laptop(centre.user())
    laptop.correct(made.absorbed, was={"name_en": "Chinab Weaving"}, name_en="Chinab Weaving Factory")
    made.merge()

    laptop.sync()

    assert made.values(made.survivor).name_en == "Chenab Weaving"
    conflict = centre.session.query(Conflict).one()
    assert (conflict.row_id, conflict.state, conflict.field) == (made.survivor, "open", "name")
    centre.session.rollback()

    made.undo()

    centre.session.refresh(conflict)
    assert conflict.state == "settled"
    assert made.values(made.absorbed).name_en == "Chinab Weaving Factory"


def test_what_somebody_wrote_after_the_merge_is_left_alone_by_the_undo(centre: Any) -> None:
    made = two(centre)
    made.merge()
    centre.write("employer", {"phone": "0300-7654321"}, made.survivor)

    made.undo()

    assert made.values(made.survivor).phone == "0300-7654321"
    assert made.values(made.survivor).owner_name == ""
    assert made.values(made.absorbed).phone == "042-35711111"


def test_a_conflict_of_the_absorbed_employer_is_decided_for_the_survivor(centre: Any) -> None:
    survivor = centre.employer(name_en="Chenab Weaving")
    seeded = inspected(centre, name_en="Chinab Weaving")
    conflict_id = conflict_over(centre, seeded)
    boss = centre.user("boss", Role.SUPERVISOR)
    made = Two(centre, survivor, seeded.employer_id, pair_of(centre, survivor, seeded.employer_id), boss)

    made.merge()
    resolution = Resolution("arriving", "Rang the number", version=1, rev=made.values(survivor).rev)
    centre.session.rollback()
    resolve_conflict(centre.session, boss, conflict_id, resolution=resolution, tools=centre.tools)

    assert made.values(survivor).phone == "0300-1234567"
    assert made.values(seeded.employer_id).phone == ""


def test_a_registered_employer_absorbed_by_a_provisional_one_gives_it_its_number(centre: Any) -> None:
    survivor = centre.employer(name_en="Chenab Weaving", **PROVISIONAL)
    absorbed = centre.employer(name_en="Chenab Weaving Mills", registration_no="LHR-77777")
    made = Two(centre, survivor, absorbed, pair_of(centre, survivor, absorbed), centre.user("boss", Role.SUPERVISOR))
    made.merge()
    assert (made.values(survivor).registration_no, made.values(survivor).status) == ("LHR-77777", "active")
    made.undo()
    assert (made.values(survivor).registration_no, made.values(survivor).status) == ("", "provisional")
    assert made.values(absorbed).status == "active"


def test_pairs_that_wait_for_the_absorbed_employer_wait_for_its_survivor(centre: Any) -> None:
    made = two(centre)
    third = centre.employer(name_en="Chenaab Weaving")
    pair_of(centre, made.absorbed, third)

    made.merge()

    found = {frozenset((pair.first_id, pair.second_id)): pair.state for pair in centre.session.query(DuplicatePair)}
    assert found[frozenset((made.survivor, third))] == "open"


def test_a_merge_is_taken_back_only_after_the_later_one(centre: Any) -> None:
    made = two(centre)
    made.merge()
    third = centre.employer(name_en="Chenab Weaving Factory")
    later = Two(centre, third, made.survivor, pair_of(centre, made.survivor, third), made.boss)
    later.merge()
    assert survivors_of(centre.session, [made.absorbed, made.survivor]) == {made.absorbed: third, made.survivor: third}
    centre.session.rollback()

    with pytest.raises(Barred, match="Take that merge back first"):
        made.undo()
    centre.session.rollback()
    assert picture(centre)["employer", made.absorbed]["status"] == "merged"

    later.undo()
    made.undo()
    assert {value[0] for key, value in picture(centre).items() if key[0] == "contribution_month"} == {made.absorbed}


def test_the_second_supervisor_gets_a_plain_word_and_changes_nothing(centre: Any) -> None:
    made = two(centre)
    keep_apart(centre.session, made.boss, made.pair, decision=PairDecision(1), tools=centre.tools)
    before = picture(centre)

    with pytest.raises(Barred, match="by Name of boss"):
        made.merge()

    centre.session.rollback()
    assert picture(centre) == before


@pytest.mark.timeout(120)
def test_of_supervisors_who_decide_at_the_same_moment_one_succeeds(either_centre: Any) -> None:
    made = two(either_centre)
    boss_id, outcomes = made.boss.id, []
    either_centre.session.rollback()
    gate = threading.Barrier(4)

    def decide(turn: int) -> None:
        from sync_server.models import User

        with either_centre.app.app_context():
            session = db.session()
            boss = session.get(User, boss_id)
            session.rollback()
            gate.wait(timeout=30)
            try:
                if turn % 2:
                    keep_apart(session, boss, made.pair, decision=PairDecision(1), tools=either_centre.tools)
                else:
                    merge_employers(
                        session, boss, made.pair, survivor_id=made.survivor, decision=PairDecision(1),
                        tools=either_centre.tools,
                    )  # fmt: skip
                outcomes.append("done")
            except Barred:
                session.rollback()
                outcomes.append("told")
            finally:
                db.session.remove()

    threads = [threading.Thread(target=decide, args=(turn,)) for turn in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(outcomes) == ["done", "told", "told", "told"]
    pair = either_centre.session.get(DuplicatePair, made.pair, populate_existing=True)
    aliases = either_centre.session.query(EmployerAlias).count()
    assert (pair.version, aliases) == (2, 1 if pair.state == "merged" else 0)


def test_pairs_outside_the_scope_are_not_there(centre: Any) -> None:
    survivor = centre.employer()
    other = centre.employer("multan")
    made = Two(centre, survivor, other, pair_of(centre, survivor, other), centre.user("boss", Role.SUPERVISOR))
    with pytest.raises(NotFound):
        made.merge()


def test_a_survivor_that_is_not_of_the_pair_is_refused(centre: Any) -> None:
    made = two(centre)
    made.survivor = centre.employer()
    with pytest.raises(Refusal, match="Choose which entry goes on"):
        made.merge()


@pytest.mark.timeout(120)
def test_an_inspection_begun_while_its_employer_is_merged_is_not_left_behind(postgres_centre: Any) -> None:
    centre = postgres_centre
    made = two(centre)
    laptops = [centre.laptop(centre.user()) for _ in range(3)]
    for laptop in laptops:
        for _ in range(5):
            laptop.start(made.absorbed)
    gate, failures = threading.Barrier(4), []

    def push(laptop: Any) -> None:
        with centre.app.app_context():
            gate.wait(timeout=30)
            for _ in range(5):
                if laptop.post(laptop.message()).status_code == 200:
                    return
            failures.append(laptop)

    threads = [threading.Thread(target=push, args=(laptop,)) for laptop in laptops]
    for thread in threads:
        thread.start()
    gate.wait(timeout=30)
    made.merge()
    for thread in threads:
        thread.join(timeout=60)

    assert failures == []
    centre.session.rollback()
    assert {one.employer_id for one in centre.session.query(Inspection)} == {made.survivor}
    assert centre.session.query(Inspection).count() == 16
    assert centre.session.query(Visit).count() == 0
