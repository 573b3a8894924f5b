"""Names under which casework asks a law pack: keys of provisions and of dated values, never their content.

What the keys stand for, on which day, is in `simplify_content/law`.
"""

from __future__ import annotations

CONTRIBUTION = "PESSO65.s20.1"
NO_DEDUCTION = "PESSO65.s20.3"
DAILY_WAGE = "PESSO65.s20.5"
EMPLOYEE = "PESSO65.s2.8.f"
RECORDS = "PESSO65.s21"
POWERS = "PESSO65.s22.1"
BEST_JUDGMENT = "PESSO65.s22.3"
LOOK_BACK = "PESSO65.s22.5"
INCREASE = "PESSO65.s23.1"
RECOVERY = "PESSO65.s23.2"
WORKER_SAFEGUARD = "PESSO65.s24"
REFUND = "PESSO65.s25"
COMPLAINT = "PESSO65.s57"
REVIEW = "PESSO65.s58"
APPEAL = "PESSO65.s59"

RATE = "contribution.rate_percent"
BASE_LIMIT = "contribution.base_limit"
PAYMENT_DAY = "contribution.payment_day"
MONTHS_TO_PAY = "contribution.months_to_pay"
ENTRY_LIMIT = "coverage.wage_limit"
LOOK_BACK_YEARS = "inspection.look_back_years"
INCREASE_CAP = "increase.cap_percent"
MINIMUM_WAGE = "minimum_wage.unskilled"

MONEY_UNIT = "PKR/month"
