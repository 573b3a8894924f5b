"""The few calls of S3 that a store of evidence makes, on loopback, each with its signature checked (AWS SigV4)."""

from __future__ import annotations

import hashlib
import hmac
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

KEY_ID, SECRET, REGION, BUCKET = "KEYOFTHETEST", "secret of the test", "pk-lahore-1", "evidence"


@dataclass
class StubS3:
    """What the bucket holds, and what was asked of it. `fails` answers the next so many calls with an error."""

    url: str = ""
    objects: dict[str, bytes] = field(default_factory=dict)
    calls: list[tuple[str, str]] = field(default_factory=list)
    fails: int = 0


def signature_of(request: BaseHTTPRequestHandler) -> tuple[str, str]:
    """Return the signature that a request carries and the one that it should carry."""
    fields = dict(part.strip().split("=", 1) for part in request.headers["Authorization"].partition(" ")[2].split(","))
    day, region, service, end = fields["Credential"].split("/")[1:]
    signed = fields["SignedHeaders"].split(";")
    path, _, query = request.path.partition("?")
    canonical = "\n".join([
        request.command, path, query, *(f"{name}:{request.headers[name].strip()}" for name in signed), "",
        ";".join(signed), request.headers["x-amz-content-sha256"],
    ])  # fmt: skip
    scope = f"{day}/{region}/{service}/{end}"
    to_sign = "\n".join(
        ["AWS4-HMAC-SHA256", request.headers["x-amz-date"], scope, hashlib.sha256(canonical.encode()).hexdigest()]
    )
    key = f"AWS4{SECRET}".encode()
    for part in (day, region, service, end, to_sign):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    return fields["Signature"], key.hex()


def _handler(stub: StubS3) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

        def _answer(self, status: int, content: bytes = b"", **headers: str) -> None:
            self.send_response(status)
            for name, value in {"Content-Length": str(len(content)), **headers}.items():
                self.send_header(name.replace("_", "-"), value)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(content)

        def _checked(self) -> bytes | None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            name = self.path.removeprefix(f"/{BUCKET}/")
            stub.calls.append((self.command, name))
            given, due = signature_of(self)
            said = self.headers["x-amz-content-sha256"]
            if given != due or (body and said != hashlib.sha256(body).hexdigest()):
                self._answer(403, b"<Error><Code>SignatureDoesNotMatch</Code></Error>")
            elif stub.fails > 0:
                stub.fails -= 1
                self._answer(400, b"<Error><Code>Broken</Code></Error>")
            else:
                return body
            return None

        def do_PUT(self) -> None:
            if (body := self._checked()) is not None:
                stub.objects[self.path.removeprefix(f"/{BUCKET}/")] = body
                self._answer(200, ETag='"1"')

        def do_GET(self) -> None:
            if self._checked() is None:
                return
            found = stub.objects.get(self.path.removeprefix(f"/{BUCKET}/"))
            if found is None:
                self._answer(404, b"<Error><Code>NoSuchKey</Code></Error>")
            else:
                self._answer(200, found, ETag='"1"', Last_Modified="Sun, 22 Nov 2026 09:00:00 GMT")

        do_HEAD = do_GET  # noqa: N815 - the name that http.server looks for

    return Handler


@contextmanager
def stub_s3() -> Iterator[StubS3]:
    stub = StubS3()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(stub))
    server.daemon_threads = True
    stub.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield stub
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)
