"""One process at a time may change which files a laptop has: running the pages, enrolling, restoring."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from inspector_app.catalogue import say
from inspector_app.config import Config
from inspector_app.errors import Refusal
from inspector_app.store.seats import settle

LOCK = "laptop.lock"


@contextmanager
def only_one(config: Config) -> Iterator[None]:
    """Hold the laptop's files for this process alone, and bring an older version's home to this one's.

    The system gives the lock back when the process ends, however it ends; the file stays and means nothing.

    Raises:
        Refusal: another process holds them.
    """
    config.home.parent.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(config.home.with_name(LOCK), timeout=0):
            settle(config.home)
            yield
    except Timeout:
        raise Refusal(say("core.running_already")) from None
