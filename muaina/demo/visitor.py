"""A person with a browser, as far as the demonstration needs one: cookies, the form token of a page, posted forms."""

from __future__ import annotations

import re
from typing import Any

import requests

_TOKEN = re.compile(r'name="token"\s+value="([^"]+)"')
_TIMEOUT_S = 60


class StepFailed(Exception):
    """A step of the demonstration did not answer as it must: which page, what came back."""


class Visitor:
    """Keeps one session with one app."""

    def __init__(self, base: str) -> None:
        self._base = base.rstrip("/")
        self._session = requests.Session()
        self._session.trust_env = False
        self._token = ""

    def open(self, path: str) -> requests.Response:
        """Return a page, remembering its form token.

        Raises:
            StepFailed: the app refused.
        """
        return self._accepted(self._session.get(self._base + path, timeout=_TIMEOUT_S))

    def send(self, path: str, files: dict[str, Any] | None = None, **fields: str) -> requests.Response:
        """Post a form with the token of the last page and return the page that follows.

        Raises:
            StepFailed: the app refused.
        """
        if not self._token:
            raise StepFailed(f"no page with a form was opened before {path}")
        answer = self._session.post(
            self._base + path,
            data={"token": self._token, **fields},
            files=files,
            headers={"Origin": self._base, "X-Muaina-Token": self._token, "Sec-Fetch-Site": "same-origin"},
            timeout=_TIMEOUT_S,
        )
        return self._accepted(answer)

    def answer(self, path: str, **fields: str) -> dict[str, Any]:
        """Post one answer as the page's script does and return what it is told.

        Raises:
            StepFailed: the app refused.
        """
        answer = self._session.post(
            self._base + path,
            json=fields,
            headers={"Origin": self._base, "X-Muaina-Token": self._token, "Sec-Fetch-Site": "same-origin"},
            timeout=_TIMEOUT_S,
        )
        told = self._accepted(answer).json()
        assert isinstance(told, dict)
        return told

    def _accepted(self, answer: requests.Response) -> requests.Response:
        if answer.status_code >= 400:
            raise StepFailed(
                f"{answer.request.method} {answer.url} answered {answer.status_code}: {_words(answer.text)[:400]}"
            )
        if answer.headers.get("Content-Type", "").startswith("text/html") and (found := _TOKEN.search(answer.text)):
            self._token = found.group(1)
        return answer


def _words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)).strip()
