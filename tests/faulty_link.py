"""A box before the centre that changes or replaces what it answers. What links do to bytes is `fault_proxy`."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from werkzeug.test import run_wsgi_app

Change = Callable[[dict[str, Any]], Any]


@dataclass
class Between:
    """Stands in front of the centre and changes what it answers; a change that returns bytes is a page of its own."""

    app: Any
    change: Change
    path: str = "/sync/v1/sync"
    seen: list[dict[str, Any]] = field(default_factory=list)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        environ.pop("HTTP_ACCEPT_ENCODING", None)
        body, status, headers = run_wsgi_app(self.app, environ, buffered=True)
        content = b"".join(body)
        if not environ["PATH_INFO"].startswith(self.path):
            start_response(status, list(headers.items()))
            return [content]
        reply = json.loads(content)
        self.seen.append(reply)
        answer = self.change(reply)
        kind = "text/html; charset=utf-8" if isinstance(answer, bytes) else "application/json"
        content = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        start_response(status, [("Content-Type", kind), ("Content-Length", str(len(content)))])
        return [content]
