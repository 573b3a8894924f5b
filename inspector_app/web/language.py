"""Which language a page is in, and the sentences of the laptop's pages.

The choice is kept in a cookie of this browser window; it says nothing of what is stored.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from flask import Response, has_request_context, request

from simplify_content.text import LANGS, Catalogue, Lang

COOKIE: Final = "muaina_language"
_YEAR_S: Final = 365 * 24 * 3600


@cache
def texts() -> Catalogue:
    """Return the laptop's texts, read once.

    Raises:
        TextError: a text lacks one of its languages.
    """
    return Catalogue.load(Path(__file__).parent.parent / "texts")


def current_lang() -> Lang:
    """Return the language that this window was set to; English until somebody chooses."""
    if has_request_context():
        for lang in LANGS:
            if request.cookies.get(COOKIE) == lang:
                return lang
    return "en"


def other_lang() -> Lang:
    """Return the language that the switch offers."""
    return "en" if current_lang() == "ur" else "ur"


def remember(response: Response, lang: Lang) -> Response:
    """Return the response with the language kept in the window's cookie."""
    response.set_cookie(COOKIE, lang, max_age=_YEAR_S, httponly=True, samesite="Strict")
    return response


def say(key: str, **values: object) -> str:
    """Return the sentence of a key in the page's language, values filled in."""
    return texts().say(key, current_lang(), **values)
