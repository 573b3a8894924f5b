"""How large the next piece of a file may be: what the link carries in a while, and no larger than what it lets pass."""

from __future__ import annotations

from dataclasses import dataclass

from inspector_app.sync.push import LARGEST, SMALLEST, BatchSize

DARING_AFTER = 8
"""Pieces that arrived after a failure before a larger one is tried: a piece that breaks is sent again as a whole."""


@dataclass
class PieceSize(BatchSize):
    """As `BatchSize`, and after a failure it grows again only when several pieces of the smaller size arrived."""

    ceiling: int = LARGEST
    arrived: int = 0

    def went_well(self, sent_bytes: int, took_ms: int) -> None:
        """Take note of a piece that arrived."""
        self.arrived += 1
        if self.arrived >= DARING_AFTER:
            self.arrived, self.ceiling = 0, min(2 * self.ceiling, LARGEST)
        super().went_well(sent_bytes, took_ms)
        self.limit = min(self.limit, self.ceiling)

    def failed(self) -> None:
        """Take note of a piece that failed."""
        super().failed()
        self.arrived, self.ceiling = 0, max(self.limit, SMALLEST)
