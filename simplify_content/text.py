"""Bilingual text: every sentence a person reads, in English and Urdu, and the isolating of identifiers.

Knows nothing of pages or PDFs; they take their sentences from here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import yaml

Lang = Literal["en", "ur"]
LANGS: tuple[Lang, ...] = ("en", "ur")

_LRI, _FSI, _PDI = "\u2066", "\u2068", "\u2069"
_ARABIC_LETTER = re.compile("[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff]")
_STRAY_DIRECTION_MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def direction(lang: Lang) -> Literal["ltr", "rtl"]:
    """Return the writing direction of a language tag; never guessed from the text itself."""
    return "rtl" if lang == "ur" else "ltr"


def isolate(value: str) -> str:
    """Return `value` wrapped in Unicode isolates so that text around it cannot reorder its groups.

    An identifier (CNIC, registration number, phone, date, amount) becomes a left-to-right unit; a value
    that holds Urdu letters keeps its own direction. Direction marks already inside are removed first,
    so isolating twice is harmless and a hostile name cannot turn the rest of the line around.

    Source: Unicode Standard Annex 9, section 2.4 (explicit directional isolates).
    """
    plain = _STRAY_DIRECTION_MARKS.sub("", value)
    opening = _FSI if _ARABIC_LETTER.search(plain) else _LRI
    return f"{opening}{plain}{_PDI}"


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in both languages; neither half is empty."""

    en: str
    ur: str

    def __post_init__(self) -> None:
        if not self.en.strip() or not self.ur.strip():
            raise ValueError(f"a text needs both languages: en={self.en!r}, ur={self.ur!r}")

    def in_(self, lang: Lang) -> str:
        """Return the half in `lang`."""
        return self.ur if lang == "ur" else self.en

    def fill(self, **values: object) -> Text:
        """Return the text with each `{name}` replaced; a `Text` gives its own half, others are isolated in Urdu."""
        return Text(
            en=self.en.format(**{k: _half(v, "en") for k, v in values.items()}),
            ur=self.ur.format(**{k: _half(v, "ur") for k, v in values.items()}),
        )


def same(value: str) -> Text:
    """Return a text that reads the same in both languages, such as a name written one way only."""
    return Text(en=value, ur=value)


def _half(value: object, lang: Lang) -> str:
    if isinstance(value, Text):
        return value.in_(lang)
    return isolate(str(value)) if lang == "ur" else str(value)


class TextError(ValueError):
    """A catalogue of texts cannot be used: which file, which key, what is missing."""


class Catalogue:
    """Texts by key, such as `queue.title`; every key has both languages, checked at load."""

    def __init__(self, texts: dict[str, Text]) -> None:
        self._texts = texts

    @classmethod
    def load(cls, *folders: Path) -> Catalogue:
        """Read every `*.yaml` of the folders: `key: {en: ..., ur: ...}`.

        Raises:
            TextError: a half is missing or empty, a key stands twice, or a file is not of that shape.
        """
        texts: dict[str, Text] = {}
        for folder in folders:
            for file in sorted(folder.glob("*.yaml")):
                for key, halves in _entries(file):
                    if key in texts:
                        raise TextError(f"{file}: the key {key!r} already stands in another place")
                    texts[key] = _text(file, key, halves)
        return cls(texts)

    def __contains__(self, key: object) -> bool:
        return key in self._texts

    def __getitem__(self, key: str) -> Text:
        """Return the text of a key.

        Raises:
            TextError: there is no such key.
        """
        try:
            return self._texts[key]
        except KeyError:
            raise TextError(f"no text has the key {key!r}; add it to a file of the texts folder") from None

    def keys(self) -> tuple[str, ...]:
        """Return all keys, sorted."""
        return tuple(sorted(self._texts))

    def say(self, key: str, lang: Lang, **values: object) -> str:
        """Return the sentence of a key in a language with its values filled in."""
        text = self[key]
        return (text.fill(**values) if values else text).in_(lang)


def _entries(file: Path) -> list[tuple[str, object]]:
    content = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
    if not isinstance(content, dict):
        raise TextError(f"{file}: expected `key: {{en: ..., ur: ...}}` entries, found {type(content).__name__}")
    return list(content.items())


def _text(file: Path, key: str, halves: object) -> Text:
    if not isinstance(halves, dict) or set(halves) != {"en", "ur"}:
        raise TextError(f"{file}: {key}: expected exactly the halves en and ur, found {halves!r}")
    try:
        return Text(en=str(halves["en"]), ur=str(halves["ur"]))
    except ValueError as problem:
        raise TextError(f"{file}: {key}: {problem}") from None
