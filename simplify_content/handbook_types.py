"""What the handbook is made of: chapters, sections, blocks, and the words of the glossary.

Knows neither files nor pages.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from simplify_content.law_pack import Source
from simplify_content.text import Text


class HandbookError(ValueError):
    """The handbook cannot be used or does not hold what was asked: names file or key, found, expected."""


class BlockKind(StrEnum):
    """How the lines of a block stand: as text, as steps in their order, as points in any order."""

    TEXT = "text"
    STEPS = "steps"
    POINTS = "points"


@dataclass(frozen=True)
class Block:
    """A paragraph (one line) or a list of lines under an optional heading."""

    kind: BlockKind
    lines: tuple[Text, ...]
    heading: Text | None = None


@dataclass(frozen=True)
class Section:
    """One page of the handbook. Every provision it cites stands in a law pack."""

    key: str
    chapter: str
    title: Text
    body: tuple[Block, ...]
    provisions: tuple[str, ...]
    sources: tuple[str, ...]
    simplify_source: str = ""
    """Session and page of the SIMPLIFY handbook; "" while the section is not reconciled with it."""
    scheme: str = ""
    """The scheme whose figures the section prints; "" for the reader's own."""
    facts: tuple[str, ...] = ()
    """Kinds of facts of the law pack that stand under the text, such as `benefit`."""
    words: tuple[str, ...] = ()
    """Further words by which the section is to be found, in either language."""

    @property
    def lines(self) -> Iterator[Text]:
        """Every line and heading in reading order."""
        for block in self.body:
            if block.heading is not None:
                yield block.heading
            yield from block.lines


@dataclass(frozen=True)
class Chapter:
    """Sections on one matter, in reading order."""

    key: str
    title: Text
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class Term:
    """One word of the trade: how it is said in both languages, what it means, how else people say it."""

    key: str
    name: Text
    meaning: Text
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Handbook:
    """The whole handbook. Keys are unique among its chapters, its sections and its terms."""

    chapters: tuple[Chapter, ...]
    terms: tuple[Term, ...]
    sources: Mapping[str, Source]

    @property
    def sections(self) -> tuple[Section, ...]:
        """Every section in reading order."""
        return tuple(section for chapter in self.chapters for section in chapter.sections)

    def section(self, key: str) -> Section:
        """Return a section.

        Raises:
            HandbookError: there is no such section.
        """
        for section in self.sections:
            if section.key == key:
                return section
        raise HandbookError(f"the handbook has no section {key!r}")

    def chapter(self, key: str) -> Chapter:
        """Return a chapter.

        Raises:
            HandbookError: there is no such chapter.
        """
        for chapter in self.chapters:
            if chapter.key == key:
                return chapter
        raise HandbookError(f"the handbook has no chapter {key!r}")

    def citing(self, provision: str) -> tuple[Section, ...]:
        """Return the sections that cite a provision, those that name it foremost first; may be empty."""
        citing = [section for section in self.sections if provision in section.provisions]
        return tuple(sorted(citing, key=lambda section: section.provisions.index(provision)))

    def beside(self, key: str) -> tuple[Section | None, Section | None]:
        """Return the sections before and after one, None at either end."""
        sections = self.sections
        place = sections.index(self.section(key))
        before = sections[place - 1] if place else None
        return before, sections[place + 1] if place + 1 < len(sections) else None
