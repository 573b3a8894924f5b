"""Keeps in memory a few values that take long to work out, each with what it was worked out from.

A value is given back only for the very basis that it was made of; nothing here is the truth. It leaves memory with the
session that it belongs to.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

MOST = 24

_Value = TypeVar("_Value")


class Recent:
    """The values worked out last, by name. Thread-safe."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: OrderedDict[Hashable, tuple[Hashable, Any]] = OrderedDict()

    def get(self, name: Hashable, basis: Hashable, make: Callable[[], _Value]) -> _Value:
        """Return the value of a name, made anew where its basis is another than last time."""
        with self._lock:
            before = self._kept.get(name)
        if before is not None and before[0] == basis:
            kept: _Value = before[1]
            return kept
        value = make()
        with self._lock:
            self._kept[name] = (basis, value)
            self._kept.move_to_end(name)
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)
        return value
