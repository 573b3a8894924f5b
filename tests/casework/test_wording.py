from __future__ import annotations

from datetime import date
from decimal import Decimal

from casework.money import Money
from casework.wording import day_text, month_text, name_text, percent_text, rupees_text


def test_days_months_amounts_and_shares_are_said_in_both_languages() -> None:
    assert (day_text(date(2026, 11, 2)).en, day_text(date(2026, 11, 2)).ur) == ("2 November 2026", "2 نومبر 2026")
    assert month_text(date(2026, 9, 1)).ur == "ستمبر 2026"
    assert rupees_text(Money(132050)).en == "Rs. 1,320.50"
    assert rupees_text(Money(132050)).ur == "\u20661,320.50\u2069 روپے"
    assert (percent_text(Decimal("6.00")).en, percent_text(Decimal(20)).en) == ("6%", "20%")


def test_a_hostile_name_cannot_turn_the_line_around() -> None:
    assert name_text("Ali\u202egnorw").ur == "\u2066Alignorw\u2069"
