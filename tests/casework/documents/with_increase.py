"""An assessment with an increase, worked out by the real law of Islamabad, for papers that print it."""

from __future__ import annotations

from casework.assessment import Assessment, assess
from casework.case_yaml import read_case
from simplify_content.law_loader import load_law_pack

_CASE = """
case:
  scheme: {scheme}
  inspected_on: 2026-09-30
  as_of: 2026-09-30
  covered: [{{cnic: "61101-7777777-1", from: 2026-04-01}}]
  declared:
    - {{month: 2025-03, workers: 14, wages: 315000, due: 18900, paid: 9000, paid_on: 2025-06-10}}
    - {{month: 2025-04, workers: 14, wages: 315000, due: 18900, paid: 18900, paid_on: 2025-06-20}}
  workers:
    - ref: w1
      name: Muhammad Aslam
      wage: 40000
      wage_at_entry: 20000
      from: 2026-05-01
      record: wage register, page 3, line 14
    - ref: w2
      name: Ghulam Mustafa
      cnic: "61101-7777777-1"
      wage: 21000
      wage_at_entry: 20000
      from: 2026-02-01
      record: wage register, page 3, line 16
"""


def assessed(scheme: str = "iessi") -> Assessment:
    return assess(read_case(_CASE.format(scheme=scheme)), load_law_pack(scheme))
