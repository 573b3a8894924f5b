"""Names of districts, sectors and provisions in the page's language."""

from __future__ import annotations

from markupsafe import Markup

from inspector_app.current import current_opened
from inspector_app.web.language import current_lang
from inspector_app.web.presentation import ident
from simplify_content.law_loader import load_law_pack
from simplify_content.law_pack import LawError, LawPack
from simplify_content.places import district, sectors


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


def provision_summary(key: str) -> str:
    """Return what a provision says in a sentence; nothing for one that the law pack does not hold."""
    try:
        return _law().provision(key).summary.in_(current_lang())
    except LawError:
        return ""


def _law() -> LawPack:
    return load_law_pack(current_opened().scheme)
