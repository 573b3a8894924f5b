"""How often one laptop may call: far more than a sync needs, far less than a fault in a loop would.

Kept in the process, by laptop: a rule of good order, not of security.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from datetime import datetime

CALLS_PER_MINUTE = 1200
MOST_LAPTOPS = 20_000


class Pace:
    """A bucket of calls for each laptop, filled up evenly over a minute."""

    def __init__(self, per_minute: int = CALLS_PER_MINUTE) -> None:
        self._per_minute = per_minute
        self._buckets: OrderedDict[str, tuple[float, datetime]] = OrderedDict()
        self._lock = threading.Lock()

    def wait_s(self, device_id: str, now: datetime) -> int:
        """Count a call; return 0 when it may be answered, or after how many seconds to come back."""
        with self._lock:
            left, at = self._buckets.pop(device_id, (float(self._per_minute), now))
            left = min(self._per_minute, left + max((now - at).total_seconds(), 0) * self._per_minute / 60)
            is_allowed = left >= 1
            self._buckets[device_id] = (left - 1 if is_allowed else left, now)
            if len(self._buckets) > MOST_LAPTOPS:
                self._buckets.popitem(last=False)
        return 0 if is_allowed else 10
