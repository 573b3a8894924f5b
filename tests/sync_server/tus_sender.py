"""A laptop that names one file and sends it by tus, as the tests of uploads need it."""

from __future__ import annotations

import base64
import hashlib
import os
from typing import Any

from werkzeug.test import TestResponse

from sync_server.services.evidence_store import evidence_place

UPLOADS = "/sync/v1/uploads"
TUS = {"Tus-Resumable": "1.0.0"}
PIECE = {**TUS, "Content-Type": "application/offset+octet-stream"}
PHOTO = os.urandom(50_000)


class Sender:
    """A laptop that names one file and sends it piece by piece."""

    def __init__(self, centre: Any, data: bytes = PHOTO, laptop: Any = None) -> None:
        self.centre, self.data = centre, data
        self.laptop = laptop or centre.laptop()
        self.sha256 = self.laptop.evidence(self.laptop.start(centre.employer()), data)
        self.laptop.sync()
        self.place = evidence_place(centre.config)
        self.url = ""

    def send(self, method: str, url: str, headers: dict[str, str], data: bytes = b"") -> TestResponse:
        return self.centre.client.open(url, method=method, headers={**self.laptop.headers, **headers}, data=data)

    def create(self, *, size: int | None = None, metadata: str = "", data: bytes = b"", **more: str) -> TestResponse:
        named = metadata or f"filename d2FsbA==, sha256 {encoded(self.sha256.encode())}"
        headers = {"Upload-Length": str(len(self.data) if size is None else size), "Upload-Metadata": named, **more}
        response = self.send("POST", UPLOADS, {**(PIECE if data else TUS), **headers}, data)
        self.url = response.headers.get("Location", "")
        return response

    def head(self) -> TestResponse:
        return self.send("HEAD", self.url, TUS)

    def patch(self, offset: int, data: bytes, **more: str) -> TestResponse:
        return self.send("PATCH", self.url, {**PIECE, "Upload-Offset": str(offset), **more}, data)

    @property
    def part(self) -> Any:
        return self.place.parts / self.url.rsplit("/", 1)[-1]

    @property
    def held(self) -> int:
        return int(self.centre.scalar("SELECT count(*) FROM evidence WHERE held_at IS NOT NULL"))


def encoded(data: bytes) -> str:
    return base64.b64encode(data).decode()


def checksum(data: bytes, algorithm: str = "sha256") -> str:
    return f"{algorithm} {encoded(hashlib.new(algorithm, data).digest())}"


def code(response: TestResponse) -> tuple[int, str]:
    return response.status_code, response.get_json()["code"]


def files(sender: Sender) -> list[str]:
    """The files of the store and the parts; locks say nothing."""
    found = (file for file in sender.centre.config.evidence.rglob("*") if file.is_file())
    return sorted(file.name for file in found if file.suffix != ".lock")
