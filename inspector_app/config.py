"""Settings of the laptop, from `MUAINA_...` variables or the table `[laptop]` of `MUAINA_HOME/muaina.toml`."""

from __future__ import annotations

import math
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from platformdirs import user_data_dir

HOST = "127.0.0.1"
"""The laptop listens on the loopback address only; this is not a setting."""


SETTINGS_FILE = "muaina.toml"
_NAMES = frozenset({"port", "centre_url", "sync_every_s", "timeout_s", "lock_after_min"})


class SettingError(ValueError):
    """A setting cannot be used: its name, what was found, what was expected."""


@dataclass(frozen=True)
class Config:
    """Where the laptop keeps its files and how it speaks.

    Attributes:
        home: folder of the inspectors' seats, each with a vault and databases of its own (`MUAINA_HOME/laptop`).
        port: of the local pages; 0 takes a free one (`MUAINA_LAPTOP_PORT`).
        centre_url: address of the centre; "" takes the one of enrolment (`MUAINA_CENTRE_URL`).
        sync_every_s: seconds between attempts to sync while signed in; 0 switches the timer off
            (`MUAINA_LAPTOP_SYNC_EVERY_S`).
        timeout_s: seconds to wait for the centre's answer (`MUAINA_LAPTOP_TIMEOUT_S`).
        lock_after_min: minutes without use after which the laptop locks itself; at least 1
            (`MUAINA_LAPTOP_LOCK_AFTER_MIN`).
    """

    home: Path
    port: int = 8710
    centre_url: str = ""
    sync_every_s: int = 300
    timeout_s: float = 30.0
    lock_after_min: float = 15.0

    @classmethod
    def load(cls, environ: Mapping[str, str] | None = None) -> Config:
        """Return the settings of this machine; a variable wins over the file.

        Raises:
            SettingError: a number is not a number, or the file is not TOML.
        """
        env = os.environ if environ is None else environ
        root = Path(env.get("MUAINA_HOME") or user_data_dir("muaina", appauthor=False))
        file = _read_file(root / SETTINGS_FILE)
        return cls(
            home=root / "laptop",
            port=int(_number(env, file, "MUAINA_LAPTOP_PORT", default=8710)),
            centre_url=str(env.get("MUAINA_CENTRE_URL", file.get("centre_url", ""))).rstrip("/"),
            sync_every_s=int(_number(env, file, "MUAINA_LAPTOP_SYNC_EVERY_S", default=300)),
            timeout_s=_number(env, file, "MUAINA_LAPTOP_TIMEOUT_S", default=30.0),
            lock_after_min=_number(env, file, "MUAINA_LAPTOP_LOCK_AFTER_MIN", default=15.0, least=1.0),
        )


def _read_file(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        table: Any = tomllib.loads(path.read_text(encoding="utf-8")).get("laptop", {})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise SettingError(f"{path}: not TOML: {problem}") from None
    unknown = sorted(set(table) - _NAMES) if isinstance(table, dict) else [table]
    if unknown:
        known = ", ".join(sorted(_NAMES))
        raise SettingError(f"{path}: [laptop]: expected a table of {known}; found {unknown}")
    return dict(table)


def _number(env: Mapping[str, str], file: Mapping[str, Any], name: str, *, default: float, least: float = 0.0) -> float:
    in_file = name.removeprefix("MUAINA_").removeprefix("LAPTOP_").lower()
    found = env.get(name, file.get(in_file, default))
    try:
        number = float(found)
    except (TypeError, ValueError):
        raise SettingError(f"{name}: expected a number, found {found!r}") from None
    if not least <= number < math.inf:
        raise SettingError(f"{name}: expected {least:g} or more, found {found!r}")
    return number
