"""Turns refusals and HTTP errors into a page in the reader's language; never shows what went on inside."""

from __future__ import annotations

from typing import Any

from flask import Flask, current_app, render_template, request
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from simplify_content.text import Text
from sync_server.errors import Refusal
from sync_server.models import db
from sync_server.queries.database import is_busy
from sync_server.refusals import Barred, said
from sync_server.texts import centre_texts
from sync_server.web.reader import form_token

API_PREFIX = "/sync/"
"""Paths whose errors are the API's to say."""


def install(app: Flask) -> None:
    """Register the handlers."""
    app.register_error_handler(Refusal, refusal_page)
    app.register_error_handler(OperationalError, busy_page)
    for status in (400, 404, 405, 413, 500):
        app.register_error_handler(status, http_page)


def refusal_page(refusal: Refusal) -> Any:
    """Say why the act was refused and what is missing."""
    db.session.rollback()
    missing = refusal.missing if isinstance(refusal, Barred) else ()
    return _page(refusal.status, refusal.text, missing)


def http_page(problem: HTTPException) -> Any:
    """Say an HTTP error in the reader's language; the API's are handed on as they are."""
    db.session.rollback()
    if request.path.startswith(API_PREFIX):
        return problem
    status = problem.code or 500
    key = f"error.{status}"
    return _page(status, said(key if key in centre_texts() else "error.400"), ())


def busy_page(problem: OperationalError) -> Any:
    """Say that somebody else is writing just now; any other database error is an error of ours."""
    db.session.rollback()
    if not is_busy(problem):
        current_app.logger.error("database error on %s", request.path, exc_info=problem)
        return _page(500, said("error.500"), ())
    return _page(503, said("error.503"), ())


def _page(status: int, text: Text, missing: tuple[Text, ...]) -> Any:
    form_token()
    back = request.referrer if (request.referrer or "").startswith(request.host_url) else "/"
    return render_template("refused.html", status=status, text=text, missing=missing, back=back), status
