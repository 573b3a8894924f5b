"""Tells how far fetching and building a register is: by bytes, with the time left where the pace is known."""

from __future__ import annotations

from inspector_app.catalogue import say
from inspector_app.sync.download import Download
from inspector_app.sync.run import SyncRun

FETCHING = 0.7
"""Share of the whole that is spent fetching; the rest is building."""

SURE_AFTER_MS = 3000
"""How long a download runs before its pace says something."""

_MB = 1_000_000


class Progress:
    """How far one of several registers is. Shares are of all of them."""

    def __init__(self, run: SyncRun, *, number: int = 1, of: int = 1) -> None:
        self._run = run
        self._number, self._of = number, of
        self._begun_ms = self._begun_bytes = 0

    def share(self, part: float) -> float:
        """Return the share of all registers when `part` of this one is done."""
        return (self._number - 1 + part) / self._of

    def begin(self, download: Download) -> None:
        """Take note of when the bytes begin to come, and how many are here already."""
        self._begun_ms, self._begun_bytes = self._run.tools.reading().mono_ms, download.held_bytes

    def fetched(self, download: Download) -> None:
        """Tell how many bytes are here."""
        held, size = download.held_bytes, download.size
        facts = {
            "number": self._number,
            "of": self._of,
            "done": f"{held / _MB:.1f}",
            "size": f"{size / _MB:.1f}",
        }
        left = self._minutes_left(held, size)
        key = "core.step_snapshot_bytes" if left is None else "core.step_snapshot_left"
        self._run.tell(say(key, minutes=left or 0, **facts), self.share(FETCHING * held / size))

    def built(self, part: float) -> None:
        """Tell how much of the building is done."""
        self._run.tell(say("core.step_snapshot_build"), self.share(FETCHING + (1 - FETCHING) * part))

    def _minutes_left(self, held: int, size: int) -> int | None:
        took_ms, came = self._run.tools.reading().mono_ms - self._begun_ms, held - self._begun_bytes
        if took_ms < SURE_AFTER_MS or came <= 0:
            return None
        return -(-(size - held) * took_ms // (came * 60_000))
