"""A person with a browser at the centre: signs in, opens pages, posts forms with the token of the page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

PASSWORD = "a long enough password"
_TOKEN = re.compile(r'name="token" value="([^"]+)"')


@dataclass
class Visitor:
    """One browser session."""

    client: FlaskClient
    token: str = ""

    def open(self, path: str) -> TestResponse:
        response = self.client.get(path)
        if found := _TOKEN.search(response.text if response.mimetype == "text/html" else ""):
            self.token = found.group(1)
        return response

    def send(self, path: str, **fields: str) -> TestResponse:
        return self.client.post(path, data={"token": self.token, **fields})

    def speak(self, lang: str) -> None:
        self.send("/language", lang=lang, next="/")


def visit(centre: Any, sign_in: str = "", *, lang: str = "en") -> Visitor:
    """Return a visitor, signed in when a name is given."""
    centre.session.rollback()
    visitor = Visitor(centre.client)
    visitor.open("/sign-in")
    visitor.speak(lang)
    if sign_in:
        response = visitor.send("/sign-in", sign_in=sign_in, password=PASSWORD)
        assert response.status_code == 303, response.text
        visitor.open("/")
    centre.session.rollback()
    return visitor
