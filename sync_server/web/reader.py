"""The person in front of a page: who is signed in, in which language they read, and the token of their forms."""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime, timedelta

from flask import request, session

from simplify_content.look.type_size import TypeSize, type_size
from simplify_content.text import LANGS, Lang
from sync_server.models import User, db
from sync_server.tools import current_tools

LONGEST_SESSION = timedelta(hours=12)
"""A sign-in ends after a working day, whatever happened in between."""


def reader() -> User:
    """Return the person who is signed in; the guard let nobody else through."""
    user = reader_or_none()
    assert user is not None
    return user


def reader_or_none() -> User | None:
    """Return the person who is signed in, if any; someone who left since is nobody."""
    user_id, since = session.get("user_id"), session.get("since")
    if not user_id or not since:
        return None
    if current_tools().now() - datetime.fromisoformat(since) > LONGEST_SESSION:
        return None
    user = db.session.get(User, user_id)
    return user if user is not None and user.active else None


def remember(user: User) -> None:
    """Begin the session of a person; language and size of letters are kept, everything else is made anew."""
    kept = _way_of_reading()
    session.clear()
    session.update(kept, user_id=user.id, since=current_tools().now().isoformat(), token=secrets.token_urlsafe(24))


def forget() -> None:
    """End the session; language and size of letters are kept."""
    kept = _way_of_reading()
    session.clear()
    session.update(kept)


def _way_of_reading() -> dict[str, str]:
    return {name: str(session[name]) for name in ("lang", "type_size") if session.get(name)}


def chosen_size() -> TypeSize:
    """Return the size of letters that was chosen, else the usual one."""
    return type_size(session.get("type_size"))


def language() -> Lang:
    """Return the language of the page: the one chosen, else the browser's, else English."""
    chosen = session.get("lang")
    if chosen in LANGS:
        return "ur" if chosen == "ur" else "en"
    best = request.accept_languages.best_match(LANGS, default="en")
    return "ur" if best == "ur" else "en"


def form_token() -> str:
    """Return the token that each form of this session carries."""
    if "token" not in session:
        session["token"] = secrets.token_urlsafe(24)
    return str(session["token"])


def has_form_token() -> bool:
    """Return whether the posted form carries this session's token."""
    given = request.form.get("token", "")
    return bool(session.get("token")) and hmac.compare_digest(given.encode(), str(session["token"]).encode())
