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
* `inspector_app.guard` runs before every request. `guard.form_token()` is the hidden field `token` of a form (a Jinja
  global of that name too) and the header `X-Muaina-Token` of a script. `GET /launch?token=` is the guard's own
  route: it sets the cookie and goes on to `/`. `/static` and `/look` need the Host but no cookie.
* `inspector_app.catalogue`: `texts()` is the catalogue of all `texts/*.yaml`, `say(key, **values) -> Text`.
* The address bar never holds a secret but once: the launch token dies at its first use.
"""

from __future__ import annotations
