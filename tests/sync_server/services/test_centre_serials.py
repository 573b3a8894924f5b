from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from centre_visitor import visit
from inspected_employer import inspected
from sqlalchemy import text

from sync_server.models import Role
from sync_server.services.serial_number import next_number


def test_each_series_counts_from_one_without_a_gap(either_centre: Any) -> None:
    session = either_centre.session

    numbers = [next_number(session, "lahore/demand/2026") for _ in range(3)]
    other = next_number(session, "lahore/demand/2027")
    session.commit()

    assert (numbers, other) == ([1, 2, 3], 1)


def test_a_number_whose_act_is_rolled_back_is_given_again(either_centre: Any) -> None:
    session = either_centre.session
    next_number(session, "s")
    session.commit()

    lost = next_number(session, "s")
    session.rollback()
    again = next_number(session, "s")
    session.commit()

    assert lost == again == 2


def test_cases_opened_at_the_same_moment_get_different_numbers_without_a_gap(either_centre: Any) -> None:
    made = [inspected(either_centre, state="approved") for _ in range(4)]
    either_centre.user("enf", Role.ENFORCEMENT_OFFICER)
    visitors = [visit(either_centre, "enf") for _ in made]

    with ThreadPoolExecutor(4) as pool:
        paths = [f"/inspections/{one.inspection_id}/case" for one in made]
        statuses = [
            answer.status_code
            for answer in pool.map(lambda pair: pair[0].send(pair[1]), zip(visitors, paths, strict=True))
        ]

    either_centre.session.rollback()
    found = either_centre.session.scalars(text("SELECT case_no FROM enforcement_case ORDER BY case_no")).all()
    assert statuses == [303] * 4
    assert found == [f"LAHORE/C/2026/{number:04d}" for number in range(1, 5)]


def test_of_two_supervisors_at_the_same_moment_one_approves(either_centre: Any) -> None:
    made = inspected(either_centre)
    names = ["sup1", "sup2", "sup3"]
    for name in names:
        either_centre.user(name, Role.SUPERVISOR)
    visitors = [visit(either_centre, name) for name in names]

    with ThreadPoolExecutor(3) as pool:
        path = f"/inspections/{made.inspection_id}/approve"
        statuses = sorted(
            answer.status_code for answer in pool.map(lambda visitor: visitor.send(path, version="1"), visitors)
        )

    either_centre.session.rollback()
    assert statuses == [303, 409, 409]
    assert either_centre.scalar("SELECT count(*) FROM review") == 1
