"""What the two inspectors of the demonstration will find. People and figures are made up."""

from __future__ import annotations

from muaina.demo.laptop_desk import FoundWorker, Visit
from muaina.demo.set_up import RegisterFacts

_WORKERS_A = (
    FoundWorker(
        "Worker One (demonstration)",
        "33102-1234567-1",
        "2016-03-01",
        "41000",
        "14000",
        "Wage register, last month, line 14",
    ),
    FoundWorker(
        "Worker Two (demonstration)",
        "33102-2345678-3",
        "2015-09-15",
        "40500",
        "13500",
        "Wage register, last month, line 15",
    ),
    FoundWorker(
        "Worker Three (demonstration)",
        "33104-3456789-2",
        "2025-02-10",
        "21500",
        "20500",
        "Wage register, last month, line 16",
    ),
)
_WORKERS_B = (
    FoundWorker(
        "Worker Four (demonstration)",
        "33103-4567890-5",
        "2014-11-20",
        "42000",
        "12500",
        "Attendance register, last month, line 7",
    ),
)


def visits_for(facts: RegisterFacts) -> tuple[Visit, Visit]:
    """Return the visit of inspector A and the visit of inspector B."""
    return (
        Visit(
            registration_no=facts.to_inspect[0],
            counted_above_declared=6,
            workers=_WORKERS_A,
            statement="The three were to be registered after a trial period; business was slow in the unpaid months.",
        ),
        Visit(
            registration_no=facts.to_inspect[1],
            counted_above_declared=2,
            workers=_WORKERS_B,
            statement="The unpaid months will be paid in instalments.",
        ),
    )
