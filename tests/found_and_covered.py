"""A worker found at a visit whom the register of coverage holds for some months: the same facts for laptop and centre.

By hand: wages of 30,000 count up to 22,000; 6 % is 1,320 a month. May lies before the coverage and nothing was declared
for July, so both are charged: 2,640. June, August and September are declared with this worker: 3,960 is set off.
"""

from __future__ import annotations

from typing import Any

from casework.money import Money

DECLARED = ("2026-05", "2026-06", "2026-08", "2026-09")
CHARGED_MONTHS = ("2026-05", "2026-07")
CHARGED, SET_OFF = Money.rupees(2640), Money.rupees(3960)
SECURED_NO = "LHR-0004711"
WORKER = {
    "wf_name": "Worker on line 14",
    "wf_cnic": "۳۵۲۰۲-۱۲۳۴۵۶۷-۱",
    "wf_record": "Wage register, September 2026, line 14",
    "wf_since": "2026-05-01",
    "wf_wage": "30000",
    "wf_wage_at_entry": "20000",
}


def month_rows(employer_id: str) -> list[dict[str, Any]]:
    return [
        {
            "employer_id": employer_id,
            "month": month,
            "declared_workers": 10,
            "wages_paisa": 220_000_00,
            "due_paisa": 13_200_00,
            "paid_paisa": 13_200_00,
            "paid_on": f"{month}-28",
            "challan_no": f"CH-{month}",
        }
        for month in DECLARED
    ]


def coverage_rows(employer_id: str) -> list[dict[str, Any]]:
    """Return the worker's own entry and one of somebody else."""
    own = {
        "employer_id": employer_id,
        "worker_id": "",
        "secured_no": SECURED_NO,
        "name_en": "Worker",
        "name_ur": "کارکن",
        "cnic": "3520212345671",
        "sex": "m",
        "from_on": "2026-06-15",
        "to_on": None,
        "wage_at_entry_paisa": 20_000_00,
    }
    return [own, {**own, "secured_no": "LHR-0000001", "cnic": "3520299999991", "from_on": "2019-01-01"}]
