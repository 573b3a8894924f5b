from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.amount_in_words import amount_in_words, number_in_words
from casework.money import Money


@pytest.mark.parametrize(
    ("number", "en", "ur"),
    [
        (0, "Zero", "صفر"),
        (1, "One", "ایک"),
        (19, "Nineteen", "انیس"),
        (20, "Twenty", "بیس"),
        (21, "Twenty-One", "اکیس"),
        (79, "Seventy-Nine", "اناسی"),
        (99, "Ninety-Nine", "ننانوے"),
        (100, "One Hundred", "ایک سو"),
        (999, "Nine Hundred Ninety-Nine", "نو سو ننانوے"),
        (1_000, "One Thousand", "ایک ہزار"),
        (99_999, "Ninety-Nine Thousand Nine Hundred Ninety-Nine", "ننانوے ہزار نو سو ننانوے"),
        (100_000, "One Lakh", "ایک لاکھ"),
        (100_001, "One Lakh One", "ایک لاکھ ایک"),
        (2_550_075, "Twenty-Five Lakh Fifty Thousand Seventy-Five", "پچیس لاکھ پچاس ہزار پچہتر"),
        (
            9_999_999,
            "Ninety-Nine Lakh Ninety-Nine Thousand Nine Hundred Ninety-Nine",
            "ننانوے لاکھ ننانوے ہزار نو سو ننانوے",
        ),
        (10_000_000, "One Crore", "ایک کروڑ"),
        (1_500_000_000, "One Hundred Fifty Crore", "ایک سو پچاس کروڑ"),
    ],
)
def test_a_number_is_said_in_crore_lakh_and_thousand(number: int, en: str, ur: str) -> None:
    words = number_in_words(number)

    assert (words.en, words.ur) == (en, ur)


@pytest.mark.parametrize(
    ("paisa", "en", "ur"),
    [
        (0, "Rupees Zero only", "مبلغ صفر روپے فقط"),
        (100, "Rupee One only", "مبلغ ایک روپیہ فقط"),
        (5, "Five Paisa only", "مبلغ پانچ پیسے فقط"),
        (101, "Rupee One and One Paisa only", "مبلغ ایک روپیہ اور ایک پیسے فقط"),
        (12_000_000, "Rupees One Lakh Twenty Thousand only", "مبلغ ایک لاکھ بیس ہزار روپے فقط"),
        (
            123_475,
            "Rupees One Thousand Two Hundred Thirty-Four and Seventy-Five Paisa only",
            "مبلغ ایک ہزار دو سو چونتیس روپے اور پچہتر پیسے فقط",
        ),
        (-200, "Minus Rupees Two only", "منفی مبلغ دو روپے فقط"),
    ],
)
def test_an_amount_is_said_with_its_paisa(paisa: int, en: str, ur: str) -> None:
    words = amount_in_words(Money(paisa))

    assert (words.en, words.ur) == (en, ur)


@given(st.integers(0, 10**12), st.integers(0, 10**12))
def test_two_numbers_are_never_said_alike(one: int, other: int) -> None:
    if one != other:
        assert number_in_words(one).en != number_in_words(other).en
        assert number_in_words(one).ur != number_in_words(other).ur


def test_every_number_below_a_hundred_has_a_word_of_its_own() -> None:
    assert len({number_in_words(number).ur for number in range(100)}) == 100
    assert len({number_in_words(number).en for number in range(100)}) == 100
