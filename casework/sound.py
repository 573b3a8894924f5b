"""How a name sounds, whether written in English or in Urdu letters: its words as consonants, alike for like sounds.

"Chaudhry", "Chowdhary" and "چوہدری" are one word here. Says nothing about whether two names are one employer's.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_PAIRS = {
    "ch": "C", "sh": "X", "kh": "K", "gh": "G", "ph": "P", "th": "T", "dh": "D", "bh": "B", "jh": "J", "zh": "J",
    "ck": "K", "ce": "S", "ci": "S", "cy": "S", "ks": "KS",
}  # fmt: skip
_LATIN = {
    "b": "B", "c": "K", "d": "D", "f": "P", "g": "G", "j": "J", "k": "K", "l": "L", "m": "M", "n": "N", "p": "P",
    "q": "K", "r": "R", "s": "S", "t": "T", "x": "KS", "z": "S",
}  # fmt: skip
_URDU = {
    "ب": "B", "پ": "P", "ت": "T", "ٹ": "T", "ث": "S", "ج": "J", "چ": "C", "خ": "K", "د": "D", "ڈ": "D", "ذ": "S",
    "ر": "R", "ڑ": "R", "ز": "S", "ژ": "J", "س": "S", "ش": "X", "ص": "S", "ض": "S", "ط": "T", "ظ": "S", "غ": "G",
    "ف": "P", "ق": "K", "ک": "K", "ك": "K", "گ": "G", "ل": "L", "م": "M", "ن": "N", "ں": "N",
}  # fmt: skip
_FIRST = {
    **dict.fromkeys("aeiouآاأإعئ", "A"), **dict.fromkeys("hحہھه", "H"), **dict.fromkeys("vwو", "W"),
    **dict.fromkeys("yیيى", "Y"),
}  # fmt: skip
"""What a letter that is otherwise not heard stands for at the beginning of a word."""

_WORD = re.compile(r"[^\W\d_]+|\d+")
_ABOVE_AND_BELOW = re.compile("[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]")
_ONE_FORM = str.maketrans("يىكه", "ییکہ")
"""Arabic letters that a keyboard may give for Urdu ones."""

_DOUBLED = re.compile(r"([^\d])\1+")
_PLURAL = re.compile(r"(?<=\w\w[rlndtkg])s$|(?<=\w[رلنڈٹ])ز$|(?<=\w[ٹکپ])س$")
_ARTICLES = frozenset({"al", "ul", "el", "ال"})
_SHORTENED = {"mohd": "MMD", "muhd": "MMD", "ch": "CDR", "st": "STR"}
_FORM_WORDS = (
    "pvt private ltd limited co company the and of messrs ms smc llc inc corporation son sons brothers bros pakistan "
    "پرائیویٹ پرائیوٹ لمیٹڈ لمٹیڈ کمپنی اینڈ اور میسرز سنز برادرز پاکستان کارپوریشن دی"
)
"""Words that say what kind of firm it is, or nothing; two firms that differ in them alone have one name."""

_TRADES = (
    "textile textiles mill mills industry industries trader traders trading enterprise enterprises factory works store "
    "stores shop general garments garment apparel engineering foods food restaurant hotel school college academy "
    "hospital clinic bricks brick kiln bhatta pharma pharmaceuticals laboratories security services service retail "
    "mart construction builders contractors transport goods chemicals leather tannery spinning weaving knitwear knit "
    "unit steel "
    "ٹیکسٹائل ٹیکسٹائلز مل ملز انڈسٹری انڈسٹریز ٹریڈرز ٹریڈنگ انٹرپرائز انٹرپرائزز فیکٹری ورکس سٹور اسٹور سٹورز دکان "
    "جنرل گارمنٹس انجینئرنگ فوڈز فوڈ ریسٹورنٹ ہوٹل سکول اسکول کالج اکیڈمی ہسپتال اسپتال کلینک برکس بھٹہ خشت فارما "
    "فارماسیوٹیکلز لیبارٹریز سکیورٹی سیکیورٹی سروسز سروس مارٹ کنسٹرکشن بلڈرز کنٹریکٹرز ٹرانسپورٹ گڈز کیمیکلز لیدر "
    "ٹینری سپننگ ویونگ نٹ ویئر اسٹیل سٹیل یونٹ"
)


@lru_cache(maxsize=65_536)
def heard(word: str) -> str:
    """Return a word as its consonants; a number as itself; "" for a word of which nothing is heard."""
    if word.isdigit():
        return str(int(word))
    if word in _SHORTENED:
        return _SHORTENED[word]
    word = _PLURAL.sub("", _DOUBLED.sub(r"\1", word)).replace("sch", "sk")
    sounds: list[str] = [_FIRST.get(word[0], "")]
    place = 0
    while place < len(word):
        pair = _PAIRS.get(word[place : place + 2])
        if pair:
            sounds.append(pair)
            place += 2 if word[place + 1] not in "eiy" else 1
            continue
        sounds.append(_LATIN.get(word[place]) or _URDU.get(word[place], ""))
        place += 1
    return "".join(sounds)


def plain_words(name: str) -> list[str]:
    """Return the words of a name in small letters without accents and signs, forms of firms left out."""
    return [word for word in _with_articles(_words(name)) if word not in _FORMS and (len(word) > 1 or word.isdigit())]


def _with_articles(words: list[str]) -> list[str]:
    """Write an Arabic article with its word: "Al-Noor" is "Alnoor" as often."""
    joined: list[str] = []
    for word in words:
        if joined and joined[-1] in _ARTICLES:
            joined[-1] += word
        else:
            joined.append(word)
    return joined


def _words(name: str) -> list[str]:
    if name.isascii():
        return _WORD.findall(name.lower())
    return _WORD.findall(_ABOVE_AND_BELOW.sub("", unicodedata.normalize("NFKD", name).casefold()).translate(_ONE_FORM))


_FORMS = frozenset(_words(_FORM_WORDS))


def heard_words(name: str) -> tuple[str, ...]:
    """Return the words of a name as they sound, in order; may be empty."""
    return sounds_of(plain_words(name))


def sounds_of(words: list[str]) -> tuple[str, ...]:
    """Return words of `plain_words` as they sound."""
    return tuple(sound for word in words if (sound := heard(word)))


TRADES = frozenset(heard(word) for word in _words(_TRADES))
"""Words, as they sound, that many firms of a trade share: they tell two firms apart worse than the others."""


def own_words(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words that are the firm's own, not its trade's; all of them where it has no others."""
    return tuple(word for word in words if word not in TRADES) or words


def figures(words: tuple[str, ...]) -> frozenset[str]:
    """Return the numbers in a name, by which an owner tells one unit from the next."""
    return frozenset(word for word in words if word.isdigit())
