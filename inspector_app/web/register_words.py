"""Names of districts, sectors and provisions in the page's language."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from inspector_app.current import current_opened
from inspector_app.services.pocket_book import section_citing
from inspector_app.web.language import current_lang, say
from inspector_app.web.presentation import ident
from simplify_content.handbook_types import Section
from simplify_content.law_loader import load_law_pack
from simplify_content.law_pack import LawError, LawPack
from simplify_content.places import district, sectors
from simplify_content.text import Text, isolate


def district_name(key: object) -> str | Markup:
    """Return a district's name, or its key as written where the places do not know it."""
    try:
        return district(str(key)).name.in_(current_lang())
    except (KeyError, ValueError):
        return ident(key)


def sector_name(key: object) -> str | Markup:
    """Return a sector's name, or its key as written where it is not of the list."""
    for sector in sectors():
        if sector.key == key:
            return sector.name.in_(current_lang())
    return ident(key)


def cite(key: str) -> str | Markup:
    """Return how a provision is cited, such as: section 22 of the Ordinance."""
    try:
        return _law().cite(key).in_(current_lang())
    except LawError:
        return ident(key)


def cite_together(keys: Sequence[str]) -> list[str | Markup]:
    """Return the citations of several provisions, those of one act in one line."""
    by_act: dict[str, list[str]] = {}
    for key in keys:
        by_act.setdefault(_act_of(key), []).append(key)
    unknown = [cite(key) for key in by_act.pop("", [])]
    return [_together(act, grouped) for act, grouped in by_act.items()] + unknown


def _act_of(key: str) -> str:
    try:
        return _law().provision(key).act
    except LawError:
        return ""


def _together(act: str, keys: Sequence[str]) -> str | Markup:
    if len(keys) == 1:
        return cite(keys[0])
    sections = [_law().provision(key).section for key in keys]
    listed = Text(en=", ".join(sections), ur="، ".join(isolate(section) for section in sections))
    return say("answers.several_sections", sections=listed, act=_law().acts[act].short)


def provision_summary(key: str) -> str:
    """Return what a provision says in a sentence; nothing for one that the law pack does not hold."""
    try:
        return _law().provision(key).summary.in_(current_lang())
    except LawError:
        return ""


def pocket_book_page(key: str) -> Section | None:
    """Return the page of the pocket book on a provision; None where no page cites it."""
    return section_citing(key)


def _law() -> LawPack:
    return load_law_pack(current_opened().scheme)
