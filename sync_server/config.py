"""Settings of the centre: where its state lies, where it listens. Read once, at start, from the environment and TOML.

Facts about the institution (name, letterhead, demonstration) are not settings: they are rows, see `queries.settings`.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from platformdirs import user_data_path

ENVIRONMENT_PREFIX = "MUAINA_CENTRE_"
SETTINGS_FILE = "muaina.toml"


class ConfigError(ValueError):
    """A setting cannot be used: which one, what was found, what was expected."""


@dataclass(frozen=True)
class Config:
    """Where the centre keeps its state and how it is reached. Every field is described in `docs/settings.md`."""

    home: Path
    """Folder of database, evidence, snapshots and secret: `MUAINA_HOME/centre`."""
    database_uri: str = ""
    """SQLAlchemy address; empty: SQLite in `home/centre.db`."""
    postgres_tools: str = ""
    """Folder of `pg_dump` and `pg_restore`, which must be of the server's version; empty: found on the path."""
    host: str = "127.0.0.1"
    port: int = 8400
    base_url: str = ""
    """Public address that QR codes name; empty: `http://host:port`."""
    secret_key: str = ""
    """Signs browser sessions and device tokens; made by `muaina server init`, kept in `home/secret`."""
    cookie_secure: bool = False
    """Whether browsers may send the session only over HTTPS; set it behind a TLS proxy."""
    max_evidence_bytes: int = 20 * 1024 * 1024
    upload_keep_s: int = 7 * 24 * 3600
    """How long a file that came in part waits for the rest of it."""
    evidence_bucket: str = ""
    """Bucket of an S3 service that holds the evidence; empty: the folder `home/evidence`."""
    s3_endpoint: str = ""
    """Address of the S3 service; empty: the one of the region at Amazon."""
    s3_region: str = "us-east-1"
    s3_key_id: str = ""
    s3_secret: str = ""
    snapshot_every_s: int = 900
    busy_timeout_s: int = 5
    """How long a writer waits for another before it answers "busy"."""

    @property
    def database(self) -> str:
        """The SQLAlchemy address in use."""
        return self.database_uri or f"sqlite:///{self.home / 'centre.db'}"

    @property
    def address(self) -> str:
        """The public address, without a slash at the end."""
        return (self.base_url or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def evidence(self) -> Path:
        """Folder of evidence files."""
        return self.home / "evidence"

    @property
    def snapshots(self) -> Path:
        """Folder of snapshot files."""
        return self.home / "snapshots"

    @property
    def secret_file(self) -> Path:
        """File that holds `secret_key`."""
        return self.home / "secret"


def load_config(home: Path | None = None, *, environment: Mapping[str, str] | None = None) -> Config:
    """Return the settings: environment first, then `[centre]` of `MUAINA_HOME/muaina.toml`, then defaults.

    Args:
        home: the folder of all state (`MUAINA_HOME`); the centre's part is its subfolder `centre`.
        environment: instead of the process's own.

    Raises:
        ConfigError: a setting is unknown or not of its type.
    """
    env = os.environ if environment is None else environment
    root = home or Path(env.get("MUAINA_HOME") or user_data_path("muaina", appauthor=False))
    given = {**_from_file(root / SETTINGS_FILE), **_from_environment(env)}
    centre = (root / "centre").absolute()
    secret = given.pop("secret_key", None) or _read_secret(centre / "secret")
    return Config(home=centre, secret_key=secret, **given)


def _from_environment(env: Mapping[str, str]) -> dict[str, Any]:
    return {
        field.name: _typed(field.name, str(field.type), env[name])
        for field in fields(Config)
        if field.name != "home" and (name := ENVIRONMENT_PREFIX + field.name.upper()) in env
    }


def _from_file(file: Path) -> dict[str, Any]:
    if not file.exists():
        return {}
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8")).get("centre", {})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise ConfigError(f"{file}: not readable as TOML: {problem}") from None
    known = {field.name: str(field.type) for field in fields(Config) if field.name != "home"}
    unknown = sorted(set(table) - set(known))
    if unknown:
        raise ConfigError(f"{file}: [centre] has no setting {', '.join(unknown)}; known are {', '.join(sorted(known))}")
    return {name: _typed(name, known[name], value) for name, value in table.items()}


def _typed(name: str, type_: str, value: object) -> Any:
    if type_ == "bool":
        if str(value).lower() not in ("true", "false", "1", "0"):
            raise ConfigError(f"setting {name}: expected true or false, found {value!r}")
        return str(value).lower() in ("true", "1")
    if type_ == "int":
        try:
            return int(str(value))
        except ValueError:
            raise ConfigError(f"setting {name}: expected a whole number, found {value!r}") from None
    return str(value)


def _read_secret(file: Path) -> str:
    return file.read_text(encoding="ascii").strip() if file.exists() else ""
