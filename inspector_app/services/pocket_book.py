"""The handbook as the signed-in person reads it: figures and provisions of the own scheme on a day.

Reads no record of any employer; of the databases it only asks to which scheme this laptop belongs.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from inspector_app.catalogue import say
from inspector_app.errors import NotFound
from inspector_app.store.opened import Opened
from simplify_content.handbook import load_handbook
from simplify_content.handbook_facts import FactView, facts_shown
from simplify_content.handbook_figures import Piece, pieces
from simplify_content.handbook_search import FoundKind, Index, index_of, search
from simplify_content.handbook_types import Block, BlockKind, Chapter, Handbook, HandbookError, Section, Term
from simplify_content.handbook_words import spans_of
from simplify_content.law_loader import available_schemes, load_law_pack
from simplify_content.law_pack import LawPack, Provision, Source
from simplify_content.text import Lang, Text


@dataclass(frozen=True)
class BlockView:
    """A block with its figures filled in, in one language."""

    kind: BlockKind
    heading: tuple[Piece, ...]
    lines: tuple[tuple[Piece, ...], ...]


@dataclass(frozen=True)
class CitedProvision:
    """A provision that a section rests on; `is_own` where it stands in the law of the page's scheme."""

    provision: Provision
    citation: Text
    institution: Text
    is_own: bool


@dataclass(frozen=True)
class SectionView:
    """One page of the pocket book."""

    section: Section
    chapter: Chapter
    blocks: tuple[BlockView, ...]
    cited: tuple[CitedProvision, ...]
    """Those of the page's scheme first."""
    facts: tuple[FactView, ...]
    """What the law pack of the page's scheme holds of the kinds that the section asks for."""
    sources: tuple[Source, ...]
    institution: Text
    """Whose figures the page prints."""
    before: Section | None
    after: Section | None


@dataclass(frozen=True)
class PocketHit:
    """One section or word that a search found; `excerpt` is cut into words, True where one met the query."""

    kind: FoundKind
    key: str
    title: Text
    place: Text
    excerpt: tuple[tuple[str, bool], ...]


def contents() -> tuple[Chapter, ...]:
    """Return the chapters in reading order."""
    return load_handbook().chapters


def glossary() -> tuple[Term, ...]:
    """Return the words of the trade in their order."""
    return load_handbook().terms


def section_citing(provision: str) -> Section | None:
    """Return the section that treats a provision foremost, or None where no section cites it."""
    return next(iter(load_handbook().citing(provision)), None)


def read_section(opened: Opened, key: str, *, on: date, lang: Lang) -> SectionView:
    """Return a section as it reads on a day in a language.

    Raises:
        NotFound: there is no such section.
    """
    handbook = load_handbook()
    try:
        section = handbook.section(key)
    except HandbookError:
        raise NotFound(say("pocket_book.no_section")) from None
    law = _law_of(section, opened.scheme)
    before, after = handbook.beside(key)
    return SectionView(
        section=section,
        chapter=handbook.chapter(section.chapter),
        blocks=tuple(_block(block, law, on=on, lang=lang) for block in section.body),
        cited=_cited(section, law),
        facts=facts_shown(law, section.facts, on=on),
        sources=tuple(handbook.sources[source] for source in section.sources),
        institution=law.institution_short,
        before=before,
        after=after,
    )


def search_pocket_book(opened: Opened, query: str, *, on: date, lang: Lang, limit: int = 20) -> tuple[PocketHit, ...]:
    """Return what meets a query in either language, best first, with the line of it that meets it best.

    Args:
        opened: the databases; only the scheme is asked for.
        query: words in English or Urdu, misspelt by a letter or two at most.
        on: the day whose figures an excerpt prints.
        lang: the language of the excerpts.
        limit: at most so many.
    """
    handbook = load_handbook()
    hits = []
    for found in search(_index(opened.scheme, on), query, limit=limit):
        if found.kind is FoundKind.TERM:
            hits.append(_term_hit(handbook, found.key, words=found.words, lang=lang))
            continue
        section = handbook.section(found.key)
        law = _law_of(section, opened.scheme)
        lines = [_as_words(pieces(line, law, on=on, lang=lang), lang) for line in section.lines]
        for fact in facts_shown(law, section.facts, on=on):
            lines += _fact_as_words(fact, lang)
        chapter = handbook.chapter(section.chapter)
        hits.append(PocketHit(found.kind, section.key, section.title, chapter.title, _best(lines, found.words)))
    return tuple(hits)


@lru_cache(maxsize=2)
def _index(scheme: str, on: date) -> Index:
    """The index of the book as one scheme reads it; its facts hold figures of the day."""
    handbook = load_handbook()
    facts = {
        section.key: [
            text for fact in facts_shown(_law_of(section, scheme), section.facts, on=on) for text in fact.texts
        ]
        for section in handbook.sections
    }
    return index_of(handbook, facts)


def _law_of(section: Section, scheme: str) -> LawPack:
    return load_law_pack(section.scheme or scheme)


def _block(block: Block, law: LawPack, *, on: date, lang: Lang) -> BlockView:
    heading = pieces(block.heading, law, on=on, lang=lang) if block.heading else ()
    return BlockView(block.kind, heading, tuple(pieces(line, law, on=on, lang=lang) for line in block.lines))


def _cited(section: Section, law: LawPack) -> tuple[CitedProvision, ...]:
    own = [_cited_from(law, key, own=law) for key in section.provisions if key in law.provisions]
    others = [_cited_from(_holder(key), key, own=law) for key in section.provisions if key not in law.provisions]
    return (*own, *others)


def _cited_from(holder: LawPack, key: str, *, own: LawPack) -> CitedProvision:
    return CitedProvision(holder.provision(key), holder.cite(key), holder.institution_short, holder is own)


def _holder(key: str) -> LawPack:
    return next(law for scheme in available_schemes() if key in (law := load_law_pack(scheme)).provisions)


def _term_hit(handbook: Handbook, key: str, *, words: frozenset[str], lang: Lang) -> PocketHit:
    term = next(term for term in handbook.terms if term.key == key)
    excerpt = _best([term.meaning.in_(lang)], words)
    return PocketHit(FoundKind.TERM, key, term.name, say("pocket_book.words"), excerpt)


def _as_words(line: Iterable[Piece], lang: Lang) -> str:
    """A line as plain words; a figure that nobody confirmed says so."""
    return "".join(
        piece.words + (_doubt(lang) if piece.figure and piece.figure.is_known and not piece.figure.is_confirmed else "")
        for piece in line
    )


def _fact_as_words(fact: FactView, lang: Lang) -> list[str]:
    """Title and parts of a fact as plain words; what nobody confirmed says so."""
    parts = [(fact.title, fact.is_confirmed)]
    parts += [(line.words, fact.is_confirmed and line.is_confirmed) for line in fact.lines]
    return [words.in_(lang) + ("" if is_confirmed else _doubt(lang)) for words, is_confirmed in parts]


def _doubt(lang: Lang) -> str:
    return f" ({say('pocket_book.unconfirmed').in_(lang)})"


def _best(lines: Iterable[str], words: frozenset[str]) -> tuple[tuple[str, bool], ...]:
    """The first of the lines that hold the most of the words, cut into its words."""
    cut = [tuple((written, folded in words) for written, folded in spans_of(line)) for line in lines]
    return max(cut, key=lambda spans: sum(met for _, met in spans))
