"""The one place where a refusal or an error becomes a page or a JSON answer in the user's language."""

from __future__ import annotations

from flask import Flask, g, jsonify, redirect, render_template, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from inspector_app.catalogue import texts
from inspector_app.current import current_laptop
from inspector_app.errors import GuardRefused, NotSignedIn, Refusal
from inspector_app.web.bar import here
from inspector_app.web.language import current_lang, say
from inspector_app.web.presentation import clock_time

_FAILURE = 500
"""From here on the error page does not ask the databases anything: they may be what failed."""


def register_problems(app: Flask) -> None:
    """Make every error of the app answer in words, without a stack trace."""
    app.register_error_handler(NotSignedIn, _not_signed_in)
    app.register_error_handler(GuardRefused, _not_let_in)
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(HTTPException, _http)


def wants_json() -> bool:
    """Return whether the caller is a script: it sent JSON or asks for JSON rather than a page."""
    best = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return request.is_json or best == "application/json"


def _not_signed_in(refusal: NotSignedIn) -> Response:
    if request.method == "GET" and not wants_json():
        return redirect(url_for("access.sign_in", next=here()), code=303)
    return _refused(refusal)


def _not_let_in(refusal: GuardRefused) -> Response:
    g.is_stranger = True
    return _refused(refusal)


def _refused(refusal: Refusal) -> Response:
    return _answer(refusal.status, refusal.text.in_(current_lang()))


def _http(problem: HTTPException) -> Response:
    status = problem.code or 500
    return _answer(status, say(f"{_family(status)}.body", **_values(status)))


def _answer(status: int, body: str) -> Response:
    g.is_failing = status >= _FAILURE
    if wants_json():
        response: Response = jsonify({"message": body, "status": status})
    else:
        title = say(f"{_family(status)}.title")
        response = Response(
            render_template("problem.html", title=title, body=body, status=status), mimetype="text/html"
        )
    response.status_code = status
    return response


def _family(status: int) -> str:
    if f"problem.{status}.title" in texts():
        return f"problem.{status}"
    return "problem.500" if status >= _FAILURE else "problem.400"


def _values(status: int) -> dict[str, str]:
    return {"time": clock_time(current_laptop().tools.now())} if status >= _FAILURE else {}
