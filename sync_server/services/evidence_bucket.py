"""Evidence in a bucket of an S3 service; parts gather on this machine, and a whole file is put in one call.

Needs the optional extra `s3`. Says nothing about who may read the bucket: that is the service's configuration.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from sync_server.config import Config, ConfigError
from sync_server.services.evidence_store import NotStored

if TYPE_CHECKING:
    from obstore.store import S3Store

RETRIES = 2
"""Of one call, by the library; after that the laptop comes again later."""


class BucketStore:
    """Files in a bucket, under their SHA-256. The service answers a put when the file is durable there."""

    def __init__(self, store: S3Store) -> None:
        self._store = store

    def has(self, sha256: str) -> bool:
        """See `EvidenceStore`."""
        try:
            self._store.head(_key(sha256))
        except FileNotFoundError:
            return False
        return True

    def read(self, sha256: str) -> bytes:
        """See `EvidenceStore`."""
        try:
            return bytes(self._store.get(_key(sha256)).bytes())
        except FileNotFoundError:
            raise NotStored(sha256) from None

    def keep(self, file: Path, sha256: str) -> None:
        """See `EvidenceStore`; the local file goes only when the service has taken it."""
        self._store.put(_key(sha256), file.read_bytes(), use_multipart=False)
        file.unlink()


def bucket_store(config: Config) -> BucketStore:
    """Return the store of the configured bucket.

    Raises:
        ConfigError: the extra is not installed.
    """
    try:
        from obstore.store import S3Store
    except ImportError:
        raise ConfigError("evidence_bucket: needs the extra s3; install muaina[s3]") from None
    store = S3Store(
        config.evidence_bucket,
        endpoint=config.s3_endpoint or None,
        region=config.s3_region,
        access_key_id=config.s3_key_id,
        secret_access_key=config.s3_secret,
        virtual_hosted_style_request=not config.s3_endpoint,
        client_options={"allow_http": config.s3_endpoint.startswith("http://"), "timeout": timedelta(seconds=60)},
        retry_config={"max_retries": RETRIES, "retry_timeout": timedelta(seconds=30)},
    )
    return BucketStore(store)


def _key(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256}"
