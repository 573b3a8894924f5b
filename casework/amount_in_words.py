"""An amount in words, as demands and cheques write it: crore, lakh, thousand, hundred, in both languages."""

from __future__ import annotations

from casework.money import Money
from casework.wording import sentence
from simplify_content.text import Text

_STEPS = ((10_000_000, "crore"), (100_000, "lakh"), (1_000, "thousand"), (100, "hundred"))


def amount_in_words(amount: Money) -> Text:
    """Return an amount in words, such as "Rupees One Lakh Twenty Thousand only"."""
    if amount.paisa < 0:
        return sentence("amount.minus", amount=amount_in_words(-amount))
    rupees, paisa = divmod(amount.paisa, 100)
    if not paisa:
        return sentence("amount.rupee" if rupees == 1 else "amount.rupees", rupees=number_in_words(rupees))
    if not rupees:
        return sentence("amount.paisa", paisa=number_in_words(paisa))
    key = "amount.rupee_and_paisa" if rupees == 1 else "amount.rupees_and_paisa"
    return sentence(key, rupees=number_in_words(rupees), paisa=number_in_words(paisa))


def number_in_words(number: int) -> Text:
    """Return a whole number of zero or more in words; beyond 99 crore the crores are counted likewise."""
    if number < 100:
        return sentence(f"number.{number}")
    words: list[Text] = []
    rest = number
    for size, name in _STEPS:
        count, rest = divmod(rest, size)
        if count:
            words += [number_in_words(count), sentence(f"number.{name}")]
    if rest:
        words.append(sentence(f"number.{rest}"))
    return Text(en=" ".join(word.en for word in words), ur=" ".join(word.ur for word in words))
