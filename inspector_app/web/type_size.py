"""How large the letters of the pages are; kept in a cookie of this browser window, as the language is."""

from __future__ import annotations

from typing import Final

from flask import has_request_context, request
from werkzeug.wrappers import Response

from simplify_content.look.type_size import TypeSize, type_size

COOKIE: Final = "muaina_type"
_YEAR_S: Final = 365 * 24 * 3600


def current_size() -> TypeSize:
    """Return the size that this window was set to; the usual one until somebody chooses."""
    return type_size(request.cookies.get(COOKIE) if has_request_context() else "")


def remember_size(response: Response, size: TypeSize) -> Response:
    """Return the response with the size kept in the window's cookie."""
    response.set_cookie(COOKIE, size.value, max_age=_YEAR_S, httponly=True, samesite="Strict")
    return response
