"""The one place in the running app where syncs begin, and where pages see how far the present one is."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

from inspector_app.catalogue import say
from inspector_app.config import Config
from inspector_app.errors import Refusal
from inspector_app.services.session import Session
from inspector_app.services.synchronise import synchronise
from inspector_app.store import attempts
from inspector_app.store.driver import DatabaseError, writing
from inspector_app.store.opened import Opened, Room
from inspector_app.sync.synchronise import Outcome
from inspector_app.tools import Tools
from simplify_content.text import Text

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Progress:
    """How far the present sync is."""

    is_running: bool = False
    text: Text | None = None
    share: float = 0.0


class SyncDesk:
    """Runs at most one sync of this app at a time. Thread-safe."""

    def __init__(self, config: Config, session: Session, tools: Tools) -> None:
        self._config, self._session, self._tools = config, session, tools
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._ended.set()
        self._progress = Progress()
        self.plan_next: Callable[[Outcome, int], str] = lambda outcome, failures: ""
        """Told how a sync went and how many in a row did not come to their end; returns when the next will begin."""

    @property
    def progress(self) -> Progress:
        """How far the present sync is."""
        return self._progress

    def begin(self) -> None:
        """Begin a sync beside the pages, unless one is on its way."""
        if self._take():
            threading.Thread(target=self._run, name="sync", daemon=True).start()

    def wait(self, timeout_s: float) -> None:
        """Wait for the present sync to end, at most so long."""
        self._ended.wait(timeout_s)

    def sync_if_signed_in(self) -> None:
        """Sync once, here and now, if somebody is signed in to the field room and no sync is on its way."""
        if self._session.room is Room.FIELD and self._take():
            self._run()

    def _take(self) -> bool:
        with self._lock:
            if self._progress.is_running:
                return False
            self._progress = Progress(is_running=True, text=say("core.step_exchange"))
            self._ended.clear()
            return True

    def _run(self) -> None:
        try:
            with self._session.open() as opened:
                self._sync(opened)
        except Refusal as refusal:
            log.warning("no sync: %s", refusal.text.en)
        except (DatabaseError, OSError):
            log.exception("a sync broke off")
        finally:
            self._progress = Progress()
            self._ended.set()

    def _sync(self, opened: Opened) -> None:
        config = self._config
        outcome = synchronise(
            opened,
            centre_url=config.centre_url,
            timeout_s=config.timeout_s,
            tools=self._tools,
            progress=self._tell,
        )
        with writing(opened.work):
            next_at = self.plan_next(outcome, attempts.failures(opened.work))
            attempts.set_next_attempt(opened.work, next_at)

    def _tell(self, text: Text, share: float) -> None:
        self._progress = replace(self._progress, text=text, share=share)
