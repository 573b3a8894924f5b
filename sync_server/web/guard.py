"""What happens before and after every page: who may use it, the token of posted forms, the headers of replies."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, current_app, redirect, request, url_for

from sync_server.errors import NotAllowed
from sync_server.refusals import said
from sync_server.web.reader import has_form_token, reader_or_none
from sync_server.web.rules import rule_of

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-store",
}
"""Sent with every page unless the view says otherwise; no script at all runs on the centre's pages."""


def install_guard(app: Flask, blueprints: frozenset[str]) -> None:
    """Put the guard before the views of these blueprints and the headers on their replies."""

    @app.before_request
    def _before() -> Any:
        return check_request() if request.blueprint in blueprints else None

    @app.after_request
    def _after(response: Response) -> Response:
        if request.blueprint in blueprints or (request.blueprint is None and response.mimetype == "text/html"):
            for name, value in HEADERS.items():
                response.headers.setdefault(name, value)
        return response


def check_request() -> Any:
    """Let a request through, send it to sign in, or refuse it; a view without a rule is closed to all.

    Raises:
        NotAllowed: the reader's role may not use the view, or the posted form lacks the session's token.
    """
    rule = rule_of(current_app.view_functions[request.endpoint or ""])
    user = reader_or_none()
    if rule is None:
        raise NotAllowed(said("refused.role"))
    if not rule.public:
        if user is None:
            return _to_sign_in()
        if user.role not in rule.roles:
            raise NotAllowed(said("refused.role"))
    if request.method == "POST" and not has_form_token():
        raise NotAllowed(said("refused.token"))
    return None


def _to_sign_in() -> Any:
    after = request.path if request.method == "GET" else "/"
    return redirect(url_for("access.sign_in_page", next=after), 303)
