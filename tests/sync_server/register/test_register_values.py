from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simplify_content.cleaning import clean_text, comparable, western_digits
from simplify_content.places import districts, sectors
from simplify_content.table_files.amounts import parse_amount, parse_count
from simplify_content.table_files.days import DayReader
from simplify_content.table_files.errors import ValueRefused
from simplify_content.table_files.tables import EPOCH_1904
from simplify_content.table_files.words import parse_name, parse_text
from sync_server.register.choices import choice_readers
from sync_server.register.identifiers import parse_cnic, parse_code, parse_ntn, parse_phone, parse_registration_no

URDU_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
DAYS = DayReader(date(2026, 11, 22))


def refusal(parse: Callable[[str], Any], raw: str) -> str:
    with pytest.raises(ValueRefused) as caught:
        parse(raw)
    assert caught.value.text.ur
    return caught.value.code


@pytest.mark.parametrize(
    "raw",
    [
        "35202-1234567-1",
        "3520212345671",
        " 35202 1234567 1 ",
        "35202–1234567–1",
        "۳۵۲۰۲-۱۲۳۴۵۶۷-۱",
        "٣٥٢٠٢١٢٣٤٥٦٧١",
        "'3520212345671",
        '="3520212345671"',
        "\u202a35202-1234567-1\u202c",
    ],
)
def test_a_cnic_is_kept_in_one_form_however_it_is_written(raw: str) -> None:
    assert parse_cnic(raw) == "35202-1234567-1"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("352021234567", "cnic.length"),
        ("35202123456712", "cnic.length"),
        ("123-45-678901", "cnic.old"),
        ("05202-1234567-1", "cnic.area"),
        ("95202-1234567-1", "cnic.area"),
        ("35202-1234567-0", "cnic.last"),
        ("35202-0000000-1", "cnic.placeholder"),
        ("3333333333333", "cnic.placeholder"),
        ("33333-3333333-3", "cnic.placeholder"),
        ("35202-123456A-1", "cnic.letters"),
        ("3.52021E+12", "shortened"),
    ],
)
def test_an_impossible_cnic_is_refused_for_what_is_wrong_with_it(raw: str, code: str) -> None:
    assert refusal(parse_cnic, raw) == code


@given(st.integers(1, 8), st.integers(0, 9999), st.integers(1, 9_999_999), st.integers(1, 9))
def test_a_cnic_reads_the_same_with_and_without_dashes_and_in_urdu_digits(a: int, b: int, c: int, d: int) -> None:
    kept = f"{a}{b:04d}-{c:07d}-{d}"
    if len(set(kept)) > 3 and kept.replace("-", "") != "1234567890123":
        plain = kept.replace("-", "")
        assert {parse_cnic(form) for form in (kept, plain, plain.translate(URDU_DIGITS))} == {kept}


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("2019070001", "2019070001"),
        ("lhr / 0042", "LHR/0042"),
        ("۲۰۱۹۰۷۰۰۰۱", "2019070001"),
        ('="0012345678"', "0012345678"),
    ],
)
def test_a_registration_number_keeps_its_digits_and_zeros(raw: str, kept: str) -> None:
    assert parse_registration_no(raw) == kept


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("none", "registration.shape"),
        ("12", "registration.shape"),
        ("1" * 41, "registration.shape"),
        ("12_34", "registration.shape"),
        ("2.01907E+09", "shortened"),
    ],
)
def test_what_is_no_registration_number_is_refused(raw: str, code: str) -> None:
    assert refusal(parse_registration_no, raw) == code


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("1234567", "1234567"),
        ("1234567-8", "1234567-8"),
        ("12345678", "1234567-8"),
        ("j499217", "J499217"),
        ("4240123542475", "4240123542475"),
        ("۱۲۳۴۵۶۷", "1234567"),
    ],
)
def test_an_ntn_is_kept_in_one_form(raw: str, kept: str) -> None:
    assert parse_ntn(raw) == kept


