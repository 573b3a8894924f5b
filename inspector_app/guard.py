"""The loopback guard: lets in only requests that this laptop's own window made; knows no page and no record.

Other programs and other web sites on the same machine can reach 127.0.0.1 too. So: the Host with its port must be ours
(a site that points its own name at 127.0.0.1 is refused), a window must have been opened by Muaina (one-time launch
token, then a cookie), and a write must come from our own page (Origin, Sec-Fetch-Site) and carry its token.
"""

from __future__ import annotations

import hmac
import secrets
from hashlib import sha256

from flask import Flask, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from inspector_app.catalogue import say
from inspector_app.config import HOST
from inspector_app.current import current_laptop
from inspector_app.errors import GuardRefused

COOKIE = "muaina"
HEADER = "X-Muaina-Token"
FIELD = "token"
LAUNCH = "/launch"
OPEN_PATHS = ("/static/", "/look/")
READS = ("GET", "HEAD")

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
    "media-src 'self' blob:; font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'"
)
"""No inline script or style; nothing from anywhere else."""

OTHER_POLICY = "frame-ancestors 'none'"
"""A browser's own PDF viewer does not work under the policy of a page."""

HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""`no-referrer` would make browsers send `Origin: null` with our own forms."""


class Guard:
    """The secrets of one run of the app: the launch token until its first use, the cookie, the forms' token."""

    def __init__(self, launch_token: str, port: int) -> None:
        self._launch_token = launch_token
        self._cookie = secrets.token_urlsafe(32)
        self.form_token = hmac.new(self._cookie.encode(), b"form", sha256).hexdigest()
        self._host = f"{HOST}:{port}"

    def admit(self) -> AnyResponse | None:
        """Let the present request in, or answer it here when it is the launch itself.

        Raises:
            GuardRefused: it did not come from this laptop's own window.
        """
        if request.headers.get("Host") != self._host:
            raise GuardRefused(say("core.guard_host"))
        if request.path == LAUNCH and request.method == "GET":
            return self._launch()
        if request.path.startswith(OPEN_PATHS) and request.method in READS:
            return None
        if not self._has_cookie():
            raise GuardRefused(say("core.guard_launch"))
        self._refuse_foreign()
        if request.method not in READS:
            self._refuse_forged()
        return None

    def _launch(self) -> AnyResponse:
        offered = request.args.get("token", "")
        if not self._has_cookie():
            if not self._launch_token or not _equal(offered, self._launch_token):
                raise GuardRefused(say("core.guard_launch"))
            self._launch_token = ""
        response = redirect("/", code=303)
        response.set_cookie(COOKIE, self._cookie, httponly=True, samesite="Strict", path="/")
        return response

    def _has_cookie(self) -> bool:
        return _equal(request.cookies.get(COOKIE, ""), self._cookie)

    def _refuse_foreign(self) -> None:
        site = request.headers.get("Sec-Fetch-Site")
        allowed = ("same-origin", "none") if request.method in READS else ("same-origin",)
        origin = request.headers.get("Origin")
        if (site is not None and site not in allowed) or origin not in (None, f"http://{self._host}"):
            raise GuardRefused(say("core.guard_origin"))

    def _refuse_forged(self) -> None:
        if request.method != "POST":
            raise GuardRefused(say("core.guard_method"))
        offered = request.headers.get(HEADER) or request.form.get(FIELD, "")
        if not _equal(offered, self.form_token):
            raise GuardRefused(say("core.guard_token"))


def _equal(offered: str, expected: str) -> bool:
    return hmac.compare_digest(offered.encode("utf-8", "surrogatepass"), expected.encode("utf-8"))


def form_token() -> str:
    """Return the token that forms carry in the field `token` and scripts in the header `X-Muaina-Token`."""
    return current_laptop().guard.form_token


def harden(response: Response) -> Response:
    """Add the security headers to a response."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if not request.path.startswith(OPEN_PATHS):  # what sends a file says no-cache, which a browser may still store
        response.headers["Cache-Control"] = HEADERS["Cache-Control"]
    is_page = response.mimetype == "text/html"
    response.headers.setdefault("Content-Security-Policy", PAGE_POLICY if is_page else OTHER_POLICY)
    return response


def register_guard(app: Flask, guard: Guard) -> None:
    """Put the guard before every request and its headers on every response."""
    app.before_request(guard.admit)
    app.after_request(harden)
