"""Which language a page is in, and the sentence of a key in it.

The choice is kept in a cookie of this browser window; it says nothing of what is stored.
"""

from __future__ import annotations

from typing import Final

from flask import has_request_context, request
from werkzeug.wrappers import Response

from inspector_app.catalogue import texts
from simplify_content.text import LANGS, Lang

COOKIE: Final = "muaina_language"
_YEAR_S: Final = 365 * 24 * 3600


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
