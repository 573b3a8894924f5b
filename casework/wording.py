"""Sentences of casework from `texts/`, and the words they are made of: months, days, amounts, shares.

Knows no law: what a sentence says is decided by its caller.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from casework.money import Money
from simplify_content.text import Catalogue, Text, isolate


@lru_cache(maxsize=1)
def _texts() -> Catalogue:
    return Catalogue.load(Path(__file__).parent / "texts")


def sentence(key: str, **values: object) -> Text:
    """Return the text of a key with its values filled in, each isolated in Urdu.

    Raises:
        TextError: there is no such key.
    """
    text = _texts()[key]
    return text.fill(**{name: _said(value) for name, value in values.items()})


def later(key: str, **values: object) -> Text:
    """Return the text of a key with its values filled in, put together when it is first read.

    Raises:
        TextError: there is no such key; on reading.
    """
    return LaterText(lambda key: sentence(key, **values), key)


@lru_cache(maxsize=1024)
def month_text(month: date) -> Text:
    """Return a month in words, such as "September 2026"."""
    return _texts()["word.month"].fill(name=_texts()[f"month.{month.month}"], year=_plain(str(month.year)))


def span_text(months: Sequence[date]) -> Text:
    """Return months in a row as a paper names them: the first and the last, or the only one."""
    if len(months) == 1:
        return month_text(months[0])
    return sentence("word.span", first=month_text(months[0]), last=month_text(months[-1]))


def day_text(day: date) -> Text:
    """Return a day in words, such as "22 November 2026"."""
    name = _texts()[f"month.{day.month}"]
    return _texts()["word.day"].fill(day=_plain(str(day.day)), name=name, year=_plain(str(day.year)))


def rupees_text(amount: Money) -> Text:
    """Return an amount as papers print it: the same digits in both languages."""
    return _texts()["word.rupees"].fill(amount=str(amount).replace("Rs. ", ""))


def percent_text(share: Decimal) -> Text:
    """Return a share as papers print it, without trailing zeros."""
    return _texts()["word.percent"].fill(number=f"{share.normalize():f}")


def name_text(name: str) -> Text:
    """Return a name written one way only, isolated in Urdu so that it cannot turn the line around."""
    return Text(en=name, ur=isolate(name))


def joined(*sentences: Text) -> Text:
    """Return sentences as one paragraph."""
    return Text(en=" ".join(text.en for text in sentences), ur=" ".join(text.ur for text in sentences))


class LaterText(Text):
    """A text that `words` puts `about` something when it is first read; equal to the text that it becomes.

    An assessment has tens of thousands of sentences, of which a page or paper shows a few.
    """

    __slots__ = ("_about", "_made", "_words")
    _words: Callable[[Any], Text]
    _about: object
    _made: Text

    def __init__(self, words: Callable[[Any], Text], about: object) -> None:
        _put_words(self, words)
        _put_about(self, about)

    @property
    def _text(self) -> Text:
        try:
            return self._made
        except AttributeError:
            object.__setattr__(self, "_made", self._words(self._about))
            return self._made

    @property
    def en(self) -> str:
        """The English half."""
        return self._text.en

    @property
    def ur(self) -> str:
        """The Urdu half."""
        return self._text.ur

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Text) and (self.en, self.ur) == (other.en, other.ur)

    def __hash__(self) -> int:
        return hash(self._text)

    def __repr__(self) -> str:
        return repr(self._text)


_put_words, _put_about = vars(LaterText)["_words"].__set__, vars(LaterText)["_about"].__set__


def listed(*items: Text) -> Text:
    """Return items as a sentence counts them up, such as "1, 3 and 5"; at least one."""
    found = items[0]
    for item in items[1:-1]:
        found = sentence("word.listed", before=found, item=item)
    return sentence("word.listed_last", before=found, item=items[-1]) if len(items) > 1 else found


def _said(value: object) -> object:
    if isinstance(value, Money):
        return rupees_text(value)
    if isinstance(value, date):
        return day_text(value)
    return value


def _plain(digits: str) -> Text:
    return Text(en=digits, ur=digits)
