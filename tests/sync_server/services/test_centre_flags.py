from __future__ import annotations

from typing import Any

from inspected_employer import SECRET, inspected
from sqlalchemy import select

from sync_server.models import ContributionMonth, FlagRecord
from sync_server.services.flag_employer import flag_employer


def raise_flags(centre: Any, made: Any) -> None:
    flag_employer(centre.session, made.employer_id, inspection_id=made.inspection_id, tools=centre.tools)
    centre.session.commit()


def flags(centre: Any) -> list[tuple[str, int | None, bool]]:
    rows = centre.session.scalars(select(FlagRecord).order_by(FlagRecord.raised_at, FlagRecord.rule))
    return [(row.rule, row.amount_paisa, row.cleared_at is None) for row in rows]


def test_the_same_facts_raise_no_second_flag(centre: Any) -> None:
    made = inspected(centre)

    raise_flags(centre, made)
    first = flags(centre)
    centre.clock.move(days=1)
    raise_flags(centre, made)

    assert flags(centre) == first
    assert ("UNPAID_MONTHS", 52_800_00, True) in first


def test_a_flag_is_cleared_when_its_facts_are_gone_and_raised_anew_when_they_change(centre: Any) -> None:
    made = inspected(centre)
    raise_flags(centre, made)
    unpaid = centre.session.scalars(select(ContributionMonth).where(ContributionMonth.paid_paisa == 0)).all()
    [first, second] = [(row.id, row.due_paisa) for row in unpaid]
    centre.session.commit()

    seen = []
    for row_id, due in (first, second):
        centre.write("contribution_month", {"employer_id": made.employer_id, "paid_paisa": due}, row_id)
        centre.clock.move(days=1)
        raise_flags(centre, made)
        seen.append([flag for flag in flags(centre) if flag[0].startswith("UNPAID")])

    assert seen == [
        [("UNPAID_MONTHS", 52_800_00, False), ("UNPAID_MONTHS", 26_400_00, True)],
        [("UNPAID_MONTHS", 52_800_00, False), ("UNPAID_MONTHS", 26_400_00, False)],
    ]


def test_what_a_worker_said_in_confidence_is_in_no_flag(centre: Any) -> None:
    made = inspected(centre)

    raise_flags(centre, made)

    rows = centre.session.scalars(select(FlagRecord)).all()
    assert "DEDUCTED_FROM_WAGES" in [row.rule for row in rows]
    assert SECRET not in "".join(row.text_en + row.text_ur + str(row.facts) for row in rows)