def test_what_is_no_ntn_is_refused() -> None:
    assert refusal(parse_ntn, "applied for") == "ntn.shape"
    assert refusal(parse_ntn, "123") == "ntn.shape"


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("0300-1234567", "0300-1234567"),
        ("03001234567", "0300-1234567"),
        ("3001234567", "0300-1234567"),
        ("+92 300 1234567", "0300-1234567"),
        ("0092-300-1234567", "0300-1234567"),
        ("923001234567", "0300-1234567"),
        ("۰۳۰۰-۱۲۳۴۵۶۷", "0300-1234567"),
        ("(042) 35761234", "042-35761234"),
        ("0300-1234567 / 0321-7654321", "0300-1234567, 0321-7654321"),
    ],
)
def test_a_telephone_number_is_kept_in_the_national_form(raw: str, kept: str) -> None:
    assert parse_phone(raw) == kept


@pytest.mark.parametrize("raw", ["call the owner", "123", "1234567890123456", "0300-12345o7"])
def test_what_is_no_telephone_number_is_refused(raw: str) -> None:
    assert refusal(parse_phone, raw) == "phone.shape"


def test_a_code_is_kept_in_capitals_and_a_strange_one_refused() -> None:
    assert parse_code(" ch-42/b ") == "CH-42/B"
    assert refusal(parse_code, "<b>42</b>") == "code.shape"
    assert refusal(parse_code, "4" * 41) == "too_long"


@pytest.mark.parametrize(
    ("raw", "paisa"),
    [
        ("1500", 150_000),
        ("1,500", 150_000),
        ("1,25,000", 12_500_000),
        ("125,000.50", 12_500_050),
        ("Rs. 1,500/-", 150_000),
        ("Rs1500", 150_000),
        ("PKR 1500.5", 150_050),
        ("۱،۵۰۰ روپے", 150_000),
        ("١٥٠٠٫٥", 150_050),
        ("1500.10000000001", 150_010),
        ("0", 0),
        ("-", 0),
        ("nil", 0),
        ("0.01", 1),
    ],
)
def test_an_amount_is_read_to_the_paisa(raw: str, paisa: int) -> None:
    assert parse_amount(raw) == paisa


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("-1500", "amount.negative"),
        ("(1,500)", "amount.negative"),
        ("Rs. -5", "amount.negative"),
        ("−20", "amount.negative"),
        ("12.345", "amount.precision"),
        ("1,5", "amount.shape"),
        ("1.234,50", "amount.shape"),
        ("2 lakh", "amount.shape"),
        ("1e5", "amount.shape"),
        ("NaN", "amount.shape"),
        ("9" * 30, "amount.too_large"),
    ],
)
def test_what_is_no_amount_is_refused_for_what_is_wrong_with_it(raw: str, code: str) -> None:
    assert refusal(parse_amount, raw) == code


@given(st.integers(0, 10**12))
def test_an_amount_reads_the_same_in_every_way_of_writing_it(paisa: int) -> None:
    plain = f"{paisa // 100}.{paisa % 100:02d}"
    grouped = f"Rs. {paisa // 100:,}.{paisa % 100:02d}/-"
    forms = (plain, grouped, plain.translate(URDU_DIGITS), grouped.translate(ARABIC_DIGITS))
    assert {parse_amount(form) for form in forms} == {paisa}


@pytest.mark.parametrize(("raw", "count"), [("12", 12), ("1,200", 1200), ("۱۲", 12), ("12.0", 12), ("nil", 0)])
def test_a_number_of_workers_is_read(raw: str, count: int) -> None:
    assert parse_count(raw) == count


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("-3", "count.negative"),
        ("3.5", "count.shape"),
        ("twelve", "count.shape"),
        ("1000001", "count.too_large"),
        ("²", "count.shape"),
    ],
)
def test_what_is_no_number_of_workers_is_refused(raw: str, code: str) -> None:
    assert refusal(parse_count, raw) == code


