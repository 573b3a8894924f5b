"""Puts the laptop's web app together; pages, guard and services are their own files.

How a page works:

* `from inspector_app.current import current_laptop, current_opened`
* `current_laptop()` -> `Laptop(config, tools, session)`; `tools.now()`, `tools.new_id()`, `tools.today()`.
* `session = current_laptop().session`: `session.is_enrolled`, `session.is_locked`, `session.room`
  (`Room.FIELD`, `Room.PRACTICE` or None), `session.who` (`SignedIn(person, room, scheme, institution,
  demonstration)` or None), `session.sign_in(password, room)`, `session.sign_out()`.
* `current_opened()` -> `Opened`, the first argument of every service; raises `NotSignedIn` while locked, opened
  once per request and closed after it.
* Services raise `inspector_app.errors.Refusal` (`.text: Text`, `.status: int`, `NotReadyToClose.reasons`); the pages
  register one error handler for `Refusal` (for `NotSignedIn` they go to /sign-in).
* `inspector_app.guard` runs before every request. `form_token()` (a Jinja global too) is the hidden field `token` of a
  form and the header `X-Muaina-Token` of a script. `GET /launch?token=` is the guard's own route: it sets the cookie
  and goes on to `/`. `/static` and `/look` need the Host but no cookie.
* `inspector_app.catalogue`: `texts()` is the catalogue of all `texts/*.yaml`, `say(key, **values) -> Text`.
* The address bar never holds a secret but once: the launch token dies at its first use.
"""

from __future__ import annotations

from flask import Flask

from inspector_app.config import Config
from inspector_app.current import Laptop, register_current
from inspector_app.guard import Guard, form_token, register_guard
from inspector_app.in_memory import MAX_REQUEST_BYTES, InMemoryRequest
from inspector_app.sent_json import SentJson
from inspector_app.services.session import Session
from inspector_app.services.sync_desk import SyncDesk
from inspector_app.tools import Tools, system_tools
from inspector_app.web import pages

MAX_FIELD_BYTES = 4 * 1024 * 1024
"""A form field; the drawn signature is the largest."""


def create_app(config: Config, *, launch_token: str, tools: Tools | None = None) -> Flask:
    """Return the laptop's web app.

    Args:
        config: settings; `port` must be the port that is listened on, for the guard compares it.
        launch_token: opens the first window, once.
        tools: clock and ids; the machine's own when left out.
    """
    tools = tools or system_tools()
    app = Flask("inspector_app", static_folder=None, template_folder=None)
    app.request_class = InMemoryRequest
    app.json = SentJson(app)
    app.config.update(MAX_CONTENT_LENGTH=MAX_REQUEST_BYTES, MAX_FORM_MEMORY_SIZE=MAX_FIELD_BYTES)
    guard = Guard(launch_token, config.port)
    session = Session(config, tools)
    register_current(app, Laptop(config, tools, session, guard, SyncDesk(config, session, tools)))
    register_guard(app, guard)
    app.jinja_env.globals["form_token"] = form_token
    pages(app)
    return app
