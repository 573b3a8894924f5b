"""JSON that a page sent: what is nested deeper than can be read is refused like any other that is none."""

from __future__ import annotations

from typing import Any

from flask.json.provider import DefaultJSONProvider


class SentJson(DefaultJSONProvider):
    """Flask's own JSON, for which every text that cannot be read is a ValueError."""

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        """Return the value that a text holds.

        Raises:
            ValueError: it is no JSON, or nested too deeply.
        """
        try:
            return super().loads(s, **kwargs)
        except RecursionError as problem:
            raise ValueError("nested too deeply") from problem