@pytest.mark.parametrize(
    "raw",
    [
        "2025-07-04",
        "4/7/2025",
        "04-07-2025",
        "4.7.25",
        "4 July 2025",
        "4-Jul-25",
        "4th July, 2025",
        "۴ جولائی ۲۰۲۵",
        "۰۴/۰۷/۲۰۲۵",
        "45842",
        "45842.5",
        "2025-07-04 00:00:00",
        "4/7/2025 13:45",
    ],
)
def test_a_day_is_read_day_before_month_in_every_form(raw: str) -> None:
    assert DAYS.past_day(raw) == "2025-07-04"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("31/2/2025", "day.impossible"),
        ("29/2/2025", "day.impossible"),
        ("45/1/2025", "day.impossible"),
        ("7/25/2025", "day.order"),
        ("23/11/2026", "day.future"),
        ("1/1/1899", "day.too_old"),
        ("soon", "day.shape"),
        ("2025", "day.shape"),
        ("4/7", "day.shape"),
        ("4 Safar 1446", "day.shape"),
    ],
)
def test_what_is_no_day_is_refused_for_what_is_wrong_with_it(raw: str, code: str) -> None:
    assert refusal(DAYS.past_day, raw) == code


def test_today_has_come_and_tomorrow_has_not() -> None:
    assert DAYS.past_day("22/11/2026") == "2026-11-22"
    assert DAYS.any_day("23/11/2026") == "2026-11-23"
    assert refusal(DAYS.any_day, "1/1/2099") == "day.too_late"


def test_serial_numbers_count_from_the_epoch_of_the_workbook() -> None:
    mac = DayReader(date(2026, 11, 22), epoch=EPOCH_1904)
    assert DAYS.past_day("45842") == mac.past_day(str(45842 - 1462)) == "2025-07-04"


@given(st.dates(date(1930, 1, 1), date(2026, 11, 22)))
def test_every_day_reads_the_same_in_every_form(day: date) -> None:
    forms = [
        day.isoformat(),
        f"{day.day}/{day.month}/{day.year}",
        f"{day.day:02d}-{day.month:02d}-{day.year}",
        f"{day:%d %B %Y}",
        f"{day:%d-%b-%Y}",
        day.strftime("%d/%m/%Y").translate(URDU_DIGITS),
        day.strftime("%d/%m/%Y").translate(ARABIC_DIGITS),
    ]
    if day >= date(1927, 5, 18):
        forms.append(str((day - date(1899, 12, 30)).days))
    assert {DAYS.past_day(form) for form in forms} == {day.isoformat()}


@given(st.dates(date(1937, 1, 1), date(2026, 11, 22)))
def test_a_year_of_two_digits_is_the_nearest_one(day: date) -> None:
    assert DAYS.past_day(f"{day.day}/{day.month}/{day.year % 100:02d}") == day.isoformat()


@pytest.mark.parametrize(
    "raw",
    [
        "2025-07",
        "07/2025",
        "7-2025",
        "July 2025",
        "Jul-25",
        "جولائی 2025",
        "۰۷/۲۰۲۵",
        "202507",
        "2025-07-01",
        "1/7/2025",
        "45839",
        "Jul '25",
    ],
)
def test_a_month_is_read_in_every_form(raw: str) -> None:
    assert DAYS.month(raw) == "2025-07"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("12/2026", "month.future"),
        ("13/2025", "month.shape"),
        ("2025-00", "month.shape"),
        ("July", "month.shape"),
        ("x", "month.shape"),
    ],
)
def test_what_is_no_month_is_refused(raw: str, code: str) -> None:
    assert refusal(DAYS.month, raw) == code


def test_this_month_has_begun() -> None:
    assert DAYS.month("11/2026") == "2026-11"


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("  Ravi   Textile\tMills ", "Ravi Textile Mills"),
        ("Ravi\u202eslliM\u202c", "RavislliM"),
        ("Ra\u200bvi\x07", "Ravi"),
        ("علي كريم", "علی کریم"),
        ("ﻻﮨﻮﺭ", "لاہور"),
        ("Cafe\u0301", "Café"),
        ("محمـــد", "محمد"),
        ("می\u200cرود", "می\u200cرود"),
        ("آدم", "آدم"),
    ],
)
def test_text_is_trimmed_and_freed_of_marks_nobody_sees(raw: str, kept: str) -> None:
    assert clean_text(raw) == kept


