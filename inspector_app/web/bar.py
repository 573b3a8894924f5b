"""What every page shows around its content: person, queue, language, practice frame."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import g, request

from inspector_app.current import current_laptop, current_opened
from inspector_app.errors import Refusal
from inspector_app.services.queue import QueueState, queue
from inspector_app.services.session import SignedIn
from inspector_app.store.opened import Room
from inspector_app.web.language import current_lang, other_lang, say
from inspector_app.web.type_size import current_size
from simplify_content.text import direction

SAID = frozenset(
    {
        "employer.correct_done",
        "employer.correct_nothing",
        "evidence.done",
        "evidence.tied",
        "evidence.described",
        "evidence.removed",
        "tally.taken",
        "closing.done",
        "closing.done_practice",
    }
)
"""Sentences that a page may be asked to show after a redirect, by `?said=`."""


@dataclass(frozen=True)
class Bar:
    """The header of a page.

    `waiting` and `attention` count operations; `here` is where a language switch returns. To a stranger, a window
    that the guard did not let in, it shows neither a person nor a form with its token.
    """

    person: SignedIn | None
    person_name: str
    is_practice: bool
    body_class: str
    place: str
    here: str
    waiting: int
    attention: int
    is_stranger: bool


def page_context() -> dict[str, Any]:
    """Return what every template may use."""
    lang = current_lang()
    said = request.args.get("said", "")
    return {
        "t": say,
        "lang": lang,
        "dir": direction(lang),
        "other_lang": other_lang(),
        "type_size": current_size(),
        "bar": _bar(),
        "said": said if said in SAID else "",
        "lock_after_min": current_laptop().config.lock_after_min,
    }


def _bar() -> Bar:
    is_stranger = bool(g.get("is_stranger"))
    who = None if is_stranger else current_laptop().session.who
    waiting, attention = _queue_counts(who)
    is_practice = who is not None and who.room is Room.PRACTICE
    return Bar(
        person=who,
        person_name=_person_name(who),
        is_practice=is_practice,
        body_class=_body_class(who),
        place=request.blueprint or "",
        here=here(),
        waiting=waiting,
        attention=attention,
        is_stranger=is_stranger,
    )


def _person_name(who: SignedIn | None) -> str:
    if who is None:
        return ""
    return who.person.name_ur if current_lang() == "ur" else who.person.name_en


def _body_class(who: SignedIn | None) -> str:
    if who is None:
        return ""
    if who.room is Room.PRACTICE:
        return "practice"
    return "demonstration" if who.demonstration else ""


def _queue_counts(who: SignedIn | None) -> tuple[int, int]:
    if who is None or who.room is Room.PRACTICE or g.get("is_failing"):
        return 0, 0
    try:
        counts = queue(current_opened(), limit=1).counts
    except Refusal:
        return 0, 0
    waiting = counts.get(QueueState.WAITING, 0) + counts.get(QueueState.SENT, 0)
    return waiting, counts.get(QueueState.REJECTED, 0)


def here() -> str:
    """Return the address of this page, or for an answer to a form the page that the form stands on."""
    if request.method == "GET":
        query = request.query_string.decode("ascii", "replace")
        return request.path + (f"?{query}" if query else "")
    came_from = urlsplit(request.headers.get("Referer", ""))
    same_place = came_from.netloc == request.host
    return safe_path(came_from.path + (f"?{came_from.query}" if came_from.query else "")) if same_place else "/"


def safe_path(path: str) -> str:
    """Return a path of this app, or the first page where the text is anything else (such as another host)."""
    if not path.startswith("/") or path.startswith(("//", "/\\")) or any(sign < " " for sign in path):
        return "/"
    return path
