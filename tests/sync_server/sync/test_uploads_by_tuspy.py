"""A tus client that knows nothing of Muaina sends a file over a link that breaks all the time."""

from __future__ import annotations

import io
import os
import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from fault_proxy import FaultProxy, Faults, fault_proxy
from tusclient.client import TusClient
from tusclient.exceptions import TusCommunicationError, TusUploadFailed

from sync_server.server import make_server
from sync_server.services.durable_files import file_place

SIZE = int(float(os.environ.get("MUAINA_UPLOAD_TEST_MB", "2")) * 1_000_000)
CUT_EVERY = 64 * 1024


@pytest.fixture
def url(centre: Any) -> Iterator[str]:
    server = make_server(centre.app, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
    thread.join(timeout=10)


def send(link: FaultProxy, laptop: Any, photo: bytes, sha256: str, *, chunk: int, **options: Any) -> None:
    client = TusClient(f"{link.url}/sync/v1/uploads", headers=laptop.headers)
    uploader = client.uploader(
        file_stream=io.BytesIO(photo),
        chunk_size=chunk,
        metadata={"sha256": sha256, "filename": "wall.jpg"},
        retries=50,
        retry_delay=0,
        **options,
    )
    for tried in range(1 + SIZE // CUT_EVERY // 20):  # the client counts its retries over the whole file
        with suppress(TusUploadFailed, TusCommunicationError):
            if tried:
                uploader.offset = uploader.get_offset()
            uploader.upload()
            return


@pytest.mark.parametrize(("chunk", "checksum"), [(1_000_000, False), (8 * 1024, True)], ids=["large", "checksums"])
def test_a_stock_client_sends_a_file_through_cuts_and_hardly_a_byte_twice(
    centre: Any, url: str, chunk: int, checksum: bool
) -> None:
    size = SIZE if not checksum else min(SIZE, 1_000_000)
    photo = os.urandom(size)
    object.__setattr__(centre.config, "max_evidence_bytes", size)
    laptop = centre.laptop()
    sha256 = laptop.evidence(laptop.start(centre.employer()), photo)
    laptop.sync()

    with fault_proxy(url, Faults(cut_up_every=CUT_EVERY)) as link:
        send(link, laptop, photo, sha256, chunk=chunk, upload_checksum=checksum)

    assert file_place(centre.config.evidence, sha256).read_bytes() == photo
    assert link.cuts >= size // CUT_EVERY
    twice = (link.bytes_up - size) / size
    print(f"{size} bytes, {link.cuts} cuts, {link.bytes_up} bytes up with all headers: {twice:.1%} beyond the file")
    assert twice <= (0.10 if not checksum else 0.20)
    assert laptop.sync()["evidence_wanted"] == []