@given(st.text())
def test_clean_text_stays_as_it_is_and_hides_no_direction_marks(text: str) -> None:
    cleaned = clean_text(text)
    assert clean_text(cleaned) == cleaned
    assert not set(cleaned) & set("\u202a\u202b\u202d\u202e\u2066\u2067\u2068\x00\x07\ufeff")
    assert western_digits(western_digits(text)) == western_digits(text)


@given(st.text())
def test_what_can_be_compared_holds_no_blanks_and_stays_as_it_is(text: str) -> None:
    assert not any(letter.isspace() for letter in comparable(text))


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("x" * 10_000, "too_long"),
        ("=HYPERLINK(1)", "formula"),
        ("@SUM(A1)", "formula"),
        ("+1+1", "formula"),
        ("-1+1", "formula"),
        ("12345", "no_letters"),
        ("Ø§Ù„Ù…Ø¯ÛŒÙ†Û", "garbled"),
        ("Ravi \ufffd\ufffd\ufffd", "garbled"),
    ],
)
def test_a_name_that_cannot_be_one_is_refused(raw: str, code: str) -> None:
    assert refusal(lambda text: parse_name(text, 300), raw) == code


def test_a_name_of_exactly_the_longest_length_is_kept() -> None:
    assert parse_name("x" * 300, 300) == "x" * 300
    assert refusal(lambda text: parse_name(text, 300), "x" * 301) == "too_long"
    assert parse_text("-", 10) == "-"


def test_every_district_and_sector_is_known_by_key_and_both_names() -> None:
    for name, places in (("district", districts("Punjab")), ("sector", sectors())):
        read = choice_readers("Punjab")[name]
        for place in places:
            assert {read(place.key), read(place.name.en.upper()), read(place.name.ur)} == {place.key}


@pytest.mark.parametrize("raw", ["Lahore District", "Distt. Lahore", "ضلع لاہور", "LAHORE", " lahore ", "لاهور"])
def test_a_district_is_known_with_the_word_district_beside_it(raw: str) -> None:
    assert choice_readers("Punjab")["district"](raw) == "lahore"


def test_a_district_nearly_right_is_refused_with_what_was_perhaps_meant() -> None:
    with pytest.raises(ValueRefused) as caught:
        choice_readers("Punjab")["district"]("Faislabad")
    assert (caught.value.code, caught.value.facts["suggestion"]) == ("choice.did_you_mean", "Faisalabad")
    assert refusal(choice_readers("Punjab")["district"], "Atlantis") == "choice.unknown"


@pytest.mark.parametrize(
    ("name", "raw", "key"),
    [
        ("employer_status", "فعال", "active"),
        ("employer_status", "بند", "closed"),
        ("certificate_status", "منسوخ", "cancelled"),
        ("sex", "عورت", "f"),
        ("sex", "M", "m"),
        ("flag", "ہاں", "yes"),
        ("institution", "PESSI", "pessi"),
    ],
)
def test_a_choice_is_read_in_either_language(name: str, raw: str, key: str) -> None:
    assert choice_readers("Punjab")[name](raw) == key


@settings(deadline=None)  # the first text reads the shapes of numbers from the law
@given(st.text(max_size=60))
def test_any_text_is_a_value_or_refused(text: str) -> None:
    readers = (parse_cnic, parse_registration_no, parse_ntn, parse_phone, parse_code, parse_amount, parse_count)
    for parse in (*readers, DAYS.past_day, DAYS.any_day, DAYS.month, *choice_readers("Punjab").values()):
        with contextlib.suppress(ValueRefused):
            parse(text)


def test_a_serial_beyond_every_calendar_is_refused() -> None:
    assert refusal(DAYS.past_day, "99999") == "day.future"
    assert DAYS.past_day(str((DAYS.today - date(1899, 12, 30)).days)) == DAYS.today.isoformat()
    assert refusal(DAYS.past_day, str((DAYS.today + timedelta(days=1) - date(1899, 12, 30)).days)) == "day.future"
