"""Where the bytes of evidence lie, named by their SHA-256; who may read them is decided elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from sync_server.config import Config
from sync_server.services.durable_files import file_place, take_in


class NotStored(LookupError):
    """The store has no file of this hash."""


class EvidenceStore(Protocol):
    """A store of files that never change; what it has was verified before it was given to it."""

    def has(self, sha256: str) -> bool:
        """Return whether the file is there, whole and durable."""

    def read(self, sha256: str) -> bytes:
        """Return the bytes of a file.

        Raises:
            NotStored.
        """

    def keep(self, file: Path, sha256: str) -> None:
        """Take over a local file that is flushed and has this hash; afterwards it is gone from its own place.

        Taking over a file that the store has already changes nothing. When it fails, nothing half-written has the name.
        """


@dataclass(frozen=True)
class FolderStore:
    """Files in a folder of this machine."""

    folder: Path

    def has(self, sha256: str) -> bool:
        """See `EvidenceStore`."""
        return file_place(self.folder, sha256).is_file()

    def read(self, sha256: str) -> bytes:
        """See `EvidenceStore`."""
        try:
            return file_place(self.folder, sha256).read_bytes()
        except FileNotFoundError:
            raise NotStored(sha256) from None

    def keep(self, file: Path, sha256: str) -> None:
        """See `EvidenceStore`."""
        take_in(self.folder, file, sha256)


@dataclass(frozen=True)
class EvidencePlace:
    """The store, and the folder of this machine in which files gather before they are given to it."""

    store: EvidenceStore
    parts: Path
    max_bytes: int
    """Most bytes of one file."""
    keep_part_s: int
    """Seconds that a part is kept after its last bytes came."""


def evidence_place(config: Config) -> EvidencePlace:
    """Return where a centre keeps evidence; its parts lie in its folder in any case.

    Raises:
        ConfigError: a bucket is configured and cannot be used.
    """
    store = _bucket_store(config) if config.evidence_bucket else FolderStore(config.evidence)
    return EvidencePlace(store, config.evidence / "parts", config.max_evidence_bytes, config.upload_keep_s)


@lru_cache(maxsize=2)
def _bucket_store(config: Config) -> EvidenceStore:
    """Return the store of a bucket, with its connections; the library is loaded only where it is used."""
    from sync_server.services.evidence_bucket import bucket_store

    return bucket_store(config)
