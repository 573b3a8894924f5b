from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from simplify_content.handbook_figures import figure_of, isolated, pieces
from simplify_content.law_loader import load_law_pack
from simplify_content.law_pack import Confidence, Confirmation, DatedValue, LawPack, LegalStatus, Provenance
from simplify_content.text import Text

PLAIN = {ord(sign): None for sign in "\u2066\u2067\u2068\u2069"}
TODAY = date(2026, 11, 22)


def _value(key: str, value: str | None, unit: str, **more: Any) -> DatedValue:
    provenance = Provenance("statute", TODAY, Confidence.HIGH, LegalStatus(more.pop("status", "in_force")))
    fields = {"from_on": None, "to_on": None, "reference": "Section 1", "title": Text("Limit", "حد")} | more
    return DatedValue(
        key=key, value=None if value is None else Decimal(value), unit=unit, provenance=provenance, **fields
    )


def _law(*values: DatedValue) -> LawPack:
    by_key: dict[str, tuple[DatedValue, ...]] = {}
    for value in values:
        by_key[value.key] = (*by_key.get(value.key, ()), value)
    return replace(load_law_pack("pessi"), values=by_key)


def test_line_is_filled_in_both_languages_from_the_pack_of_the_day() -> None:
    law = _law(
        _value("refund.months", "6", "months", to_on=date(2025, 12, 31)),
        _value("refund.months", "9", "months", from_on=date(2026, 1, 1)),
    )
    line = Text("Within {value:refund.months} of payment.", "ادائیگی کے {value:refund.months} کے اندر۔")

    assert (
        "".join(p.words for p in pieces(line, law, on=date(2025, 12, 31), lang="en")) == "Within 6 months of payment."
    )
    assert "".join(p.words for p in pieces(line, law, on=date(2026, 1, 1), lang="en")) == "Within 9 months of payment."
    urdu = "".join(p.words for p in pieces(line, law, on=TODAY, lang="ur"))
    assert urdu.translate(PLAIN) == "ادائیگی کے 9 ماہ کے اندر۔"
    assert "\u20669\u2069" in urdu


def test_amount_is_grouped_and_loses_no_paisa() -> None:
    law = _law(_value("a.b", "22000", "PKR/month"), _value("a.c", "0.50", "percent/day"))

    assert figure_of(law, "a.b", on=TODAY).words.en == "Rs 22,000 a month"
    assert figure_of(law, "a.c", on=TODAY).words.en == "0.5 percent a day"


def test_one_of_a_thing_is_said_in_the_singular() -> None:
    law = _law(_value("a.b", "1", "years"), _value("a.c", "1", "per year"), _value("a.d", "2", "years"))

    assert [figure_of(law, key, on=TODAY).words.en for key in ("a.b", "a.c", "a.d")] == [
        "1 year",
        "once a year",
        "2 years",
    ]


def test_disputed_figure_shows_every_alternative_and_is_unconfirmed() -> None:
    law = _law(
        _value("base", "22000", "PKR/month"),
        _value("base", "40000", "PKR/month", alternative="minimum_wage", status="disputed", reference="Notification"),
    )

    figure = figure_of(law, "base", on=TODAY)

    assert figure.words.en == "Rs 22,000 a month or Rs 40,000 a month"
    assert figure.reference == "Section 1; Notification"
    assert figure.is_known
    assert not figure.is_confirmed


def test_figure_that_the_sources_leave_unknown_says_so() -> None:
    for law in (_law(_value("base", None, "PKR/month")), _law()):
        figure = figure_of(law, "base", on=TODAY)
        assert figure.words == Text("not known from the sources", "ماخذ سے معلوم نہیں")
        assert not figure.is_known
        assert not figure.is_confirmed


def test_law_officers_word_confirms_a_figure() -> None:
    value = _value("base", "22000", "PKR/month", status="disputed")
    law = _law(value)

    confirmed = law.confirmed_with([Confirmation(value.fact, "Law officer", TODAY, "Letter 4")])

    assert not figure_of(law, "base", on=TODAY).is_confirmed
    assert figure_of(confirmed, "base", on=TODAY).is_confirmed


def test_dates_and_form_numbers_inside_urdu_are_isolated() -> None:
    assert (
        isolated("فارم SL-002.1 اور 30-06-2021 تک۔", "ur") == "فارم \u2066SL-002.1\u2069 اور \u206630-06-2021\u2069 تک۔"
    )
    assert isolated("ایس آر او 500(I)/2002", "ur").count("\u2066") == 1
    assert isolated("کم از کم 1,500 روپے", "ur") == "کم از کم \u20661,500\u2069 روپے"
    assert isolated("Form SL-002.1.", "en") == "Form SL-002.1."
